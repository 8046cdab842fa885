// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commands/operator_config.h"
#include "core/api/enrolment.h"
#include "core/api/https_transport.h"
#include "core/api/service.h"

#include <nlohmann/json.hpp>

#include <expected>
#include <memory>
#include <string>

namespace dgex::app {

/// A certificate's validity from now on, with some slack for clocks that are a little behind.
[[nodiscard]] crypto::Validity validFor(std::int64_t days);
/// Where the key lies that signs certificates.
[[nodiscard]] IdentityPaths authorityPaths(const OperatorConfig& config);

/// The market operator at a node's API: its requests of homes, and its transactions. Errors are one sentence that names
/// the file or the node.
class OperatorDesk {
public:
    [[nodiscard]] static std::expected<OperatorDesk, std::string> open(const std::string& file);

    [[nodiscard]] const OperatorConfig& config() const { return m_config; }
    [[nodiscard]] const dgex::ledger::TrustAnchor& anchor() const { return m_anchor; }
    /// The operator's own certificates.
    [[nodiscard]] const api::TlsIdentity& tls() const { return m_identity.tls; }
    /// The ledger's answers, by the operator's right.
    [[nodiscard]] api::Client& ledger() { return *m_ledger; }

    [[nodiscard]] std::expected<nlohmann::json, std::string> call(const api::HttpCall& http) const;
    /// A home's request.
    [[nodiscard]] std::expected<api::Enrolment, std::string> fetch(const Hash256& fingerprint) const;
    /// Hands in a transaction of the market operator and waits until it stands in the log and counts.
    [[nodiscard]] std::expected<void, std::string> submit(dgex::ledger::TransactionType type, const Bytes& payload);

private:
    OperatorDesk(OperatorConfig config, OpenIdentity identity, dgex::ledger::TrustAnchor anchor)
        : m_config(std::move(config))
        , m_identity(std::move(identity))
        , m_anchor(std::move(anchor))
    {
    }

    OperatorConfig m_config;
    OpenIdentity m_identity;
    dgex::ledger::TrustAnchor m_anchor;
    std::unique_ptr<api::HttpsClient> m_client;
    std::unique_ptr<api::HttpsTransport> m_transport;
    std::unique_ptr<api::Client> m_ledger;
};

} // namespace dgex::app
