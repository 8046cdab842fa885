// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/units.h"
#include "core/crypto/certificate.h"
#include "core/ledger/block.h"
#include "core/ledger/transaction.h"

#include <expected>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

/// How a home comes in: it makes its key, sends a request and shows the key's fingerprint; the operator compares the
/// fingerprint, decides, and answers with an admission that the operator's authority signed.
namespace dgex::api {

/// What a home gets when it is approved: everything that it pins.
/// Signed preimage: "DGEX/admission/v1" 0, market, u64 participant, u32 threshold, u32 count and per authority u16
/// algorithm, blob key; text certificate (PEM). Encoded form: the preimage, u16 algorithm, blob signature.
struct Admission {
    ledger::TrustAnchor anchor; ///< Market, keys of the ledger's authorities and threshold.
    ParticipantId participant;
    std::string certificatePem;
    crypto::Signature signature; ///< By the key of the operator's authority (the one that signs certificates).
};
[[nodiscard]] Bytes encode(const Admission& admission);
/// None unless the bytes are exactly what encode makes. Bounded.
[[nodiscard]] std::optional<Admission> decodeAdmission(ByteView bytes);
[[nodiscard]] std::expected<Admission, crypto::CryptoError> sign(Admission admission, const crypto::Signer& authority);
/// Whether an authority signed it and its certificate, for this key.
[[nodiscard]] bool holds(const Admission& admission, std::string_view authorityPem, const crypto::PublicKey& key,
                         UtcTime now);

/// What a home asks for. JSON: {"request": PEM, "meter": text, "connection_capacity_w": integer}.
struct EnrolmentRequest {
    std::string requestPem;
    std::string meter; ///< At most 64 bytes.
    Power connectionCapacity;
};
[[nodiscard]] Bytes toJson(const EnrolmentRequest& request);
/// None for anything but such an object. Bounded; for bytes from anybody.
[[nodiscard]] std::optional<EnrolmentRequest> parseEnrolmentRequest(ByteView json);

enum class EnrolmentState : std::uint8_t { Pending, Approved, Refused };
[[nodiscard]] std::string_view nameOf(EnrolmentState state);

struct Enrolment {
    EnrolmentRequest request;
    std::string name; ///< That the home gave itself.
    crypto::PublicKey key;
    UtcTime received;
    EnrolmentState state = EnrolmentState::Pending;
    std::string reason; ///< Of a refusal.
    Bytes admission;    ///< Encoded; of an approval.
    [[nodiscard]] Hash256 fingerprint() const { return crypto::fingerprintOf(key); }
};
/// {"fingerprint", "name", "meter", "connection_capacity_w", "received", "state"}, with "reason" or "admission"
/// (hexadecimal).
[[nodiscard]] std::string toJson(const Enrolment& enrolment);
[[nodiscard]] std::optional<Enrolment> parseEnrolment(ByteView json);

enum class DeskError { Malformed, Full, NotThere, AlreadyDecided, NotStored };
[[nodiscard]] std::string_view describe(DeskError error);

/// The requests of homes and what became of them, one file each. A key asks once; asking again changes nothing until
/// it was refused. Thread: one.
class EnrolmentDesk {
public:
    static constexpr std::size_t kPendingMax = 1000;

    /// Reads what a folder holds, and makes the folder. Files that cannot be read are left alone.
    explicit EnrolmentDesk(std::filesystem::path folder);

    std::expected<Hash256, DeskError> submit(const EnrolmentRequest& request, UtcTime now);
    [[nodiscard]] const Enrolment* find(const Hash256& fingerprint) const;
    [[nodiscard]] std::vector<const Enrolment*> all() const;
    /// Stores the admission, also a newer one of the same participant. Malformed unless its certificate is over the
    /// request's key.
    std::expected<void, DeskError> approve(const Hash256& fingerprint, const Admission& admission);
    std::expected<void, DeskError> refuse(const Hash256& fingerprint, std::string reason);

private:
    [[nodiscard]] std::expected<void, DeskError> store(const Enrolment& enrolment);

    std::filesystem::path m_folder;
    std::map<Hash256, Enrolment> m_enrolments;
};

} // namespace dgex::api
