// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/storage_trades.h"

#include <algorithm>
#include <numeric>

namespace dgex::policy {

namespace {

/// Share of the way to retail that stored energy is asked above its worth: a dull day may yet need it.
constexpr int kSaleCautionPercent = 25;
/// Share of its worth below which energy is bought for the battery.
constexpr int kPurchaseCautionPercent = 95;
/// What the battery leaves open below this is noise of rounding.
constexpr Energy kOpenMin{20};

Price expectedPriceOr(const PeriodInputs& period, Price otherwise)
{
    if (!period.expectedPrice || period.feedIn > period.retail)
        return otherwise;
    return std::clamp(*period.expectedPrice, period.feedIn, period.retail);
}

Price middleOf(const PeriodInputs& period)
{
    return Price{divide(Int128{period.feedIn.count()} + period.retail.count(), 2, Rounding::Floor)};
}

Price scaled(Price price, std::int64_t numerator, std::int64_t denominator)
{
    return Price{divide(Int128{price.count()} * numerator, denominator, Rounding::Floor)};
}

class StoragePlanner {
public:
    StoragePlanner(const PlanInputs& inputs, std::vector<Energy> needs, Energy reserve)
        : m_inputs(inputs)
        , m_needs(std::move(needs))
        , m_reserve(reserve)
        , m_steps(selfUse(m_needs, inputs.battery, reserve))
        , m_trades(m_needs.size())
    {
    }

    std::vector<StorageTrade> plan(const PresetTraits& traits)
    {
        std::vector<std::size_t> order(m_needs.size() - std::min(m_inputs.firstOpen, m_needs.size()));
        std::iota(order.begin(), order.end(), m_inputs.firstOpen);
        std::ranges::stable_sort(order, {}, [this](std::size_t i) {
            const PeriodInputs& period = m_inputs.periods[i];
            return expectedPriceOr(period, middleOf(period));
        });
        if (traits.sellsStored)
            for (auto i = order.rbegin(); i != order.rend(); ++i)
                sell(*i);
        if (traits.storesBought)
            for (const std::size_t i : order)
                if (!traits.storesOnlySun || m_inputs.periods[i].pv.p50 > Energy{})
                    buy(i);
        return std::move(m_trades);
    }

private:
    /// The first period from `from` on whose need the battery leaves open, or surplus; the end when there is none.
    [[nodiscard]] std::size_t nextOpen(std::size_t from) const
    {
        while (from < m_steps.size() && m_steps[from].rest.abs() < kOpenMin)
            ++from;
        return from;
    }
    /// What the battery leaves open with one sign from `from` on until the sign changes.
    [[nodiscard]] Energy openFrom(std::size_t from, bool shortage) const
    {
        Energy sum;
        for (; from < m_steps.size(); ++from) {
            const Energy rest = m_steps[from].rest;
            if (shortage ? rest <= -kOpenMin : rest >= kOpenMin)
                break;
            if (shortage == (rest > Energy{}))
                sum += rest.abs();
        }
        return sum;
    }
    [[nodiscard]] Energy inverse(Energy energy) const
    {
        return Energy{divide(Int128{energy.count()} * 1000, m_inputs.battery.efficiencyPermille, Rounding::Floor)};
    }
    [[nodiscard]] Energy reduced(Energy energy) const
    {
        return Energy{divide(Int128{energy.count()} * m_inputs.battery.efficiencyPermille, 1000, Rounding::Floor)};
    }
    [[nodiscard]] Energy powerLimit() const
    {
        return energyOver(m_inputs.battery.powerMax, Period::kLength, Rounding::Floor);
    }
    void trade(std::size_t i, Energy amount, Price value)
    {
        const Lots lots = wholeLots(amount).first;
        if (lots.isZero() || !m_trades[i].amount.isZero())
            return;
        m_trades[i] = {.amount = energyOf(lots), .value = value};
        m_needs[i] -= energyOf(lots);
        if (amount > Energy{})
            m_needs[i] -= std::max(Energy{}, m_steps[i].rest); // bought beside it
        m_steps = selfUse(m_needs, m_inputs.battery, m_reserve);
    }

    void sell(std::size_t i)
    {
        const std::size_t open = nextOpen(i);
        if (open == i || open == m_steps.size() || m_steps[open].rest > Energy{})
            return;
        Energy slack = m_steps[i].storedAtEnd - m_reserve;
        for (std::size_t j = i; j < open; ++j)
            slack = std::min(slack, m_steps[j].storedAtEnd - m_reserve);
        slack = std::min(slack, reduced(openFrom(open, /*shortage=*/false)));
        const Energy amount = std::min(reduced(slack), powerLimit() - m_steps[i].discharged);
        const PeriodInputs& later = m_inputs.periods[open];
        const int eta = m_inputs.battery.efficiencyPermille;
        const Price worth = scaled(expectedPriceOr(later, later.feedIn), 1'000'000, std::int64_t{eta} * eta);
        const Price retail = m_inputs.periods[i].retail;
        const Price value = worth + scaled(std::max(Price{}, retail - worth), kSaleCautionPercent, 100);
        if (amount > Energy{} && value <= retail)
            trade(i, -amount, value);
    }

    void buy(std::size_t i)
    {
        const std::size_t open = nextOpen(m_steps[i].rest > Energy{} ? i + 1 : i);
        if (open == i || open == m_steps.size() || m_steps[open].rest < Energy{})
            return;
        Energy room = m_inputs.battery.capacity - m_steps[i].storedAtEnd;
        for (std::size_t j = i; j < open; ++j)
            room = std::min(room, m_inputs.battery.capacity - m_steps[j].storedAtEnd);
        room = std::min(room, inverse(openFrom(open, /*shortage=*/true)));
        const Energy amount = std::min(inverse(room), powerLimit() + m_steps[i].discharged);
        const PeriodInputs& later = m_inputs.periods[open];
        const int eta = m_inputs.battery.efficiencyPermille;
        const Price worth = scaled(expectedPriceOr(later, later.retail), std::int64_t{eta} * eta, 1'000'000);
        const Price value = scaled(worth, kPurchaseCautionPercent, 100);
        const PeriodInputs& now = m_inputs.periods[i];
        if (amount > Energy{} && value >= expectedPriceOr(now, middleOf(now)))
            trade(i, amount, value);
    }

    const PlanInputs& m_inputs;
    std::vector<Energy> m_needs;
    Energy m_reserve;
    std::vector<SelfUseStep> m_steps;
    std::vector<StorageTrade> m_trades;
};

} // namespace

PresetTraits traitsOf(Preset preset)
{
    switch (preset) {
    case Preset::Income:
    case Preset::Balanced:
        return {};
    case Preset::SelfSufficiency:
        return {.sellsStored = false, .storesBought = true, .storesOnlySun = false, .independencePercent = 200};
    case Preset::RenewableFirst:
        return {.sellsStored = true, .storesBought = true, .storesOnlySun = true, .independencePercent = 130};
    case Preset::BackupReserve:
        return {.sellsStored = false, .storesBought = true, .storesOnlySun = false, .independencePercent = 100};
    }
    return {};
}

std::vector<StorageTrade> storageTrades(const PlanInputs& inputs, std::vector<Energy> needs, Energy reserve)
{
    if (inputs.battery.capacity <= Energy{} || inputs.policy.tradingPaused)
        return std::vector<StorageTrade>(needs.size());
    return StoragePlanner{inputs, std::move(needs), reserve}.plan(traitsOf(inputs.policy.preset));
}

} // namespace dgex::policy
