// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: kill -9 of etcd's leader, of any authority and of everything at once, under load, loses and doubles nothing
// that was acknowledged; homes go on by themselves, and all authorities end on the same roots. Method: real etcd
// members and real dgexd nodes on loopback, set up and joined by the program's own commands; homes hand in sheets by
// HTTPS to two authorities at a time. DGEX_KILLS sets how often something is killed, DGEX_SEED what is killed.
#include "core/api/enrolment.h"
#include "core/base/text.h"
#include "core/crypto/key_file.h"
#include "core/node/sqlite_node_store.h"
#include "core/storage/verify_ledger.h"
#include "tests/support/dgexd_run.h"
#include "tests/support/etcd_cluster.h"
#include "tests/support/home_client.h"
#include "tests/support/random_stream.h"

#include <QFile>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

using namespace dgex;
using namespace dgex::test;

namespace {

constexpr int kAuthorities = 4;
constexpr int kHomes = 6;
constexpr int kSettleMilliseconds = 90'000;
constexpr std::size_t kSheetsBetweenKills = 30;

/// The first of four free ports, with those of metrics and enrolment above them.
quint16 freePorts()
{
    for (quint16 base = 20'000 + static_cast<quint16>(QCoreApplication::applicationPid() % 20'000);; base += 7) {
        std::vector<std::unique_ptr<QTcpServer>> taken;
        const auto take = [&taken](int port) {
            taken.push_back(std::make_unique<QTcpServer>());
            return taken.back()->listen(QHostAddress::LocalHost, static_cast<quint16>(port));
        };
        bool free = take(base + 200);
        for (int i = 0; i < kAuthorities; ++i)
            free = free && take(base + i) && take(base + 100 + i);
        if (free)
            return base;
    }
}

} // namespace

class TestCluster : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void homesJoinByTheProgramsCommands();
    void participantsAreRenewedAndRevokedByTheProgramsCommands();
    void nothingAcknowledgedIsLostOrDoubledByKilling();
    void allAuthoritiesEndOnTheSameRoots();
    void aFollowerComesToTheSameRoots();

private:
    void startNode(int number);
    void killNode(int number);
    [[nodiscard]] QString path(const QString& name) const { return m_folder.filePath(name); }
    [[nodiscard]] QString folderOf(int number) const { return path(QStringLiteral("network/node%1").arg(number + 1)); }
    [[nodiscard]] QByteArray endpoint(int above) const
    {
        return "https://127.0.0.1:" + QByteArray::number(m_port + above);
    }
    void write(const QString& file, const QByteArray& text) const;
    void writeHome(int number) const;
    /// One run of the program; its standard output. Fails the test unless it exits with one of the codes.
    QByteArray run(const QStringList& arguments, const QList<int>& codes = {0});
    [[nodiscard]] QStringList operatorDoes(const QStringList& words) const;
    [[nodiscard]] QStringList homeDoes(const QString& word, int number) const;
    /// A home makes its key and asks; its fingerprint.
    QString ask(int number);
    void startHome(int number);
    void killSomething(RandomStream& random);
    [[nodiscard]] std::size_t acknowledged() const;
    /// Whether every home had so many more sheets acknowledged, in time.
    [[nodiscard]] bool homesGoOn(std::size_t sheets);
    void checkLedger(const QString& folder);

    crypto::Library m_library;
    QTemporaryDir m_folder;
    quint16 m_port = 0;
    std::unique_ptr<EtcdCluster> m_etcd;
    std::array<std::unique_ptr<QProcess>, kAuthorities> m_nodes;
    std::vector<std::unique_ptr<HomeClient>> m_homes;
    std::uint64_t m_commonHeight = UINT64_MAX;
    std::map<std::uint64_t, std::set<Bytes>> m_headers; ///< By height.
};

void TestCluster::initTestCase()
{
    m_etcd = std::make_unique<EtcdCluster>(3);
    QVERIFY2(m_etcd->start(), "the package etcd-server is needed");
    m_port = freePorts();
    QStringList arguments{QStringLiteral("make-network"),  QStringLiteral("--folder"),
                          path(QStringLiteral("network")), QStringLiteral("--authorities"),
                          QString::number(kAuthorities),   QStringLiteral("--first-port"),
                          QString::number(m_port)};
    for (const std::string& endpoint : m_etcd->endpoints())
        arguments += {QStringLiteral("--etcd"), QString::fromStdString(endpoint)};
    run(arguments);
    for (int i = 0; i < kAuthorities; ++i)
        startNode(i);
}

void TestCluster::cleanupTestCase()
{
    m_homes.clear();
    for (auto& node : m_nodes)
        if (node) {
            node->kill();
            node->waitForFinished();
        }
}

void TestCluster::write(const QString& name, const QByteArray& text) const
{
    QFile file(name);
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write(text);
}

QByteArray TestCluster::run(const QStringList& arguments, const QList<int>& codes)
{
    const DgexdRun run = dgexd(arguments, {}, kSettleMilliseconds);
    if (!codes.contains(run.exitCode))
        qWarning("dgexd %s: %s", qPrintable(arguments.join(u' ')), run.err.constData());
    if (QTest::currentTestFailed() || !codes.contains(run.exitCode))
        QTest::qFail("a run of dgexd failed", __FILE__, __LINE__);
    return run.out;
}

void TestCluster::startNode(int number)
{
    auto& process = m_nodes[static_cast<std::size_t>(number)];
    process = std::make_unique<QProcess>();
    process->setStandardErrorFile(folderOf(number) + QStringLiteral(".log"), QIODevice::Append);
    process->start(
        qEnvironmentVariable("DGEX_PROGRAM_DIR") + QStringLiteral("/dgexd"),
        {QStringLiteral("node"), QStringLiteral("--config"), folderOf(number) + QStringLiteral("/node.toml")});
    QVERIFY(process->waitForStarted());
}

void TestCluster::killNode(int number)
{
    m_nodes[static_cast<std::size_t>(number)]->kill();
    m_nodes[static_cast<std::size_t>(number)]->waitForFinished();
}

void TestCluster::writeHome(int number) const
{
    const QByteArray name = "home" + QByteArray::number(number);
    QByteArray nodes;
    for (int i = 0; i < kAuthorities; ++i)
        nodes += (i == 0 ? "\"" : ", \"") + endpoint((number + i) % kAuthorities) + "\"";
    write(path(QString::fromLatin1(name) + QStringLiteral(".toml")),
          "version = 1\nname = \"" + name + "\"\nmeter = \"M-" + name + "\"\nconnection_capacity_w = 10000\nkey = \"" +
              name + ".key\"\nsecret = \"" + name + ".secret\"\ncertificate = \"" + name +
              ".pem\"\nauthority = \"network/operator/ca.pem\"\nadmission = \"" + name + ".admission\"\nenrol = \"" +
              endpoint(200) + "\"\nnodes = [" + nodes + "]\n");
}

QStringList TestCluster::operatorDoes(const QStringList& words) const
{
    return QStringList{QStringLiteral("enrol")} + words +
           QStringList{QStringLiteral("--config"), path(QStringLiteral("network/operator/operator.toml"))};
}

QStringList TestCluster::homeDoes(const QString& word, int number) const
{
    return {QStringLiteral("enrol"), word, QStringLiteral("--config"), path(QStringLiteral("home%1.toml").arg(number))};
}

QString TestCluster::ask(int number)
{
    writeHome(number);
    QString fingerprint;
    // The nodes may just have started.
    const bool listed = QTest::qWaitFor(
        [&] {
            for (const QByteArray& line : dgexd(homeDoes(QStringLiteral("join"), number)).err.split('\n'))
                if (crypto::parseFingerprint(line.toStdString()))
                    fingerprint = QString::fromLatin1(line);
            const QByteArray list = dgexd(operatorDoes({QStringLiteral("list")})).out;
            return !fingerprint.isEmpty() && list.contains(fingerprint.toLatin1());
        },
        kSettleMilliseconds);
    if (!listed)
        QTest::qFail("a home's request does not come to the operator", __FILE__, __LINE__);
    return fingerprint;
}

void TestCluster::homesJoinByTheProgramsCommands()
{
    for (int number = 1; number <= kHomes; ++number) {
        const QByteArray given = run(operatorDoes({QStringLiteral("approve"), ask(number)}));
        QCOMPARE(given.trimmed(), QByteArray::number(100 + number));
        run(homeDoes(QStringLiteral("join"), number));
        startHome(number);
    }
    QVERIFY2(homesGoOn(3), "the homes do not get their sheets acknowledged");
}

void TestCluster::participantsAreRenewedAndRevokedByTheProgramsCommands()
{
    const int first = kHomes + 1;
    const QString number = QString::number(100 + first);
    const auto certificate = [&] {
        QFile file(path(QStringLiteral("home%1.pem").arg(first)));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray{};
    };
    const QString key = ask(first);
    run(operatorDoes({QStringLiteral("approve"), key}));
    run(homeDoes(QStringLiteral("join"), first));
    const QByteArray former = certificate();
    // Another certificate for the same key.
    QCOMPARE(run(operatorDoes({QStringLiteral("renew"), key})).trimmed(), number.toLatin1());
    run(homeDoes(QStringLiteral("join"), first));
    QVERIFY(!certificate().isEmpty() && certificate() != former);
    // Another key (and meter) for the same participant; the former key is worth nothing from then on.
    const QString newKey = ask(first + 1);
    run(operatorDoes({QStringLiteral("renew"), newKey}), {2});
    run(operatorDoes({QStringLiteral("renew"), newKey, QStringLiteral("--participant"), number}));
    run(homeDoes(QStringLiteral("join"), first + 1));
    run(homeDoes(QStringLiteral("leave"), first), {2});
    run(operatorDoes(
        {QStringLiteral("revoke"), number, QStringLiteral("--reason"), QStringLiteral("key-compromised")}));
    run(homeDoes(QStringLiteral("leave"), first + 1), {2});
    // A home may go by itself, once.
    run(operatorDoes({QStringLiteral("approve"), ask(first + 2)}));
    run(homeDoes(QStringLiteral("join"), first + 2));
    run(homeDoes(QStringLiteral("leave"), first + 2));
    run(homeDoes(QStringLiteral("leave"), first + 2), {2});
}

void TestCluster::startHome(int number)
{
    const auto place = [&](const char* ending) {
        return path(QStringLiteral("home%1.%2").arg(number).arg(QLatin1StringView{ending})).toStdString();
    };
    const auto secret = crypto::readSecretFile(place("secret"), /*makeIfMissing=*/false);
    auto key = crypto::readKeyFile(place("key"), *secret).value();
    const auto text = [](const std::string& file) {
        QFile open(QString::fromStdString(file));
        return open.open(QIODevice::ReadOnly) ? open.readAll().toStdString() : std::string{};
    };
    const auto admission = api::decodeAdmission(viewOf(text(place("admission")))).value();
    api::HttpsTransport::Options options;
    for (int i = 0; i < kAuthorities; ++i)
        options.endpoints.push_back(endpoint((number + i) % kAuthorities).toStdString());
    options.identity = {text(place("pem")), crypto::exportPem(*key).value(),
                        text(path(QStringLiteral("network/operator/ca.pem")).toStdString())};
    options.key = key.get();
    options.participant = admission.participant;
    options.market = admission.anchor.market;
    auto transport = api::HttpsTransport::make(options).value();
    m_homes.push_back(std::make_unique<HomeClient>(
        HomeClient::Parts{std::move(key), std::move(transport), admission.participant, admission.anchor}));
}

std::size_t TestCluster::acknowledged() const
{
    std::size_t sum = 0;
    for (const auto& home : m_homes)
        sum += home->acknowledgedCount();
    return sum;
}

bool TestCluster::homesGoOn(std::size_t sheets)
{
    std::vector<std::size_t> before;
    for (const auto& home : m_homes)
        before.push_back(home->acknowledgedCount());
    return QTest::qWaitFor(
        [&] {
            for (std::size_t i = 0; i < m_homes.size(); ++i)
                if (m_homes[i]->acknowledgedCount() < before[i] + sheets)
                    return false;
            return true;
        },
        kSettleMilliseconds);
}

void TestCluster::killSomething(RandomStream& random)
{
    const auto what = random.between(0, 3);
    const int node = static_cast<int>(random.between(0, kAuthorities - 1));
    const int leader = m_etcd->leader();
    if (what == 0 || what == 3)
        killNode(node);
    if (what == 1 && leader >= 0)
        m_etcd->kill(leader);
    if (what >= 2) {
        for (int i = 0; i < m_etcd->size(); ++i)
            m_etcd->kill(i);
        for (int i = 0; i < kAuthorities && what == 3; ++i)
            killNode(i);
    }
    for (int i = 0; i < m_etcd->size(); ++i)
        if (!m_etcd->isRunning(i))
            m_etcd->restart(i);
    for (int i = 0; i < kAuthorities; ++i)
        if (m_nodes[static_cast<std::size_t>(i)]->state() == QProcess::NotRunning)
            startNode(i);
}

void TestCluster::nothingAcknowledgedIsLostOrDoubledByKilling()
{
    const int kills = std::max(qEnvironmentVariableIntValue("DGEX_KILLS"), 3);
    const auto seed = qEnvironmentVariableIsSet("DGEX_SEED")
                          ? static_cast<std::uint64_t>(qEnvironmentVariableIntValue("DGEX_SEED"))
                          : static_cast<std::uint64_t>(QDateTime::currentSecsSinceEpoch() % 1'000'000);
    qInfo("seed %llu (DGEX_SEED repeats it), %d kills", static_cast<unsigned long long>(seed), kills);
    RandomStream random{seed};
    for (int i = 0; i < kills; ++i) {
        const std::size_t before = acknowledged();
        QVERIFY(QTest::qWaitFor([&] { return acknowledged() >= before + kSheetsBetweenKills; }, kSettleMilliseconds));
        killSomething(random);
        QVERIFY2(homesGoOn(1), "a home did not go on by itself");
    }
    for (const auto& home : m_homes) {
        home->stop();
        QVERIFY2(home->failure().empty(), home->failure().c_str());
    }
    qInfo("%zu sheets acknowledged", acknowledged());
}

/// Executes an archive: every acknowledged sheet stands there and counts once.
void TestCluster::checkLedger(const QString& folder)
{
    const std::string ledger = (folder + QStringLiteral("/node.ledger")).toStdString();
    const auto blocks = node::SqliteNodeStore{storage::LedgerFile::open(ledger).value(), false}.archive(1, 1'000'000);
    QVERIFY(blocks.has_value() && !blocks->empty());
    crypto::Verifier verifier;
    const auto check = ledger::checkWith(verifier);
    ledger::LedgerState state;
    std::map<Bytes, int> counted;
    for (const node::ArchivedBlock& block : *blocks) {
        const auto outcome =
            state.execute(block.batch.transactions, check, [](const Hash256&) { return std::nullopt; });
        QVERIFY(outcome.header == block.header);
        m_headers[block.header.height].insert(encode(block.header));
        for (std::size_t i = 0; i < outcome.transactions.size(); ++i)
            counted[block.batch.transactions[i]] += outcome.transactions[i].accepted() ? 1 : 0;
    }
    for (const auto& home : m_homes)
        for (const Bytes& sheet : home->acknowledged()) {
            QVERIFY2(counted.contains(sheet), "an acknowledged sheet is lost");
            QCOMPARE(counted[sheet], 1);
        }
    m_commonHeight = std::min(m_commonHeight, state.height());
    const ledger::Participant& renewed = state.participants().at({kHomes + 101});
    QVERIFY(renewed.revoked == ledger::RevocationReason::KeyCompromised);
    QVERIFY(crypto::readCertificateDer(renewed.certificate)->key == renewed.key);
    QVERIFY(renewed.lastSequence == 0 && renewed.meter == "M-home8");
    QVERIFY(state.participants().at({kHomes + 102}).revoked == ledger::RevocationReason::Left);
    QVERIFY(state.participants().at({1}).role == ledger::Role::Utility && state.tariffs().size() > 80);
    const storage::VerifyReport report = storage::verifyLedger(ledger, {});
    QVERIFY2(report.ok, report.reason.c_str());
}

void TestCluster::allAuthoritiesEndOnTheSameRoots()
{
    QTest::qWait(5000); // For the slowest node to take up the last co-signatures.
    for (int i = 0; i < kAuthorities; ++i) {
        QProcess& node = *m_nodes[static_cast<std::size_t>(i)];
        node.terminate();
        QVERIFY(node.waitForFinished(30'000));
        QCOMPARE(node.exitStatus(), QProcess::NormalExit);
        QCOMPARE(node.exitCode(), 0);
        checkLedger(folderOf(i));
    }
    for (std::uint64_t height = 1; height <= m_commonHeight; ++height)
        QCOMPARE(m_headers[height].size(), std::size_t{1});
    qInfo("%llu blocks, the same at every authority", static_cast<unsigned long long>(m_commonHeight));
}

void TestCluster::aFollowerComesToTheSameRoots()
{
    QFile file(folderOf(3) + QStringLiteral("/node.toml"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray text = file.readAll();
    QVERIFY(QDir().mkpath(path(QStringLiteral("follower"))));
    write(path(QStringLiteral("follower/node.toml")), text.left(text.indexOf("[api]")));
    QProcess follower;
    follower.setStandardErrorFile(path(QStringLiteral("follower.log")));
    follower.start(qEnvironmentVariable("DGEX_PROGRAM_DIR") + QStringLiteral("/dgexd"),
                   {QStringLiteral("node"), QStringLiteral("--follow"), QStringLiteral("--config"),
                    path(QStringLiteral("follower/node.toml"))});
    std::uint64_t height = 0;
    const auto grows = [&] {
        const std::uint64_t before = height;
        return QTest::qWaitFor(
            [&] {
                QFile log(path(QStringLiteral("follower.log")));
                const QByteArray said = log.open(QIODevice::ReadOnly) ? log.readAll() : QByteArray{};
                const qsizetype last = said.lastIndexOf("event=final height=");
                height = last < 0 ? 0 : said.mid(last + 19, said.indexOf(' ', last + 19) - last - 19).toULongLong();
                return height > before;
            },
            kSettleMilliseconds);
    };
    while (height < m_commonHeight)
        QVERIFY2(grows(), "the follower does not come on");
    follower.terminate();
    QVERIFY(follower.waitForFinished(30'000));
    QCOMPARE(follower.exitCode(), 0);
    checkLedger(path(QStringLiteral("follower")));
    for (std::uint64_t at = 1; at <= m_commonHeight; ++at)
        QCOMPARE(m_headers[at].size(), std::size_t{1});
}

QTEST_GUILESS_MAIN(TestCluster)
#include "tst_cluster.moc"
