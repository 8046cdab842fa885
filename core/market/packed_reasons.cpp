// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/market/packed_reasons.h"

namespace dgex::market {

namespace {

std::size_t sideOf(PackedOrder order)
{
    return order.sells() ? 1 : 0;
}

} // namespace

PackedReasons::PackedReasons(const PackedClearing& clearing, Price fee)
    : m_prices{clearing.buyerPrice, clearing.price}
    , m_fee(fee)
    , m_reduced(clearing.reducedAt.has_value())
{
    if (clearing.reducedAt)
        m_margins = {PackedOrder::keyOf(clearing.reducedAt->first - fee),
                     PackedOrder::keyOf(clearing.reducedAt->second)};
    else if (clearing.priceInterval)
        m_margins.fill(PackedOrder::keyOf(clearing.priceInterval->second));
}

void PackedReasons::add(PackedOrder order, std::uint32_t filled)
{
    if (order.key() != m_margins[sideOf(order)])
        return;
    PartFilledLimit& limit = m_atMargin[sideOf(order)];
    limit.limit = PackedOrder::worthOf(order.key()) + (order.sells() ? Price{} : m_fee);
    limit.asked += Lots{order.quantity()};
    limit.filled += Lots{filled};
}

Explanation PackedReasons::of(PackedOrder order, std::uint32_t filled) const
{
    const std::optional<Price> price = m_prices[sideOf(order)];
    Explanation why{.reason = Reason::Filled, .price = price, .elsewhere = {}, .link = {}, .shared = {}};
    if (filled == order.quantity())
        return why;
    const PartFilledLimit& limit = m_atMargin[sideOf(order)];
    if (order.key() == m_margins[sideOf(order)] && (m_reduced || !limit.filled.isZero())) {
        why.reason = m_reduced ? Reason::TradeReduced : Reason::PartFilledAtMargin;
        why.shared = limit;
        return why;
    }
    const Price worth = PackedOrder::worthOf(order.key());
    const bool allows = price && (order.sells() ? worth <= *price : worth >= *price);
    why.reason = price && !allows ? Reason::LimitBeyondPrice : Reason::NoCounterpart;
    return why;
}

} // namespace dgex::market
