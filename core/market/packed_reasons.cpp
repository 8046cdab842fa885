// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/market/packed_reasons.h"

namespace dgex::market {

PackedReasons::PackedReasons(const PackedClearing& clearing, Price fee)
    : m_price(clearing.price)
    , m_fee(fee)
{
    if (clearing.priceInterval)
        m_margin = PackedOrder::keyOf(clearing.priceInterval->second);
}

void PackedReasons::add(PackedOrder order, std::uint32_t filled)
{
    if (order.key() != m_margin)
        return;
    PartFilledLimit& limit = m_atMargin[order.sells() ? 1 : 0];
    limit.limit = PackedOrder::worthOf(order.key()) + (order.sells() ? Price{} : m_fee);
    limit.asked += Lots{order.quantity()};
    limit.filled += Lots{filled};
}

Explanation PackedReasons::of(PackedOrder order, std::uint32_t filled) const
{
    Explanation why{.reason = Reason::Filled, .price = m_price, .elsewhere = {}, .link = {}, .shared = {}};
    if (filled == order.quantity())
        return why;
    const PartFilledLimit& limit = m_atMargin[order.sells() ? 1 : 0];
    if (order.key() == m_margin && !limit.filled.isZero()) {
        why.reason = Reason::PartFilledAtMargin;
        why.shared = limit;
        return why;
    }
    const Price worth = PackedOrder::worthOf(order.key());
    const bool allows = m_price && (order.sells() ? worth <= *m_price : worth >= *m_price);
    why.reason = m_price && !allows ? Reason::LimitBeyondPrice : Reason::NoCounterpart;
    return why;
}

} // namespace dgex::market
