// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/identity_file.h"

#include "core/crypto/certificate.h"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <charconv>
#include <chrono>
#include <fstream>
#include <iterator>

namespace dgex::app {

namespace {

constexpr std::size_t kPassphraseMax = 1024;

/// Reads one line from the terminal without showing it.
std::optional<crypto::Secret> askPassphrase(const std::string& prompt)
{
    const int terminal = ::open("/dev/tty", O_RDWR | O_CLOEXEC);
    if (terminal < 0)
        return std::nullopt;
    termios before{};
    ::tcgetattr(terminal, &before);
    termios silent = before;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(terminal, TCSAFLUSH, &silent);
    [[maybe_unused]] ssize_t shown = ::write(terminal, prompt.data(), prompt.size());
    crypto::Secret line{kPassphraseMax};
    const ssize_t size = ::read(terminal, line.bytes().data(), line.size());
    ::tcsetattr(terminal, TCSAFLUSH, &before);
    shown = ::write(terminal, "\n", 1);
    ::close(terminal);
    if (size <= 1)
        return std::nullopt;
    line.shorten(static_cast<std::size_t>(size) - 1);
    return line;
}

} // namespace

IdentityPaths identityPaths(ConfigFile& config)
{
    return {config.path("key"), config.path("secret", ""), config.path("certificate"), config.path("authority")};
}

std::expected<std::string, std::string> readText(const std::filesystem::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    if (!stream)
        return std::unexpected(file.string() + ": the file cannot be read");
    return std::string{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

std::expected<crypto::SealKey, std::string> openSecret(const std::filesystem::path& secret,
                                                       const std::filesystem::path& key)
{
    if (!secret.empty()) {
        auto read = crypto::readSecretFile(secret, /*makeIfMissing=*/!std::filesystem::exists(key));
        if (!read)
            return std::unexpected(read.error().reason);
        return std::move(*read);
    }
    auto passphrase = askPassphrase("Passphrase of " + key.string() + ": ");
    if (!passphrase)
        return std::unexpected(key.string() +
                               ": no passphrase was given; name a secret file in the configuration or use a terminal");
    return crypto::SealKey{crypto::SealKind::Passphrase, std::move(*passphrase)};
}

std::expected<std::unique_ptr<crypto::Signer>, std::string> openKey(const IdentityPaths& paths)
{
    const auto seal = openSecret(paths.secret, paths.key);
    if (!seal)
        return std::unexpected(seal.error());
    auto key = crypto::openOrMakeKey(paths.key, *seal);
    if (!key)
        return std::unexpected(key.error().reason);
    return std::move(*key);
}

std::expected<OpenIdentity, std::string> openIdentity(const IdentityPaths& paths)
{
    auto key = openKey(paths);
    if (!key)
        return std::unexpected(key.error());
    auto certificate = readText(paths.certificate);
    if (!certificate)
        return std::unexpected(certificate.error());
    auto authority = readText(paths.authority);
    if (!authority)
        return std::unexpected(authority.error());
    const auto sinceEpoch = std::chrono::system_clock::now().time_since_epoch();
    const UtcTime now{std::chrono::duration_cast<std::chrono::milliseconds>(sinceEpoch).count()};
    const auto info = crypto::verifyIssued(*certificate, *authority, now);
    if (!info)
        return std::unexpected(paths.certificate.string() + ": " + std::string{describe(info.error())});
    if (info->key != (*key)->publicKey())
        return std::unexpected(paths.certificate.string() + ": it is over another key than " + paths.key.string());
    auto pem = crypto::exportPem(**key);
    if (!pem)
        return std::unexpected(paths.key.string() + ": " + std::string{describe(pem.error())});
    return OpenIdentity{std::move(*key), {std::move(*certificate), std::move(*pem), std::move(*authority)}};
}

std::pair<std::string, std::uint16_t> listenPlace(ConfigFile& config, std::string_view key)
{
    const std::string text = config.text(key);
    const std::size_t colon = text.rfind(':');
    std::uint16_t port = 0;
    bool good = colon != std::string::npos && colon > 0;
    if (good) {
        const char* const end = text.data() + text.size();
        const auto parsed = std::from_chars(text.data() + colon + 1, end, port);
        good = parsed.ec == std::errc{} && parsed.ptr == end && colon + 1 < text.size();
    }
    if (!good) {
        config.refuse(key, "address:port is expected");
        return {};
    }
    std::string address = text.substr(0, colon);
    if (address.starts_with('[') && address.ends_with(']'))
        address = address.substr(1, address.size() - 2);
    return {address, port};
}

} // namespace dgex::app
