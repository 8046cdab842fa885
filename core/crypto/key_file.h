// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/crypto/secret.h"
#include "core/crypto/signing.h"

#include <expected>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace dgex::crypto {

/// Opens sealed private keys: made from a passphrase or from a file that only its owner can read.
enum class SealKind : std::uint8_t {
    Passphrase = 1, ///< The sealing key is scrypt(passphrase, salt) (RFC 7914; N = 2^16, r = 8, p = 1: 64 MB).
    SecretFile = 2  ///< It is HKDF-SHA256 (RFC 5869) of at least 32 random bytes.
};

struct SealKey {
    SealKind kind = SealKind::Passphrase;
    Secret secret;
};

/// One English sentence that names the file and never a secret.
struct KeyFileError {
    std::string reason;
};

/// Seals bytes by AES-256-GCM (NIST SP 800-38D) under a fresh salt and nonce. Form: "DGEX/sealed/v1" 0, u8 kind,
/// 16 bytes salt, 12 bytes nonce, blob ciphertext and 16-byte tag; everything before the ciphertext is authenticated.
[[nodiscard]] Bytes seal(ByteView plain, const SealKey& key);
/// None for another key, another kind of key and any changed byte.
[[nodiscard]] std::optional<Secret> unseal(ByteView sealed, const SealKey& key);

/// Reads a secret file of 32 to 4096 bytes; where none is, makes one with 32 random bytes and mode 0600 when asked to.
/// Refused: a file that others than its owner may read, or that belongs neither to this user nor to root.
[[nodiscard]] std::expected<SealKey, KeyFileError> readSecretFile(const std::filesystem::path& file,
                                                                  bool makeIfMissing);

/// Reads a private key that storeKey wrote. A plain PKCS#8 file, as older versions left them, is sealed in its place
/// first; its former bytes are overwritten.
[[nodiscard]] std::expected<std::unique_ptr<Signer>, KeyFileError> readKeyFile(const std::filesystem::path& file,
                                                                               const SealKey& key);
/// Stores a key sealed, durably and all or nothing, mode 0600. Replaces the file.
[[nodiscard]] std::expected<void, KeyFileError> storeKey(const Signer& signer, const std::filesystem::path& file,
                                                         const SealKey& key);
/// Reads the key, or makes and stores one where no file is.
[[nodiscard]] std::expected<std::unique_ptr<Signer>, KeyFileError> openOrMakeKey(const std::filesystem::path& file,
                                                                                 const SealKey& key);

/// Writes a file durably and all or nothing, with the given mode.
[[nodiscard]] std::expected<void, KeyFileError> replaceFile(const std::filesystem::path& file, ByteView bytes,
                                                            unsigned mode);

} // namespace dgex::crypto
