// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/https_server.h"
#include "core/api/https_transport.h"
#include "core/api/node_backend.h"
#include "core/crypto/key_file.h"
#include "core/node/market_operator.h"
#include "core/node/utility_desk.h"

#include <QTemporaryDir>
#include <QThread>
#include <QTimer>

#include <chrono>
#include <map>
#include <memory>
#include <string>

namespace dgex::test {

/// A person or machine with a key and a certificate.
struct Identity {
    std::unique_ptr<crypto::Signer> key;
    std::string certificate;
    std::string authority; ///< That issued it.

    [[nodiscard]] api::TlsIdentity tls() const { return {certificate, crypto::exportPem(*key).value(), authority}; }
};

/// The operator's authority for certificates.
class TestAuthority {
public:
    /// One that lies on the disk.
    TestAuthority(std::unique_ptr<crypto::Signer> ownKey, std::string ownPem)
        : key(std::move(ownKey))
        , pem(std::move(ownPem))
    {
    }
    TestAuthority()
        : key(crypto::makeRsaSigner().value())
        , pem(crypto::makeAuthority(*key, "Test operator", validity()).value())
    {
    }
    [[nodiscard]] Identity identity(const std::string& name, crypto::CertificateUse use,
                                    std::unique_ptr<crypto::Signer> own = nullptr) const
    {
        Identity made{own ? std::move(own) : crypto::makeRsaSigner().value(), {}, pem};
        made.certificate =
            crypto::issue({name, use, made.key->publicKey(), validity(), {"127.0.0.1", "localhost"}}, *key, pem)
                .value();
        return made;
    }
    static crypto::Validity validity()
    {
        const auto now = std::chrono::system_clock::now().time_since_epoch();
        const UtcTime at{std::chrono::duration_cast<std::chrono::milliseconds>(now).count()};
        return {at - std::chrono::hours{1}, at + std::chrono::hours{24}};
    }

    std::unique_ptr<crypto::Signer> key;
    std::string pem;
};

inline constexpr ParticipantId kTestUtility{1};
inline constexpr ParticipantId kFirstTestHome{101};
inline constexpr Round kFirstTestRound{1'779'235'200};

/// One authority with its API server in a thread of its own; rounds close when the test says so.
class TestNode {
public:
    /// Opens a market with the utility and homes 101, 102, ... of these keys. A key of the authority may be given, so
    /// that several nodes sign alike.
    TestNode(const TestAuthority& authority, const Identity& marketOperator, const Identity& utility,
             const std::vector<const Identity*>& homes, api::ServerLimits limits = {})
        : m_identity(authority.identity("node-1", crypto::CertificateUse::Node))
        , m_key(crypto::makeRsaSigner().value())
    {
        market.bytes = {'t', 'e', 's', 't', ' ', 'a', 'p', 'i'};
        m_thread.start();
        m_place.moveToThread(&m_thread);
        run([&] { open(marketOperator, utility, homes, limits); });
    }
    ~TestNode()
    {
        close();
        m_thread.quit();
        m_thread.wait();
    }
    TestNode(const TestNode&) = delete;
    TestNode& operator=(const TestNode&) = delete;

    /// Ends the node; its ledger file stays until the object goes.
    void close()
    {
        run([this] {
            m_commits.reset();
            m_server.reset();
            m_way.reset();
            m_backend.reset();
            m_registry.reset();
            m_utility.reset();
            m_operator.reset();
            m_node.reset();
        });
    }
    /// Runs in the node's thread and waits.
    template <class Action>
    void run(Action&& action)
    {
        QMetaObject::invokeMethod(&m_place, std::forward<Action>(action), Qt::BlockingQueuedConnection);
    }
    void commit()
    {
        run([this] { commitHere(); });
    }
    void enqueue(const Bytes& transaction)
    {
        run([&] { m_node->enqueue(transaction); });
    }
    void closeRound(Round round)
    {
        run([&] {
            DGEX_ASSERT(m_operator->closeRound(round));
            commitHere();
        });
    }
    [[nodiscard]] std::string endpoint() const { return "https://127.0.0.1:" + std::to_string(m_server->port()); }
    /// Where homes without a certificate ask for one.
    [[nodiscard]] std::string enrolEndpoint() const { return "https://127.0.0.1:" + std::to_string(m_way->port()); }
    /// Closes what is due at a time, settles what ended and publishes the prices to come.
    void closeDue(UtcTime now)
    {
        run([&] { closeDueHere(now); });
    }
    [[nodiscard]] ledger::TrustAnchor anchor() const { return {market, {m_key->publicKey()}, 1}; }
    [[nodiscard]] node::Authority& authority() { return *m_node; }
    [[nodiscard]] api::NodeBackend& backend() { return *m_backend; }
    [[nodiscard]] api::HttpsServer& server() { return *m_server; }
    [[nodiscard]] std::filesystem::path folder() const { return m_folder.path().toStdString(); }

    MarketId market;

private:
    void closeDueHere(UtcTime now)
    {
        const ledger::LedgerState& state = m_node->state();
        const Round due = Period::containing(now);
        for (Round next = state.lastClosedRound() ? state.lastClosedRound()->plus(1) : due; next <= due;
             next = next.plus(1)) {
            DGEX_ASSERT(m_utility->publish(next, next.plus(98)) && m_operator->closeRound(next));
            commitHere();
            const std::set<Period> unsettled = state.unsettledPeriods();
            for (const Period period : unsettled)
                if (period < next.plus(-1))
                    DGEX_ASSERT(m_operator->settle(period));
            commitHere();
        }
        commitHere();
    }
    void commitHere()
    {
        DGEX_ASSERT(m_node->commit());
        m_backend->blockArrived(m_node->state().height());
    }
    void open(const Identity& marketOperator, const Identity& utility, const std::vector<const Identity*>& homes,
              const api::ServerLimits& limits)
    {
        auto file = storage::LedgerFile::open((folder() / "node.ledger").string()).value();
        m_node = std::move(node::Authority::open(node::Authority::embedded(file, *m_key, market)).value());
        m_operator = std::make_unique<node::MarketOperator>(*m_node, *marketOperator.key, market);
        DGEX_ASSERT(m_operator->openMarket({}, {m_key->publicKey()}, 1));
        enrol(kTestUtility, ledger::Role::Utility, utility);
        for (std::size_t i = 0; i < homes.size(); ++i)
            enrol({kFirstTestHome.number + i}, ledger::Role::Home, *homes[i]);
        m_utility = std::make_unique<node::UtilityDesk>(*m_node, *utility.key, market, kTestUtility, [](Period period) {
            return ledger::TariffPeriod{period, Price{3000}, Price{800}, Price{3500}, Price{400}};
        });
        DGEX_ASSERT(m_utility->publish(kFirstTestRound, kFirstTestRound.plus(98)));
        DGEX_ASSERT(m_node->commit());
        m_registry = std::make_unique<api::LedgerRegistry>(m_node->state());
        m_desk = std::make_unique<api::EnrolmentDesk>(folder() / "enrolments");
        m_backend = std::make_unique<api::NodeBackend>(
            api::NodeBackend::Parts{m_node.get(), m_registry.get(), market, m_desk.get(), {}});
        m_enrolment = std::make_unique<api::EnrolmentBackend>(*m_desk);
        m_way = api::HttpsServer::listen({.address = "127.0.0.1",
                                          .port = 0,
                                          .identity = m_identity.tls(),
                                          .asksForCertificate = false,
                                          .limits = limits},
                                         *m_enrolment)
                    .value();
        m_server = api::HttpsServer::listen({.address = "127.0.0.1",
                                             .port = 0,
                                             .identity = m_identity.tls(),
                                             .asksForCertificate = true,
                                             .limits = limits},
                                            *m_backend)
                       .value();
        // A sheet is answered once it stands in the log.
        m_commits = std::make_unique<QTimer>();
        QObject::connect(m_commits.get(), &QTimer::timeout, [this] {
            if (m_node->pendingCount() > 0)
                commitHere();
        });
        m_commits->start(20);
    }
    void enrol(ParticipantId number, ledger::Role role, const Identity& who)
    {
        DGEX_ASSERT(m_operator->enrol({number, role, who.key->publicKey(), "M", Power{10'000}}));
    }

    QTemporaryDir m_folder;
    QThread m_thread;
    QObject m_place;
    Identity m_identity;
    std::unique_ptr<crypto::Signer> m_key;
    std::unique_ptr<node::Authority> m_node;
    std::unique_ptr<node::MarketOperator> m_operator;
    std::unique_ptr<api::LedgerRegistry> m_registry;
    std::unique_ptr<api::EnrolmentDesk> m_desk;
    std::unique_ptr<api::NodeBackend> m_backend;
    std::unique_ptr<node::UtilityDesk> m_utility;
    std::unique_ptr<api::EnrolmentBackend> m_enrolment;
    std::unique_ptr<api::HttpsServer> m_way;
    std::unique_ptr<api::HttpsServer> m_server;
    std::unique_ptr<QTimer> m_commits;
};

/// A signed transaction of a participant.
inline Bytes signedTransaction(const MarketId& market, ParticipantId who, const crypto::Signer& key,
                               std::uint64_t sequence, ledger::TransactionType type, Bytes payload)
{
    return ledger::encode(ledger::sign({market, type, who, sequence, std::move(payload), {}}, key).value());
}

/// A sheet with one order.
inline Bytes sheetOf(Round round, market::Side side, std::int64_t lots, std::int64_t ticks)
{
    market::BidSheet sheet;
    sheet.round = round;
    sheet.orders.push_back({.period = round.plus(1),
                            .side = side,
                            .energyClass = market::EnergyClass::Any,
                            .quantity = Lots{lots},
                            .limit = Price{ticks}});
    return market::encode(sheet);
}

} // namespace dgex::test
