// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: over the network everybody gets what is theirs and nothing else, and the API's document tells the truth.
// Method: a real server with mutual TLS; every operation of the document is called as the home itself, as another home,
// as the utility, as the operator, as a revoked home, as somebody unregistered, through a relay and by strangers to
// TLS.
#include "core/api/openapi.h"
#include "tests/support/api_network.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSslCertificate>
#include <QSslKey>
#include <QSslSocket>
#include <QtTest>

using namespace dgex;
using namespace std::chrono_literals;

namespace {

QLatin1StringView latin(const char* text)
{
    return QLatin1StringView{text};
}

/// One operation of the document with its example parameters.
struct Operation {
    QString id;
    api::HttpCall call;
    QStringList allowed;
    QList<int> statuses;
};

QJsonObject resolve(const QJsonObject& document, const QJsonObject& object)
{
    if (!object.contains(latin("$ref")))
        return object;
    QJsonObject at = document;
    for (const QString& step : object[latin("$ref")].toString().mid(2).split(u'/'))
        at = at[step].toObject();
    return at;
}

} // namespace

class TestHttpsAccess : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyOperationAnswersItsCallersAsTheDocumentSays_data();
    void everyOperationAnswersItsCallersAsTheDocumentSays();
    void noOperationIsMissingInTheDocument();
    void strangersToTheAuthorityGetNoConnection();
    void olderTlsGetsNoConnection();
    void aHomeSubmitsForItselfOnly();
    void aRelayReadsOnlyWithTheHomesSignature();
    void meterValuesMustBeThoseOfTheReading();

private:
    [[nodiscard]] QList<Operation> operations();
    [[nodiscard]] api::HttpReply ask(const test::Identity& who, const api::HttpCall& call,
                                     const api::HttpsClient::Headers& headers = {});
    [[nodiscard]] bool belongs(const Operation& operation, const QString& caller) const;
    [[nodiscard]] Bytes sheet(ParticipantId who, const test::Identity& key, std::uint64_t sequence) const
    {
        return test::signedTransaction(m_node->market, who, *key.key, sequence, ledger::TransactionType::SubmitSheet,
                                       test::sheetOf(test::kFirstTestRound.plus(1), market::Side::Buy, 5, 2000));
    }
    [[nodiscard]] static api::HttpCall submission(Bytes transaction,
                                                  std::optional<ledger::MeterValues> values = std::nullopt)
    {
        return api::toHttp(api::SubmitRequest{std::move(transaction), std::move(values)});
    }

    crypto::Library m_library;
    std::unique_ptr<test::TestAuthority> m_authority;
    std::map<QString, test::Identity> m_people;
    std::unique_ptr<test::TestNode> m_node;
    std::string m_fingerprint;
    std::map<QString, std::unique_ptr<api::HttpsClient>> m_clients;
};

void TestHttpsAccess::initTestCase()
{
    using enum crypto::CertificateUse;
    m_authority = std::make_unique<test::TestAuthority>();
    for (const char* name : {"operator", "utility", "self", "other", "revoked", "unregistered"})
        m_people[latin(name)] = m_authority->identity(name, Participant);
    m_people[latin("relay")] = m_authority->identity("gateway-1", Gateway);
    api::ServerLimits limits;
    limits.callsPerSecond = 1000;
    limits.callsAtOnce = 1000;
    m_node = std::make_unique<test::TestNode>(*m_authority, m_people[latin("operator")], m_people[latin("utility")],
                                              std::vector<const test::Identity*>{&m_people[latin("self")],
                                                                                 &m_people[latin("other")],
                                                                                 &m_people[latin("revoked")]},
                                              limits);
    m_node->enqueue(test::signedTransaction(
        m_node->market, {103}, *m_people[latin("revoked")].key, 1, ledger::TransactionType::RevokeParticipant,
        ledger::encode(ledger::RevokeParticipant{{103}, ledger::RevocationReason::Unspecified})));
    m_node->closeRound(test::kFirstTestRound);
    const auto newcomer = crypto::makeRsaSigner().value();
    m_fingerprint = toHex(crypto::fingerprintOf(newcomer->publicKey()));
    const api::EnrolmentRequest request{crypto::makeRequest(*newcomer, "Newcomer").value(), "M7", Power{10'000}};
    QCOMPARE(ask(m_people[latin("self")], {"POST", "/v1/enrolments", {}, api::toJson(request)}).status, 202);
}

api::HttpReply TestHttpsAccess::ask(const test::Identity& who, const api::HttpCall& call,
                                    const api::HttpsClient::Headers& headers)
{
    auto& client = m_clients[QString::fromStdString(who.certificate)];
    if (!client)
        client = api::HttpsClient::make(who.tls()).value();
    const api::PendingReply pending = client->start(m_node->endpoint(), call, headers, 10s);
    pending.waitUntil(std::chrono::steady_clock::now() + 10s);
    return pending.reply().value_or(api::HttpReply{0, pending.failure(), {}});
}

QList<Operation> TestHttpsAccess::operations()
{
    const QJsonObject document =
        QJsonDocument::fromJson(QByteArray::fromStdString(std::string{api::openApiDocument()})).object();
    QList<Operation> found;
    const QJsonObject paths = document[latin("paths")].toObject();
    for (auto path = paths.begin(); path != paths.end(); ++path) {
        const QJsonObject methods = path.value().toObject();
        for (auto method = methods.begin(); method != methods.end(); ++method) {
            const QJsonObject operation = method.value().toObject();
            QString way = path.key();
            QStringList query;
            for (const QJsonValue& value : operation[latin("parameters")].toArray()) {
                const QJsonObject parameter = resolve(document, value.toObject());
                const QString name = parameter[latin("name")].toString();
                const QString example = name == latin("fingerprint")
                                            ? QString::fromStdString(m_fingerprint)
                                            : parameter[latin("example")].toVariant().toString();
                if (parameter[latin("in")].toString() == latin("path"))
                    way.replace(u'{' + name + u'}', example);
                else
                    query << name + u'=' + example;
            }
            Operation one{operation[latin("operationId")].toString(),
                          {method.key().toUpper().toStdString(), way.toStdString(), query.join(u'&').toStdString(), {}},
                          {},
                          {}};
            for (const QJsonValue& who : operation[latin("x-allowed")].toArray())
                one.allowed << who.toString();
            for (const QString& status : operation[latin("responses")].toObject().keys())
                one.statuses << status.toInt();
            found << one;
        }
    }
    return found;
}

bool TestHttpsAccess::belongs(const Operation& operation, const QString& caller) const
{
    const bool registered = caller == latin("self") || caller == latin("other") || caller == latin("utility");
    return operation.allowed.contains(latin("anybody")) || operation.allowed.contains(caller) ||
           (registered && operation.allowed.contains(latin("participant")));
}

void TestHttpsAccess::everyOperationAnswersItsCallersAsTheDocumentSays_data()
{
    QTest::addColumn<QString>("operation");
    QTest::addColumn<QString>("caller");
    for (const Operation& operation : operations())
        for (const char* caller : {"self", "other", "utility", "operator", "revoked", "unregistered", "relay"})
            QTest::addRow("%s as %s", qPrintable(operation.id), caller) << operation.id << QString(latin(caller));
}

void TestHttpsAccess::everyOperationAnswersItsCallersAsTheDocumentSays()
{
    QFETCH(QString, operation);
    QFETCH(QString, caller);
    Operation wanted;
    for (const Operation& one : operations())
        if (one.id == operation)
            wanted = one;
    if (operation == latin("submit")) {
        static std::uint64_t sequence = 0;
        wanted.call = submission(sheet(test::kFirstTestHome, m_people[latin("self")], ++sequence));
    }
    if (operation == latin("checkPromise")) {
        ledger::Receipt receipt;
        receipt.home = test::kFirstTestHome;
        receipt.round = test::kFirstTestRound;
        wanted.call = api::toHttp(api::PromiseRequest{receipt});
    }
    const api::HttpReply reply = ask(m_people[caller], wanted.call);
    QVERIFY2(wanted.statuses.contains(reply.status), qPrintable(QString::number(reply.status)));
    QCOMPARE(reply.status != 403, belongs(wanted, caller));
    if (reply.status == 403 && reply.contentType == api::kAnswerType)
        QCOMPARE(std::get<api::ApiError>(*api::decodeAnswer(reply.body)), api::ApiError::NotAllowed);
}

void TestHttpsAccess::noOperationIsMissingInTheDocument()
{
    const QList<Operation> known = operations();
    const Period period = test::kFirstTestRound;
    for (const api::Request& request :
         {api::Request{api::SubmitRequest{}}, api::Request{api::HeadRequest{}}, api::Request{api::HeadRequest{0, 1}},
          api::Request{api::RoundRequest{period, {101}}}, api::Request{api::SettlementRequest{period.plus(1), {101}}},
          api::Request{api::TariffRequest{period, 4}}, api::Request{api::StandingRequest{{101}}},
          api::Request{api::BundleRequest{period.plus(1), {101}}}, api::Request{api::ConsistencyRequest{1, 2}},
          api::Request{api::PromiseRequest{}}, api::Request{api::CurvesRequest{period.plus(1)}}}) {
        const api::HttpCall call = api::toHttp(request);
        QVERIFY2(std::ranges::any_of(known,
                                     [&call](const Operation& one) {
                                         return one.call.method == call.method && one.call.path == call.path;
                                     }),
                 call.path.c_str());
    }
    const test::Identity& self = m_people[latin("self")];
    QCOMPARE(ask(self, {"GET", "/v1/participants", {}, {}}).status, 404);
    QCOMPARE(ask(self, {"GET", "/v2/head", {}, {}}).status, 404);
    QCOMPARE(ask(self, {"GET", "/v1/head", "after=x&wait=1", {}}).status, 400);
    QCOMPARE(ask(self, {"GET", "/v1/transactions", {}, {}}).status, 405);
    QCOMPARE(ask(self, {"POST", "/v1/transactions", {}, {1, 2, 3}}).status, 400);
}

void TestHttpsAccess::strangersToTheAuthorityGetNoConnection()
{
    const test::TestAuthority foreign;
    test::Identity stranger = foreign.identity("Stranger", crypto::CertificateUse::Participant);
    stranger.authority = m_authority->pem;
    QCOMPARE(ask(stranger, {"GET", "/v1/head", {}, {}}).status, 0);
    test::Identity nobody{crypto::makeRsaSigner().value(), {}, m_authority->pem};
    QCOMPARE(ask(nobody, {"GET", "/v1/head", {}, {}}).status, 0);
    // Nor does a home speak to a server of another authority.
    test::Identity misled = m_authority->identity("Misled", crypto::CertificateUse::Participant);
    misled.authority = foreign.pem;
    QCOMPARE(ask(misled, {"GET", "/v1/head", {}, {}}).status, 0);
    // A home's certificate is good for no server.
    api::HttpsServer::Options options;
    options.identity = m_people[latin("other")].tls();
    api::EnrolmentDesk desk{m_node->folder() / "other"};
    api::EnrolmentBackend backend{desk};
    std::unique_ptr<api::HttpsServer> server;
    m_node->run([&] { server = api::HttpsServer::listen(options, backend).value(); });
    const auto client = api::HttpsClient::make(m_people[latin("self")].tls()).value();
    const std::string endpoint = "https://127.0.0.1:" + std::to_string(server->port());
    QVERIFY(!client->call(endpoint, {"GET", "/v1/enrolments/00", {}, {}}, 3s).has_value());
    m_node->run([&] { server.reset(); });
}

void TestHttpsAccess::olderTlsGetsNoConnection()
{
    const test::Identity& self = m_people[latin("self")];
    for (const auto protocol : {QSsl::TlsV1_2, QSsl::TlsV1_3}) {
        QSslSocket socket;
        socket.setProtocol(protocol);
        socket.setLocalCertificate(QSslCertificate(QByteArray::fromStdString(self.certificate)));
        const crypto::Secret pem = crypto::exportPem(*self.key).value();
        socket.setPrivateKey(QSslKey(QByteArray(pem.text().data(), static_cast<qsizetype>(pem.size())), QSsl::Rsa));
        QSslConfiguration configuration = socket.sslConfiguration();
        configuration.setCaCertificates(QSslCertificate::fromData(QByteArray::fromStdString(m_authority->pem)));
        socket.setSslConfiguration(configuration);
        socket.connectToHostEncrypted(QStringLiteral("127.0.0.1"), m_node->server().port());
        QCOMPARE(socket.waitForEncrypted(5000), protocol == QSsl::TlsV1_3);
    }
}

void TestHttpsAccess::aHomeSubmitsForItselfOnly()
{
    const test::Identity& self = m_people[latin("self")];
    const test::Identity& other = m_people[latin("other")];
    QCOMPARE(ask(self, submission(sheet({102}, other, 50))).status, 403);
    const test::Identity& revoked = m_people[latin("revoked")];
    QCOMPARE(ask(revoked, submission(sheet({103}, revoked, 50))).status, 403);
    QCOMPARE(ask(m_people[latin("relay")], submission(sheet({103}, revoked, 50))).status, 403);
    QCOMPARE(ask(self, submission(sheet({101}, other, 50))).status, 422);
    QCOMPARE(ask(self, submission(sheet({101}, self, 50))).status, 200);
    Bytes changed = sheet({101}, self, 51);
    changed[changed.size() - 1] ^= 1;
    QCOMPARE(ask(self, submission(changed)).status, 422);
    QCOMPARE(ask(m_people[latin("relay")], submission(sheet({102}, other, 50))).status, 200);
    QCOMPARE(ask(m_people[latin("relay")], submission(sheet({999}, other, 50))).status, 403);
}

void TestHttpsAccess::aRelayReadsOnlyWithTheHomesSignature()
{
    const test::Identity& relay = m_people[latin("relay")];
    const api::HttpCall call = api::toHttp(api::StandingRequest{{101}});
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    const UtcTime at{std::chrono::duration_cast<std::chrono::milliseconds>(now).count()};
    const auto headers = [&](const api::HttpCall& what, const test::Identity& who, ParticipantId as, UtcTime when) {
        const auto signature = who.key->sign(api::callPreimage(what, m_node->market, as, when)).value();
        const QByteArray raw(reinterpret_cast<const char*>(signature.bytes.data()),
                             static_cast<qsizetype>(signature.bytes.size()));
        return api::HttpsClient::Headers{{"DGEX-Participant", std::to_string(as.number)},
                                         {"DGEX-Time", std::to_string(when.milliseconds())},
                                         {"DGEX-Signature", raw.toBase64().toStdString()}};
    };
    const test::Identity& self = m_people[latin("self")];
    QCOMPARE(ask(relay, call, headers(call, self, {101}, at)).status, 200);
    QCOMPARE(ask(relay, call).status, 403);
    QCOMPARE(ask(relay, call, headers(call, self, {101}, at - 3min)).status, 403);
    QCOMPARE(ask(relay, call, headers(call, self, {101}, at + 3min)).status, 403);
    QCOMPARE(ask(relay, call, headers(call, m_people[latin("other")], {101}, at)).status, 403);
    QCOMPARE(ask(relay, call, headers(call, m_people[latin("other")], {102}, at)).status, 403);
    const api::HttpCall another = api::toHttp(api::RoundRequest{test::kFirstTestRound, {101}});
    QCOMPARE(ask(relay, another, headers(call, self, {101}, at)).status, 403);
    // A home that is no relay cannot borrow another home's signature.
    QCOMPARE(ask(m_people[latin("other")], call, headers(call, self, {101}, at)).status, 403);
}

void TestHttpsAccess::meterValuesMustBeThoseOfTheReading()
{
    const test::Identity& self = m_people[latin("self")];
    ledger::MeterValues values;
    values.home = {101};
    values.period = test::kFirstTestRound.plus(1);
    values.imported = Energy{500};
    const ledger::MeterReading reading{values.home, values.period, ledger::ReadingKind::Provisional, hashOf(values)};
    const Bytes transaction = test::signedTransaction(m_node->market, {101}, *self.key, 60,
                                                      ledger::TransactionType::MeterReading, ledger::encode(reading));
    ledger::MeterValues forged = values;
    forged.imported = Energy{1};
    QCOMPARE(ask(self, submission(transaction, forged)).status, 422);
    QCOMPARE(ask(self, submission(sheet({101}, self, 61), values)).status, 422);
    QCOMPARE(ask(self, submission(transaction, values)).status, 200);
}

QTEST_GUILESS_MAIN(TestHttpsAccess)
#include "tst_https_access.moc"
