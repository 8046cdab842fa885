// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace dgex::forecast {

/// Rows of features with what followed and how much a row counts.
struct TrainingSet {
    std::size_t featureCount = 0;
    std::vector<double> features; ///< Row after row.
    std::vector<double> targets;
    std::vector<double> weights; ///< > 0
    [[nodiscard]] std::size_t rows() const { return targets.size(); }
};

/// Linear quantile regression (Koenker and Bassett 1978) by iteratively reweighted least squares, with the mean by
/// ridge regression beside it. Immutable once trained; deterministic on one kind of processor.
class QuantileRegression {
public:
    static constexpr std::array<double, 3> kLevels{0.1, 0.5, 0.9};

    /// Requires: rows >= 2, every number finite.
    explicit QuantileRegression(const TrainingSet& set);

    struct Prediction {
        std::array<double, 3> quantiles; ///< At kLevels, not yet sorted.
        double mean;
    };
    /// Requires: as many features as it was trained with.
    [[nodiscard]] Prediction predict(std::span<const double> features) const;

private:
    std::vector<double> m_centre;
    std::vector<double> m_inverseSpread;
    std::array<std::vector<double>, 4> m_coefficients; ///< The three quantiles and the mean; the constant comes last.
};

} // namespace dgex::forecast
