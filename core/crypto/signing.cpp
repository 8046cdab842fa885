// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crypto/signing.h"

#include <QtCrypto>

#include <openssl/crypto.h>

#include <map>

namespace dgex::crypto {

namespace {

constexpr int kKeyBits = 3072;
constexpr int kPublicExponent = 65537;
constexpr std::size_t kSignatureBytes = kKeyBits / 8;
/// Parsed keys that a verifier keeps (about 2 KB each).
constexpr std::size_t kParsedKeysMax = 16384;

QByteArray toQByteArray(ByteView bytes)
{
    return {reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size())};
}

Bytes toBytes(const QByteArray& array)
{
    return {array.begin(), array.end()};
}

bool hasProvider()
{
    return QCA::isSupported("pkey") && QCA::PKey::supportedTypes().contains(QCA::PKey::RSA);
}

class RsaSigner final : public Signer {
public:
    RsaSigner(QCA::PrivateKey key, PublicKey publicKey)
        : m_key(std::move(key))
        , m_publicKey(std::move(publicKey))
    {
    }

    std::expected<Signature, CryptoError> sign(ByteView message) const override
    {
        QCA::PrivateKey key = m_key;
        const QByteArray bytes = key.signMessage(toQByteArray(message), QCA::EMSA3_SHA256);
        if (static_cast<std::size_t>(bytes.size()) != kSignatureBytes)
            return std::unexpected(CryptoError::NotSigned);
        return Signature{.algorithm = Algorithm::RsaPkcs1Sha256, .bytes = toBytes(bytes)};
    }
    const PublicKey& publicKey() const override { return m_publicKey; }
    const QCA::PrivateKey& privateKey() const { return m_key; }

private:
    QCA::PrivateKey m_key;
    PublicKey m_publicKey;
};

std::expected<std::unique_ptr<Signer>, CryptoError> signerOf(const QCA::PrivateKey& key, CryptoError error)
{
    if (key.isNull() || !key.isRSA() || key.bitSize() != kKeyBits || !key.canSign())
        return std::unexpected(error);
    const QByteArray der = key.toPublicKey().toDER();
    if (der.isEmpty())
        return std::unexpected(error);
    return std::make_unique<RsaSigner>(key, PublicKey{.algorithm = Algorithm::RsaPkcs1Sha256, .der = toBytes(der)});
}

} // namespace

std::string_view describe(CryptoError error)
{
    switch (error) {
    case CryptoError::NoProvider:
        return "QCA has no provider of RSA keys; is its OpenSSL plugin installed?";
    case CryptoError::KeyNotMade:
        return "no key could be made";
    case CryptoError::KeyNotRead:
        return "this is not a readable RSA-3072 private key";
    case CryptoError::NotSigned:
        return "the key did not sign";
    }
    return "unknown error";
}

struct Library::Initializer {
    QCA::Initializer qca;
};

Library::Library()
    : m_initializer(std::make_unique<Initializer>())
{
}
Library::~Library() = default;

struct Verifier::Parsed {
    std::map<Bytes, QCA::PublicKey> keys;
};

Verifier::Verifier()
    : m_parsed(std::make_unique<Parsed>())
{
}
Verifier::~Verifier() = default;
Verifier::Verifier(Verifier&&) noexcept = default;
Verifier& Verifier::operator=(Verifier&&) noexcept = default;

bool Verifier::verify(const PublicKey& key, ByteView message, const Signature& signature)
{
    if (key.algorithm != Algorithm::RsaPkcs1Sha256 || signature.algorithm != Algorithm::RsaPkcs1Sha256 ||
        signature.bytes.size() != kSignatureBytes)
        return false;
    auto place = m_parsed->keys.find(key.der);
    if (place == m_parsed->keys.end()) {
        QCA::ConvertResult result = QCA::ErrorDecode;
        const QCA::PublicKey parsed = QCA::PublicKey::fromDER(toQByteArray(key.der), &result);
        if (result != QCA::ConvertGood || parsed.isNull() || !parsed.isRSA() || parsed.bitSize() != kKeyBits ||
            !parsed.canVerify())
            return false;
        if (m_parsed->keys.size() >= kParsedKeysMax)
            m_parsed->keys.clear();
        place = m_parsed->keys.emplace(key.der, parsed).first;
    }
    return place->second.verifyMessage(toQByteArray(message), toQByteArray(signature.bytes), QCA::EMSA3_SHA256);
}

std::expected<std::unique_ptr<Signer>, CryptoError> makeRsaSigner()
{
    if (!hasProvider())
        return std::unexpected(CryptoError::NoProvider);
    QCA::KeyGenerator generator;
    generator.setBlockingEnabled(true);
    return signerOf(generator.createRSA(kKeyBits, kPublicExponent), CryptoError::KeyNotMade);
}

std::expected<std::unique_ptr<Signer>, CryptoError> readRsaSigner(std::string_view pem)
{
    if (!hasProvider())
        return std::unexpected(CryptoError::NoProvider);
    QCA::ConvertResult result = QCA::ErrorDecode;
    const QString text = QString::fromLatin1(pem.data(), static_cast<qsizetype>(pem.size()));
    const QCA::PrivateKey key = QCA::PrivateKey::fromPEM(text, QCA::SecureArray(), &result);
    if (result != QCA::ConvertGood)
        return std::unexpected(CryptoError::KeyNotRead);
    return signerOf(key, CryptoError::KeyNotRead);
}

std::expected<Secret, CryptoError> exportPem(const Signer& signer)
{
    const auto* const rsa = dynamic_cast<const RsaSigner*>(&signer);
    if (rsa == nullptr)
        return std::unexpected(CryptoError::KeyNotRead);
    QByteArray pem = rsa->privateKey().toPEM().toLatin1();
    if (pem.isEmpty())
        return std::unexpected(CryptoError::KeyNotRead);
    Secret secret{std::string_view{pem.constData(), static_cast<std::size_t>(pem.size())}};
    OPENSSL_cleanse(pem.data(), static_cast<std::size_t>(pem.size()));
    return secret;
}

} // namespace dgex::crypto
