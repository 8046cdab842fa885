// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: certificates of a street add up to what was generated and consumed, from its devices and from its ledger alone.
// Method: a sunny day of simulated homes; the sums of the exported JSON against the homes' own meters.
#include "app/exchange/exchange.h"
#include "app/exchange/ledger_provenance.h"
#include "core/crypto/signing.h"
#include "core/storage/verify_ledger.h"

#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

#include <set>

using namespace dgex;
using Json = nlohmann::ordered_json;

namespace {

struct Sums {
    std::int64_t generated = 0;
    std::int64_t own = 0;
    std::int64_t neighbour = 0;
    std::int64_t stored = 0;
    std::int64_t feedIn = 0;
    std::int64_t unallocated = 0;
    std::int64_t used = 0;
    std::int64_t renewable = 0;
};

Sums sumsOf(const Json& json)
{
    Sums sums;
    for (const Json& one : json["certificates"]) {
        sums.generated += one["bundle_quantity_wh"].get<std::int64_t>();
        sums.unallocated += one["unallocated_wh"].get<std::int64_t>();
        for (const Json& part : one["allocations"]) {
            const auto energy = part["energy_wh"].get<std::int64_t>();
            const auto kind = part["kind"].get<std::string>();
            (kind == "own" ? sums.own : kind == "neighbour" ? sums.neighbour : sums.feedIn) += energy;
            sums.stored += part["stored"].get<bool>() ? energy : 0;
        }
    }
    for (const Json& one : json["supply"]) {
        sums.used += one["used_wh"].get<std::int64_t>();
        sums.renewable += one["renewable_wh"].get<std::int64_t>();
    }
    return sums;
}

} // namespace

class TestCertificates : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void addUpToWhatWasGenerated();
    void nameEachHalfHourAndDeviceOnce();
    void supplyAsMuchAsIsAllocated();
    void followEnergyThroughBatteries();
    void ledgerKnowsTheSameGeneration();

private:
    crypto::Library m_library;
    QTemporaryDir m_folder;
    std::unique_ptr<app::Exchange> m_exchange;
    Json m_json;
    Json m_ofLedger;
    std::int64_t m_generated = 0;
    std::int64_t m_consumed = 0;
};

void TestCertificates::initTestCase()
{
    app::ExchangeOptions options;
    options.homes = 6;
    options.seed = 7;
    options.certificates = true;
    options.ledgerFile = m_folder.filePath(QStringLiteral("street.ledger")).toStdString();
    options.keyFolder = m_folder.filePath(QStringLiteral("keys")).toStdString();
    auto opened = app::Exchange::open(options, [](const std::string&, std::size_t, std::size_t) {});
    QVERIFY(opened.has_value());
    m_exchange = std::move(*opened);
    // The first half hour only reads the counters.
    QVERIFY(m_exchange->advanceTo(Period::containing(m_exchange->now()).end()).has_value());
    const app::MeasuredEnergy before = m_exchange->measured();
    QVERIFY(m_exchange->advanceTo(m_exchange->setup().start.plus(44).start()).has_value());
    const app::MeasuredEnergy measured = m_exchange->measured();
    m_generated = (measured.generated - before.generated).count();
    m_consumed = (measured.consumed + measured.routerLost - before.consumed - before.routerLost).count();
    m_json = m_exchange->provenance()->book().toJson();
    m_exchange.reset();
    app::LedgerProvenance ofLedger;
    std::vector<Bytes> transactions;
    storage::VerifyOptions verify;
    verify.onTransactions = [&](const std::vector<Bytes>& of) { transactions = of; };
    verify.onBlock = [&](const ledger::BlockOutcome& outcome, const ledger::LedgerState& state) {
        ofLedger.take(transactions, outcome, state);
    };
    QVERIFY(storage::verifyLedger(options.ledgerFile.string(), verify).ok);
    m_ofLedger = ofLedger.book()->toJson();
}

void TestCertificates::addUpToWhatWasGenerated()
{
    const Sums sums = sumsOf(m_json);
    QVERIFY(sums.generated > 20'000);
    QCOMPARE(sums.generated, sums.own + sums.neighbour + sums.feedIn + sums.unallocated);
    QVERIFY(sums.unallocated >= 0);
    QCOMPARE(sums.generated, m_generated);
}

void TestCertificates::nameEachHalfHourAndDeviceOnce()
{
    std::set<std::string> ids;
    for (const Json& one : m_json["certificates"]) {
        QVERIFY(ids.insert(one["certificate_id"].get<std::string>()).second);
        QVERIFY(one["unallocated_wh"].get<std::int64_t>() >= 0);
        for (const Json& part : one["allocations"])
            QVERIFY(part["consumption_starting_interval"] >= one["production_starting_interval"]);
    }
}

void TestCertificates::supplyAsMuchAsIsAllocated()
{
    const Sums sums = sumsOf(m_json);
    QCOMPARE(sums.renewable, sums.own + sums.neighbour);
    QVERIFY(sums.neighbour > 1'000);
    // Counters are whole watt-hours, the DGRs' meters have errors of their own.
    QVERIFY2(std::abs(sums.used - m_consumed) * 100 < m_consumed, qPrintable(QString::number(sums.used - m_consumed)));
}

void TestCertificates::followEnergyThroughBatteries()
{
    QVERIFY(sumsOf(m_json).stored > 500);
    // A ledger knows no batteries.
    QCOMPARE(sumsOf(m_ofLedger).stored, 0);
}

void TestCertificates::ledgerKnowsTheSameGeneration()
{
    const Sums sums = sumsOf(m_ofLedger);
    const Sums ofDevices = sumsOf(m_json);
    QCOMPARE(sums.generated, sums.own + sums.neighbour + sums.feedIn + sums.unallocated);
    // It begins with the first traded half hour.
    QCOMPARE(sums.generated, ofDevices.generated);
    qInfo("neighbours %lld of the ledger, %lld of devices", static_cast<long long>(sums.neighbour),
          static_cast<long long>(ofDevices.neighbour));
    QVERIFY(sums.neighbour > 1'000);
}

QTEST_GUILESS_MAIN(TestCertificates)
#include "tst_certificates.moc"
