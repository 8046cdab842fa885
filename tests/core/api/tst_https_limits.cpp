// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: nobody can make a server store, wait or work without bound, and saying a thing twice does it once. Method: a
// real server with small limits; raw TLS connections that send too much, too slowly, too often or nothing.
#include "core/api/server_thread.h"
#include "tests/support/api_network.h"

#include <QSslCertificate>
#include <QSslKey>
#include <QSslSocket>
#include <QTcpSocket>
#include <QtTest>

using namespace dgex;
using namespace std::chrono_literals;

namespace {

api::ServerLimits smallLimits()
{
    api::ServerLimits limits;
    limits.connectionsMax = 8;
    limits.requestBytesMax = 64 * 1024;
    limits.arrivalMax = 700ms;
    limits.idleMax = 900ms;
    limits.answerMax = 3s;
    limits.callsPerSecond = 5;
    limits.callsAtOnce = 10;
    return limits;
}

/// Answers at once, in the thread that made its server.
class PromptBackend final : public api::Backend {
public:
    void handle(const api::Call&, Reply reply) override { reply(api::replyOf(api::HeadAnswer{})); }
};

} // namespace

class TestHttpsLimits : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { QTest::qWait(1300); } // The callers' shares fill up again, silent connections end.
    void aRequestAboveTheLimitEndsTheConnection();
    void aClaimedLengthReservesNothing();
    void aSlowRequestEndsTheConnection();
    void aSilentConnectionEnds();
    void connectionsAboveTheLimitAreClosed();
    void aCallerAboveItsRateIsAskedToWait();
    void aLongPollAnswersWithTheBlock();
    void aLongPollEndsWithItsTime();
    void aRepeatedSubmissionIsAnsweredAlikeAndCountsOnce();
    void aBusyNodeStillAnswersInTime();

private:
    [[nodiscard]] std::unique_ptr<QSslSocket> connection() const;
    [[nodiscard]] int status(const api::HttpCall& call) const
    {
        const auto reply = m_client->call(m_node->endpoint(), call, 10s);
        if (!reply)
            qWarning("%s", reply.error().c_str());
        return reply ? reply->status : 0;
    }

    crypto::Library m_library;
    std::unique_ptr<test::TestAuthority> m_authority;
    test::Identity m_operator;
    test::Identity m_utility;
    test::Identity m_home;
    std::unique_ptr<test::TestNode> m_node;
    std::unique_ptr<api::HttpsClient> m_client;
};

void TestHttpsLimits::initTestCase()
{
    m_authority = std::make_unique<test::TestAuthority>();
    using enum crypto::CertificateUse;
    m_operator = m_authority->identity("operator", Participant);
    m_utility = m_authority->identity("utility", Participant);
    m_home = m_authority->identity("home", Participant);
    m_node = std::make_unique<test::TestNode>(*m_authority, m_operator, m_utility,
                                              std::vector<const test::Identity*>{&m_home}, smallLimits());
    m_client = api::HttpsClient::make(m_home.tls()).value();
}

std::unique_ptr<QSslSocket> TestHttpsLimits::connection() const
{
    auto socket = std::make_unique<QSslSocket>();
    QSslConfiguration configuration = socket->sslConfiguration();
    configuration.setProtocol(QSsl::TlsV1_3);
    configuration.setCaCertificates(QSslCertificate::fromData(QByteArray::fromStdString(m_authority->pem)));
    configuration.setLocalCertificate(QSslCertificate(QByteArray::fromStdString(m_home.certificate)));
    const crypto::Secret pem = crypto::exportPem(*m_home.key).value();
    configuration.setPrivateKey(QSslKey(QByteArray(pem.text().data(), static_cast<qsizetype>(pem.size())), QSsl::Rsa));
    socket->setSslConfiguration(configuration);
    socket->connectToHostEncrypted(QStringLiteral("127.0.0.1"), m_node->server().port());
    return socket->waitForEncrypted(5000) ? std::move(socket) : nullptr;
}

void TestHttpsLimits::aRequestAboveTheLimitEndsTheConnection()
{
    const auto socket = connection();
    QVERIFY(socket);
    socket->write("POST /v1/transactions HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n");
    socket->write(QByteArray(100'000, 'x'));
    QVERIFY(socket->state() == QAbstractSocket::UnconnectedState || socket->waitForDisconnected(5000));
    QVERIFY(!socket->readAll().contains("200"));
}

void TestHttpsLimits::aClaimedLengthReservesNothing()
{
    const auto socket = connection();
    QVERIFY(socket);
    socket->write("POST /v1/transactions HTTP/1.1\r\nHost: x\r\nContent-Length: 999999999999\r\n\r\nabc");
    QVERIFY(socket->waitForDisconnected(5000));
    QCOMPARE(status(api::toHttp(api::HeadRequest{})), 200);
}

void TestHttpsLimits::aSlowRequestEndsTheConnection()
{
    const auto socket = connection();
    QVERIFY(socket);
    QElapsedTimer timer;
    timer.start();
    for (const char c : QByteArray("GET /v1/head HTTP/1.1\r\nHost: a-slow-one\r\n")) {
        socket->write(&c, 1);
        socket->waitForBytesWritten(50);
        if (socket->waitForDisconnected(50))
            break;
    }
    QVERIFY(socket->state() == QAbstractSocket::UnconnectedState);
    QVERIFY(timer.elapsed() < 2500);
}

void TestHttpsLimits::aSilentConnectionEnds()
{
    const auto socket = connection();
    QVERIFY(socket);
    QVERIFY(socket->waitForDisconnected(3000));
    QTcpSocket withoutTls;
    withoutTls.connectToHost(QStringLiteral("127.0.0.1"), m_node->server().port());
    QVERIFY(withoutTls.waitForConnected(1000));
    QVERIFY(withoutTls.waitForDisconnected(5000));
}

void TestHttpsLimits::connectionsAboveTheLimitAreClosed()
{
    std::vector<std::unique_ptr<QTcpSocket>> sockets;
    for (int i = 0; i < 20; ++i) {
        sockets.push_back(std::make_unique<QTcpSocket>());
        sockets.back()->connectToHost(QStringLiteral("127.0.0.1"), m_node->server().port());
        QVERIFY(sockets.back()->waitForConnected(1000));
    }
    QVERIFY(sockets.back()->state() == QAbstractSocket::UnconnectedState || sockets.back()->waitForDisconnected(500));
    std::size_t open = 0;
    m_node->run([&] { open = m_node->server().connections(); });
    QVERIFY(open <= 8);
    // They never came to TLS, and make room all the same.
    const auto emptied = [this] {
        std::size_t count = 1;
        m_node->run([&] { count = m_node->server().connections(); });
        return count == 0;
    };
    QVERIFY(QTest::qWaitFor(emptied, 5000));
    QCOMPARE(status(api::toHttp(api::HeadRequest{})), 200);
}

void TestHttpsLimits::aCallerAboveItsRateIsAskedToWait()
{
    int accepted = 0;
    int refused = 0;
    for (int i = 0; i < 20; ++i) {
        const int answer = status(api::toHttp(api::HeadRequest{}));
        accepted += answer == 200;
        refused += answer == 429;
    }
    QCOMPARE(accepted + refused, 20);
    QVERIFY(accepted >= 10);
    QVERIFY(refused >= 1);
    const auto other = api::HttpsClient::make(m_utility.tls()).value();
    QCOMPARE(other->call(m_node->endpoint(), api::toHttp(api::HeadRequest{}), 5s)->status, 200);
}

void TestHttpsLimits::aLongPollAnswersWithTheBlock()
{
    const std::uint64_t height = m_node->authority().state().height();
    const api::PendingReply poll =
        m_client->start(m_node->endpoint(), api::toHttp(api::HeadRequest{height, 20}), {}, 25s);
    QVERIFY(!poll.waitUntil(std::chrono::steady_clock::now() + 300ms));
    m_node->closeRound(test::kFirstTestRound);
    QVERIFY(poll.waitUntil(std::chrono::steady_clock::now() + 2s));
    const auto answer = api::decodeAnswer(poll.reply()->body);
    QCOMPARE(std::get<api::HeadAnswer>(*answer).height, height + 1);
    // What is there already does not wait.
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(status(api::toHttp(api::HeadRequest{height, 20})), 200);
    QVERIFY(timer.elapsed() < 2000);
}

void TestHttpsLimits::aLongPollEndsWithItsTime()
{
    const std::uint64_t height = m_node->authority().state().height();
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(status(api::toHttp(api::HeadRequest{height, 1})), 200);
    QVERIFY(timer.elapsed() >= 900 && timer.elapsed() < 4000);
}

void TestHttpsLimits::aRepeatedSubmissionIsAnsweredAlikeAndCountsOnce()
{
    const Bytes transaction = test::signedTransaction(
        m_node->market, test::kFirstTestHome, *m_home.key, 1, ledger::TransactionType::SubmitSheet,
        test::sheetOf(test::kFirstTestRound.plus(1), market::Side::Buy, 5, 2000));
    const std::uint64_t before = m_node->authority().state().logSize();
    const api::HttpCall call = api::toHttp(api::SubmitRequest{transaction, std::nullopt});
    for (int i = 0; i < 3; ++i)
        QCOMPARE(status(call), 200);
    m_node->commit();
    QCOMPARE(status(call), 200);
    m_node->commit();
    QCOMPARE(m_node->authority().state().logSize(), before + 1);
}

void TestHttpsLimits::aBusyNodeStillAnswersInTime()
{
    const test::Identity node = m_authority->identity("busy", crypto::CertificateUse::Node);
    PromptBackend backend;
    api::HttpsServer::Options options;
    options.identity = node.tls();
    options.limits = smallLimits();
    options.limits.answerMax = 500ms;
    const auto server = api::ServerThread::listen(options, backend).value();
    const std::string endpoint = "https://127.0.0.1:" + std::to_string(server->port());
    // This thread, the backend's, waits for its own answer as it would execute a long block.
    QElapsedTimer timer;
    timer.start();
    const auto late = m_client->call(endpoint, api::toHttp(api::HeadRequest{}), 10s);
    QVERIFY2(late.has_value(), late ? "" : late.error().c_str());
    QCOMPARE(late->status, 503);
    QVERIFY2(timer.elapsed() < 5'000, "the deadline of the request passed");
    // Once it has time again, it answers.
    const api::PendingReply pending = m_client->start(endpoint, api::toHttp(api::HeadRequest{}), {}, 10s);
    QVERIFY(QTest::qWaitFor([&] { return pending.ended(); }, 10'000));
    QVERIFY(pending.reply().has_value());
    QCOMPARE(pending.reply()->status, 200);
}

QTEST_GUILESS_MAIN(TestHttpsLimits)
#include "tst_https_limits.moc"
