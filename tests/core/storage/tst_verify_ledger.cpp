// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: a good ledger verifies, and nothing in its file can be changed unnoticed. Method: one traded, settled ledger
// with RSA keys; bytes flipped in every stored blob (about 25 places each), rows removed, added and exchanged; bytes of
// the raw file overwritten, which must never crash.
#include "core/storage/verify_ledger.h"
#include "tests/support/random_stream.h"
#include "tests/support/stored_ledger.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace dgex;
using namespace dgex::storage;
using namespace dgex::test;

namespace {

const Round kNoon{1'800'014'400};
const Period kTraded = kNoon.plus(1);

} // namespace

class TestVerifyLedger : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void acceptsAGoodLedger();
    void acceptsAnEmptyAndAnErasedLedger();
    void forgetsReadingsAfterTheirTime();
    void refusesASettlementOfOtherValues();
    void followsAChangeOfAuthorities();
    void acceptsALedgerThatWasNotClosed();
    void noticesAChangedByte_data();
    void noticesAChangedByte();
    void noticesChangedRows_data();
    void noticesChangedRows();
    void namesTheFirstBadBlock();
    void noticesOtherKeys();
    void neverCrashesOnADamagedFile();

private:
    /// A fresh copy of the good ledger.
    std::string copy()
    {
        const QString to = m_folder.filePath(QStringLiteral("copy"));
        QFile::remove(to);
        QFile::copy(QString::fromStdString(m_path), to);
        return to.toStdString();
    }
    /// Changes a copy by SQL, past the triggers.
    std::string changed(const std::string& sql);

    crypto::Library m_library;
    QTemporaryDir m_folder;
    std::string m_path;
    Community::Keys m_keys = rsaKeys();
    Community m_community{2, m_keys};
    std::shared_ptr<crypto::Signer> m_successor = m_keys(4711);
    std::uint64_t m_height = 0;
    Hash256 m_resultRoot{};
};

std::string TestVerifyLedger::changed(const std::string& sql)
{
    const std::string path = copy();
    auto database = SqliteDatabase::open(path, OpenMode::ReadWrite).value();
    // Nobody needs this file after a power cut.
    if (!database.execute("PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY"))
        return {};
    // The triggers come back as they were, so that only the rows differ.
    std::string triggers;
    {
        auto select = database.prepare("SELECT sql FROM sqlite_schema WHERE type = 'trigger'").value();
        while (select.step().value())
            triggers += select.text(0) + "; ";
    }
    const std::string script =
        "DROP TRIGGER batches_immutable; DROP TRIGGER blocks_immutable; DROP TRIGGER own_signatures_immutable; " + sql +
        "; " + triggers;
    return database.execute(script) ? path : std::string();
}

void TestVerifyLedger::initTestCase()
{
    m_path = m_folder.filePath(QStringLiteral("good")).toStdString();
    crypto::Verifier verifier;
    StoredLedger ledger(m_community, LedgerFile::open(m_path).value(), ledger::checkWith(verifier));
    const ledger::ContractId contract{.period = kTraded, .number = 0};
    constexpr settlement::Tariff tariff{
        .retail = Price{3000}, .feedIn = Price{800}, .imbalanceShort = Price{4000}, .imbalanceLong = Price{400}};
    QVERIFY(ledger.append(m_community.opening()));
    QVERIFY(ledger.append(
        {m_community.tariff(kTraded, 3, tariff), m_community.sheet({1}, kNoon, {selling(kTraded, 5, 1000)}),
         m_community.sheet({2}, kNoon, {buying(kTraded, 5, 1000)}), Bytes{1, 2, 3}, m_community.closeRound(kNoon)}));
    QVERIFY(ledger.append({m_community.confirm({1}, contract), m_community.confirm({2}, contract)}));
    QVERIFY(ledger.append({m_community.closeRound(kTraded)}));
    const std::vector<Bytes> readings{
        m_community.report({1}, contract, Energy{500}), m_community.report({2}, contract, Energy{500}),
        m_community.reading({1}, kTraded, Energy{-450}), m_community.reading({2}, kTraded, Energy{800}),
        m_community.closeRound(kTraded.plus(1))};
    QVERIFY(ledger.keepValues());
    QVERIFY(ledger.append(readings));
    QVERIFY(ledger.append({m_community.settle(kTraded)}));
    QVERIFY(ledger.store.putSetting("window", "800x480").has_value());
    QVERIFY(ledger.state.unsettledPeriods().size() == 2);
    m_height = ledger.state.height();
    m_resultRoot = ledger.state.resultRoot();
}

void TestVerifyLedger::acceptsAGoodLedger()
{
    std::uint64_t blocks = 0;
    VerifyOptions options;
    options.anchor = m_community.anchor();
    options.onBlock = [&](const ledger::BlockOutcome& outcome, const ledger::LedgerState& state) {
        ++blocks;
        QCOMPARE(outcome.header.height, state.height());
    };
    const VerifyReport report = verifyLedger(m_path, options);
    QVERIFY2(report.ok, report.reason.c_str());
    QVERIFY(report.reason.empty() && !report.badHeight);
    QCOMPARE(report.height, m_height);
    QCOMPARE(blocks, m_height);
    QCOMPARE(report.resultRoot, m_resultRoot);
    for (const char* const suffix : {"-wal", "-shm", "-journal"})
        QVERIFY2(!QFile::exists(QString::fromStdString(m_path) + QString::fromUtf8(suffix)), suffix);
}

void TestVerifyLedger::acceptsAnEmptyAndAnErasedLedger()
{
    const std::string empty = m_folder.filePath(QStringLiteral("empty")).toStdString();
    QVERIFY(LedgerFile::open(empty).has_value());
    const VerifyReport nothing = verifyLedger(empty);
    QVERIFY2(nothing.ok, nothing.reason.c_str());
    QCOMPARE(nothing.height, 0U);

    const std::string path = copy();
    {
        BlockStore store(LedgerFile::open(path).value());
        for (const auto& [hash, values] : m_community.values())
            QVERIFY(store.eraseValues(hash).has_value());
    }
    const VerifyReport erased = verifyLedger(path);
    QVERIFY2(erased.ok, erased.reason.c_str());
    QCOMPARE(erased.resultRoot, m_resultRoot);
}

void TestVerifyLedger::forgetsReadingsAfterTheirTime()
{
    const std::string path = copy();
    {
        BlockStore store(LedgerFile::open(path).value());
        const Hash256 hash = m_community.values().begin()->first;
        QCOMPARE(store.eraseValuesBefore(kTraded), std::uint64_t{0});
        QVERIFY(store.values(hash)->has_value());
        QCOMPARE(store.eraseValuesBefore(kTraded.plus(1)), std::uint64_t{2});
        QVERIFY(!store.values(hash)->has_value());
    }
    const VerifyReport report = verifyLedger(path);
    QVERIFY2(report.ok, report.reason.c_str());
    QCOMPARE(report.resultRoot, m_resultRoot);
    // Not even the bytes of a row that was deleted are left in the file.
    QFile file(QString::fromStdString(path));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray all = file.readAll();
    for (const auto& [hash, values] : m_community.values()) {
        const Bytes bytes = encode(values);
        QVERIFY(!all.contains(
            QByteArray(reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size()))));
    }
}

void TestVerifyLedger::refusesASettlementOfOtherValues()
{
    const std::string path = m_folder.filePath(QStringLiteral("lie")).toStdString();
    Community community(2, m_keys);
    crypto::Verifier verifier;
    {
        StoredLedger ledger(community, LedgerFile::open(path).value(), ledger::checkWith(verifier));
        QVERIFY(ledger.append(community.opening()));
        const Bytes reading = community.reading({1}, kTraded, Energy{-450});
        QVERIFY(ledger.keepValues());
        QVERIFY(ledger.append({community.tariff(kTraded, 1, {}), community.closeRound(kNoon),
                               community.closeRound(kTraded), community.closeRound(kTraded.plus(1)), reading}));
        QVERIFY(ledger.append(
            {community.settle({.period = kTraded, .meters = {{.home = {1}, .net = Energy{-451}, .generated = {}}}})}));
    }
    const VerifyReport report = verifyLedger(path);
    QCOMPARE(report.badHeight, std::uint64_t{3});
    QVERIFY2(report.reason.ends_with("it settles other values than the meters read"), report.reason.c_str());
}

void TestVerifyLedger::followsAChangeOfAuthorities()
{
    const std::string path = m_folder.filePath(QStringLiteral("successor")).toStdString();
    Community community(1, m_keys);
    crypto::Verifier verifier;
    const ledger::TrustAnchor before = community.anchor();
    ledger::TrustAnchor after = before;
    {
        StoredLedger ledger(community, LedgerFile::open(path).value(), ledger::checkWith(verifier));
        QVERIFY(ledger.append(community.opening()));
        QVERIFY(ledger.append({community.closeRound(kNoon)}));
        ledger::ChangeTerms change{.change = {.number = 1, .effective = kNoon.plus(2), .terms = community.terms},
                                   .signatures = {}};
        change.change.terms.authorities = {m_successor->publicKey()};
        change = coSign(std::move(change), community.market(), 0, *community.authority()).value();
        QVERIFY(
            ledger.append({community.transaction(kOperator, ledger::TransactionType::ChangeTerms, encode(change))}));
        ledger.authority = m_successor;
        QVERIFY(ledger.append({community.closeRound(kNoon.plus(1))}));
        QCOMPARE(ledger.state.termsNumber(), 1U);
        after = ledger.state.trustAnchor();
    }
    for (const ledger::TrustAnchor& anchor : {before, after}) {
        VerifyOptions options;
        options.anchor = anchor;
        const VerifyReport report = verifyLedger(path, options);
        QVERIFY2(report.ok, report.reason.c_str());
        options.anchor->authorities = {crypto::makeRsaSigner().value()->publicKey()};
        QVERIFY(!verifyLedger(path, options).ok);
        options.anchor = anchor;
        options.anchor->termsNumber = 9;
        QVERIFY(!verifyLedger(path, options).ok);
    }
}

void TestVerifyLedger::acceptsALedgerThatWasNotClosed()
{
    // The files as a killed process leaves them.
    const QString crashed = m_folder.filePath(QStringLiteral("crashed"));
    const QString path = QString::fromStdString(copy());
    {
        const auto file = LedgerFile::open(path.toStdString()).value();
        BlockStore store(file);
        QVERIFY(store.putSetting("last", "words").has_value());
        QVERIFY(QFile::copy(path, crashed));
        QVERIFY(QFile::copy(path + QStringLiteral("-wal"), crashed + QStringLiteral("-wal")));
    }
    const VerifyReport report = verifyLedger(crashed.toStdString());
    QVERIFY2(report.ok, report.reason.c_str());
    QCOMPARE(report.height, m_height);
    QVERIFY(!QFile::exists(crashed + QStringLiteral("-shm")));
}

void TestVerifyLedger::noticesAChangedByte_data()
{
    QTest::addColumn<QString>("table");
    QTest::addColumn<QString>("column");
    QTest::newRow("transactions") << QStringLiteral("batches") << QStringLiteral("transactions");
    QTest::newRow("headers") << QStringLiteral("blocks") << QStringLiteral("header");
    QTest::newRow("checkpoints") << QStringLiteral("blocks") << QStringLiteral("checkpoint");
    QTest::newRow("hashes of meter values") << QStringLiteral("meter_values") << QStringLiteral("hash");
    QTest::newRow("meter values") << QStringLiteral("meter_values") << QStringLiteral("bytes");
    QTest::newRow("checksums of settings") << QStringLiteral("settings") << QStringLiteral("digest");
}

void TestVerifyLedger::noticesAChangedByte()
{
    QFETCH(QString, table);
    QFETCH(QString, column);
    const std::string from = " FROM " + table.toStdString();
    const std::string name = column.toStdString();
    auto good = SqliteDatabase::open(m_path, OpenMode::ReadOnly).value();
    auto select = good.prepare("SELECT rowid, " + name + from).value();
    int tried = 0;
    while (select.step().value()) {
        const Bytes bytes = select.blob(1);
        QVERIFY(!bytes.empty());
        // About 25 places per blob, other ones in each row.
        const std::size_t stride = bytes.size() / 25 + 1;
        for (std::size_t i = static_cast<std::size_t>(tried) % stride; i < bytes.size(); i += stride) {
            Bytes other = bytes;
            other[i] = static_cast<std::uint8_t>(other[i] ^ (1U << (i % 8)));
            const std::string path = changed("UPDATE " + table.toStdString() + " SET " + name + " = x'" + toHex(other) +
                                             "' WHERE rowid = " + std::to_string(select.integer(0)));
            QVERIFY(!path.empty());
            const VerifyReport report = verifyLedger(path);
            const std::string place = "row " + std::to_string(select.integer(0)) + " byte " + std::to_string(i);
            QVERIFY2(!report.ok, place.c_str());
            QVERIFY2(!report.reason.empty(), place.c_str());
            ++tried;
        }
    }
    QVERIFY(tried >= 15);
}

void TestVerifyLedger::noticesChangedRows_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<int>("badHeight"); // 0: not within a block
    const auto row = [](const char* name, const char* sql, int badHeight) {
        QTest::newRow(name) << QString::fromUtf8(sql) << badHeight;
    };
    row("nothing but the triggers", "SELECT 1", -1);
    row("the first batch is gone", "DELETE FROM batches WHERE position = 0", 1);
    row("a batch is gone", "DELETE FROM batches WHERE position = 2", 3);
    row("the last batch is gone", "DELETE FROM batches WHERE position = 5", 6);
    row("a block is gone", "DELETE FROM blocks WHERE height = 3", 3);
    row("the last block is gone", "DELETE FROM blocks WHERE height = 6", 6);
    row("a batch too many", "INSERT INTO batches SELECT 6, transactions FROM batches WHERE position = 5", 7);
    row("a block too many", "INSERT INTO blocks SELECT 7, header, checkpoint FROM blocks WHERE height = 6", 7);
    row("a gap in both",
        "UPDATE batches SET position = 9 WHERE position = 5; UPDATE blocks SET height = 10 WHERE height = 6", 6);
    row("two batches exchanged",
        "UPDATE batches SET position = 99 WHERE position = 2; UPDATE batches SET position = 2 WHERE position = 3;"
        "UPDATE batches SET position = 3 WHERE position = 99",
        3);
    row("a checkpoint of another block",
        "UPDATE blocks SET checkpoint = (SELECT checkpoint FROM blocks WHERE height = 4) WHERE height = 5", 5);
    row("text instead of bytes", "UPDATE blocks SET header = 'header' WHERE height = 2", 2);
    row("values of nobody", "INSERT INTO meter_values (hash, bytes) SELECT x'00', bytes FROM meter_values LIMIT 1", 0);
    row("a changed setting", "UPDATE settings SET value = 'other'", 0);
    row("a renamed setting", "UPDATE settings SET key = 'other'", 0);
    row("another version", "PRAGMA user_version = 3", 0);
    row("another application", "PRAGMA application_id = 7", 0);
    row("another table", "CREATE TABLE extra (x)", 0);
    row("another index", "CREATE INDEX extra ON settings (value)", 0);
}

void TestVerifyLedger::noticesChangedRows()
{
    QFETCH(QString, sql);
    QFETCH(int, badHeight);
    const std::string path = changed(sql.toStdString());
    QVERIFY(!path.empty());
    const VerifyReport report = verifyLedger(path);
    // The control row: the way rows are changed here does not itself spoil the ledger.
    QVERIFY2(report.ok == (badHeight < 0), report.reason.c_str());
    if (badHeight > 0)
        QCOMPARE(report.badHeight, std::uint64_t(badHeight));
    else
        QVERIFY(!report.badHeight);
}

void TestVerifyLedger::namesTheFirstBadBlock()
{
    const std::string path = changed("UPDATE blocks SET header = zeroblob(10) WHERE height IN (4, 6)");
    const VerifyReport report = verifyLedger(path);
    QCOMPARE(report.badHeight, std::uint64_t{4});
    QCOMPARE(report.height, std::uint64_t{3});
    QVERIFY(report.reason.starts_with("block 4: "));
}

void TestVerifyLedger::noticesOtherKeys()
{
    VerifyOptions options;
    options.anchor = m_community.anchor();
    options.anchor->authorities = {crypto::makeRsaSigner().value()->publicKey()};
    QCOMPARE(verifyLedger(m_path, options).badHeight, std::uint64_t{1});
    options.anchor = m_community.anchor();
    options.anchor->market.bytes[3] ^= 1;
    QCOMPARE(verifyLedger(m_path, options).badHeight, std::uint64_t{1});
}

void TestVerifyLedger::neverCrashesOnADamagedFile()
{
    QFile good(QString::fromStdString(m_path));
    QVERIFY(good.open(QIODevice::ReadOnly));
    const QByteArray bytes = good.readAll();
    const quint64 seed = 20260101;
    RandomStream random(seed);
    int refused = 0;
    for (int i = 0; i < 200; ++i) {
        QByteArray damaged = bytes;
        for (std::int64_t n = random.between(1, 4); n > 0; --n) {
            const auto place = static_cast<qsizetype>(random.between(0, bytes.size() - 1));
            damaged[place] = static_cast<char>(random.between(0, 255));
        }
        if (random.between(0, 9) == 0)
            damaged.truncate(static_cast<qsizetype>(random.between(0, bytes.size())));
        QFile file(m_folder.filePath(QStringLiteral("damaged")));
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(damaged);
        file.close();
        const VerifyReport report = verifyLedger(file.fileName().toStdString());
        refused += report.ok ? 0 : 1;
        // What passes lost nothing: the damage hit unused space.
        if (report.ok)
            QVERIFY2(report.height == m_height && report.resultRoot == m_resultRoot, std::to_string(i).c_str());
        else
            QVERIFY2(!report.reason.empty(), std::to_string(i).c_str());
    }
    QVERIFY2(refused > 50, std::to_string(refused).c_str());
}

QTEST_GUILESS_MAIN(TestVerifyLedger)
#include "tst_verify_ledger.moc"
