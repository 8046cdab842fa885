// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forecast/quantile_regression.h"

#include "core/base/assert.h"

#include <Eigen/Cholesky>
#include <Eigen/Core>

#include <algorithm>
#include <cmath>

namespace dgex::forecast {

namespace {

constexpr int kIterations = 14;
constexpr double kRidge = 2e-3;       // of the number of rows, on features of unit spread
constexpr double kResidualMin = 0.03; // of the mean absolute deviation: keeps the weights finite

using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Vector = Eigen::VectorXd;

/// Weighted ridge regression; the constant, in the last column, is not shrunk.
Vector solve(const Matrix& x, const Vector& y, const Vector& weights)
{
    const Eigen::Index n = x.cols();
    const Matrix weighted = x.array().colwise() * weights.array();
    Eigen::MatrixXd normal = weighted.transpose() * x;
    const Vector right = weighted.transpose() * y;
    normal.diagonal().head(n - 1).array() += kRidge * weights.sum();
    normal(n - 1, n - 1) += 1e-9 * weights.sum();
    return normal.ldlt().solve(right);
}

} // namespace

QuantileRegression::QuantileRegression(const TrainingSet& set)
{
    DGEX_ASSERT(set.rows() >= 2 && set.features.size() == set.rows() * set.featureCount);
    const auto rows = static_cast<Eigen::Index>(set.rows());
    const auto count = static_cast<Eigen::Index>(set.featureCount);
    Matrix x(rows, count + 1);
    x.leftCols(count) = Eigen::Map<const Matrix>(set.features.data(), rows, count);
    x.col(count).setOnes();
    for (Eigen::Index j = 0; j < count; ++j) {
        const double centre = x.col(j).mean();
        x.col(j).array() -= centre;
        const double spread = std::sqrt(x.col(j).squaredNorm() / static_cast<double>(rows));
        const double inverse = spread > 1e-12 ? 1.0 / spread : 0.0;
        x.col(j) *= inverse;
        m_centre.push_back(centre);
        m_inverseSpread.push_back(inverse);
    }
    const Eigen::Map<const Vector> y(set.targets.data(), rows);
    const Eigen::Map<const Vector> base(set.weights.data(), rows);
    const Vector mean = solve(x, y, base);
    m_coefficients[3].assign(mean.begin(), mean.end());
    Vector start = mean;
    for (const std::size_t level : {1U, 0U, 2U}) {
        const double tau = kLevels[level];
        Vector beta = start;
        for (int i = 0; i < kIterations; ++i) {
            const Vector residual = y - x * beta;
            const double least = std::max(1e-9, kResidualMin * residual.cwiseAbs().mean());
            const Vector weights = base.array() *
                                   (residual.array() > 0.0).select(Vector::Constant(rows, tau), 1.0 - tau).array() /
                                   residual.array().abs().max(least);
            beta = solve(x, y, weights);
        }
        m_coefficients[level].assign(beta.begin(), beta.end());
        if (level == 1)
            start = beta;
    }
}

QuantileRegression::Prediction QuantileRegression::predict(std::span<const double> features) const
{
    DGEX_ASSERT(features.size() == m_centre.size());
    std::array<double, 4> sums{};
    for (std::size_t k = 0; k < sums.size(); ++k)
        sums[k] = m_coefficients[k].back();
    for (std::size_t j = 0; j < features.size(); ++j) {
        const double value = (features[j] - m_centre[j]) * m_inverseSpread[j];
        for (std::size_t k = 0; k < sums.size(); ++k)
            sums[k] += m_coefficients[k][j] * value;
    }
    return {{sums[0], sums[1], sums[2]}, sums[3]};
}

} // namespace dgex::forecast
