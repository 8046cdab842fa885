// SPDX-License-Identifier: GPL-3.0-or-later
// LedgerState after gate closure: confirmations, reports, readings, tariffs and settlement.
#include "core/base/assert.h"
#include "core/ledger/ledger_context.h"
#include "core/ledger/ledger_state.h"

#include <algorithm>
#include <set>

namespace dgex::ledger {

namespace {

/// Every account and every posting stays below 2^61, so that sums of a few never overflow.
constexpr Int128 kMoneyMax = Int128{1} << 61;

/// The report of a side of a contract; null for anybody else.
settlement::SideReport* sideOf(Contract& contract, ParticipantId home)
{
    if (contract.exporter == home)
        return &contract.exporterReport;
    return contract.importer == home ? &contract.importerReport : nullptr;
}

} // namespace

bool LedgerState::isGateClosed(Period period) const
{
    return m_lastClosed && period >= *m_firstPeriod && period <= m_lastClosed->plus(m_terms.rules.gateLead);
}

LedgerState::Step LedgerState::checkReportable(Period period) const
{
    if (!isGateClosed(period))
        return refused(TransactionError::UnknownPeriod);
    if (!m_unsettled.contains(period))
        return refused(TransactionError::AlreadySettled);
    return std::nullopt;
}

std::expected<settlement::SideReport*, Refusal> LedgerState::findSide(const ContractId& id, ParticipantId home)
{
    if (const Step refusal = checkReportable(id.period))
        return std::unexpected(*refusal);
    std::vector<Contract>& contracts = m_contracts.at(id.period);
    settlement::SideReport* const side = id.number < contracts.size() ? sideOf(contracts[id.number], home) : nullptr;
    if (side == nullptr)
        return std::unexpected(refused(TransactionError::UnknownContract));
    return side;
}

LedgerState::Step LedgerState::confirmDelivery(const Transaction& transaction)
{
    const auto confirmation = decodeConfirmDelivery(transaction.payload);
    if (!confirmation)
        return refused(TransactionError::Malformed);
    std::vector<settlement::SideReport*> sides;
    for (const ContractId& contract : confirmation->contracts) {
        const auto side = findSide(contract, transaction.participant);
        if (!side)
            return side.error();
        if (*m_lastClosed >= contract.period)
            return refused(TransactionError::TooLate);
        sides.push_back(*side);
    }
    for (settlement::SideReport* const side : sides)
        side->confirmed = true;
    return std::nullopt;
}

LedgerState::Step LedgerState::reportDelivery(const Transaction& transaction)
{
    const auto report = decodeReportDelivery(transaction.payload);
    if (!report)
        return refused(TransactionError::Malformed);
    std::vector<settlement::SideReport*> sides;
    for (const DeliveredContract& delivered : report->contracts) {
        const auto side = findSide(delivered.contract, transaction.participant);
        if (!side)
            return side.error();
        sides.push_back(*side);
    }
    for (std::size_t i = 0; i < sides.size(); ++i) {
        const DeliveredContract& delivered = report->contracts[i];
        sides[i]->reported = true;
        sides[i]->delivered = delivered.delivered;
        sides[i]->ownFault = delivered.status == DeliveryStatus::OwnFault;
    }
    return std::nullopt;
}

LedgerState::Step LedgerState::meterReading(const Transaction& transaction)
{
    const auto reading = decodeMeterReading(transaction.payload);
    if (!reading)
        return refused(TransactionError::Malformed);
    const bool isFinal = reading->kind == ReadingKind::Final;
    const bool mayRead =
        isFinal ? hasRole(transaction.participant, Role::MeteringOperator) : transaction.participant == reading->home;
    if (!mayRead)
        return refused(TransactionError::NotAllowed);
    if (!hasRole(reading->home, Role::Home))
        return refused(isFinal ? TransactionError::UnknownParticipant : TransactionError::NotAllowed);
    const bool corrects = isFinal && m_settled.contains(reading->period);
    if (const Step refusal = corrects ? std::nullopt : checkReportable(reading->period))
        return refusal;
    std::map<ParticipantId, Reading>& readings = m_readings[reading->period];
    const auto before = readings.find(reading->home);
    if (!isFinal && before != readings.end() && before->second.kind == ReadingKind::Final)
        return refused(TransactionError::TooLate);
    readings.insert_or_assign(reading->home, Reading{.kind = reading->kind, .values = reading->values});
    return std::nullopt;
}

LedgerState::Step LedgerState::publishTariff(const Transaction& transaction)
{
    const auto tariff = decodePublishTariff(transaction.payload);
    if (!tariff)
        return refused(TransactionError::Malformed);
    for (const TariffPeriod& prices : tariff->periods) {
        const Period period = prices.period;
        if (m_firstPeriod && period < *m_firstPeriod)
            return refused(TransactionError::UnknownPeriod);
        if (isGateClosed(period) && !m_unsettled.contains(period))
            return refused(TransactionError::AlreadySettled);
        if (isGateClosed(period) && m_tariffs.contains(period))
            return refused(TransactionError::TooLate);
    }
    for (const TariffPeriod& prices : tariff->periods)
        m_tariffs.insert_or_assign(prices.period, settlement::Tariff{.retail = prices.retail,
                                                                     .feedIn = prices.feedIn,
                                                                     .imbalanceShort = prices.imbalanceShort,
                                                                     .imbalanceLong = prices.imbalanceLong});
    return std::nullopt;
}

LedgerState::Step LedgerState::settlePeriod(const Transaction& transaction, Context& context)
{
    auto part = decodeSettlePeriod(transaction.payload);
    if (!part)
        return refused(TransactionError::Malformed);
    if (m_settled.contains(part->period) && m_readings.contains(part->period))
        return correctPeriod(std::move(*part), context);
    if (const Step refusal = checkReportable(part->period))
        return refusal;
    if (*m_lastClosed <= part->period)
        return refused(TransactionError::TooEarly);
    if (!m_tariffs.contains(part->period))
        return refused(TransactionError::NoTariff);
    const auto joined = joinParts(std::move(*part));
    if (!joined)
        return joined.error();
    const std::optional<SettlePeriod>& order = *joined;
    if (!order)
        return std::nullopt;
    if (!listsWhatWasRead(*order))
        return refused(TransactionError::MetersIncomplete);
    const settlement::PeriodInput input = settlementInput(*order);
    if (!fitsAccounts(input))
        return refused(TransactionError::AmountTooLarge);
    disputeMeters(*order, context);
    noteDisputes(input, *order, context);
    postSettlement(input, *order, context);
    m_positions.erase(order->period);
    m_renewables.erase(order->period);
    m_linkFlows.erase(order->period);
    m_contracts.erase(order->period);
    m_readings.erase(order->period);
    m_tariffs.erase(order->period);
    m_unsettled.erase(order->period);
    return std::nullopt;
}

std::expected<std::optional<SettlePeriod>, Refusal> LedgerState::joinParts(SettlePeriod part)
{
    const std::map<ParticipantId, Reading>& read = readings(part.period);
    if (!std::ranges::all_of(part.meters, [&read](const SettledMeter& one) { return read.contains(one.home); }))
        return std::unexpected(refused(TransactionError::MetersIncomplete));
    SettlePeriod list{.period = part.period, .meters = {}};
    if (auto before = m_settling.extract(part.period); before && part.part > 0)
        list = std::move(before.mapped());
    const bool follows = list.part == part.part && (list.meters.empty() || part.meters.empty() ||
                                                    list.meters.back().home < part.meters.front().home);
    if (!follows)
        return std::unexpected(refused(TransactionError::WrongPart));
    list.meters.insert(list.meters.end(), part.meters.begin(), part.meters.end());
    if (!part.more)
        return list;
    ++list.part;
    m_settling.emplace(part.period, std::move(list));
    return std::nullopt;
}

bool LedgerState::listsWhatWasRead(const SettlePeriod& order) const
{
    return std::ranges::equal(order.meters, readings(order.period), {}, &SettledMeter::home,
                              [](const auto& reading) { return reading.first; });
}

void LedgerState::disputeMeters(const SettlePeriod& order, Context& context) const
{
    const std::map<ParticipantId, Reading>& read = readings(order.period);
    for (const SettledMeter& meter : order.meters) {
        const Hash256& hash = read.at(meter.home).values;
        const auto found = context.values(hash);
        if (!found || hashOf(*found) != hash)
            continue;
        if (found->home != meter.home || found->period != order.period ||
            found->imported - found->exported != meter.net || found->generated != meter.generated)
            context.disputedMeters.push_back({.period = order.period, .home = meter.home});
    }
}

settlement::PeriodInput LedgerState::settlementInput(const SettlePeriod& order) const
{
    settlement::PeriodInput input;
    input.period = order.period;
    input.tariff = m_tariffs.at(order.period);
    std::map<ParticipantId, Energy> meters;
    for (const SettledMeter& meter : order.meters)
        meters.emplace(meter.home, meter.net);
    for (const Contract& contract : m_contracts.at(order.period)) {
        // Keeps a reading; without one the contracted net stands in.
        meters.try_emplace(contract.exporter, energyOf(position(contract.exporter, order.period)));
        meters.try_emplace(contract.importer, energyOf(position(contract.importer, order.period)));
        input.contracts.push_back({.exporter = contract.exporter,
                                   .importer = contract.importer,
                                   .contracted = energyOf(contract.quantity),
                                   .exporterReport = contract.exporterReport,
                                   .importerReport = contract.importerReport});
    }
    if (const auto renewable = m_renewables.find(order.period); renewable != m_renewables.end())
        for (const auto& [home, net] : renewable->second)
            meters.try_emplace(home, energyOf(position(home, order.period)));
    for (const auto& [home, net] : meters)
        input.meters.push_back({.home = home, .net = net});
    return input;
}

Energy LedgerState::renewableTurnover(Period period) const
{
    Energy turnover;
    const auto settled = m_settled.find(period);
    const auto open = m_renewables.find(period);
    if (settled != m_settled.end())
        for (const auto& [home, net] : settled->second.renewable.net)
            turnover += energyOf(net.abs());
    if (open != m_renewables.end())
        for (const auto& [home, net] : open->second)
            turnover += energyOf(net.abs());
    return turnover;
}

/// Bounds every sum that settling could make, before anything is computed in 64 bits.
bool LedgerState::fitsAccounts(const settlement::PeriodInput& input) const
{
    Int128 energy = renewableTurnover(input.period).count();
    for (const settlement::MeteredHome& meter : input.meters)
        energy += meter.net.abs().count();
    for (const settlement::SettledContract& contract : input.contracts)
        energy += Int128{4} * contract.contracted.count() + contract.exporterReport.delivered.count() +
                  contract.importerReport.delivered.count();
    const settlement::Tariff& tariff = input.tariff;
    const auto settled = m_settled.find(input.period);
    const Price missing = std::max(m_terms.rules.zones ? m_terms.rules.zones->missingRenewable : Price{},
                                   settled == m_settled.end() ? Price{} : settled->second.missingRenewable);
    const Price price = std::max(
        {tariff.retail.abs(), tariff.feedIn.abs(), tariff.imbalanceShort.abs(), tariff.imbalanceLong.abs(), missing});
    Int128 account = std::max(m_gridOperator.abs(), m_utility.abs()).count();
    for (const settlement::MeteredHome& meter : input.meters)
        account = std::max(account, Int128{this->account(meter.home).abs().count()});
    return energy * 4 * price.count() + account < kMoneyMax;
}

RenewablePeriod LedgerState::renewablePeriod(const SettlePeriod& order) const
{
    RenewablePeriod renewable;
    const auto found = m_renewables.find(order.period);
    if (found == m_renewables.end())
        return renewable;
    for (const auto& [home, net] : found->second)
        if (!net.isZero())
            renewable.net.emplace(home, net);
    for (const SettledMeter& meter : order.meters)
        renewable.generated.emplace(meter.home, meter.generated);
    return renewable;
}

void LedgerState::postSettlement(const settlement::PeriodInput& input, const SettlePeriod& order, Context& context)
{
    const settlement::PeriodSettlement settled = settlement::settle(input);
    const std::map<ParticipantId, Reading>& read = readings(input.period);
    RenewablePeriod renewable = renewablePeriod(order);
    const Price missing = m_terms.rules.zones ? m_terms.rules.zones->missingRenewable : Price{};
    const RenewablePostings renewables = settleRenewable(renewable, missing);
    renewable.settled = renewables.homes;
    for (const settlement::HomeSettlement& home : settled.homes) {
        Money& account = m_accounts[home.home];
        account += home.residualMoney + home.imbalanceMoney;
        HomeSettlementResult result{
            .period = input.period, .settlement = home, .substituted = !read.contains(home.home), .balance = {}};
        if (const auto own = renewables.homes.find(home.home); own != renewables.homes.end()) {
            account += own->second.money;
            result.renewable = own->second;
        }
        result.balance = account;
        emit(result, context);
    }
    if (hasMeteringOperator()) {
        SettledPeriod& kept = m_settled[input.period];
        kept = {.tariff = input.tariff,
                .homes = settled.homes,
                .substituted = {},
                .missingRenewable = missing,
                .renewable = std::move(renewable)};
        for (const settlement::HomeSettlement& home : settled.homes)
            if (!read.contains(home.home))
                kept.substituted.insert(home.home);
        for (; m_settled.size() > kCorrectionPeriods; m_settled.erase(m_settled.begin()))
            m_readings.erase(m_settled.begin()->first);
    }
    const Money gridOperator = settled.gridOperator + renewables.gridOperator;
    m_gridOperator += gridOperator;
    m_utility += settled.utility;
    emit(PeriodSettlementResult{.period = input.period,
                                .contracted = settled.contracted,
                                .delivered = settled.delivered,
                                .networkLoss = settled.networkLoss,
                                .gridOperator = gridOperator,
                                .utility = settled.utility},
         context);
}

} // namespace dgex::ledger
