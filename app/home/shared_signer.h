// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/crypto/signing.h"

#include <memory>
#include <mutex>

namespace dgex::app {

/// One key that several threads sign with, in turns. Thread: any.
class SharedSigner final : public crypto::Signer {
public:
    explicit SharedSigner(std::unique_ptr<crypto::Signer> key)
        : m_key(std::move(key))
    {
    }
    [[nodiscard]] std::expected<crypto::Signature, crypto::CryptoError> sign(ByteView message) const override
    {
        const std::lock_guard lock(m_mutex);
        return m_key->sign(message);
    }
    [[nodiscard]] const crypto::PublicKey& publicKey() const override { return m_key->publicKey(); }

private:
    mutable std::mutex m_mutex;
    std::unique_ptr<crypto::Signer> m_key;
};

} // namespace dgex::app
