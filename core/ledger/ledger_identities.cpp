// SPDX-License-Identifier: GPL-3.0-or-later
// The part of LedgerState about who takes part and by which terms.
#include "core/base/assert.h"
#include "core/ledger/ledger_context.h"
#include "core/ledger/ledger_state.h"

#include <algorithm>

namespace dgex::ledger {

namespace {

constexpr ParticipantId kOperator{0};
constexpr std::int64_t kRoundsOfAYear = std::int64_t{366} * 48;

} // namespace

LedgerState::Step LedgerState::checkIdentity(Role role, const crypto::PublicKey& key, ZoneId zone) const
{
    if (m_revokedKeys.contains(keyIdOf(key)))
        return refused(TransactionError::Revoked);
    if (role == Role::Authority && !std::ranges::contains(m_terms.authorities, key))
        return refused(TransactionError::NotAllowed);
    const std::optional<ZoneRules>& zones = m_terms.rules.zones;
    const bool isInMarket = zones ? std::ranges::binary_search(zones->zones, zone) : !m_zone || *m_zone == zone;
    if (role == Role::Home && !isInMarket)
        return refused(TransactionError::WrongZone);
    return std::nullopt;
}

LedgerState::Step LedgerState::registerParticipant(const Transaction& transaction)
{
    auto registration = decodeRegisterParticipant(transaction.payload);
    if (!registration)
        return refused(TransactionError::Malformed);
    if (m_participants.contains(registration->participant))
        return refused(TransactionError::AlreadyRegistered);
    if (const Step refusal = checkIdentity(registration->role, registration->key, registration->zone))
        return refusal;
    if (registration->role == Role::Home)
        m_zone = registration->zone;
    m_participants.emplace(registration->participant,
                           Participant{.role = registration->role,
                                       .key = std::move(registration->key),
                                       .meter = std::move(registration->meter),
                                       .zone = registration->zone,
                                       .connectionCapacity = registration->connectionCapacity,
                                       .lastSequence = 0,
                                       .certificate = std::move(registration->certificate)});
    return std::nullopt;
}

LedgerState::Step LedgerState::renewRegistration(const Transaction& transaction)
{
    auto renewal = decodeRenewRegistration(transaction.payload);
    if (!renewal)
        return refused(TransactionError::Malformed);
    const auto place = m_participants.find(renewal->participant);
    if (place == m_participants.end())
        return refused(TransactionError::UnknownParticipant);
    Participant& participant = place->second;
    if (const Step refusal = checkIdentity(participant.role, renewal->key, renewal->zone))
        return refusal;
    // Its trades went to and from the zone that it had.
    if (m_terms.rules.zones && participant.zone != renewal->zone && !positions(renewal->participant).empty())
        return refused(TransactionError::WrongZone);
    participant.key = std::move(renewal->key);
    participant.meter = std::move(renewal->meter);
    participant.zone = renewal->zone;
    participant.connectionCapacity = renewal->connectionCapacity;
    participant.certificate = std::move(renewal->certificate);
    participant.revoked.reset();
    return std::nullopt;
}

LedgerState::Step LedgerState::revokeParticipant(const Transaction& transaction)
{
    const auto revocation = decodeRevokeParticipant(transaction.payload);
    if (!revocation)
        return refused(TransactionError::Malformed);
    if (transaction.participant != kOperator && transaction.participant != revocation->participant)
        return refused(TransactionError::NotAllowed);
    const auto place = m_participants.find(revocation->participant);
    if (place == m_participants.end())
        return refused(TransactionError::UnknownParticipant);
    if (place->second.revoked)
        return refused(TransactionError::Revoked);
    place->second.revoked = revocation->reason;
    m_revokedKeys.insert(keyIdOf(place->second.key));
    return std::nullopt;
}

LedgerState::Step LedgerState::changeTerms(const Transaction& transaction, const Context& context)
{
    auto change = decodeChangeTerms(transaction.payload);
    if (!change)
        return refused(TransactionError::Malformed);
    // An authority that was removed is none, whatever it is registered as.
    if (transaction.participant != kOperator &&
        !std::ranges::contains(m_terms.authorities, m_participants.at(transaction.participant).key))
        return refused(TransactionError::NotAllowed);
    if (const Step refusal = checkChange(change->change))
        return refusal;
    if (!isSigned(*change, trustAnchor(), context.check))
        return refused(TransactionError::NotEnoughSignatures);
    m_pendingChange = std::move(change->change);
    return std::nullopt;
}

LedgerState::Step LedgerState::checkChange(const TermsChange& change) const
{
    const auto open = openRound();
    if (!open || change.effective <= *open || change.effective.since(*open) > kRoundsOfAYear)
        return refused(TransactionError::WrongRound);
    const MarketRules& now = m_terms.rules;
    const MarketRules& then = change.terms.rules;
    const bool follows = change.number == m_termsNumber + 1 && !m_pendingChange;
    const bool keepsZones = now.zones.has_value() == then.zones.has_value() &&
                            (!now.zones || std::ranges::includes(then.zones->zones, now.zones->zones));
    const bool keeps = keepsZones && then.gateLead == now.gateLead && then.currency == now.currency &&
                       then.currencyExponent == now.currencyExponent;
    // With half or less, two different checkpoints could both become final without anybody signing twice.
    const bool isSafe = std::size_t{2} * change.terms.threshold > change.terms.authorities.size();
    if (!follows || !keeps || !isSafe)
        return refused(TransactionError::WrongTerms);
    return std::nullopt;
}

void LedgerState::applyChange()
{
    if (!m_pendingChange || openRound() != m_pendingChange->effective)
        return;
    m_terms = std::move(m_pendingChange->terms);
    m_termsNumber = m_pendingChange->number;
    m_pendingChange.reset();
}

} // namespace dgex::ledger
