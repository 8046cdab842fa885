// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exchange/summary.h"

#include "app/exchange/dispute_name.h"
#include "core/base/text.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <format>

namespace dgex::app {

namespace {

struct TradeFigures {
    Lots traded;
    Energy contracted;
    Energy delivered;
    Energy imbalance;
    Energy loss;
    std::optional<Price> least;
    std::optional<Price> greatest;
    Int128 priceTimesLots = 0;
    std::uint64_t priced = 0;
};

TradeFigures tradeFigures(const MarketRecord& record, Period first, Period end)
{
    TradeFigures figures;
    for (auto at = record.periods().lower_bound(first); at != record.periods().end() && at->first < end; ++at) {
        const PeriodRecord& period = at->second;
        figures.traded += period.volume;
        figures.imbalance += period.imbalance;
        if (period.settlement) {
            figures.contracted += period.settlement->contracted;
            figures.delivered += period.settlement->delivered;
            figures.loss += period.settlement->networkLoss;
        }
        if (period.price) {
            figures.least = std::min(figures.least.value_or(*period.price), *period.price);
            figures.greatest = std::max(figures.greatest.value_or(*period.price), *period.price);
            figures.priceTimesLots += Int128{period.price->count()} * period.volume.count();
            figures.priced += static_cast<std::uint64_t>(period.volume.count());
        }
    }
    return figures;
}

nlohmann::ordered_json priceFigures(const TradeFigures& figures)
{
    if (figures.priced == 0)
        return {{"min", nullptr}, {"mean", nullptr}, {"max", nullptr}};
    const Price mean{
        divide(figures.priceTimesLots, static_cast<std::int64_t>(figures.priced), Rounding::HalfAwayFromZero)};
    return {{"min", toText(*figures.least)}, {"mean", toText(mean)}, {"max", toText(*figures.greatest)}};
}

/// Share of consumption that was met without the utility's energy.
std::string renewableShare(const Exchange& exchange, Period first, Period end)
{
    Energy utility;
    Energy consumed;
    for (std::size_t i = 0; i < exchange.homeCount(); ++i) {
        const controller::HomeController& home = exchange.controller(i);
        for (Period period = first; period < end; period = period.plus(1)) {
            consumed += home.demand().at(period).value_or(Energy{});
            const auto book = home.book().find(period);
            if (book != home.book().end() && book->second.settlement)
                utility += std::max(Energy{}, book->second.settlement->residual) + book->second.settlement->shortfall;
        }
    }
    if (consumed.isZero())
        return "0.0000";
    const std::int64_t share =
        divide(Int128{consumed.count() - utility.count()} * 10'000, consumed.count(), Rounding::HalfAwayFromZero);
    return formatDecimal(std::max<std::int64_t>(0, share), 4);
}

nlohmann::ordered_json disputeFigures(const MarketRecord& record)
{
    nlohmann::ordered_json newest = nlohmann::ordered_json::array();
    for (const settlement::Dispute& dispute : record.disputes())
        newest.push_back({{"period", toText(dispute.period)},
                          {"home", dispute.home.number},
                          {"cause", nameOf(dispute.cause)},
                          {"read_wh", dispute.read.count()},
                          {"against_wh", dispute.against.count()}});
    return {{"count", record.totals().disputes}, {"newest", std::move(newest)}};
}

std::size_t correctedPeriods(const MarketRecord& record)
{
    return static_cast<std::size_t>(
        std::ranges::count_if(record.periods(), [](const auto& one) { return one.second.corrections > 0; }));
}

/// Where the time went, in seconds of all threads together.
nlohmann::ordered_json workSeconds(const Exchange& exchange)
{
    const TimeUse& use = exchange.timeUse();
    controller::WorkTimes homes;
    for (std::size_t i = 0; i < exchange.homeCount(); ++i) {
        homes.forecast += exchange.controller(i).workTimes().forecast;
        homes.plan += exchange.controller(i).workTimes().plan;
    }
    const auto seconds = [](std::int64_t nanoseconds) { return static_cast<double>(nanoseconds) / 1e9; };
    const auto text = [](double value) { return std::format("{:.2f}", value); };
    const double sheets = std::max(0.0, seconds(use.bidding) - homes.forecast - homes.plan);
    return {{"signatures", text(seconds(use.signatures))},
            {"forecast", text(homes.forecast)},
            {"plan", text(homes.plan)},
            {"market", text(seconds(use.market))},
            {"ledger", text(seconds(use.ledger))},
            {"devices", text(seconds(use.devices))},
            {"results_and_proofs", text(seconds(use.checking))},
            {"sheets", text(sheets)}};
}

} // namespace

Money costOf(const controller::HomeController& home, Period first, Period end)
{
    Money received;
    for (auto at = home.book().lower_bound(first); at != home.book().end() && at->first < end; ++at) {
        const controller::PeriodBook& book = at->second;
        received += book.trades + book.fees;
        if (book.settlement)
            received += book.settlement->residualMoney + book.settlement->imbalanceMoney;
    }
    return -received;
}

Money costUtilityOnly(const Exchange& exchange, std::size_t home, Period first, Period end)
{
    Money received;
    for (Period period = first; period < end; period = period.plus(1))
        received += exchange.reference().moneyOf(home, period);
    return -received;
}

nlohmann::ordered_json summarize(const Exchange& exchange, int days, double wallSeconds)
{
    const Period first = exchange.setup().start;
    const Period end = first.plus(48LL * days);
    const MarketTotals& totals = exchange.record().totals();
    const TradeFigures figures = tradeFigures(exchange.record(), first, end);
    const ledger::LedgerState& state = exchange.authority().state();
    nlohmann::ordered_json homes = nlohmann::ordered_json::array();
    Money cost;
    Money costAlone;
    controller::ProofCounts proofs;
    for (std::size_t i = 0; i < exchange.homeCount(); ++i) {
        const controller::HomeController& home = exchange.controller(i);
        const Money own = costOf(home, first, end);
        const Money alone = costUtilityOnly(exchange, i, first, end);
        cost += own;
        costAlone += alone;
        proofs.checked += home.proofs().checked;
        proofs.failed += home.proofs().failed;
        homes.push_back({{"home", home.identity().name}, {"cost", toText(own)}, {"cost_utility_only", toText(alone)}});
    }
    return {{"homes", exchange.homeCount()},
            {"days", days},
            {"seed", exchange.setup().seed},
            {"start", toText(first)},
            {"rounds", totals.rounds},
            {"sheets", totals.sheets},
            {"orders", totals.orders},
            {"refused_transactions", totals.refused},
            {"filled_periods", exchange.setup().filledPeriods},
            {"traded_kwh", toKwh(figures.traded)},
            {"price", priceFigures(figures)},
            {"money_sum", formatDecimal(state.accountSum(), 0)},
            {"unaccounted_wh", exchange.measured().unaccounted().count()},
            {"contracted_kwh", toKwh(figures.contracted)},
            {"delivered_kwh", toKwh(figures.delivered)},
            {"imbalance_kwh", toKwh(figures.imbalance)},
            {"network_loss_kwh", toKwh(figures.loss)},
            {"disputes", disputeFigures(exchange.record())},
            {"corrected_periods", correctedPeriods(exchange.record())},
            {"renewable_share", renewableShare(exchange, first, end)},
            {"currency", exchange.setup().currency},
            {"cost", toText(cost)},
            {"cost_utility_only", toText(costAlone)},
            {"per_home", homes},
            {"proofs", {{"checked", proofs.checked}, {"failed", proofs.failed}}},
            {"ledger",
             {{"file", exchange.ledgerFile().string()},
              {"height", state.height()},
              {"root", toHex(exchange.authority().checkpoint().logRoot)},
              {"result_root", toHex(state.resultRoot())}}},
            {"work_seconds", workSeconds(exchange)},
            {"wall_seconds", std::format("{:.2f}", wallSeconds)}};
}

} // namespace dgex::app
