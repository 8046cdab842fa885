// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crypto/key_file.h"

#include "core/base/assert.h"
#include "core/base/encoding.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/rand.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>

namespace dgex::crypto {

namespace {

constexpr std::size_t kKeySize = 32;
constexpr std::size_t kSaltSize = 16;
constexpr std::size_t kNonceSize = 12;
constexpr std::size_t kTagSize = 16;
constexpr std::size_t kSealedMax = 1U << 16;
constexpr std::uint64_t kScryptN = 1U << 16;
constexpr std::uint64_t kScryptMemoryMax = 128ULL << 20;
constexpr std::size_t kSecretFileMin = 32;
constexpr std::size_t kSecretFileMax = 4096;
constexpr std::string_view kPlainKey = "-----BEGIN PRIVATE KEY-----";
constexpr std::string_view kSealUse = "DGEX key file";

using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;
using PkeyContext = std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)>;

std::unexpected<KeyFileError> fail(const std::filesystem::path& file, std::string_view reason)
{
    return std::unexpected(KeyFileError{file.string() + ": " + std::string{reason}});
}

int intOf(std::size_t size)
{
    return static_cast<int>(size);
}

bool hkdf(ByteView secret, ByteView salt, std::span<std::uint8_t> out)
{
    const PkeyContext context{EVP_PKEY_CTX_new_id(EVP_PKEY_HKDF, nullptr), EVP_PKEY_CTX_free};
    const auto use = viewOf(kSealUse);
    std::size_t size = out.size();
    return context && EVP_PKEY_derive_init(context.get()) == 1 &&
           EVP_PKEY_CTX_set_hkdf_md(context.get(), EVP_sha256()) == 1 &&
           EVP_PKEY_CTX_set1_hkdf_salt(context.get(), salt.data(), intOf(salt.size())) == 1 &&
           EVP_PKEY_CTX_set1_hkdf_key(context.get(), secret.data(), intOf(secret.size())) == 1 &&
           EVP_PKEY_CTX_add1_hkdf_info(context.get(), use.data(), intOf(use.size())) == 1 &&
           EVP_PKEY_derive(context.get(), out.data(), &size) == 1 && size == out.size();
}

Secret sealingKey(const SealKey& key, ByteView salt)
{
    Secret derived{kKeySize};
    const std::string_view text = key.secret.text();
    const bool made = key.kind == SealKind::Passphrase
                          ? EVP_PBE_scrypt(text.data(), text.size(), salt.data(), salt.size(), kScryptN, 8, 1,
                                           kScryptMemoryMax, derived.bytes().data(), derived.size()) == 1
                          : hkdf(key.secret.bytes(), salt, derived.bytes());
    DGEX_ASSERT(made);
    return derived;
}

struct Sealed {
    SealKind kind = SealKind::Passphrase;
    Bytes header; ///< Everything before the ciphertext.
    std::array<std::uint8_t, kSaltSize> salt{};
    std::array<std::uint8_t, kNonceSize> nonce{};
    Bytes ciphertext; ///< With its tag.
};

std::optional<Sealed> decodeSealed(ByteView bytes)
{
    Decoder decoder{bytes};
    decoder.domain("sealed");
    const std::uint8_t kind = decoder.u8();
    Sealed sealed;
    sealed.salt = decoder.array<kSaltSize>();
    sealed.nonce = decoder.array<kNonceSize>();
    const std::size_t headerSize = bytes.size() - decoder.remaining();
    sealed.ciphertext = decoder.blob(kSealedMax);
    if (!decoder.finished() || kind < 1 || kind > 2 || sealed.ciphertext.size() < kTagSize)
        return std::nullopt;
    sealed.kind = static_cast<SealKind>(kind);
    sealed.header.assign(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(headerSize));
    return sealed;
}

std::expected<Secret, KeyFileError> readWhole(const std::filesystem::path& file, std::size_t sizeMax)
{
    std::ifstream stream(file, std::ios::binary);
    if (!stream)
        return fail(file, std::strerror(errno));
    Secret bytes{sizeMax + 1};
    stream.read(reinterpret_cast<char*>(bytes.bytes().data()), static_cast<std::streamsize>(bytes.size()));
    const auto size = static_cast<std::size_t>(stream.gcount());
    if (size > sizeMax)
        return fail(file, "the file is too large");
    bytes.shorten(size);
    return bytes;
}

bool writeAll(int descriptor, ByteView bytes)
{
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return ::fsync(descriptor) == 0;
}

/// Best effort: journals and flash translation may keep former bytes.
void overwrite(const std::filesystem::path& file, std::size_t size)
{
    const int descriptor = ::open(file.c_str(), O_WRONLY | O_CLOEXEC);
    if (descriptor < 0)
        return;
    writeAll(descriptor, Bytes(size, 0));
    ::close(descriptor);
}

std::expected<std::unique_ptr<Signer>, KeyFileError> migratePlain(const Secret& pem, const std::filesystem::path& file,
                                                                  const SealKey& key)
{
    auto signer = readRsaSigner(pem.text());
    if (!signer)
        return fail(file, describe(signer.error()));
    // The old name keeps the plain bytes until the sealed ones are durable.
    std::filesystem::path plain = file;
    plain += ".plain";
    std::error_code error;
    std::filesystem::create_hard_link(file, plain, error);
    if (auto stored = storeKey(**signer, file, key); !stored)
        return std::unexpected(stored.error());
    if (!error) {
        overwrite(plain, pem.size());
        std::filesystem::remove(plain, error);
    }
    return std::move(*signer);
}

} // namespace

Bytes seal(ByteView plain, const SealKey& key)
{
    DGEX_ASSERT(plain.size() + kTagSize <= kSealedMax);
    std::array<std::uint8_t, kSaltSize> salt{};
    std::array<std::uint8_t, kNonceSize> nonce{};
    DGEX_ASSERT(RAND_bytes(salt.data(), intOf(salt.size())) == 1 && RAND_bytes(nonce.data(), intOf(nonce.size())) == 1);
    Encoder encoder;
    encoder.domain("sealed").u8(static_cast<std::uint8_t>(key.kind)).raw(salt).raw(nonce);
    const Secret derived = sealingKey(key, salt);
    const CipherContext context{EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free};
    Bytes ciphertext(plain.size() + kTagSize);
    int size = 0;
    const bool sealed =
        context &&
        EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, derived.bytes().data(), nonce.data()) == 1 &&
        EVP_EncryptUpdate(context.get(), nullptr, &size, encoder.bytes().data(), intOf(encoder.bytes().size())) == 1 &&
        EVP_EncryptUpdate(context.get(), ciphertext.data(), &size, plain.data(), intOf(plain.size())) == 1 &&
        EVP_EncryptFinal_ex(context.get(), ciphertext.data() + size, &size) == 1 &&
        EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, kTagSize, ciphertext.data() + plain.size()) == 1;
    DGEX_ASSERT(sealed);
    return encoder.blob(ciphertext).take();
}

std::optional<Secret> unseal(ByteView bytes, const SealKey& key)
{
    std::optional<Sealed> sealed = decodeSealed(bytes);
    if (!sealed || sealed->kind != key.kind)
        return std::nullopt;
    const Secret derived = sealingKey(key, sealed->salt);
    const CipherContext context{EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free};
    const std::size_t plainSize = sealed->ciphertext.size() - kTagSize;
    Secret plain{plainSize + 1};
    int size = 0;
    const bool opened =
        context &&
        EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, derived.bytes().data(), sealed->nonce.data()) ==
            1 &&
        EVP_DecryptUpdate(context.get(), nullptr, &size, sealed->header.data(), intOf(sealed->header.size())) == 1 &&
        EVP_DecryptUpdate(context.get(), plain.bytes().data(), &size, sealed->ciphertext.data(), intOf(plainSize)) ==
            1 &&
        EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, kTagSize, sealed->ciphertext.data() + plainSize) ==
            1 &&
        EVP_DecryptFinal_ex(context.get(), plain.bytes().data() + size, &size) == 1;
    if (!opened)
        return std::nullopt;
    plain.shorten(plainSize);
    return plain;
}

std::expected<SealKey, KeyFileError> readSecretFile(const std::filesystem::path& file, bool makeIfMissing)
{
    struct stat status{};
    if (::stat(file.c_str(), &status) != 0) {
        if (errno != ENOENT || !makeIfMissing)
            return fail(file, std::strerror(errno));
        Secret fresh{kSecretFileMin};
        DGEX_ASSERT(RAND_priv_bytes(fresh.bytes().data(), intOf(fresh.size())) == 1);
        if (auto stored = replaceFile(file, fresh.bytes(), 0600); !stored)
            return std::unexpected(stored.error());
        return SealKey{SealKind::SecretFile, std::move(fresh)};
    }
    if ((status.st_mode & 077) != 0)
        return fail(file, "others than its owner may read this secret; set its mode to 0600");
    if (status.st_uid != ::geteuid() && status.st_uid != 0)
        return fail(file, "this secret belongs to another user");
    auto secret = readWhole(file, kSecretFileMax);
    if (!secret)
        return std::unexpected(secret.error());
    if (secret->size() < kSecretFileMin)
        return fail(file, "a secret has at least 32 bytes");
    return SealKey{SealKind::SecretFile, std::move(*secret)};
}

std::expected<std::unique_ptr<Signer>, KeyFileError> readKeyFile(const std::filesystem::path& file, const SealKey& key)
{
    const auto bytes = readWhole(file, kSealedMax);
    if (!bytes)
        return std::unexpected(bytes.error());
    if (bytes->text().starts_with(kPlainKey))
        return migratePlain(*bytes, file, key);
    if (!decodeSealed(bytes->bytes()))
        return fail(file, "this is not a key file");
    const auto pem = unseal(bytes->bytes(), key);
    if (!pem)
        return fail(file, "the passphrase or secret does not open this key");
    auto signer = readRsaSigner(pem->text());
    if (!signer)
        return fail(file, describe(signer.error()));
    return std::move(*signer);
}

std::expected<void, KeyFileError> storeKey(const Signer& signer, const std::filesystem::path& file, const SealKey& key)
{
    const auto pem = exportPem(signer);
    if (!pem)
        return fail(file, describe(pem.error()));
    return replaceFile(file, seal(pem->bytes(), key), 0600);
}

std::expected<std::unique_ptr<Signer>, KeyFileError> openOrMakeKey(const std::filesystem::path& file,
                                                                   const SealKey& key)
{
    if (std::filesystem::exists(file))
        return readKeyFile(file, key);
    auto signer = makeRsaSigner();
    if (!signer)
        return fail(file, describe(signer.error()));
    if (auto stored = storeKey(**signer, file, key); !stored)
        return std::unexpected(stored.error());
    return std::move(*signer);
}

std::expected<void, KeyFileError> replaceFile(const std::filesystem::path& file, ByteView bytes, unsigned mode)
{
    std::filesystem::path partial = file;
    partial += ".partial";
    std::error_code ignored;
    if (file.has_parent_path())
        std::filesystem::create_directories(file.parent_path(), ignored);
    ::unlink(partial.c_str());
    const int descriptor = ::open(partial.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (descriptor < 0)
        return fail(partial, std::strerror(errno));
    const bool written = writeAll(descriptor, bytes);
    const int error = errno;
    ::close(descriptor);
    if (!written || ::rename(partial.c_str(), file.c_str()) != 0) {
        const int reason = written ? errno : error;
        ::unlink(partial.c_str());
        return fail(file, std::strerror(reason));
    }
    const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path{"."};
    if (const int place = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); place >= 0) {
        ::fsync(place);
        ::close(place);
    }
    return {};
}

} // namespace dgex::crypto
