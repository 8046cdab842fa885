// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/forecast/forecast.h"

#include <deque>

namespace dgex::forecast {

/// Corrects a forecast within the day: the errors of the last half hours go on for a while. For each lead up to 4 hours
/// the error to come is a linear function of the last error, the mean of the last three and the mean of the last six
/// hours, found by ridge regression that forgets in some weeks and starts from usual values. How much of it the
/// quantiles follow is learned from their pinball loss. Errors of photovoltaics are shares of the forecast P90, so that
/// clouds weigh alike in the morning and at noon.
/// Learning is online: what is known at a time comes from earlier half hours alone.
class Intraday {
public:
    static constexpr std::size_t kLeads = 8;

    explicit Intraday(Target target);

    /// What was metered in a half hour, none when missing, against its uncorrected forecast. In order of time.
    void learn(Period period, const Quantiles& uncorrected, std::optional<Energy> metered);
    /// Corrects the first half hours. Requires: it begins behind the last half hour learned.
    void correct(Forecast& forecast);

private:
    static constexpr std::size_t kSigns = 3;
    using Signs = std::array<double, kSigns>;
    struct Lead {
        std::array<std::array<double, kSigns>, kSigns> squares{};
        Signs products{};
        Signs weights{};
        std::array<double, 3> follow{}; ///< By which share P10, P50 and P90 follow the error to come.
        double rows = 0;                ///< Learned from, those of long ago counting less.
        double size = 0;                ///< Usual size of a correction.
    };
    struct Said {
        Period period;
        std::size_t lead = 0;
        Signs signs{};
        double step = 0;                   ///< Error to come, in units.
        std::array<double, 3> quantiles{}; ///< Corrected, in units.
    };

    [[nodiscard]] std::optional<double> unitOf(const Quantiles& quantiles) const;
    [[nodiscard]] std::optional<Signs> signsAt(Period first) const;
    void learnFrom(const Said& said, double error, double value);
    void solve(Lead& lead) const;
    [[nodiscard]] Signs priorOf(std::size_t lead) const;

    Target m_target;
    std::array<Lead, kLeads> m_leads;
    std::deque<std::pair<Period, double>> m_errors; ///< Newest last, of the last six hours, in units.
    std::deque<Said> m_said;
};

} // namespace dgex::forecast
