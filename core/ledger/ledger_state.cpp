// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ledger/ledger_state.h"

#include "core/base/assert.h"
#include "core/ledger/ledger_context.h"

namespace dgex::ledger {

namespace {

constexpr ParticipantId kOperator{0};

template <class Map, class Key>
auto* findIn(Map& map, const Key& key)
{
    const auto place = map.find(key);
    return place == map.end() ? nullptr : &place->second;
}

} // namespace

BlockOutcome LedgerState::execute(std::span<const Bytes> transactions, const SignatureCheck& check,
                                  const DetachedValues& values)
{
    DGEX_ASSERT(transactions.size() <= UINT32_MAX);
    BlockOutcome outcome;
    Context context{.check = check,
                    .values = values,
                    .results = outcome.results,
                    .disputedMeters = outcome.disputedMeters,
                    .disputes = outcome.disputes};
    BlockHeader& header = outcome.header;
    header.firstTransaction = m_log.size();
    header.transactionCount = static_cast<std::uint32_t>(transactions.size());
    for (const Bytes& transaction : transactions) {
        m_log.append(leafHash(transaction));
        outcome.transactions.push_back({.refusal = apply(transaction, context)});
    }
    DGEX_ASSERT(accountSum() == 0);
    header.height = ++m_height;
    header.previous = m_lastBlock;
    header.logSize = m_log.size();
    header.logRoot = m_log.root();
    header.resultCount = m_results.size();
    header.resultRoot = m_results.root();
    m_lastBlock = hashOf(header);
    return outcome;
}

LedgerState::Step LedgerState::apply(ByteView bytes, Context& context)
{
    const auto transaction = decodeTransaction(bytes);
    if (!transaction)
        return refused(TransactionError::Malformed);
    if (transaction->type == TransactionType::OpenMarket)
        return openMarket(*transaction, context);
    if (const Step refusal = admit(*transaction, context))
        return refusal;
    return dispatch(*transaction, context);
}

/// A sequence number is used up by every authentic transaction, also by one that is then refused.
LedgerState::Step LedgerState::admit(const Transaction& transaction, const Context& context)
{
    if (!m_market)
        return refused(TransactionError::NoMarket);
    if (transaction.market != *m_market)
        return refused(TransactionError::WrongMarket);
    Participant* const participant = findIn(m_participants, transaction.participant);
    const bool isOperator = transaction.participant == kOperator;
    if (!isOperator && participant == nullptr)
        return refused(TransactionError::UnknownParticipant);
    if (!isOperator && participant->revoked)
        return refused(TransactionError::Revoked);
    std::uint64_t& last = isOperator ? m_operatorSequence : participant->lastSequence;
    if (transaction.sequence <= last)
        return refused(TransactionError::Duplicate);
    const crypto::PublicKey& key = isOperator ? m_terms.operatorKey : participant->key;
    if (!context.check(key, signedPreimage(transaction), transaction.signature))
        return refused(TransactionError::BadSignature);
    last = transaction.sequence;
    return std::nullopt;
}

LedgerState::Step LedgerState::dispatch(const Transaction& transaction, Context& context)
{
    const ParticipantId who = transaction.participant;
    switch (transaction.type) {
    case TransactionType::OpenMarket:
        break;
    case TransactionType::RegisterParticipant:
        return who == kOperator ? registerParticipant(transaction) : refused(TransactionError::NotAllowed);
    case TransactionType::CloseRound:
        return who == kOperator ? closeRound(transaction, context) : refused(TransactionError::NotAllowed);
    case TransactionType::SettlePeriod:
        return who == kOperator ? settlePeriod(transaction, context) : refused(TransactionError::NotAllowed);
    case TransactionType::SubmitSheet:
        return hasRole(who, Role::Home) ? submitSheet(transaction) : refused(TransactionError::NotAllowed);
    case TransactionType::ConfirmDelivery:
        return hasRole(who, Role::Home) ? confirmDelivery(transaction) : refused(TransactionError::NotAllowed);
    case TransactionType::ReportDelivery:
        return hasRole(who, Role::Home) ? reportDelivery(transaction) : refused(TransactionError::NotAllowed);
    case TransactionType::MeterReading:
        return meterReading(transaction);
    case TransactionType::PublishTariff:
        return hasRole(who, Role::Utility) ? publishTariff(transaction) : refused(TransactionError::NotAllowed);
    case TransactionType::RenewRegistration:
        return who == kOperator ? renewRegistration(transaction) : refused(TransactionError::NotAllowed);
    case TransactionType::RevokeParticipant:
        return revokeParticipant(transaction);
    case TransactionType::ChangeTerms:
        return who == kOperator || hasRole(who, Role::Authority) ? changeTerms(transaction, context)
                                                                 : refused(TransactionError::NotAllowed);
    }
    return refused(TransactionError::Malformed);
}

LedgerState::Step LedgerState::openMarket(const Transaction& transaction, Context& context)
{
    if (m_market)
        return refused(transaction.market == *m_market ? TransactionError::AlreadyOpen : TransactionError::WrongMarket);
    if (transaction.participant != kOperator)
        return refused(TransactionError::NotAllowed);
    auto terms = decodeOpenMarket(transaction.payload);
    if (!terms || transaction.sequence == 0)
        return refused(TransactionError::Malformed);
    if (!context.check(terms->operatorKey, signedPreimage(transaction), transaction.signature))
        return refused(TransactionError::BadSignature);
    m_market = transaction.market;
    m_terms = std::move(*terms);
    m_operatorSequence = transaction.sequence;
    return std::nullopt;
}

void LedgerState::emit(const Result& result, Context& context)
{
    Bytes leaf = encode(result);
    m_results.append(leafHash(leaf));
    context.results.push_back(std::move(leaf));
}

bool LedgerState::hasRole(ParticipantId participant, Role role) const
{
    const Participant* const found = findIn(m_participants, participant);
    return found != nullptr && found->role == role;
}

TrustAnchor LedgerState::trustAnchor() const
{
    DGEX_ASSERT(m_market.has_value());
    return {.market = *m_market,
            .authorities = m_terms.authorities,
            .threshold = m_terms.threshold,
            .termsNumber = m_termsNumber};
}

std::uint64_t LedgerState::lastSequence(ParticipantId participant) const
{
    if (participant == kOperator)
        return m_operatorSequence;
    const Participant* const found = findIn(m_participants, participant);
    return found == nullptr ? 0 : found->lastSequence;
}

std::optional<Round> LedgerState::openRound() const
{
    if (!m_lastClosed)
        return std::nullopt;
    return m_lastClosed->plus(1);
}

Lots LedgerState::position(ParticipantId home, Period period) const
{
    const auto* const positions = findIn(m_positions, period);
    const Lots* const lots = positions == nullptr ? nullptr : findIn(*positions, home);
    return lots == nullptr ? Lots{} : *lots;
}

Lots LedgerState::renewablePosition(ParticipantId home, Period period) const
{
    const auto* const positions = findIn(m_renewables, period);
    const Lots* const lots = positions == nullptr ? nullptr : findIn(*positions, home);
    return lots == nullptr ? Lots{} : *lots;
}

Lots LedgerState::linkFlow(Period period, ZoneId from, ZoneId to) const
{
    const auto* const flows = findIn(m_linkFlows, period);
    if (flows == nullptr)
        return {};
    const Lots* const there = findIn(*flows, std::pair{from, to});
    const Lots* const back = findIn(*flows, std::pair{to, from});
    return (there == nullptr ? Lots{} : *there) - (back == nullptr ? Lots{} : *back);
}

std::vector<std::pair<Period, Lots>> LedgerState::positions(ParticipantId home) const
{
    std::vector<std::pair<Period, Lots>> positions;
    for (const auto& [period, homes] : m_positions) {
        const Lots* const lots = findIn(homes, home);
        if (lots != nullptr && !lots->isZero())
            positions.emplace_back(period, *lots);
    }
    return positions;
}

std::span<const Contract> LedgerState::contracts(Period period) const
{
    const auto* const contracts = findIn(m_contracts, period);
    if (contracts == nullptr)
        return {};
    return *contracts;
}

const std::map<ParticipantId, Reading>& LedgerState::readings(Period period) const
{
    static const std::map<ParticipantId, Reading> none;
    const auto* const readings = findIn(m_readings, period);
    return readings == nullptr ? none : *readings;
}

std::optional<settlement::Tariff> LedgerState::tariff(Period period) const
{
    const settlement::Tariff* const tariff = findIn(m_tariffs, period);
    return tariff == nullptr ? std::nullopt : std::optional(*tariff);
}

Money LedgerState::account(ParticipantId home) const
{
    const Money* const account = findIn(m_accounts, home);
    return account == nullptr ? Money{} : *account;
}

WideMoney LedgerState::accountSum() const
{
    WideMoney sum = WideMoney{m_gridOperator.count()} + m_utility.count();
    for (const auto& [home, account] : m_accounts)
        sum += account.count();
    return sum;
}

std::span<const CurveStep> LedgerState::curve(Period period) const
{
    const auto* const curve = findIn(m_curves, period);
    if (curve == nullptr)
        return {};
    return *curve;
}

} // namespace dgex::ledger
