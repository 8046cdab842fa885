// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/crypto/secret.h"

#include <optional>
#include <string>

class QSslConfiguration;

namespace dgex::api {

/// What one end of a connection shows and whom it believes.
struct TlsIdentity {
    std::string certificatePem; ///< Empty: shows none.
    crypto::Secret keyPem;      ///< Private key of the certificate, plain PKCS#8.
    std::string authorityPem;   ///< The operator's authority: the only one that is believed.

    /// The same once more; secrets copy themselves only when asked to.
    [[nodiscard]] TlsIdentity copy() const { return {certificatePem, crypto::Secret{keyPem.bytes()}, authorityPem}; }
};

/// TLS 1.3 and nothing older, the peer verified against the authority alone. None when a part cannot be read.
[[nodiscard]] std::optional<QSslConfiguration> configurationOf(const TlsIdentity& identity);

} // namespace dgex::api
