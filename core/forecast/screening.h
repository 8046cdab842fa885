// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/forecast/forecast.h"

#include <string_view>

namespace dgex::forecast {

/// Why values of a meter are not believed.
enum class Doubt : std::uint8_t {
    Gap,          ///< No value for at least an hour; photovoltaics by night apart.
    ZeroDay,      ///< A whole day of zeros behind days with energy.
    Repeat,       ///< A day that is an earlier one again, value for value.
    StraightLine, ///< Values that rise or fall by (nearly) the same step for 6 hours: filled in, not metered.
    Spike,        ///< More than a home can take or a roof can make: a counter that was reset or jumped.
    Season,       ///< A roof's days far above what all earlier months say, against the sun.
    NightEnergy,  ///< A roof that makes energy by night.
    ClockChange,  ///< Zeros in the hour that a clock change skips.
};
/// A few words in English for logs and the command line.
[[nodiscard]] std::string_view describe(Doubt doubt);

/// A stretch of doubtful half hours.
struct Finding {
    Doubt doubt = Doubt::Gap;
    Period from;
    std::int64_t count = 0; ///< Half hours.
    friend bool operator==(const Finding&, const Finding&) = default;
};

/// A history without its doubtful values, and what they were.
struct Screening {
    History believed;              ///< The same half hours; doubtful ones are missing.
    std::vector<Finding> findings; ///< By doubt, then time.
};

/// Screens a meter's history. Whole days are judged once they are over, by earlier days alone; so a longer history may
/// doubt values that a shorter one could not yet, but never on the grounds of what came after their day.
/// Pure; linear in the length.
[[nodiscard]] Screening screen(Target target, const History& history, const HomeProfile& profile);

} // namespace dgex::forecast
