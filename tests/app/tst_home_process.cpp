// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: one authority, one gateway and two homes trade as processes of their own over mutual TLS, from the making of
// the first key to a proof that a stranger checks offline. Method: the real program for operator, gateway and homes; an
// authority in this process whose half hours last one and a half seconds.
#include "tests/support/api_network.h"
#include "tests/support/dgexd_run.h"
#include "tests/support/p1_meter.h"

#include "app/commands/exit_codes.h"
#include "app/home/bill_file.h"
#include "app/home/own_home.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QtTest>

using namespace dgex;
using namespace std::chrono_literals;

namespace {

constexpr std::int64_t kSpeed = 1200;

using Run = dgex::test::DgexdRun;
using dgex::test::dgexd;

QStringList words(const char* text)
{
    return QString::fromLatin1(text).split(u' ');
}

UtcTime systemNow()
{
    return UtcTime{QDateTime::currentMSecsSinceEpoch()};
}

} // namespace

class TestHomeProcess : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void homesAreEnrolledByTheirFingerprint();
    void aRefusedHomeIsTold();
    void homesTradeThroughAGateway();
    void aHomeGoesOnAfterAKill();
    void aNewPanelJoinsByItself();
    void aPanelShowsItsOwnHomeAndKeepsTheOwnersWill();
    void aHomeLivesByItsOwnDevices();
    void aHomeLivesOnWithoutItsAuthorities();
    void aHomeFetchesItsProofsFromTheNetwork();
    void aStrangerChecksTheProofOffline();
    void wrongConfigurationsNameFileLineAndKey();
    void cleanupTestCase();

private:
    [[nodiscard]] QString path(const QString& name) const { return m_folder.filePath(name); }
    void write(const QString& name, const QByteArray& text) const
    {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(text);
    }
    void writeHome(const QString& name, int house) const;
    [[nodiscard]] std::unique_ptr<QProcess> start(const QStringList& arguments) const;
    /// Lives until a home's output has a line that satisfies the wish.
    bool liveUntil(QProcess& home, const std::function<bool(const QJsonObject&)>& wish, std::chrono::seconds timeout);
    /// The operator lets a home in.
    bool approve(const QString& fingerprint);
    static QByteArray fingerprintIn(const QByteArray& text);

    crypto::Library m_library;
    QTemporaryDir m_folder;
    UtcTime m_wall = systemNow();
    quint16 m_gatewayPort = 0;
    test::Identity m_operator;
    test::Identity m_utility;
    std::unique_ptr<test::TestNode> m_node;
    std::unique_ptr<QProcess> m_gateway;
    std::map<QString, std::unique_ptr<QProcess>> m_homes;
    QString m_tradedPeriod;
    QByteArray m_pins;
};

void TestHomeProcess::initTestCase()
{
    const QByteArray identity = "key = \"operator.key\"\nsecret = \"operator.secret\"\ncertificate = \"operator.pem\"\n"
                                "authority = \"ca.pem\"\nauthority_key = \"ca.key\"\nauthorities = \"pins.toml\"\n";
    write(QStringLiteral("operator.toml"), "version = 1\nnode = \"https://127.0.0.1:1\"\n" + identity);
    const Run made = dgexd(words("enrol authority --name Operator --config") << path(QStringLiteral("operator.toml")));
    QVERIFY2(made.exitCode == 0, made.err.constData());
    const auto secret = crypto::readSecretFile(path(QStringLiteral("operator.secret")).toStdString(), false).value();
    const auto key = [&](const char* name) {
        return crypto::readKeyFile(path(QLatin1StringView{name}).toStdString(), secret).value();
    };
    QFile pem(path(QStringLiteral("ca.pem")));
    QVERIFY(pem.open(QIODevice::ReadOnly));
    const test::TestAuthority authority{key("ca.key"), pem.readAll().toStdString()};
    m_operator = {key("operator.key"), {}, authority.pem};
    m_utility = authority.identity("utility", crypto::CertificateUse::Participant);
    m_node = std::make_unique<test::TestNode>(authority, m_operator, m_utility, std::vector<const test::Identity*>{});
    write(QStringLiteral("operator.toml"),
          "version = 1\nnode = \"" + QByteArray::fromStdString(m_node->endpoint()) + "\"\n" + identity);
    const ledger::TrustAnchor anchor = m_node->anchor();
    m_pins = "version = 1\nmarket = \"" + QByteArray::fromStdString(toHex(anchor.market.bytes)) +
             "\"\nthreshold = 1\nauthorities = [\n    \"" +
             QByteArray::fromStdString(toHex(anchor.authorities.front().der)) + "\",\n]\n";
    write(QStringLiteral("pins.toml"), m_pins);
    const Run request = dgexd(words("enrol request --name gateway-1 --key")
                              << path(QStringLiteral("gateway.key")) << QStringLiteral("--secret")
                              << path(QStringLiteral("gateway.secret")));
    QVERIFY2(request.exitCode == 0, request.err.constData());
    const Run issued =
        dgexd(words("enrol issue - --use gateway --host 127.0.0.1 --config") << path(QStringLiteral("operator.toml")),
              request.out);
    QVERIFY2(issued.exitCode == 0, issued.err.constData());
    write(QStringLiteral("gateway.pem"), issued.out);
    QTcpServer free;
    QVERIFY(free.listen(QHostAddress::LocalHost));
    m_gatewayPort = free.serverPort();
    free.close();
    write(QStringLiteral("gateway.toml"),
          "version = 1\nlisten = \"127.0.0.1:" + QByteArray::number(m_gatewayPort) + "\"\nauthorities = [\"" +
              QByteArray::fromStdString(m_node->endpoint()) +
              "\"]\nkey = \"gateway.key\"\nsecret = \"gateway.secret\"\ncertificate = \"gateway.pem\"\n"
              "authority = \"ca.pem\"\n");
    m_gateway = start(words("gateway --config") << path(QStringLiteral("gateway.toml")));
    QVERIFY(m_gateway->waitForReadyRead(10'000));
    writeHome(QStringLiteral("home1"), 0);
    writeHome(QStringLiteral("home2"), 5);
}

void TestHomeProcess::writeHome(const QString& name, int house) const
{
    const QByteArray own = name.toLatin1();
    write(name + QStringLiteral(".toml"),
          "version = 1\nname = \"" + own + "\"\nmeter = \"M-" + own + "\"\nconnection_capacity_w = 10000\nkey = \"" +
              own + ".key\"\nsecret = \"" + own + ".secret\"\ncertificate = \"" + own +
              ".pem\"\nauthority = \"ca.pem\"\nadmission = \"" + own + ".admission\"\nenrol = \"" +
              QByteArray::fromStdString(m_node->enrolEndpoint()) + "\"\nnodes = [\"https://127.0.0.1:" +
              QByteArray::number(m_gatewayPort) + "\"]\n[simulation]\nseed = 3\nhome = " + QByteArray::number(house) +
              "\n[clock]\nwall_ms = " + QByteArray::number(static_cast<qlonglong>(m_wall.milliseconds())) +
              "\nmarket = \"2026-05-20T00:00Z\"\nspeed = " + QByteArray::number(static_cast<qlonglong>(kSpeed)) + "\n");
}

std::unique_ptr<QProcess> TestHomeProcess::start(const QStringList& arguments) const
{
    auto process = std::make_unique<QProcess>();
    process->setProcessChannelMode(QProcess::ForwardedErrorChannel);
    if (arguments.first() == QStringLiteral("gateway"))
        process->setProcessChannelMode(QProcess::MergedChannels);
    process->start(qEnvironmentVariable("DGEX_PROGRAM_DIR") + QStringLiteral("/dgexd"), arguments);
    return process;
}

QByteArray TestHomeProcess::fingerprintIn(const QByteArray& text)
{
    for (const QByteArray& line : text.split('\n'))
        if (crypto::parseFingerprint(line.toStdString()))
            return line;
    return {};
}

bool TestHomeProcess::approve(const QString& fingerprint)
{
    const auto approval =
        start(words("enrol approve --config") << path(QStringLiteral("operator.toml")) << fingerprint);
    return QTest::qWaitFor(
               [&] {
                   m_node->commit();
                   return approval->state() == QProcess::NotRunning;
               },
               30'000) &&
           approval->exitCode() == 0;
}

void TestHomeProcess::homesAreEnrolledByTheirFingerprint()
{
    for (const char* name : {"home1", "home2"}) {
        const QString config = path(QLatin1StringView{name} + QStringLiteral(".toml"));
        const Run asked = dgexd(words("enrol join --config") << config);
        QVERIFY2(asked.exitCode == app::kRefused, asked.err.constData());
        const QByteArray fingerprint = fingerprintIn(asked.err);
        QVERIFY2(!fingerprint.isEmpty(), asked.err.constData());
        const Run list = dgexd(words("enrol list --config") << path(QStringLiteral("operator.toml")));
        QVERIFY2(list.out.contains("pending") && list.out.contains(fingerprint), list.err.constData());
        QVERIFY(approve(QString::fromLatin1(fingerprint)));
        const Run joined = dgexd(words("enrol join --config") << config);
        QVERIFY2(joined.exitCode == 0, joined.err.constData());
    }
    QVERIFY(m_node->authority().state().participants().contains(ParticipantId{102}));
}

void TestHomeProcess::aRefusedHomeIsTold()
{
    writeHome(QStringLiteral("stranger"), 2);
    const QString config = path(QStringLiteral("stranger.toml"));
    const QByteArray fingerprint = fingerprintIn(dgexd(words("enrol join --config") << config).err);
    const Run refused = dgexd(words("enrol refuse --reason unknown --config")
                              << path(QStringLiteral("operator.toml")) << QString::fromLatin1(fingerprint));
    QVERIFY2(refused.exitCode == 0, refused.err.constData());
    const Run list = dgexd(words("enrol list --config") << path(QStringLiteral("operator.toml")));
    QVERIFY(list.out.contains("refused"));
    const Run home = dgexd(words("home --config") << config);
    QCOMPARE(home.exitCode, static_cast<int>(app::kUsage));
}

bool TestHomeProcess::liveUntil(QProcess& home, const std::function<bool(const QJsonObject&)>& wish,
                                std::chrono::seconds timeout)
{
    return QTest::qWaitFor(
        [&] {
            const UtcTime market = test::kFirstTestRound.start() + (systemNow() - m_wall) * kSpeed;
            m_node->closeDue(market);
            while (home.canReadLine()) {
                const QByteArray line = home.readLine();
                if (wish(QJsonDocument::fromJson(line).object()))
                    return true;
            }
            return false;
        },
        QDeadlineTimer(timeout));
}

void TestHomeProcess::homesTradeThroughAGateway()
{
    for (const char* name : {"home1", "home2"}) {
        const QString config = path(QLatin1StringView{name} + QStringLiteral(".toml"));
        m_homes[QLatin1StringView{name}] = start(words("home --config") << config);
    }
    QProcess& home = *m_homes[QStringLiteral("home1")];
    QVERIFY(liveUntil(
        home,
        [this](const QJsonObject& line) {
            const bool traded = line[QLatin1String("bought_kwh")].toString().toDouble() +
                                    line[QLatin1String("sold_kwh")].toString().toDouble() >
                                0;
            if (!traded || !line[QLatin1String("settled")].toBool())
                return false;
            m_tradedPeriod = line[QLatin1String("period")].toString();
            return line[QLatin1String("contracts")].toInt() > 0 && line[QLatin1String("proofs_failed")].toInt() == 0;
        },
        90s));
}

void TestHomeProcess::aHomeGoesOnAfterAKill()
{
    auto& home = m_homes[QStringLiteral("home2")];
    home->kill();
    QVERIFY(home->waitForFinished());
    const auto before = m_node->authority().state().lastSequence({102});
    QVERIFY(before > 0);
    home = start(words("home --config") << path(QStringLiteral("home2.toml")));
    QVERIFY(liveUntil(
        *home, [&](const QJsonObject&) { return m_node->authority().state().lastSequence({102}) > before; }, 30s));
}

void TestHomeProcess::aNewPanelJoinsByItself()
{
    writeHome(QStringLiteral("panel"), 3);
    const auto panel = app::OwnHome::open(path(QStringLiteral("panel.toml")).toStdString());
    QVERIFY2(panel.has_value(), panel ? "" : panel.error().c_str());
    const auto comesTo = [&panel](views::JoinState state) {
        return QTest::qWaitFor([&] { return (*panel)->setup()->state == state; }, 15'000);
    };
    QVERIFY(comesTo(views::JoinState::Unasked));
    QCOMPARE((*panel)->setup()->meter, std::string{"M-panel"});
    (*panel)->join("M-4711");
    QVERIFY(comesTo(views::JoinState::Waiting));
    QVERIFY(approve(QString::fromStdString((*panel)->setup()->fingerprint).remove(u' ')));
    QVERIFY(comesTo(views::JoinState::Joined));
    const auto& homes = m_node->authority().state().participants();
    QVERIFY(std::ranges::any_of(homes, [](const auto& home) { return home.second.meter == "M-4711"; }));
    QVERIFY(QTest::qWaitFor([&] { return (*panel)->home() != nullptr; }, 15'000));
}

void TestHomeProcess::aPanelShowsItsOwnHomeAndKeepsTheOwnersWill()
{
    const std::string config = path(QStringLiteral("home2.toml")).toStdString();
    auto& running = m_homes[QStringLiteral("home2")];
    running->terminate();
    QVERIFY(running->waitForFinished(15'000));
    const auto shown = [this](const app::OwnHome& panel, const std::function<bool(const views::HomeSnapshot&)>& wish) {
        return QTest::qWaitFor(
            [&] {
                m_node->closeDue(test::kFirstTestRound.start() + (systemNow() - m_wall) * kSpeed);
                const auto snapshot = panel.home();
                return snapshot && wish(*snapshot);
            },
            QDeadlineTimer(30s));
    };
    const auto wanted = [](const views::HomeSnapshot& snapshot) {
        return snapshot.policy.preset == policy::Preset::Income && snapshot.policy.reservePercent == 35 &&
               snapshot.policy.windows.size() == 1;
    };
    {
        const auto panel = app::OwnHome::open(config);
        QVERIFY2(panel.has_value(), panel ? "" : panel.error().c_str());
        QVERIFY(shown(**panel, [](const views::HomeSnapshot& snapshot) {
            return snapshot.proofsChecked > 0 && snapshot.proofsFailed == 0 && !snapshot.bills.empty() &&
                   snapshot.flow.load && snapshot.markets.size() == 49;
        }));
        std::size_t next = 0; // Somebody bids in one of the half hours.
        QVERIFY(shown(**panel, [&](const views::HomeSnapshot& snapshot) {
            (*panel)->watchMarket(snapshot.markets[next++ % snapshot.markets.size()].period);
            return std::ranges::any_of(snapshot.markets, [](const auto& row) { return row.curves != nullptr; });
        }));
        policy::UserPolicy policy = policy::presetPolicy(policy::Preset::Income);
        policy.reservePercent = 35;
        policy.windows.push_back({.name = "car", .energy = Energy{6'000}, .powerMax = Power{3'000}});
        (*panel)->setPolicy(policy);
        QVERIFY(shown(**panel, wanted));
    }
    const auto again = app::OwnHome::open(config);
    QVERIFY(again.has_value());
    QVERIFY(shown(**again, wanted));
    QVERIFY(!app::BillFile(path(QStringLiteral("home2.admission.bills")).toStdString()).lines().empty());
}

void TestHomeProcess::aHomeLivesByItsOwnDevices()
{
    auto& running = m_homes[QStringLiteral("home2")];
    QVERIFY(QFile::remove(path(QStringLiteral("home2.admission.marks")))); // Of the simulated house.
    test::P1Meter meter;
    write(QStringLiteral("devices.toml"), "version = 1\n[[device]]\nname = \"house meter\"\ndriver = \"p1\"\n"
                                          "host = \"127.0.0.1\"\nport = " +
                                              QByteArray::number(meter.serverPort()) + "\n");
    QFile old(path(QStringLiteral("home2.toml")));
    QVERIFY(old.open(QIODevice::ReadOnly));
    const QByteArray kept = old.readAll();
    const qint64 wall = QDateTime::currentMSecsSinceEpoch() - (1'800 - 14) * 1'000; // 14 s before a half hour's end
    write(QStringLiteral("home2.toml"), kept.left(kept.indexOf("[simulation]")) +
                                            "devices = \"devices.toml\"\n[clock]\n"
                                            "wall_ms = " +
                                            QByteArray::number(wall) + "\nmarket = \"2026-05-20T00:00Z\"\nspeed = 1\n");
    QProcess home;
    QByteArray log;
    connect(&home, &QProcess::readyReadStandardError, this, [&] { log += home.readAllStandardError(); });
    home.start(qEnvironmentVariable("DGEX_PROGRAM_DIR") + QStringLiteral("/dgexd"),
               words("home --config") << path(QStringLiteral("home2.toml")));
    QVERIFY2(QTest::qWaitFor([&] { return log.contains("event=ready"); }, 15'000), log.constData());
    QFile history(path(QStringLiteral("home2.admission.history")));
    QVERIFY2(QTest::qWaitFor([&] { return history.exists() && history.size() > 20; }, 60'000), log.constData());
    QVERIFY(history.open(QIODevice::ReadOnly));
    const QList<QByteArray> fields = history.readAll().trimmed().split(',');
    QCOMPARE(fields[0], QByteArray("2026-05-20T00:00Z"));
    QVERIFY2(fields[1].toInt() > 0 && fields[1].toInt() < 60, fields[1] + '\n' + log); // since its start
    QVERIFY(fields[2].isEmpty());                                                      // no PV
    meter.pullOut();
    QVERIFY2(QTest::qWaitFor([&] { return log.contains("reason=\"house meter: "); }, 15'000), log.constData());
    home.terminate();
    QVERIFY(home.waitForFinished(15'000));
    QCOMPARE(home.exitCode(), 0);
    write(QStringLiteral("home2.toml"), kept);
    running = start(words("home --config") << path(QStringLiteral("home2.toml")));
}

void TestHomeProcess::aHomeLivesOnWithoutItsAuthorities()
{
    auto& running = m_homes[QStringLiteral("home2")];
    running->terminate();
    QVERIFY(running->waitForFinished(15'000));
    QFile::remove(path(QStringLiteral("home2.admission.history")));
    QFile::remove(path(QStringLiteral("home2.admission.marks")));
    QTcpServer silent; // Takes connections and never says a word.
    QVERIFY(silent.listen(QHostAddress::LocalHost));
    test::P1Meter meter;
    write(QStringLiteral("devices.toml"), "version = 1\n[[device]]\nname = \"house meter\"\ndriver = \"p1\"\n"
                                          "host = \"127.0.0.1\"\nport = " +
                                              QByteArray::number(meter.serverPort()) + "\n");
    QFile old(path(QStringLiteral("home2.toml")));
    QVERIFY(old.open(QIODevice::ReadOnly));
    QByteArray kept = old.readAll();
    const QByteArray node = "https://127.0.0.1:" + QByteArray::number(silent.serverPort());
    const qint64 wall = QDateTime::currentMSecsSinceEpoch() - (1'800 - 8) * 1'000; // 8 s before a half hour's end
    QByteArray changed = kept.left(kept.indexOf("[simulation]"));
    changed.replace("https://127.0.0.1:" + QByteArray::number(m_gatewayPort), node);
    write(QStringLiteral("home2.toml"), changed + "devices = \"devices.toml\"\n[clock]\nwall_ms = " +
                                            QByteArray::number(wall) + "\nmarket = \"2026-05-20T00:00Z\"\nspeed = 1\n");
    QProcess home;
    QByteArray log;
    connect(&home, &QProcess::readyReadStandardError, this, [&] { log += home.readAllStandardError(); });
    home.start(qEnvironmentVariable("DGEX_PROGRAM_DIR") + QStringLiteral("/dgexd"),
               words("home --config") << path(QStringLiteral("home2.toml")));
    QFile history(path(QStringLiteral("home2.admission.history")));
    QVERIFY2(QTest::qWaitFor([&] { return history.exists() && history.size() > 20; }, 60'000), log.constData());
    QVERIFY2(QTest::qWaitFor([&] { return log.contains("event=unreachable"); }, 60'000), log.constData());
    QVERIFY2(log.contains("event=ready") && !log.contains("event=standing"), log.constData());
    QElapsedTimer ending;
    ending.start();
    home.terminate();
    QVERIFY(home.waitForFinished(15'000));
    QVERIFY2(ending.elapsed() < 4'000, "the end waits for the network");
    QCOMPARE(home.exitCode(), 0);
    write(QStringLiteral("home2.toml"), kept);
    running = start(words("home --config") << path(QStringLiteral("home2.toml")));
}

void TestHomeProcess::aHomeFetchesItsProofsFromTheNetwork()
{
    const QString proof = path(QStringLiteral("fetched"));
    const QString home = path(QStringLiteral("home1.toml"));
    const QStringList check = words("check-proof --authorities") << path(QStringLiteral("pins.toml")) << proof;
    const Run fetched = dgexd(words("prove --config") << home << QStringLiteral("--period") << m_tradedPeriod
                                                      << QStringLiteral("--out") << proof);
    QVERIFY2(fetched.exitCode == 0, fetched.err.constData());
    const Run checked = dgexd(check);
    QVERIFY2(checked.exitCode == 0, checked.err.constData());
    QVERIFY(checked.out.contains("\"settlement\"") && checked.out.contains("\"contract\""));
    const Run continued = dgexd(words("prove --between 2 5 --config") << home << QStringLiteral("--out") << proof);
    QVERIFY2(continued.exitCode == 0, continued.err.constData());
    QCOMPARE(dgexd(check).exitCode, 0);
    QCOMPARE(dgexd(words("prove --between 5 999999 --config") << home << QStringLiteral("--out") << proof).exitCode,
             static_cast<int>(app::kRefused));
    // Receipts are kept until their rounds are closed, and every promise was kept.
    const QDir receipts(path(QStringLiteral("home1.admission.receipts")));
    QVERIFY(receipts.exists());
    QVERIFY(receipts.entryList({QStringLiteral("*.receipt")}, QDir::Files).size() < 4);
    QVERIFY(receipts.entryList({QStringLiteral("*.evidence")}, QDir::Files).isEmpty());
}

void TestHomeProcess::aStrangerChecksTheProofOffline()
{
    const QString ledger = QString::fromStdString((m_node->folder() / "node.ledger").string());
    const Run busy = dgexd(words("enrol pins") << ledger);
    QCOMPARE(busy.exitCode, static_cast<int>(app::kUsage));
    m_node->close();
    QCOMPARE(dgexd(words("enrol pins") << ledger).out, m_pins);
    const QString proof = path(QStringLiteral("proof"));
    const Run proved =
        dgexd(words("prove --home 101 --period") << m_tradedPeriod << QStringLiteral("--out") << proof << ledger);
    QVERIFY2(proved.exitCode == 0, proved.err.constData());
    const QStringList check = words("check-proof --authorities") << path(QStringLiteral("pins.toml")) << proof;
    const Run checked = dgexd(check);
    QVERIFY2(checked.exitCode == 0, checked.err.constData());
    QVERIFY(checked.out.contains("\"settlement\""));
    QFile file(proof);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QByteArray bytes = file.readAll();
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
    file.seek(0);
    file.write(bytes);
    file.close();
    QCOMPARE(dgexd(check).exitCode, static_cast<int>(app::kRefused));
    const Run continued = dgexd(words("prove --between 2 5 --out") << proof << ledger);
    QVERIFY2(continued.exitCode == 0, continued.err.constData());
    QCOMPARE(dgexd(check).exitCode, 0);
    QCOMPARE(dgexd(words("check-evidence --authorities") << path(QStringLiteral("pins.toml")) << proof).exitCode,
             static_cast<int>(app::kRefused));
}

void TestHomeProcess::wrongConfigurationsNameFileLineAndKey()
{
    write(QStringLiteral("wrong.toml"), "version = 1\nlisten = \"nowhere\"\n");
    const Run wrong = dgexd(words("gateway --config") << path(QStringLiteral("wrong.toml")));
    QCOMPARE(wrong.exitCode, static_cast<int>(app::kUsage));
    QVERIFY2(wrong.err.contains("wrong.toml:2: listen"), wrong.err.constData());
    QVERIFY(wrong.out.isEmpty());
}

void TestHomeProcess::cleanupTestCase()
{
    if (!m_gateway)
        return;
    for (auto& [name, home] : m_homes) {
        home->terminate();
        QVERIFY(home->waitForFinished(15'000));
        QCOMPARE(home->exitCode(), 0);
    }
    m_gateway->terminate();
    QVERIFY(m_gateway->waitForFinished(10'000));
    QCOMPARE(m_gateway->exitCode(), 0);
}

QTEST_GUILESS_MAIN(TestHomeProcess)
#include "tst_home_process.moc"
