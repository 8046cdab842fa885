// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/node/verified_signatures.h"

#include "core/base/encoding.h"

namespace dgex::node {

namespace {

constexpr std::size_t kRememberedMax = std::size_t{1} << 20;

} // namespace

Hash256 VerifiedSignatures::nameOf(const crypto::PublicKey& key, ByteView message, const crypto::Signature& signature)
{
    Encoder head;
    head.domain("verified").u16(static_cast<std::uint16_t>(key.algorithm)).blob(key.der);
    head.u16(static_cast<std::uint16_t>(signature.algorithm)).blob(signature.bytes);
    return crypto::sha256(head.bytes(), message);
}

bool VerifiedSignatures::admit(const crypto::PublicKey& key, ByteView message, const crypto::Signature& signature)
{
    if (!m_check(key, message, signature))
        return false;
    if (m_good.size() >= kRememberedMax)
        m_good.clear();
    m_good.insert(nameOf(key, message, signature));
    return true;
}

ledger::SignatureCheck VerifiedSignatures::once()
{
    return [this](const crypto::PublicKey& key, ByteView message, const crypto::Signature& signature) {
        if (!m_good.empty() && m_good.erase(nameOf(key, message, signature)) > 0)
            return true;
        return m_check(key, message, signature);
    };
}

} // namespace dgex::node
