// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/controller/home_controller.h"

#include "core/ledger/merkle.h"

#include <algorithm>

namespace dgex::controller {

std::vector<ledger::Result> HomeController::proven(const api::ResultsAnswer& answer, UtcTime now)
{
    std::vector<ledger::Result> results;
    const bool isFinal = ledger::isFinal(answer.checkpoint, m_anchor, ledger::checkWith(m_verifier)) &&
                         answer.checkpoint.height >= m_height;
    if (isFinal)
        m_height = answer.checkpoint.height;
    const std::uint64_t failedBefore = m_proofs.failed;
    for (const api::ProvenLeaf& leaf : answer.leaves) {
        ++m_proofs.checked;
        const std::optional<ledger::Result> result = ledger::decodeResult(leaf.leaf);
        const bool holds =
            isFinal && result &&
            ledger::verifyInclusion(ledger::leafHash(leaf.leaf), leaf.index, answer.checkpoint.resultCount, leaf.path,
                                    answer.checkpoint.resultRoot);
        if (holds)
            results.push_back(*result);
        else
            ++m_proofs.failed;
    }
    if (m_proofs.failed != failedBefore)
        m_parts.node->distrust();
    note(Incident::ProofFailed, m_proofs.failed != failedBefore, now);
    return results;
}

void HomeController::takeRound(Round round, UtcTime now)
{
    const auto answer = m_client.round(round, m_identity.id);
    note(Incident::NodeUnreachable, !answer, now);
    if (!answer)
        return;
    bool ownResult = false;
    const std::uint64_t failedBefore = m_proofs.failed;
    for (const ledger::Result& result : proven(*answer, now)) {
        if (const auto* market = std::get_if<ledger::MarketResult>(&result); market && market->round == round)
            take(*market);
        if (const auto* own = std::get_if<ledger::HomeRoundResult>(&result);
            own && own->round == round && own->home == m_identity.id) {
            take(*own, now);
            ownResult = true;
        }
        if (const auto* contract = std::get_if<ledger::ContractResult>(&result))
            take(*contract, now);
    }
    const bool isProven = m_proofs.failed == failedBefore;
    if (isProven && m_plan.sheet.round == round && !m_plan.sheet.orders.empty() && !ownResult)
        note(Incident::SheetRefused, true, now);
    learnPrice(round.plus(m_identity.gateLead));
    confirm(round.plus(m_identity.gateLead), now);
}

void HomeController::take(const ledger::MarketResult& result)
{
    // Where the terms have zones, the node sends those of the home's own; it bids and plans by class any.
    if (result.place && result.place->energyClass != market::EnergyClass::Any)
        return;
    PeriodBook& book = m_book[result.period];
    book.lastPrice = result.price;
    if (!result.price)
        return;
    book.price = result.price;
    book.marketVolume = result.volume;
}

void HomeController::take(const ledger::HomeRoundResult& result, UtcTime now)
{
    note(Incident::SheetRefused, result.refusal.has_value(), now);
    const auto trade = [&](Period period, market::Side side, Lots filled, Price price) {
        PeriodBook& book = m_book[period];
        const Money value = valueOf(filled, price);
        if (side == market::Side::Buy) {
            book.bought += filled;
            book.trades -= value;
            book.fees -= valueOf(filled, m_identity.networkFee);
        } else {
            book.sold += filled;
            book.trades += value;
        }
        if (!book.times.contract)
            book.times.contract = now;
        book.proven = true;
    };
    for (const ledger::HomeOrderResult& order : result.orders)
        if (!order.filled.isZero() && order.price)
            trade(order.period, order.side, order.filled, *order.price);
    for (const ledger::HomeAnySlotResult& order : result.anySlots)
        for (const ledger::AnySlotPart& part : order.parts)
            trade(part.period, order.side, part.filled, part.price);
}

void HomeController::take(const ledger::ContractResult& result, UtcTime now)
{
    const bool exports = result.exporter == m_identity.id;
    if (!exports && result.importer != m_identity.id)
        return;
    PeriodBook& book = m_book[result.contract.period];
    const bool known =
        std::ranges::any_of(book.contracts, [&](const OwnContract& own) { return own.id == result.contract; });
    if (known)
        return;
    book.contracts.push_back({result.contract, exports ? result.importer : result.exporter, exports,
                              energyOf(result.quantity), false, std::nullopt, ledger::DeliveryStatus::Complete});
    book.times.contract = now;
    m_firstPeriod = std::min(m_firstPeriod.value_or(result.contract.period), result.contract.period);
}

void HomeController::confirm(Period period, UtcTime now)
{
    const auto found = m_book.find(period);
    if (found == m_book.end() || found->second.contracts.empty())
        return;
    PeriodBook& book = found->second;
    Lots contracted;
    for (const OwnContract& own : book.contracts)
        contracted += wholeLots(own.exports ? -own.energy : own.energy).first;
    if (contracted != book.position()) {
        // The contracts must be exactly what the proven fills add up to.
        ++m_proofs.failed;
        note(Incident::ProofFailed, true, now);
        return;
    }
    ledger::ConfirmDelivery confirmation;
    for (OwnContract& own : book.contracts) {
        confirmation.contracts.push_back(own.id);
        own.confirmed = true;
    }
    // After a restart, what an earlier controller confirmed is delivered without saying so again.
    if (now >= period.start())
        return;
    if (send(ledger::TransactionType::ConfirmDelivery, ledger::encode(confirmation), now))
        book.times.confirmed = now;
}

void HomeController::takeSettlement(Period period, UtcTime now)
{
    const auto answer = m_client.settlement(period, m_identity.id);
    if (!answer)
        return;
    for (const ledger::Result& result : proven(*answer, now)) {
        const auto* own = std::get_if<ledger::HomeSettlementResult>(&result);
        if (own == nullptr || own->period != period || own->settlement.home != m_identity.id)
            continue;
        PeriodBook& book = m_book[period];
        book.settlement = own->settlement;
        book.times.settled = now;
    }
}

} // namespace dgex::controller
