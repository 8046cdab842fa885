// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"
#include "core/crypto/signing.h"

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// X.509 certificates (RFC 5280) and certificate requests (PKCS#10, RFC 2986) of an operator's own authority. All are
/// RSA-3072 with SHA-256, in PEM. A certificate's key is the key that its holder is registered with on the ledger.
namespace dgex::crypto {

/// What a certificate is good for: the organizational unit of its subject.
enum class CertificateUse : std::uint8_t {
    Participant, ///< A home, utility, metering operator or the market operator: a client.
    Node,        ///< A ledger node: server and client.
    Gateway      ///< A relay: server and client; signs for nobody.
};

/// What a certificate says.
struct CertificateInfo {
    std::string name; ///< Common name of the subject.
    CertificateUse use = CertificateUse::Participant;
    bool isAuthority = false; ///< May sign certificates.
    PublicKey key;
    std::string serial; ///< Lower-case hexadecimal.
    UtcTime notBefore;
    UtcTime notAfter;
};

/// The validity of a new certificate.
struct Validity {
    UtcTime notBefore;
    UtcTime notAfter;
};

/// A certificate to issue.
struct CertificateOrder {
    std::string name; ///< 1 to 64 characters.
    CertificateUse use = CertificateUse::Participant;
    PublicKey key;
    Validity validity;
    /// Host names and addresses that a server answers by.
    std::vector<std::string> hosts;
};

enum class CertificateError {
    Malformed,   ///< Not a certificate or request of the form above.
    WrongKey,    ///< Not an RSA-3072 key, or the request is not signed by its own key.
    NotIssued,   ///< libcrypto refused; a name that is too long, a host that is neither name nor address.
    WrongIssuer, ///< Not signed by this authority.
    OutOfTime    ///< Not valid yet, or no longer.
};
[[nodiscard]] std::string_view describe(CertificateError error);

/// SHA-256 of a public key's DER (SubjectPublicKeyInfo): what people compare at enrolment.
[[nodiscard]] Hash256 fingerprintOf(const PublicKey& key);
/// Sixteen groups of four capital hexadecimal digits.
[[nodiscard]] std::string fingerprintText(const Hash256& fingerprint);
/// Reads what fingerprintText gives, and the same without spaces or in lower case.
[[nodiscard]] std::optional<Hash256> parseFingerprint(std::string_view text);

/// A request for a certificate over the signer's key.
[[nodiscard]] std::expected<std::string, CertificateError> makeRequest(const Signer& key, std::string_view name);
struct RequestInfo {
    std::string name;
    PublicKey key;
};
/// Reads a request whose signature shows that its sender holds the key.
[[nodiscard]] std::expected<RequestInfo, CertificateError> readRequest(std::string_view pem);

/// A self-signed certificate of an authority, which signs end entities only (path length 0).
[[nodiscard]] std::expected<std::string, CertificateError> makeAuthority(const Signer& key, std::string_view name,
                                                                         const Validity& validity);
[[nodiscard]] std::expected<std::string, CertificateError> issue(const CertificateOrder& order, const Signer& key,
                                                                 std::string_view authorityPem);

[[nodiscard]] std::expected<CertificateInfo, CertificateError> readCertificate(std::string_view pem);
/// The same from DER.
[[nodiscard]] std::expected<CertificateInfo, CertificateError> readCertificateDer(ByteView der);
/// A certificate's DER.
[[nodiscard]] std::expected<Bytes, CertificateError> certificateDer(std::string_view pem);
/// What a certificate of this authority says, checked at a time.
[[nodiscard]] std::expected<CertificateInfo, CertificateError> verifyIssued(std::string_view pem,
                                                                            std::string_view authorityPem, UtcTime at);

} // namespace dgex::crypto
