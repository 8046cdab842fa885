// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/crypto/hash.h"
#include "core/ledger/block.h"

#include <set>

namespace dgex::node {

/// Checks signatures and remembers good ones until they are asked for again, so that what was checked when it came in
/// is not checked again when it is executed. Thread: one at a time.
class VerifiedSignatures {
public:
    explicit VerifiedSignatures(ledger::SignatureCheck check)
        : m_check(std::move(check))
    {
    }
    /// Checks ahead.
    [[nodiscard]] bool admit(const crypto::PublicKey& key, ByteView message, const crypto::Signature& signature);
    /// For the ledger's execution; must not outlive this.
    [[nodiscard]] ledger::SignatureCheck once();

private:
    [[nodiscard]] static Hash256 nameOf(const crypto::PublicKey& key, ByteView message,
                                        const crypto::Signature& signature);

    ledger::SignatureCheck m_check;
    std::set<Hash256> m_good;
};

} // namespace dgex::node
