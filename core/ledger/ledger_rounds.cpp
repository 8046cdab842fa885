// SPDX-License-Identifier: GPL-3.0-or-later
// The market's part of LedgerState: sheets, rounds, fills and contracts.
#include "core/base/assert.h"
#include "core/ledger/ledger_context.h"
#include "core/ledger/ledger_state.h"
#include "core/market/clearing.h"

#include <algorithm>

namespace dgex::ledger {

namespace {

/// Accounts beyond 2^60 trade no more, so that a round, which moves less than that, never overflows one.
constexpr Money kTradingAccountMax{std::int64_t{1} << 60};

/// What a home's orders of one period could become at worst.
struct Exposure {
    Lots buys;
    Lots sells;
    void add(market::Side side, Lots lots) { (side == market::Side::Buy ? buys : sells) += lots; }
};

/// The most that an order may cost its home: a buyer at its limit, a seller below zero.
template <class Order>
WideMoney worstCost(const Order& order, Price networkFee)
{
    const Price perKwh = order.side == market::Side::Buy ? order.limit + networkFee : -order.limit;
    return std::max(WideMoney{0}, wideValueOf(energyOf(order.quantity), perKwh));
}

std::vector<CurveStep> curveOf(const std::vector<market::BookOrder>& orders)
{
    std::map<Price, CurveStep> steps;
    for (const market::BookOrder& order : orders) {
        CurveStep& step = steps[order.limit];
        step.price = order.limit;
        (order.side == market::Side::Buy ? step.buy : step.sell) += order.quantity;
    }
    std::vector<CurveStep> curve;
    for (const auto& [price, step] : steps)
        curve.push_back(step);
    return curve;
}

} // namespace

LedgerState::Step LedgerState::submitSheet(const Transaction& transaction)
{
    const ParticipantId home = transaction.participant;
    auto sheet = market::decodeSheet(transaction.payload);
    if (!sheet) {
        if (const auto open = openRound())
            m_refusedSheets.insert_or_assign(home, std::pair(*open, refused(sheet.error())));
        return refused(sheet.error());
    }
    if (openRound().value_or(sheet->round) != sheet->round)
        return refused(TransactionError::WrongRound);
    if (const Step refusal = checkSheet(*sheet, home)) {
        m_refusedSheets.insert_or_assign(home, std::pair(sheet->round, *refusal));
        return refusal;
    }
    m_sheets.insert_or_assign(home, std::move(*sheet));
    return std::nullopt;
}

LedgerState::Step LedgerState::checkSheet(const market::BidSheet& sheet, ParticipantId home) const
{
    const MarketRules& rules = m_terms.rules;
    if (const auto valid = market::validate(sheet, rules.gateLead, rules.openPeriods, rules.auction.priceBound); !valid)
        return refused(valid.error());
    if (rules.zones)
        return checkExposure(sheet, home);
    // One class is traded: whoever asks for renewable energy would not be sure to get it.
    for (const market::Order& order : sheet.orders)
        if (order.side == market::Side::Buy && order.energyClass == market::EnergyClass::Renewable)
            return refused(market::SheetError::UnknownClass);
    if (!sheet.anySlots.empty())
        return refused(market::SheetError::AnySlotNotTraded);
    return checkExposure(sheet, home);
}

LedgerState::Step LedgerState::checkExposure(const market::BidSheet& sheet, ParticipantId home) const
{
    std::map<Period, Exposure> periods;
    WideMoney cost = 0;
    for (const market::Order& order : sheet.orders) {
        periods[order.period].add(order.side, order.quantity);
        cost += worstCost(order, m_terms.rules.auction.networkFee);
    }
    for (const market::SheetAnySlot& order : sheet.anySlots) {
        for (const Period period : order.periods)
            periods[period].add(order.side, std::min(order.quantity, order.lotsPerPeriod));
        cost += worstCost(order, m_terms.rules.auction.networkFee);
    }
    const Power capacity = m_participants.at(home).connectionCapacity;
    const Energy most = energyOver(capacity, Period::kLength, Rounding::Floor);
    for (const auto& [period, exposure] : periods) {
        const Lots now = position(home, period);
        if (energyOf(now + exposure.buys) > most || energyOf(now - exposure.sells) < -most)
            return refused(TransactionError::OverCapacity);
    }
    if (cost > m_terms.rules.creditLimit.count())
        return refused(TransactionError::OverCredit);
    if (std::max(account(home).abs(), m_gridOperator.abs()) > kTradingAccountMax)
        return refused(TransactionError::AmountTooLarge);
    return std::nullopt;
}

LedgerState::Step LedgerState::closeRound(const Transaction& transaction, Context& context)
{
    const auto close = decodeCloseRound(transaction.payload);
    if (!close)
        return refused(TransactionError::Malformed);
    const Round round = close->round;
    if (openRound().value_or(round) != round)
        return refused(TransactionError::WrongRound);

    const Hash256 seed = market::tieSeed(*m_market, round, m_results.root());
    std::map<ParticipantId, HomeRoundResult> homes;
    std::map<Period, std::vector<market::BookOrder>> books;
    std::vector<CurveOwner> owners;
    std::erase_if(m_sheets, [&](const auto& one) { return one.second.round != round; });
    for (const auto& [home, sheet] : m_sheets) {
        homes[home] = {.round = round, .home = home, .refusal = std::nullopt, .orders = {}};
        for (const market::Order& order : sheet.orders)
            books[order.period].push_back(
                {.participant = home, .side = order.side, .quantity = order.quantity, .limit = order.limit});
        if (m_terms.rules.commitCurves)
            owners.push_back({.home = home, .secret = sheet.salt.value_or(Hash256{})});
    }
    for (const auto& [home, refusal] : m_refusedSheets) {
        if (refusal.first != round)
            continue;
        HomeRoundResult& result = homes[home];
        result.round = round;
        result.home = home;
        result.refusal = refusal.second;
    }
    m_refusedSheets.clear();
    m_lastResults.clear();
    m_curves.clear();
    m_committed.clear();
    m_curveOwners = std::move(owners);

    for (auto& [period, orders] : books) {
        m_curves[period] = curveOf(orders);
        if (!m_terms.rules.zones)
            clearMarket({.round = round, .period = period, .seed = seed}, std::move(orders), homes);
    }
    if (m_terms.rules.zones)
        clearZones(round, seed, homes, context);
    else
        for (const MarketResult& result : m_lastResults)
            emit(result, context);
    m_sheets.clear();
    for (const auto& [home, result] : homes)
        emit(result, context);

    const Period delivery = round.plus(m_terms.rules.gateLead);
    if (!m_firstPeriod)
        m_firstPeriod = delivery;
    m_lastClosed = round;
    m_roundStart = m_log.size();
    makeContracts(delivery, context);
    applyChange();
    return std::nullopt;
}

void LedgerState::clearMarket(const MarketCall& call, std::vector<market::BookOrder> orders,
                              std::map<ParticipantId, HomeRoundResult>& homes)
{
    const market::AuctionRules& rules = m_terms.rules.auction;
    const market::Clearing clearing = market::clear(std::move(orders), rules, call.period, call.seed);
    const std::optional<CurveCommitment> curves = commitCurves(call, clearing);
    m_lastResults.push_back({.round = call.round,
                             .period = call.period,
                             .price = clearing.price,
                             .priceInterval = clearing.priceInterval,
                             .volume = clearing.volume,
                             .orders = static_cast<std::uint32_t>(clearing.fills.size()),
                             .curves = curves});
    // Zero under the uniform price.
    DGEX_ASSERT(clearing.surplus >= 0 && clearing.surplus <= kTradingAccountMax.count());
    m_gridOperator += Money{static_cast<std::int64_t>(clearing.surplus)};
    for (const market::Fill& fill : clearing.fills) {
        const bool trades = !fill.filled.isZero();
        DGEX_ASSERT(!trades || clearing.price.has_value());
        const std::optional<Price> price = trades ? tradePrice(clearing, fill, rules) : clearing.price;
        homes[fill.participant].orders.push_back({.period = call.period,
                                                  .side = fill.side,
                                                  .limit = fill.limit,
                                                  .asked = fill.asked,
                                                  .filled = fill.filled,
                                                  .price = price});
        if (trades)
            trade(fill.participant, call.period, fill.side, fill.filled, *price);
    }
}

void LedgerState::trade(ParticipantId home, Period period, market::Side side, Lots lots, Price price)
{
    const Price fee = m_terms.rules.auction.networkFee;
    Lots& position = m_positions[period][home];
    Money& account = m_accounts[home];
    if (side == market::Side::Buy) {
        position += lots;
        account -= valueOf(lots, price + fee);
        m_gridOperator += valueOf(lots, fee);
    } else {
        position -= lots;
        account += valueOf(lots, price);
    }
}

void LedgerState::makeContracts(Period period, Context& context)
{
    std::vector<Contract>& contracts = m_contracts[period];
    for (const delivery::Pair& pair : pairsOf(period)) {
        emit(ContractResult{.contract = {.period = period, .number = static_cast<std::uint32_t>(contracts.size())},
                            .exporter = pair.exporter,
                            .importer = pair.importer,
                            .quantity = pair.quantity},
             context);
        contracts.push_back({.exporter = pair.exporter,
                             .importer = pair.importer,
                             .quantity = pair.quantity,
                             .exporterReport = {},
                             .importerReport = {}});
    }
    m_unsettled.insert(period);
}

} // namespace dgex::ledger
