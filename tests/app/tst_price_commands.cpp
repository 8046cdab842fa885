// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: a home checks a price on the command line as it would offline. Method: run the real binary on files that
// prove-price wrote, on changed files and with other knowledge.
#include "core/storage/proof_source.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

namespace {

struct Run {
    int exitCode = -1;
    QJsonObject out;
    QByteArray err;
};

Run dgexd(const QStringList& arguments)
{
    QProcess process;
    process.start(qEnvironmentVariable("DGEX_PROGRAM_DIR") + QStringLiteral("/dgexd"), arguments);
    if (!process.waitForFinished(60'000))
        return {};
    return {process.exitCode(), QJsonDocument::fromJson(process.readAllStandardOutput()).object(),
            process.readAllStandardError()};
}

const char* const kBook = "id,participant,period,side,quantity_kwh,price\n"
                          "a,1,2026-05-11T15:00Z,sell,2.0,10.00\n"
                          "b,2,2026-05-11T15:00Z,buy,1.5,20.00\n"
                          "c,3,2026-05-11T15:00Z,buy,1.0,18.00\n"
                          "d,4,2026-05-11T15:30Z,buy,1.0,18.00\n";

} // namespace

class TestPriceCommands : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_book = write("book.csv", kBook);
        m_made = dgexd(
            {QStringLiteral("prove-price"), QStringLiteral("--out"), m_folder.filePath(QStringLiteral("out")), m_book});
        QCOMPARE(m_made.exitCode, 0);
    }

    void writesOneFileForEachParticipantAndPeriod()
    {
        const QJsonArray periods = m_made.out[QLatin1String("periods")].toArray();
        QCOMPARE(periods.size(), 2);
        QCOMPARE(periods[0].toObject()[QLatin1String("price")].toString(), QStringLiteral("18.00"));
        QVERIFY(periods[1].toObject()[QLatin1String("price")].isNull());
        QCOMPARE(QDir(m_folder.filePath(QStringLiteral("out"))).entryList(QDir::Files).size(), 8);
    }

    void aHomeComputesPriceAndFills()
    {
        const Run run = check(proofOf(3), {QStringLiteral("--orders"), m_book, QStringLiteral("--commitment"),
                                           commitment(), QStringLiteral("--participants"), QStringLiteral("4")});
        QCOMPARE(run.exitCode, 0);
        QCOMPARE(run.out[QLatin1String("verdict")].toString(), QStringLiteral("good"));
        QCOMPARE(run.out[QLatin1String("price")].toString(), QStringLiteral("18.00"));
        QCOMPARE(run.out[QLatin1String("volume_kwh")].toString(), QStringLiteral("2.0"));
        const QJsonObject fill = run.out[QLatin1String("fills")].toArray().at(0).toObject();
        QCOMPARE(fill[QLatin1String("filled_kwh")].toString(), QStringLiteral("0.5"));
        QCOMPARE(fill[QLatin1String("price")].toString(), QStringLiteral("18.00"));
        QCOMPARE(fill[QLatin1String("reason")].toString(), QStringLiteral("partFilledAtMargin"));
        // A home without orders in the period has a proof too.
        QCOMPARE(check(proofOf(4), {QStringLiteral("--orders"), m_book}).exitCode, 0);
    }

    void otherKnowledgeIsRefused_data()
    {
        QTest::addColumn<QStringList>("options");
        const QString other = QString(64, QLatin1Char('a'));
        QTest::newRow("commitment") << QStringList{QStringLiteral("--commitment"), other};
        QTest::newRow("market") << QStringList{QStringLiteral("--market"), other.left(32)};
        QTest::newRow("period") << QStringList{QStringLiteral("--period"), QStringLiteral("2026-05-11T15:30Z")};
        QTest::newRow("participants") << QStringList{QStringLiteral("--participants"), QStringLiteral("5")};
        const QString orders = write("other.csv", "id,participant,period,side,quantity_kwh,price\n"
                                                  "b,2,2026-05-11T15:00Z,buy,1.6,20.00\n");
        QTest::newRow("orders") << QStringList{QStringLiteral("--orders"), orders};
        const QString rules = write("rules.toml", "version = 1\nk = \"0\"\n");
        QTest::newRow("rules") << QStringList{QStringLiteral("--rules"), rules};
    }

    void otherKnowledgeIsRefused()
    {
        QFETCH(QStringList, options);
        const Run run = check(proofOf(2), options);
        QCOMPARE(run.exitCode, 1);
        QCOMPARE(run.out[QLatin1String("verdict")].toString(), QStringLiteral("refused"));
        QVERIFY(run.err.count('\n') == 1);
    }

    void aChangedOrCutFileIsRefused()
    {
        QFile file(proofOf(2));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        for (const qsizetype at : {bytes.size() / 5, bytes.size() / 2, bytes.size() - 3}) {
            QByteArray changed = bytes;
            changed[at] = static_cast<char>(changed[at] ^ 1);
            QCOMPARE(check(write("changed.price", changed), {QStringLiteral("--commitment"), commitment()}).exitCode,
                     1);
            QCOMPARE(check(write("cut.price", bytes.left(at)), {}).exitCode, 1);
        }
    }

    void aHomeChecksAMarketOfALedger()
    {
        const QString ledger = m_folder.filePath(QStringLiteral("day.ledger"));
        QProcess demo;
        demo.start(qEnvironmentVariable("DGEX_PROGRAM_DIR") + QStringLiteral("/dgexd"),
                   {QStringLiteral("demo"), QStringLiteral("--homes"), QStringLiteral("4"), QStringLiteral("--days"),
                    QStringLiteral("1"), QStringLiteral("--start"), QStringLiteral("2026-05-11T15:00Z"),
                    QStringLiteral("--ledger"), ledger, QStringLiteral("--json")});
        QVERIFY(demo.waitForFinished(120'000) && demo.exitCode() == 0);
        const auto source = dgex::storage::ProofSource::read(ledger.toStdString(), dgex::ParticipantId{});
        QVERIFY(source.has_value());
        std::string pins = "version = 1\nmarket = \"" + dgex::toHex(source->anchor().market.bytes) +
                           "\"\nthreshold = " + std::to_string(source->anchor().threshold) + "\nauthorities = [";
        for (const dgex::crypto::PublicKey& key : source->anchor().authorities)
            pins += "\"" + dgex::toHex(key.der) + "\", ";
        const QString pinsFile = write("pins.toml", (pins + "]\n").c_str());
        const QString folder = m_folder.filePath(QStringLiteral("ledger_out"));
        const QStringList about{QStringLiteral("--home"), QStringLiteral("102"), QStringLiteral("--period"),
                                QStringLiteral("2026-05-12T03:00Z")};
        const Run proven = dgexd(QStringList{QStringLiteral("prove-price"), QStringLiteral("--ledger"), ledger,
                                             QStringLiteral("--out"), folder} +
                                 about);
        QVERIFY2(proven.exitCode == 0, proven.err.constData());
        const QJsonArray proofs = proven.out[QLatin1String("proofs")].toArray();
        QVERIFY(!proofs.isEmpty());
        const QString bundle = m_folder.filePath(QStringLiteral("home.bundle"));
        QCOMPARE(dgexd(QStringList{QStringLiteral("prove"), ledger, QStringLiteral("--out"), bundle} + about).exitCode,
                 0);
        int withOrders = 0;
        for (const QJsonValue& proof : proofs) {
            const Run checked = dgexd({QStringLiteral("check-price"), proof[QLatin1String("file")].toString(),
                                       QStringLiteral("--bundle"), bundle, QStringLiteral("--authorities"), pinsFile});
            // A round in which the home had no order of the period stands in no bundle about it.
            if (checked.exitCode != 0)
                continue;
            QCOMPARE(checked.out[QLatin1String("compared")].toArray().size(), 6);
            QCOMPARE(checked.out[QLatin1String("commitment")], proof[QLatin1String("commitment")]);
            ++withOrders;
        }
        QVERIFY(withOrders > 0);
        // Another home's proof is refused for this home.
        const Run other = dgexd({QStringLiteral("prove-price"), QStringLiteral("--ledger"), ledger,
                                 QStringLiteral("--out"), folder, QStringLiteral("--home"), QStringLiteral("101"),
                                 QStringLiteral("--period"), QStringLiteral("2026-05-12T03:00Z")});
        QCOMPARE(other.exitCode, 0);
        for (const QJsonValue& proof : other.out[QLatin1String("proofs")].toArray())
            QCOMPARE(dgexd({QStringLiteral("check-price"), proof[QLatin1String("file")].toString(),
                            QStringLiteral("--bundle"), bundle, QStringLiteral("--authorities"), pinsFile})
                         .exitCode,
                     1);
    }

    void wrongUseEndsWithTwo()
    {
        QCOMPARE(check(m_folder.filePath(QStringLiteral("none.price")), {}).exitCode, 2);
        QCOMPARE(check(proofOf(2), {QStringLiteral("--commitment"), QStringLiteral("12")}).exitCode, 2);
        QCOMPARE(check(proofOf(2), {QStringLiteral("--period"), QStringLiteral("noon")}).exitCode, 2);
    }

private:
    Run check(const QString& file, const QStringList& options)
    {
        return dgexd(QStringList{QStringLiteral("check-price")} + options + QStringList{file});
    }
    QString proofOf(int home) const
    {
        return m_folder.filePath(QStringLiteral("out/2026-05-11T1500Z-%1.price").arg(home));
    }
    QString commitment() const
    {
        return m_made.out[QLatin1String("periods")].toArray().at(0).toObject()[QLatin1String("commitment")].toString();
    }
    QString write(const char* name, const QByteArray& bytes)
    {
        QFile file(m_folder.filePath(QString::fromLatin1(name)));
        if (file.open(QIODevice::WriteOnly))
            file.write(bytes);
        return file.fileName();
    }

    dgex::crypto::Library m_library;
    QTemporaryDir m_folder;
    QString m_book;
    Run m_made;
};

QTEST_GUILESS_MAIN(TestPriceCommands)
#include "tst_price_commands.moc"
