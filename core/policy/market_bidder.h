// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/load_plan.h"

namespace dgex::policy {

/// Makes the records and orders of one market after the other.
class MarketBidder {
public:
    /// Requires: terms, storage and plan outlive the bidder.
    MarketBidder(const PlanTerms& terms, const StoragePlan& storage, Plan& plan);
    /// Bids in one market, the battery holding `stored` at its start.
    void bid(std::size_t period, double stored);

private:
    /// One step of a curve: so much more on one side at a value per kWh.
    struct Step {
        Lots lots; ///< > 0
        Price value;
        bool fromBattery = false;
    };
    /// Both sides of a home's curve in one market, best price first.
    struct Curve {
        std::vector<Step> buys;
        std::vector<Step> sells;
        Energy buyNeed;  ///< What the home would take beyond whole lots; for the record of a market left alone.
        Energy sellNeed; ///< <= 0
    };
    static void append(std::vector<Step>& steps, const Step& step);
    [[nodiscard]] DecisionRecord blankRecord(std::size_t period, double stored) const;
    [[nodiscard]] std::int64_t lotsMax() const;
    [[nodiscard]] Curve lastCurve(std::size_t period, double stored) const;
    [[nodiscard]] bool maySell(double position, double middle) const;
    [[nodiscard]] Curve earlyCurve(std::size_t period, double stored) const;
    [[nodiscard]] double ownWish(std::size_t period, double stored, int percentile) const;
    [[nodiscard]] Price earlyValue(std::size_t period, int percent, bool buys) const;
    void decideAll(const DecisionRecord& base, const std::vector<Step>& steps, bool buys,
                   std::vector<DecisionRecord>& made) const;
    void setOwner(DecisionRecord& record, bool buys) const;
    [[nodiscard]] DecisionRecord idleRecord(DecisionRecord record, std::size_t period, const Curve& curve) const;

    const PlanTerms& m_terms;
    const PlanInputs& m_inputs;
    const StoragePlan& m_storage;
    std::vector<std::optional<double>> m_waiting; ///< What comfort windows would cost later.
    Plan& m_plan;
};

} // namespace dgex::policy
