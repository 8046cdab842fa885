// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/http_call.h"
#include "core/crypto/certificate.h"
#include "core/ledger/ledger_state.h"

#include <map>
#include <optional>

namespace dgex::api {

/// What the ledger says of a participant now.
struct Standing {
    ParticipantId participant; ///< 0: the market operator.
    ledger::Role role = ledger::Role::Home;
    crypto::PublicKey key;
    std::uint64_t lastSequence = 0;
    bool revoked = false;
    [[nodiscard]] bool isOperator() const { return participant.number == 0; }
};

/// Looks participants up. Thread: that of the backend which asks.
class Registry {
public:
    virtual ~Registry() = default;
    [[nodiscard]] virtual std::optional<Standing> find(ParticipantId participant) const = 0;
    [[nodiscard]] virtual std::optional<Standing> find(const crypto::PublicKey& key) const = 0;
};

/// The registry that a ledger's state is; revocation and renewal take effect with the block that holds them.
class LedgerRegistry final : public Registry {
public:
    /// The state outlives the registry.
    explicit LedgerRegistry(const ledger::LedgerState& state)
        : m_state(state)
    {
    }
    [[nodiscard]] std::optional<Standing> find(ParticipantId participant) const override;
    [[nodiscard]] std::optional<Standing> find(const crypto::PublicKey& key) const override;

private:
    const ledger::LedgerState& m_state;
    mutable std::map<Bytes, ParticipantId> m_byKey; ///< By the key's DER; checked at every use.
    mutable std::uint64_t m_height = 0;             ///< At which m_byKey was made.
};

/// Who calls, after TLS.
struct Caller {
    std::optional<Standing> standing; ///< None: not registered, or a relay on its own behalf.
    bool relays = false;              ///< Holds a node's or gateway's certificate.
};

/// A call as it came in, with the certificate that TLS checked against the operator's authority.
struct Call {
    HttpCall http;
    std::optional<crypto::CertificateInfo> peer; ///< None only where no certificate is asked for.
    std::optional<CallSignature> signature;
};

/// Decides who may do what:
///   anybody registered and relays   head, tariffs, proofs of consistency, the public part of a round (home 0)
///   a home                          its own rounds, settlements, proofs, receipts and standing; submits its own
///                                   transactions
///   the market operator             the same, and every settlement, receipt and standing
///   a relay                         submits any signed transaction; reads for a home with that home's signature
/// Strangers and revoked participants may do nothing. A transaction must bear the signature of the participant whom
/// it names, and meter values must be those of its meter reading.
class Access {
public:
    Access(const Registry& registry, const MarketId& market)
        : m_registry(registry)
        , m_market(market)
    {
    }
    [[nodiscard]] Caller identify(const Call& call, UtcTime now);
    /// None: allowed.
    [[nodiscard]] std::optional<ApiError> refusal(const Request& request, const Caller& caller);

private:
    [[nodiscard]] std::optional<ApiError> refusal(const SubmitRequest& request, const Caller& caller);

    const Registry& m_registry;
    MarketId m_market;
    crypto::Verifier m_verifier;
};

} // namespace dgex::api
