// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/market/step_clearing.h"

#include "core/base/assert.h"
#include "core/market/any_slot.h"
#include "core/market/step_network.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace dgex::market {

namespace {

std::vector<Period> allPeriods(std::span<const Step> steps, std::span<const AnySlotOrder> anySlotOrders)
{
    std::vector<Period> periods;
    for (const Step& step : steps) {
        if (periods.empty() || periods.back() != step.period)
            periods.push_back(step.period);
    }
    for (const AnySlotOrder& order : anySlotOrders)
        periods.insert(periods.end(), order.periods.begin(), order.periods.end());
    std::ranges::sort(periods);
    periods.erase(std::unique(periods.begin(), periods.end()), periods.end());
    return periods;
}

/// Sets of periods that any-slot orders tie together, by the index of their first period.
class TiedPeriods {
public:
    TiedPeriods(std::vector<Period> periods, std::span<const AnySlotOrder> orders)
        : m_periods(std::move(periods))
        , m_first(m_periods.size())
    {
        std::iota(m_first.begin(), m_first.end(), std::size_t{0});
        for (const AnySlotOrder& order : orders) {
            for (const Period& period : order.periods)
                unite(indexOf(order.periods.front()), indexOf(period));
        }
        for (std::size_t i = 0; i < m_first.size(); ++i)
            m_first[i] = find(i);
    }
    [[nodiscard]] const std::vector<Period>& periods() const { return m_periods; }
    [[nodiscard]] std::size_t indexOf(Period period) const
    {
        return static_cast<std::size_t>(std::ranges::lower_bound(m_periods, period) - m_periods.begin());
    }
    [[nodiscard]] std::size_t firstOf(std::size_t index) const { return m_first[index]; }

private:
    std::size_t find(std::size_t index)
    {
        while (m_first[index] != index)
            index = m_first[index] = m_first[m_first[index]];
        return index;
    }
    void unite(std::size_t a, std::size_t b)
    {
        a = find(a);
        b = find(b);
        m_first[std::max(a, b)] = std::min(a, b);
    }

    std::vector<Period> m_periods;
    std::vector<std::size_t> m_first;
};

std::vector<TiedPart> partsOf(std::span<const Step> steps, std::span<const AnySlotOrder> orders,
                              std::span<const std::uint32_t> ranking)
{
    const TiedPeriods tied(allPeriods(steps, orders), orders);
    std::vector<TiedPart> parts(tied.periods().size());
    for (std::size_t i = 0; i < parts.size(); ++i)
        parts[tied.firstOf(i)].periods.push_back(tied.periods()[i]);
    for (std::size_t first = 0, period = 0; first < steps.size(); ++period) {
        std::size_t end = first;
        while (end < steps.size() && steps[end].period == steps[first].period)
            ++end;
        while (tied.periods()[period] != steps[first].period)
            ++period;
        TiedPart& part = parts[tied.firstOf(period)];
        for (; first < end; ++first)
            part.steps.push_back(static_cast<std::uint32_t>(first));
    }
    for (const std::uint32_t order : ranking)
        parts[tied.firstOf(tied.indexOf(orders[order].periods.front()))].anySlots.push_back(order);
    std::erase_if(parts, [](const TiedPart& part) { return part.periods.empty(); });
    return parts;
}

} // namespace

bool standsBefore(const Step& a, const Step& b)
{
    return stepPlaceOf(a) < stepPlaceOf(b);
}

std::int64_t mixOf(std::int64_t least, std::int64_t greatest, const AuctionRules& rules)
{
    DGEX_ASSERT(least <= greatest);
    const Int128 share = Int128{rules.kNumerator} * (Int128{greatest} - least);
    return static_cast<std::int64_t>(least + share / rules.kDenominator);
}

StepClearing clearSteps(std::span<Step> steps, std::span<const AnySlotOrder> anySlotOrders, const Links& links,
                        const AuctionRules& rules, const Hash256& seed)
{
    StepClearing clearing;
    clearing.anySlotFills.resize(anySlotOrders.size());
    const AnySlotDraws draws(anySlotOrders, seed);
    for (const TiedPart& part : partsOf(steps, anySlotOrders, draws.ranking())) {
        StepNetwork network({.steps = steps,
                             .anySlotOrders = anySlotOrders,
                             .links = links,
                             .part = part,
                             .rules = rules,
                             .draws = draws});
        network.clearInto(steps, clearing);
    }
    const auto place = [](const ZoneResult& result) {
        return std::tuple{result.period, result.zone, result.energyClass};
    };
    std::ranges::sort(clearing.results, {}, place);
    std::ranges::sort(clearing.flows, {}, [](const LinkFlow& flow) { return std::pair{flow.period, flow.link}; });
    return clearing;
}

} // namespace dgex::market
