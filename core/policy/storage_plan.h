// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/plan_terms.h"
#include "core/policy/preset_traits.h"
#include "core/policy/storage_value.h"

namespace dgex::policy {

/// Points of the distribution of the net need of a period in Wh, equally likely, ascending: `count` of them in the
/// middles of as many equal shares of chance. Beyond P10 and P90 the tails go on as a normal distribution's would.
[[nodiscard]] std::vector<double> needPoints(const forecast::Quantiles& demand, const forecast::Quantiles& pv,
                                             std::size_t count);

/// The optimiser: what stored energy is worth after every period of the plan, and how the battery answers.
/// Beyond the plan's end the last day is taken to come once more.
class StoragePlan {
public:
    /// Requires: the terms outlive the plan and do not change while it is asked.
    explicit StoragePlan(const PlanTerms& terms);

    [[nodiscard]] bool hasBattery() const { return m_hasBattery; }
    [[nodiscard]] const PresetTraits& traits() const { return m_traits; }
    /// What stored energy is worth at the end of a period; nullptr without a battery.
    [[nodiscard]] const StorageValue* after(std::size_t period) const;
    /// The home's supply to itself in a period with only the utility behind it.
    [[nodiscard]] NodeSupply beforeUtility(std::size_t period, double stored) const;
    /// The same with what the neighbours take or give at the expected price behind it.
    [[nodiscard]] NodeSupply beforeNeighbours(std::size_t period, double stored) const;
    /// The energy that the neighbours are expected to take or give in a period; 0 when it cannot be traded.
    [[nodiscard]] double depth(std::size_t period) const;
    /// What would be sold beyond what is sold anyway if nothing were kept as the reserve, <= 0.
    [[nodiscard]] double heldBack(std::size_t period, double stored, double need) const;
    /// Energy that the home would best exchange with its neighbours at the expected price, + bought.
    [[nodiscard]] double bestExchange(std::size_t period, double stored, double need) const;
    /// Stored energy after the terminals gave `discharged`.
    [[nodiscard]] double storedAfter(double stored, double discharged) const;
    /// Utility's price as it counts for this owner.
    [[nodiscard]] double buyPrice(std::size_t period) const;

private:
    [[nodiscard]] Storage storageIn(std::size_t period) const;
    [[nodiscard]] NodeSupply supplyAt(std::size_t period, double stored, double buyPrice, double sellPrice) const;
    [[nodiscard]] std::array<NeedPoint, 3> needsOf(std::size_t period) const;
    [[nodiscard]] Node nodeOf(std::size_t period) const;
    void solve();

    const PlanTerms& m_terms;
    const PlanInputs& m_inputs;
    PresetTraits m_traits;
    Storage m_storage;
    bool m_hasBattery;
    std::vector<StorageValue> m_after;
};

} // namespace dgex::policy
