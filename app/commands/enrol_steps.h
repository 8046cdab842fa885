// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/base/ids.h"
#include "core/crypto/certificate.h"
#include "core/ledger/transaction.h"

#include <atomic>
#include <chrono>
#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace dgex::app {

// The steps of `dgexd enrol`. Errors are one sentence that names the file or the node.

/// Makes what is missing of the operator's authority, and the operator's own certificate.
[[nodiscard]] std::expected<void, std::string> setUpOperator(const std::string& file, const std::string& name);

struct IssueOrder {
    std::string request; ///< PKCS#10 file, or - for standard input.
    crypto::CertificateUse use = crypto::CertificateUse::Node;
    std::vector<std::string> hosts;
};
/// The certificate in PEM.
[[nodiscard]] std::expected<std::string, std::string> issueCertificate(const std::string& file,
                                                                       const IssueOrder& order);
/// Prints one line per request, oldest first.
[[nodiscard]] std::expected<void, std::string> listEnrolments(const std::string& file);
/// Issues the certificate, leaves the signed admission at the node and registers the participant with its certificate
/// on the ledger, in the zone where its market has zones (else 0). Doing it again finishes what was interrupted.
[[nodiscard]] std::expected<ParticipantId, std::string>
approveEnrolment(const std::string& file, const Hash256& fingerprint, ledger::Role role, ZoneId zone = {});
/// Issues another certificate and puts it onto the ledger: for the same key, or for a new key (and meter, connection)
/// of the participant that is named, in a zone. It also takes back a revoked participant with a new key.
[[nodiscard]] std::expected<ParticipantId, std::string> renewEnrolment(const std::string& file,
                                                                       const Hash256& fingerprint,
                                                                       std::optional<ParticipantId> number,
                                                                       ZoneId zone = {});
/// Ends what a participant may do, by the operator.
[[nodiscard]] std::expected<void, std::string> revokeParticipant(const std::string& file, ParticipantId number,
                                                                 ledger::RevocationReason reason);
/// The home revokes itself.
[[nodiscard]] std::expected<void, std::string> leaveMarket(const std::string& file);
[[nodiscard]] std::expected<void, std::string> refuseEnrolment(const std::string& file, const Hash256& fingerprint,
                                                               const std::string& reason);

/// What became of a home's request.
enum class JoinOutcome { Approved, Refused, Pending };
struct JoinResult {
    JoinOutcome outcome = JoinOutcome::Pending;
    std::string reason;        ///< Of a refusal.
    ParticipantId participant; ///< Of an approval.
};
struct JoinWish {
    std::chrono::seconds wait{0};
    std::string meter{};                                     ///< Empty: the configuration's.
    std::function<void(const Hash256& fingerprint)> onKey{}; ///< The home has its key.
    std::function<void()> onAsked{};                         ///< The operator's computer has the request.
    const std::atomic<bool>* stop = nullptr;                 ///< Ends the waiting.
};
/// Makes the home's key, asks to be enrolled and waits for the decision; an approval's certificate and admission are
/// checked and stored.
[[nodiscard]] std::expected<JoinResult, std::string> join(const std::string& file, const JoinWish& wish);

} // namespace dgex::app
