// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commands/config_file.h"
#include "core/api/tls_identity.h"
#include "core/crypto/key_file.h"

#include <cstdint>
#include <expected>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace dgex::app {

/// Where somebody's key and certificates lie. Keys of a configuration:
///   key         sealed private key; made where no file is
///   secret      file that opens it, readable by its owner only; made where no file is. Without this key a passphrase
///               is asked for on the terminal
///   certificate over the key, by the operator's authority
///   authority   certificate of the operator's authority
struct IdentityPaths {
    std::filesystem::path key;
    std::filesystem::path secret; ///< Empty: a passphrase.
    std::filesystem::path certificate;
    std::filesystem::path authority;
};
[[nodiscard]] IdentityPaths identityPaths(ConfigFile& config);

struct OpenIdentity {
    std::unique_ptr<crypto::Signer> key;
    api::TlsIdentity tls;
};

/// Opens the secret file, or asks for the passphrase.
[[nodiscard]] std::expected<crypto::SealKey, std::string> openSecret(const std::filesystem::path& secret,
                                                                     const std::filesystem::path& key);
[[nodiscard]] std::expected<std::unique_ptr<crypto::Signer>, std::string> openKey(const IdentityPaths& paths);
/// Opens everything and checks that the certificate is over the key and of the authority.
[[nodiscard]] std::expected<OpenIdentity, std::string> openIdentity(const IdentityPaths& paths);

[[nodiscard]] std::expected<std::string, std::string> readText(const std::filesystem::path& file);

/// "address:port" of a listener; an IPv6 address in brackets. Refuses the key otherwise.
[[nodiscard]] std::pair<std::string, std::uint16_t> listenPlace(ConfigFile& config, std::string_view key);

} // namespace dgex::app
