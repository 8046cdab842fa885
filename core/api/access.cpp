// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/access.h"

#include "core/base/overloaded.h"

namespace dgex::api {

std::optional<Standing> LedgerRegistry::find(ParticipantId participant) const
{
    if (!m_state.market())
        return std::nullopt;
    const std::uint64_t sequence = m_state.lastSequence(participant);
    if (participant.number == 0)
        return Standing{participant, ledger::Role::GridOperator, m_state.terms().operatorKey, sequence, false};
    const auto known = m_state.participants().find(participant);
    if (known == m_state.participants().end())
        return std::nullopt;
    return Standing{participant, known->second.role, known->second.key, sequence, known->second.revoked.has_value()};
}

std::optional<Standing> LedgerRegistry::find(const crypto::PublicKey& key) const
{
    if (!m_state.market())
        return std::nullopt;
    if (m_state.terms().operatorKey == key)
        return find(ParticipantId{0});
    const auto holder = [&]() -> std::optional<Standing> {
        const auto known = m_byKey.find(key.der);
        auto standing = known == m_byKey.end() ? std::nullopt : find(known->second);
        return standing && standing->key == key ? standing : std::nullopt;
    };
    if (auto known = holder(); known || m_height == m_state.height())
        return known;
    m_byKey.clear();
    for (const auto& [id, participant] : m_state.participants())
        m_byKey.emplace(participant.key.der, id);
    m_height = m_state.height();
    return holder();
}

Caller Access::identify(const Call& call, UtcTime now)
{
    if (!call.peer)
        return {};
    Caller caller;
    caller.relays = call.peer->use != crypto::CertificateUse::Participant;
    if (!caller.relays) {
        caller.standing = m_registry.find(call.peer->key);
        return caller;
    }
    const std::optional<CallSignature>& proof = call.signature;
    if (!proof || proof->time > now + kCallAgeMax || proof->time < now - kCallAgeMax)
        return caller;
    const std::optional<Standing> claimed = m_registry.find(proof->participant);
    const Bytes preimage = callPreimage(call.http, m_market, proof->participant, proof->time);
    if (claimed && m_verifier.verify(claimed->key, preimage, proof->signature))
        caller.standing = claimed;
    return caller;
}

std::optional<ApiError> Access::refusal(const SubmitRequest& request, const Caller& caller)
{
    const auto transaction = ledger::decodeTransaction(request.transaction);
    if (!transaction || transaction->market != m_market)
        return ApiError::BadTransaction;
    const bool own = caller.standing && caller.standing->participant == transaction->participant;
    const std::optional<Standing> signer = m_registry.find(transaction->participant);
    if ((!own && !caller.relays) || !signer || signer->revoked)
        return ApiError::NotAllowed;
    if (!m_verifier.verify(signer->key, ledger::signedPreimage(*transaction), transaction->signature))
        return ApiError::BadTransaction;
    if (request.values) {
        const auto reading = transaction->type == ledger::TransactionType::MeterReading
                                 ? ledger::decodeMeterReading(transaction->payload)
                                 : std::nullopt;
        if (!reading || reading->values != ledger::hashOf(*request.values))
            return ApiError::BadTransaction;
    }
    return std::nullopt;
}

std::optional<ApiError> Access::refusal(const Request& request, const Caller& caller)
{
    if ((!caller.standing && !caller.relays) || (caller.standing && caller.standing->revoked))
        return ApiError::NotAllowed;
    const auto owns = [&](ParticipantId home) { return caller.standing && caller.standing->participant == home; };
    const auto allowedIf = [](bool allowed) { return allowed ? std::nullopt : std::optional{ApiError::NotAllowed}; };
    const bool isOperator = caller.standing && caller.standing->isOperator();
    return std::visit(Overloaded{[&](const SubmitRequest& r) { return refusal(r, caller); },
                                 [](const HeadRequest&) { return std::optional<ApiError>{}; },
                                 [&](const RoundRequest& r) { return allowedIf(r.home.number == 0 || owns(r.home)); },
                                 [&](const SettlementRequest& r) { return allowedIf(isOperator || owns(r.home)); },
                                 [](const TariffRequest&) { return std::optional<ApiError>{}; },
                                 [&](const StandingRequest& r) { return allowedIf(isOperator || owns(r.participant)); },
                                 [&](const BundleRequest& r) { return allowedIf(owns(r.home)); },
                                 [](const ConsistencyRequest&) { return std::optional<ApiError>{}; },
                                 [&](const PromiseRequest& r) { return allowedIf(isOperator || owns(r.receipt.home)); },
                                 [](const CurvesRequest&) { return std::optional<ApiError>{}; }},
                      request);
}

} // namespace dgex::api
