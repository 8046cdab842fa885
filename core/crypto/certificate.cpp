// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crypto/certificate.h"

#include "core/crypto/hash.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <memory>

namespace dgex::crypto {

namespace {

template <auto Free>
struct Freeing {
    template <class Type>
    void operator()(Type* object) const
    {
        Free(object);
    }
};
void freeName(char* text)
{
    OPENSSL_free(text);
}
using Bio = std::unique_ptr<BIO, Freeing<BIO_free_all>>;
using Pkey = std::unique_ptr<EVP_PKEY, Freeing<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freeing<X509_free>>;
using Request = std::unique_ptr<X509_REQ, Freeing<X509_REQ_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Freeing<X509_EXTENSION_free>>;
using Number = std::unique_ptr<BIGNUM, Freeing<BN_free>>;
using Text = std::unique_ptr<char, Freeing<freeName>>;

constexpr int kKeyBits = 3072;
constexpr std::size_t kNameMax = 64;
constexpr std::size_t kPemMax = 1U << 16;
constexpr std::array<std::string_view, 3> kUnits{"participant", "node", "gateway"};

Bio bioOf(std::string_view text)
{
    return Bio{BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))};
}

std::string takeText(BIO* bio)
{
    char* text = nullptr;
    const long size = BIO_get_mem_data(bio, &text);
    return {text, static_cast<std::size_t>(size)};
}

Pkey privateKeyOf(const Signer& signer)
{
    const auto pem = exportPem(signer);
    if (!pem)
        return nullptr;
    const Bio bio = bioOf(pem->text());
    return Pkey{PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr)};
}

Pkey publicKeyOf(const PublicKey& key)
{
    const std::uint8_t* at = key.der.data();
    Pkey read{d2i_PUBKEY(nullptr, &at, static_cast<long>(key.der.size()))};
    const bool good = read && EVP_PKEY_get_base_id(read.get()) == EVP_PKEY_RSA &&
                      EVP_PKEY_get_bits(read.get()) == kKeyBits && at == key.der.data() + key.der.size();
    return good ? std::move(read) : nullptr;
}

std::optional<PublicKey> toPublicKey(EVP_PKEY* key)
{
    if (key == nullptr || EVP_PKEY_get_base_id(key) != EVP_PKEY_RSA || EVP_PKEY_get_bits(key) != kKeyBits)
        return std::nullopt;
    std::uint8_t* der = nullptr;
    const int size = i2d_PUBKEY(key, &der);
    if (size <= 0)
        return std::nullopt;
    PublicKey out{.algorithm = Algorithm::RsaPkcs1Sha256, .der = {der, der + size}};
    OPENSSL_free(der);
    return out;
}

bool putName(X509_NAME* subject, std::string_view name, std::string_view unit)
{
    const auto put = [subject](const char* field, std::string_view text) {
        return X509_NAME_add_entry_by_txt(subject, field, MBSTRING_UTF8,
                                          reinterpret_cast<const unsigned char*>(text.data()),
                                          static_cast<int>(text.size()), -1, 0) == 1;
    };
    return !name.empty() && name.size() <= kNameMax && put("CN", name) && (unit.empty() || put("OU", unit));
}

std::optional<std::string> nameEntry(const X509_NAME* subject, int field)
{
    const int at = X509_NAME_get_index_by_NID(subject, field, -1);
    if (at < 0)
        return std::nullopt;
    unsigned char* text = nullptr;
    const int size = ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at)));
    if (size < 0)
        return std::nullopt;
    std::string out{reinterpret_cast<char*>(text), static_cast<std::size_t>(size)};
    OPENSSL_free(text);
    return out;
}

bool addExtension(X509* certificate, X509* issuer, int kind, const std::string& value)
{
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    const Extension extension{X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str())};
    return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

/// A positive serial number of 127 random bits.
bool putSerial(X509* certificate)
{
    std::array<std::uint8_t, 16> bytes{};
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1)
        return false;
    bytes[0] = static_cast<std::uint8_t>((bytes[0] & 0x3F) | 0x40);
    const Number number{BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr)};
    return number && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr;
}

bool putTimes(X509* certificate, const Validity& validity)
{
    return validity.notBefore < validity.notAfter &&
           ASN1_TIME_set(X509_getm_notBefore(certificate), validity.notBefore.seconds()) != nullptr &&
           ASN1_TIME_set(X509_getm_notAfter(certificate), validity.notAfter.seconds()) != nullptr;
}

std::optional<UtcTime> timeOf(const ASN1_TIME* time)
{
    const std::unique_ptr<ASN1_TIME, Freeing<ASN1_TIME_free>> epoch{ASN1_TIME_set(nullptr, 0)};
    int days = 0;
    int seconds = 0;
    if (!epoch || ASN1_TIME_diff(&days, &seconds, epoch.get(), time) != 1)
        return std::nullopt;
    return UtcTime::fromSeconds(std::int64_t{days} * 86'400 + seconds);
}

Certificate parse(std::string_view pem)
{
    if (pem.size() > kPemMax)
        return nullptr;
    const Bio bio = bioOf(pem);
    return Certificate{PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)};
}

std::string pemOf(X509* certificate)
{
    const Bio bio{BIO_new(BIO_s_mem())};
    return PEM_write_bio_X509(bio.get(), certificate) == 1 ? takeText(bio.get()) : std::string{};
}

std::optional<std::string> hostList(const std::vector<std::string>& hosts)
{
    std::string list;
    for (const std::string& host : hosts) {
        const bool isAddress = host.find_first_not_of("0123456789.") == std::string::npos || host.contains(':');
        const bool known = std::ranges::all_of(host, [](char c) {
            return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '-' || c == ':';
        });
        if (host.empty() || !known)
            return std::nullopt;
        list += (list.empty() ? "" : ",") + std::string{isAddress ? "IP:" : "DNS:"} + host;
    }
    return list;
}

std::expected<CertificateInfo, CertificateError> infoOf(X509* certificate)
{
    using enum CertificateError;
    if (certificate == nullptr)
        return std::unexpected(Malformed);
    CertificateInfo info;
    const X509_NAME* const subject = X509_get_subject_name(certificate);
    const auto name = nameEntry(subject, NID_commonName);
    const auto notBefore = timeOf(X509_get0_notBefore(certificate));
    const auto notAfter = timeOf(X509_get0_notAfter(certificate));
    if (!name || !notBefore || !notAfter)
        return std::unexpected(Malformed);
    info.isAuthority = X509_check_ca(certificate) == 1;
    if (!info.isAuthority) {
        const auto unit = std::ranges::find(kUnits, nameEntry(subject, NID_organizationalUnitName).value_or(""));
        if (unit == kUnits.end())
            return std::unexpected(Malformed);
        info.use = static_cast<CertificateUse>(unit - kUnits.begin());
    }
    auto key = toPublicKey(X509_get0_pubkey(certificate));
    if (!key)
        return std::unexpected(WrongKey);
    const Number serial{ASN1_INTEGER_to_BN(X509_get0_serialNumber(certificate), nullptr)};
    const Text digits{serial ? BN_bn2hex(serial.get()) : nullptr};
    if (!digits)
        return std::unexpected(Malformed);
    info.name = *name;
    info.key = std::move(*key);
    info.serial = digits.get();
    std::ranges::transform(info.serial, info.serial.begin(),
                           [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
    info.notBefore = *notBefore;
    info.notAfter = *notAfter;
    return info;
}

} // namespace

std::string_view describe(CertificateError error)
{
    switch (error) {
    case CertificateError::Malformed:
        return "this is not a certificate of this exchange";
    case CertificateError::WrongKey:
        return "its key is not an RSA-3072 key that signed it";
    case CertificateError::NotIssued:
        return "no certificate could be issued for this name, host or time";
    case CertificateError::WrongIssuer:
        return "another authority issued it";
    case CertificateError::OutOfTime:
        return "it is not valid now";
    }
    return "unknown error";
}

Hash256 fingerprintOf(const PublicKey& key)
{
    return sha256(key.der);
}

std::string fingerprintText(const Hash256& fingerprint)
{
    std::string text;
    for (const char c : toHex(fingerprint)) {
        if (text.size() % 5 == 4)
            text += ' ';
        text += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    }
    return text;
}

std::optional<Hash256> parseFingerprint(std::string_view text)
{
    std::string digits;
    std::ranges::copy_if(text, std::back_inserter(digits), [](char c) { return c != ' '; });
    const auto bytes = fromHex(digits);
    Hash256 fingerprint{};
    if (!bytes || bytes->size() != fingerprint.size())
        return std::nullopt;
    std::ranges::copy(*bytes, fingerprint.begin());
    return fingerprint;
}

std::expected<std::string, CertificateError> makeRequest(const Signer& key, std::string_view name)
{
    const Pkey pkey = privateKeyOf(key);
    const Request request{X509_REQ_new()};
    if (!pkey || !request)
        return std::unexpected(CertificateError::WrongKey);
    const Bio bio{BIO_new(BIO_s_mem())};
    if (!putName(X509_REQ_get_subject_name(request.get()), name, {}) ||
        X509_REQ_set_pubkey(request.get(), pkey.get()) != 1 ||
        X509_REQ_sign(request.get(), pkey.get(), EVP_sha256()) == 0 ||
        PEM_write_bio_X509_REQ(bio.get(), request.get()) != 1)
        return std::unexpected(CertificateError::NotIssued);
    return takeText(bio.get());
}

std::expected<RequestInfo, CertificateError> readRequest(std::string_view pem)
{
    if (pem.size() > kPemMax)
        return std::unexpected(CertificateError::Malformed);
    const Bio bio = bioOf(pem);
    const Request request{PEM_read_bio_X509_REQ(bio.get(), nullptr, nullptr, nullptr)};
    if (!request)
        return std::unexpected(CertificateError::Malformed);
    EVP_PKEY* const pkey = X509_REQ_get0_pubkey(request.get());
    auto key = toPublicKey(pkey);
    if (!key || X509_REQ_verify(request.get(), pkey) != 1)
        return std::unexpected(CertificateError::WrongKey);
    const auto name = nameEntry(X509_REQ_get_subject_name(request.get()), NID_commonName);
    if (!name || name->empty() || name->size() > kNameMax)
        return std::unexpected(CertificateError::Malformed);
    return RequestInfo{*name, std::move(*key)};
}

std::expected<std::string, CertificateError> makeAuthority(const Signer& key, std::string_view name,
                                                           const Validity& validity)
{
    const Pkey pkey = privateKeyOf(key);
    const Certificate made{X509_new()};
    if (!pkey || !made)
        return std::unexpected(CertificateError::WrongKey);
    X509_NAME* const subject = X509_get_subject_name(made.get());
    const bool signedBySelf =
        X509_set_version(made.get(), X509_VERSION_3) == 1 && putSerial(made.get()) && putName(subject, name, {}) &&
        X509_set_issuer_name(made.get(), subject) == 1 && putTimes(made.get(), validity) &&
        X509_set_pubkey(made.get(), pkey.get()) == 1 &&
        addExtension(made.get(), made.get(), NID_basic_constraints, "critical,CA:TRUE,pathlen:0") &&
        addExtension(made.get(), made.get(), NID_key_usage, "critical,keyCertSign") &&
        addExtension(made.get(), made.get(), NID_subject_key_identifier, "hash") &&
        X509_sign(made.get(), pkey.get(), EVP_sha256()) != 0;
    if (!signedBySelf)
        return std::unexpected(CertificateError::NotIssued);
    return pemOf(made.get());
}

std::expected<std::string, CertificateError> issue(const CertificateOrder& order, const Signer& key,
                                                   std::string_view authorityPem)
{
    const Pkey pkey = privateKeyOf(key);
    const Pkey subjectKey = publicKeyOf(order.key);
    const Certificate authority = parse(authorityPem);
    const Certificate made{X509_new()};
    if (!authority)
        return std::unexpected(CertificateError::Malformed);
    if (!pkey || !subjectKey || !made || X509_check_private_key(authority.get(), pkey.get()) != 1)
        return std::unexpected(CertificateError::WrongKey);
    const bool isServer = order.use != CertificateUse::Participant;
    const std::string purposes = isServer ? "serverAuth,clientAuth" : "clientAuth";
    const auto hosts = hostList(order.hosts);
    X509* const issuer = authority.get();
    const bool issued =
        hosts && X509_set_version(made.get(), X509_VERSION_3) == 1 && putSerial(made.get()) &&
        putName(X509_get_subject_name(made.get()), order.name, kUnits[static_cast<std::size_t>(order.use)]) &&
        X509_set_issuer_name(made.get(), X509_get_subject_name(issuer)) == 1 && putTimes(made.get(), order.validity) &&
        X509_set_pubkey(made.get(), subjectKey.get()) == 1 &&
        addExtension(made.get(), issuer, NID_basic_constraints, "critical,CA:FALSE") &&
        addExtension(made.get(), issuer, NID_key_usage, "critical,digitalSignature") &&
        addExtension(made.get(), issuer, NID_ext_key_usage, purposes) &&
        addExtension(made.get(), issuer, NID_subject_key_identifier, "hash") &&
        addExtension(made.get(), issuer, NID_authority_key_identifier, "keyid:always") &&
        (hosts->empty() || addExtension(made.get(), issuer, NID_subject_alt_name, *hosts)) &&
        X509_sign(made.get(), pkey.get(), EVP_sha256()) != 0;
    if (!issued)
        return std::unexpected(CertificateError::NotIssued);
    return pemOf(made.get());
}

std::expected<CertificateInfo, CertificateError> readCertificate(std::string_view pem)
{
    return infoOf(parse(pem).get());
}

std::expected<CertificateInfo, CertificateError> readCertificateDer(ByteView der)
{
    const std::uint8_t* at = der.data();
    const Certificate certificate{d2i_X509(nullptr, &at, static_cast<long>(der.size()))};
    return infoOf(certificate.get());
}

std::expected<Bytes, CertificateError> certificateDer(std::string_view pem)
{
    const Certificate certificate = parse(pem);
    const int size = certificate ? i2d_X509(certificate.get(), nullptr) : 0;
    if (size <= 0)
        return std::unexpected(CertificateError::Malformed);
    Bytes der(static_cast<std::size_t>(size));
    std::uint8_t* at = der.data();
    i2d_X509(certificate.get(), &at);
    return der;
}

std::expected<CertificateInfo, CertificateError> verifyIssued(std::string_view pem, std::string_view authorityPem,
                                                              UtcTime at)
{
    const Certificate certificate = parse(pem);
    const Certificate authority = parse(authorityPem);
    if (!certificate || !authority)
        return std::unexpected(CertificateError::Malformed);
    if (X509_check_issued(authority.get(), certificate.get()) != X509_V_OK || X509_check_ca(authority.get()) != 1 ||
        X509_verify(certificate.get(), X509_get0_pubkey(authority.get())) != 1)
        return std::unexpected(CertificateError::WrongIssuer);
    auto info = infoOf(certificate.get());
    if (info && (at < info->notBefore || at > info->notAfter))
        return std::unexpected(CertificateError::OutOfTime);
    return info;
}

} // namespace dgex::crypto
