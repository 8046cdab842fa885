// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/quantity.h"

#include <chrono>
#include <optional>
#include <utility>

namespace dgex {

/// Energy in watt-hours. Sign: + into the home (import), - out of it, unless a name says otherwise.
using Energy = Quantity<struct EnergyTag>;
/// Energy on the market in lots of 0.1 kWh, the smallest amount that is traded.
using Lots = Quantity<struct LotsTag>;
/// Power in watts. Sign: + into the home; battery: + discharging.
using Power = Quantity<struct PowerTag>;
/// Price in ticks of 0.01 currency units per kWh. Negative prices are legal.
using Price = Quantity<struct PriceTag>;
/// Money in units of 1 Wh x 1 tick = 10^-5 currency units, so that energy times price is exact.
/// Sign: + is received by the account, - is paid.
using Money = Quantity<struct MoneyTag>;
/// Exact sums of money beyond 64 bits (welfare of a whole market), in the unit of Money.
using WideMoney = Int128;

inline constexpr std::int64_t kWattHoursPerLot = 100;
inline constexpr Price kPriceMax{100'000'000};      ///< |price| of any order is at most this.
inline constexpr Lots kOrderLotsMax{1'000'000'000}; ///< Quantity of one order is at most this.

/// The exact energy of whole lots. Requires: |lots| <= 9.2 x 10^16.
[[nodiscard]] constexpr Energy energyOf(Lots lots)
{
    return Energy{lots.count() * Int128{kWattHoursPerLot}};
}

/// Splits energy into whole lots, rounded toward zero, and the rest (same sign, below one lot).
[[nodiscard]] constexpr std::pair<Lots, Energy> wholeLots(Energy energy)
{
    return {Lots{energy.count() / kWattHoursPerLot}, Energy{energy.count() % kWattHoursPerLot}};
}

/// Exact product, for sums that may pass 64 bits.
[[nodiscard]] constexpr WideMoney wideValueOf(Energy energy, Price price)
{
    return WideMoney{energy.count()} * price.count();
}

/// Exact value of energy at a price. Requires: the product fits 64 bits (capacity limits see to it).
[[nodiscard]] constexpr Money valueOf(Energy energy, Price price)
{
    return Money{wideValueOf(energy, price)};
}
[[nodiscard]] constexpr Money valueOf(Lots lots, Price price)
{
    return valueOf(energyOf(lots), price);
}

/// How a division that leaves a rest is rounded; every caller names it.
enum class Rounding { TowardZero, Floor, HalfAwayFromZero };

/// numerator / denominator under a named rounding. Requires: denominator > 0.
[[nodiscard]] constexpr std::int64_t divide(Int128 numerator, std::int64_t denominator, Rounding rounding)
{
    DGEX_ASSERT(denominator > 0);
    Int128 quotient = numerator / denominator;
    const Int128 rest = numerator % denominator;
    if (rounding == Rounding::Floor && rest < 0)
        --quotient;
    if (rounding == Rounding::HalfAwayFromZero && (rest < 0 ? -rest : rest) * 2 >= denominator)
        quotient += numerator < 0 ? -1 : 1;
    return Quantity<struct DivideTag>{quotient}.count();
}

/// Energy of constant power over a time.
[[nodiscard]] constexpr Energy energyOver(Power power, std::chrono::milliseconds time, Rounding rounding)
{
    return Energy{divide(Int128{power.count()} * time.count(), 3'600'000, rounding)};
}

/// Mean power of an energy over a time. Requires: time > 0.
[[nodiscard]] constexpr Power meanPower(Energy energy, std::chrono::milliseconds time, Rounding rounding)
{
    return Power{divide(Int128{energy.count()} * 3'600'000, time.count(), rounding)};
}

} // namespace dgex
