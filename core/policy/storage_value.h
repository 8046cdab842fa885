// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/units.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <vector>

namespace dgex::policy {

/// A battery as the optimiser sees it. Energies in Wh; terminal energies are what its terminals give or take.
struct Storage {
    double floor = 0;      ///< Stored energy that is never discharged, >= 0.
    double capacity = 0;   ///< Stored energy when full, >= floor.
    double perPeriod = 0;  ///< Most that the terminals give or take in a period.
    double efficiency = 1; ///< One way, in (0, 1].
    double wear = 0;       ///< Cost of a discharged kWh, in ticks.
};

/// What a home can exchange in one period and at what price (ticks per kWh): its own need or surplus and
/// a little more with the neighbours, the rest with the utility. Requires: buyFar >= buyNear >= sellNear >= sellFar.
struct Node {
    double buyFar = 0;
    double buyNear = 0;
    double sellNear = 0;
    double sellFar = 0;
    double depth = 0;         ///< Wh that the neighbours take or give beyond the home's own need or surplus, >= 0.
    double importMost = 1e12; ///< Wh left to the utility that the fuse carries; the battery charges no further.
    double exportMost = 1e12; ///< Likewise for discharging.
    bool mayCharge = true;    ///< The battery may take more than the home's own surplus.
    bool mayDischarge = true; ///< The battery may give more than the home's own need.
};

/// Net need of a period (demand minus generation, Wh) with its chance.
struct NeedPoint {
    double need = 0;
    double weight = 0;
};

/// What stored energy is worth at one instant: marginal value of a stored kWh in ticks, in equal cells from a lower to
/// an upper level; it falls as the battery fills.
class StorageValue {
public:
    static constexpr std::size_t kCells = 40;

    StorageValue() = default;
    StorageValue(double lower, double upper, double value);

    [[nodiscard]] double lower() const { return m_lower; }
    [[nodiscard]] double upper() const { return m_lower + m_cell * static_cast<double>(kCells); }
    [[nodiscard]] double cellLength() const { return m_cell; }
    [[nodiscard]] double cell(std::size_t index) const { return m_values[index]; }
    /// Marginal value at a level; clamped to the cells.
    [[nodiscard]] double at(double stored) const;

    /// Multiplies all values.
    void scale(double factor);
    /// Lets energy below a level be worth at least this.
    void raise(double level, double value);

    /// The value one period earlier: before the need of the period is known, with the best use of the battery once it
    /// is. Exact for values that are constant in a cell, then averaged over each cell (backward dynamic programming by
    /// sup-convolution of concave functions; Bertsekas, Dynamic Programming and Optimal Control).
    [[nodiscard]] StorageValue before(const Storage& storage, const Node& node, std::span<const NeedPoint> needs) const;

private:
    void accumulate(const Storage& storage, const Node& node, const NeedPoint& point, StorageValue& sum) const;

    double m_lower = 0;
    double m_cell = 0;
    std::array<double, kCells> m_values{};
};

/// What a home's battery supplies to its own node in one period as a function of the price at the node, with the
/// utility behind it: below `least` the battery gives nothing up, above `most` it gives all that it may.
class NodeSupply {
public:
    /// @param after what stored energy is worth after the period; nullptr: no battery.
    NodeSupply(const StorageValue* after, const Storage& storage, double stored, double buyPrice, double sellPrice);

    /// Marginal cost of one more Wh needed at the node, in ticks per kWh, when the home needs `need` (- has left).
    [[nodiscard]] double priceAt(double need) const;
    /// Terminal energy of the battery that answers the need best: + discharge.
    /// @param traded energy of the same period that comes from neighbours beside the need; the fuse carries it too.
    [[nodiscard]] double discharge(double need, double traded = 0) const;
    /// The battery serves the home's own need only.
    void neverSells() { m_least = std::min(m_least, 0.0); }
    /// The battery charges or discharges no further than what the fuse carries, and helps it.
    void limit(double importMost, double exportMost)
    {
        m_importMost = importMost;
        m_exportMost = exportMost;
    }
    /// Something else that gives up to `length` Wh from a price on, like a load that can wait.
    void addOffer(double price, double length);
    [[nodiscard]] double least() const { return m_least; }
    [[nodiscard]] double most() const { return m_most; }

private:
    struct Offer {
        double price;
        double until; ///< Supply at prices above.
    };
    std::vector<Offer> m_offers; ///< Ascending.
    double m_buy;
    double m_sell;
    double m_least = 0;
    double m_most = 0;
    double m_down = 0; ///< Most that the battery takes, as charge and power allow, >= 0.
    double m_up = 0;   ///< Most that it gives.
    double m_importMost = 1e12;
    double m_exportMost = 1e12;
};

} // namespace dgex::policy
