// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/crypto/secret.h"

#include <expected>
#include <memory>
#include <string_view>

namespace dgex::crypto {

/// Stands in every signature and key, so that other algorithms can come.
enum class Algorithm : std::uint16_t { RsaPkcs1Sha256 = 1 }; ///< RSA-3072, PKCS#1 v1.5 (RFC 8017 section 8.2), SHA-256.

enum class CryptoError { NoProvider, KeyNotMade, KeyNotRead, NotSigned };
[[nodiscard]] std::string_view describe(CryptoError error);

/// A public key as DER SubjectPublicKeyInfo (RFC 5280).
struct PublicKey {
    Algorithm algorithm = Algorithm::RsaPkcs1Sha256;
    Bytes der;
    friend bool operator==(const PublicKey&, const PublicKey&) = default;
};

struct Signature {
    Algorithm algorithm = Algorithm::RsaPkcs1Sha256;
    Bytes bytes;
    friend bool operator==(const Signature&, const Signature&) = default;
};

/// Holds one private key and signs with it. The key never leaves the object except by exportPem of the RSA signer.
/// Thread: one at a time.
class Signer {
public:
    virtual ~Signer() = default;
    [[nodiscard]] virtual std::expected<Signature, CryptoError> sign(ByteView message) const = 0;
    [[nodiscard]] virtual const PublicKey& publicKey() const = 0;
};

/// Checks signatures; keeps parsed keys, because parsing costs as much as half a verification.
/// Thread: use one per thread.
class Verifier {
public:
    Verifier();
    ~Verifier();
    Verifier(Verifier&&) noexcept;
    Verifier& operator=(Verifier&&) noexcept;
    /// False also for an unknown algorithm, a malformed key and an empty signature.
    [[nodiscard]] bool verify(const PublicKey& key, ByteView message, const Signature& signature);

private:
    struct Parsed;
    std::unique_ptr<Parsed> m_parsed;
};

/// Starts the cryptographic library; keep one alive in main() for as long as anything signs or verifies.
class Library {
public:
    Library();
    ~Library();
    Library(const Library&) = delete;
    Library& operator=(const Library&) = delete;

private:
    struct Initializer;
    std::unique_ptr<Initializer> m_initializer;
};

/// Makes a new RSA-3072 key (0.1 to 0.2 s).
[[nodiscard]] std::expected<std::unique_ptr<Signer>, CryptoError> makeRsaSigner();
/// Reads an unencrypted PKCS#8 PEM private key.
[[nodiscard]] std::expected<std::unique_ptr<Signer>, CryptoError> readRsaSigner(std::string_view pem);
/// The private key of a signer made by the two functions above, as unencrypted PKCS#8 PEM: only for the
/// demo's key pool and for wrapping at rest. Empty is never returned; failure is KeyNotRead.
[[nodiscard]] std::expected<Secret, CryptoError> exportPem(const Signer& signer);

} // namespace dgex::crypto
