// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/node/network_setup.h"

#include "app/node/node_process.h"
#include "core/crypto/certificate.h"
#include "core/crypto/hash.h"
#include "core/crypto/key_file.h"

#include <QHostAddress>

#include <algorithm>
#include <format>

namespace dgex::app {

namespace {

constexpr std::chrono::hours kValidity{24 * 365 * 10};
constexpr std::uint16_t kMetricsAbove = 100;
constexpr std::uint16_t kEnrolAbove = 200;
constexpr std::uint16_t kDefaultPort = 8443;
constexpr std::uint32_t kDesks = 2;
constexpr const char* kLoopback = "127.0.0.1";

bool isAddress(const std::string& host)
{
    return !QHostAddress{QString::fromStdString(host)}.isNull();
}

/// Thrown within this file alone.
struct SetupError {
    std::string reason;
};

template <class T, class Error>
T need(std::expected<T, Error> value, const std::string& what)
{
    if (!value)
        throw SetupError{what};
    return std::move(*value);
}

void write(const std::filesystem::path& file, std::string_view text, unsigned mode = 0644)
{
    if (const auto done = crypto::replaceFile(file, viewOf(text), mode); !done)
        throw SetupError{done.error().reason};
}

void store(const crypto::Signer& key, const std::filesystem::path& file)
{
    const auto secret = crypto::readSecretFile(file.parent_path() / "node.secret", /*makeIfMissing=*/true);
    if (!secret)
        throw SetupError{secret.error().reason};
    if (const auto done = crypto::storeKey(key, file, *secret); !done)
        throw SetupError{done.error().reason};
}

std::string listOf(const std::vector<std::string>& texts)
{
    std::string list;
    for (const std::string& text : texts)
        list += std::format("{}\"{}\"", list.empty() ? "" : ", ", text);
    return "[" + list + "]";
}

class Setup {
public:
    explicit Setup(const NetworkOrder& order)
        : m_order(order)
        , m_operator(need(crypto::makeRsaSigner(), "no key could be made"))
        , m_root(need(crypto::makeRsaSigner(), "no key could be made"))
    {
        const Hash256 fingerprint = crypto::sha256(m_operator->publicKey().der);
        m_market = toHex(ByteView{fingerprint}.first<16>());
        const UtcTime now = SystemClock{}.now();
        m_validity = {now - std::chrono::hours{1}, now + kValidity};
        m_rootPem = need(crypto::makeAuthority(*m_root, "DGEX " + m_market.substr(0, 8), m_validity),
                         "no certificate could be made");
        const std::uint32_t faults = (order.authorities - 1) / 3;
        m_threshold = (order.authorities + faults) / 2 + 1;
    }

    void run()
    {
        for (std::uint32_t i = 0; i < m_order.authorities; ++i) {
            m_keys.push_back(need(crypto::makeRsaSigner(), "no key could be made"));
            m_publicKeys.push_back(toHex(m_keys.back()->publicKey().der));
        }
        for (std::uint32_t i = 0; i < m_order.authorities; ++i)
            makeNode(i);
        const std::string pins = std::format("version = 1\nmarket = \"{}\"\nthreshold = {}\nauthorities = {}\n",
                                             m_market, m_threshold, listOf(m_publicKeys));
        makeOperator(pins);
        write(m_order.folder / "pins.toml", pins);
    }

private:
    void makeOperator(const std::string& pins) const
    {
        const std::filesystem::path folder = m_order.folder / "operator";
        std::filesystem::create_directories(folder);
        store(*m_root, folder / "ca.key");
        store(*m_operator, folder / "operator.key");
        write(folder / "ca.pem", m_rootPem);
        write(folder / "pins.toml", pins);
        const crypto::CertificateOrder certificate{.name = "operator",
                                                   .use = crypto::CertificateUse::Participant,
                                                   .key = m_operator->publicKey(),
                                                   .validity = m_validity,
                                                   .hosts = {}};
        write(folder / "operator.pem",
              need(crypto::issue(certificate, *m_root, m_rootPem), "no certificate was issued"));
        write(folder / "operator.toml",
              std::format("version = 1\nkey = \"operator.key\"\nsecret = \"node.secret\"\n"
                          "certificate = \"operator.pem\"\nauthority = \"ca.pem\"\nauthority_key = \"ca.key\"\n"
                          "node = \"https://{}:{}\"\nauthorities = \"pins.toml\"\n",
                          m_order.hosts.empty() ? kLoopback : m_order.hosts.front(),
                          m_order.firstPort == 0 ? kDefaultPort : m_order.firstPort));
    }
    void makeNode(std::uint32_t i)
    {
        const std::string name = "node" + std::to_string(i + 1);
        const std::filesystem::path folder = m_order.authorities == 1 ? m_order.folder : m_order.folder / name;
        std::filesystem::create_directories(folder);
        store(*m_keys[i], folder / "authority.key");
        if (i < kDesks)
            store(*m_operator, folder / "operator.key");
        if (i == 0)
            store(*need(crypto::makeRsaSigner(), "no key could be made"), folder / "utility.key");
        write(folder / "ca.pem", m_rootPem);
        crypto::CertificateOrder certificate{.name = name,
                                             .use = crypto::CertificateUse::Node,
                                             .key = m_keys[i]->publicKey(),
                                             .validity = m_validity,
                                             .hosts = {kLoopback, "localhost", name}};
        if (!m_order.hosts.empty() && m_order.hosts[i] != kLoopback)
            certificate.hosts.push_back(m_order.hosts[i]);
        write(folder / "node.pem", need(crypto::issue(certificate, *m_root, m_rootPem), "no certificate was issued"));
        write(folder / "node.toml", configOf(i));
    }

    [[nodiscard]] std::string configOf(std::uint32_t i) const
    {
        std::string text = std::format("version = 1\nfolder = \".\"\nmarket = \"{}\"\n\n[authority]\n"
                                       "key = \"authority.key\"\n\n",
                                       m_market);
        if (i < kDesks)
            text += std::format("[operator]\nkey = \"operator.key\"\nthreshold = {}\nauthorities = {}\n\n", m_threshold,
                                listOf(m_publicKeys));
        if (i == 0)
            text += "[utility]\nkey = \"utility.key\"\nparticipant = 1\nretail = \"30.00\"\nfeed_in = \"8.00\"\n"
                    "imbalance_short = \"35.00\"\nimbalance_long = \"4.00\"\n\n";
        text += m_order.endpoints.empty()
                    ? "[sequencer]\nkind = \"sqlite\"\n"
                    : std::format("[sequencer]\nkind = \"etcd\"\nendpoints = {}\n", listOf(m_order.endpoints));
        if (m_order.firstPort == 0)
            return text;
        const bool isHere = m_order.hosts.empty();
        const auto port = static_cast<std::uint16_t>(m_order.firstPort + (isHere ? i : 0));
        // A name may stand for several addresses.
        const std::string address = isHere ? kLoopback : isAddress(m_order.hosts[i]) ? m_order.hosts[i] : "0.0.0.0";
        text +=
            std::format("\n[api]\nlisten = \"{}:{}\"\ncertificate = \"node.pem\"\nca = \"ca.pem\"\n", address, port);
        if (i == 0)
            text += std::format("enrol = \"{}:{}\"\n", address, port + kEnrolAbove);
        text += std::format("\n[metrics]\nlisten = \"{}:{}\"\n", kLoopback, port + kMetricsAbove);
        return text;
    }

    const NetworkOrder& m_order;
    std::unique_ptr<crypto::Signer> m_operator;
    std::unique_ptr<crypto::Signer> m_root;
    std::string m_market;
    crypto::Validity m_validity;
    std::string m_rootPem;
    std::uint32_t m_threshold = 1;
    std::vector<std::unique_ptr<crypto::Signer>> m_keys;
    std::vector<std::string> m_publicKeys;
};

} // namespace

std::expected<void, std::string> setUpNetwork(const NetworkOrder& order)
{
    if (order.endpoints.empty() && order.authorities != 1)
        return std::unexpected("several authorities need an etcd cluster");
    if (!order.hosts.empty() && order.hosts.size() != order.authorities)
        return std::unexpected("every authority has one host");
    if (std::filesystem::exists(order.folder / "pins.toml"))
        return {};
    try {
        Setup{order}.run();
        return {};
    } catch (const SetupError& error) {
        return std::unexpected(error.reason);
    } catch (const std::filesystem::filesystem_error& error) {
        return std::unexpected(std::string{error.what()});
    }
}

} // namespace dgex::app
