// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/market/any_slot.h"

#include "core/base/encoding.h"
#include "core/crypto/hash.h"

#include <algorithm>
#include <numeric>

namespace dgex::market {

AnySlotDraws::AnySlotDraws(std::span<const AnySlotOrder> orders, const Hash256& seed)
    : m_orders(orders)
    , m_seed(seed)
    , m_ranking(orders.size())
    , m_numbers(orders.size())
{
    std::iota(m_ranking.begin(), m_ranking.end(), std::uint32_t{0});
    std::ranges::stable_sort(m_ranking, {}, [&](std::uint32_t i) -> const AnySlotOrder& { return orders[i]; });
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < m_ranking.size(); ++i) {
        const bool sameOwner = i > 0 && orders[m_ranking[i]].participant == orders[m_ranking[i - 1]].participant;
        number = sameOwner ? number + 1 : 0;
        m_numbers[m_ranking[i]] = number;
    }
}

std::uint32_t AnySlotDraws::draw(std::uint32_t order, Period period) const
{
    const AnySlotOrder& drawn = m_orders[order];
    Encoder preimage;
    preimage.domain("any-slot").raw(m_seed).u64(drawn.participant.number).i64(period.startSeconds());
    preimage.u8(static_cast<std::uint8_t>(drawn.side)).u32(m_numbers[order]);
    const Hash256 hash = crypto::sha256(preimage.bytes());
    return std::uint32_t{hash[0]} << 16 | std::uint32_t{hash[1]} << 8 | hash[2];
}

} // namespace dgex::market
