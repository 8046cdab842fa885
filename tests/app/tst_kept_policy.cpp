// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: what the owner sets at the panel is the same after a restart, and a damaged file is refused by name. Method:
// written and read back, for every preset and for all that a policy may hold.
#include "app/home/bill_file.h"
#include "app/home/kept_policy.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

using namespace dgex;
using namespace dgex::policy;

class TestKeptPolicy : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyPresetComesBack()
    {
        for (const Preset preset :
             {Preset::Income, Preset::Balanced, Preset::SelfSufficiency, Preset::RenewableFirst, Preset::BackupReserve})
            comesBack(presetPolicy(preset));
    }
    void everythingThatAPolicyHoldsComesBack()
    {
        UserPolicy policy = presetPolicy(Preset::Income);
        policy.reservePercent = 0;
        policy.riskPercent = 100;
        policy.buyLimit = Price{-1};
        policy.sellLimit = Price{123'45};
        policy.tradingPaused = true;
        policy.windows = {
            {.name = "car \"red\"",
             .energy = Energy{6'000},
             .powerMax = Power{3'000},
             .fromMinute = 1'410,
             .byMinute = 30 * 15,
             .weekdays = 0b100'0001},
            {.name = "dishes", .kind = LoadKind::Run, .energy = Energy{1}, .powerMax = Power{2}, .enabled = false}};
        const Period from = Period::containing(UtcTime::fromSeconds(1'779'400'800));
        policy.exceptions = {{.from = from, .until = from.plus(4), .reservePercent = 90},
                             {.from = from, .until = from.plus(1), .demandPercent = 0, .tradingPaused = true}};
        comesBack(policy);
    }
    void withoutAFileThereIsNone()
    {
        const auto kept = app::readKeptPolicy(file());
        QVERIFY(kept.has_value());
        QVERIFY(!kept->has_value());
    }
    void aDamagedFileIsNamedWithItsLine()
    {
        QFile damaged(QString::fromStdString(file().string()));
        QVERIFY(damaged.open(QIODevice::WriteOnly));
        damaged.write("version = 1\n[policy]\nreserve_percent = 200\n");
        damaged.close();
        const auto kept = app::readKeptPolicy(file());
        QVERIFY(!kept.has_value());
        QVERIFY2(kept.error().contains("policy.toml:3: "), kept.error().c_str());
    }
    void billsOutliveACutLine()
    {
        const std::filesystem::path path = file();
        const Period first = Period::containing(UtcTime::fromSeconds(1'779'400'800));
        const app::BillLine line{Lots{3}, Lots{0}, Energy{-1}, Energy{20}, Money{-5}, Money{-1}, Money{0}, Money{7}};
        const app::BillLine corrected{Lots{3},   Lots{0},   Energy{0}, Energy{20},
                                      Money{-5}, Money{-1}, Money{0},  Money{8}};
        app::BillFile bills(path);
        QVERIFY(bills.take(first, line));
        QVERIFY(bills.take(first.plus(1), line));
        QVERIFY(bills.take(first, corrected));
        QFile cut(QString::fromStdString(path.string()));
        QVERIFY(cut.open(QIODevice::Append));
        cut.write("2026-05-21T23:00Z,3,0");
        cut.close();
        app::BillFile again(path);
        QCOMPARE(again.lines().size(), 2U);
        QVERIFY(again.lines().at(first) == corrected);
        QVERIFY(again.take(first.plus(2), line));
        QCOMPARE(app::BillFile(path).lines().size(), 3U);
    }
    void init() { QVERIFY(m_folder.isValid()); }
    void cleanup() { std::filesystem::remove(file()); }

private:
    [[nodiscard]] std::filesystem::path file() const
    {
        return m_folder.filePath(QStringLiteral("policy.toml")).toStdString();
    }
    void comesBack(const UserPolicy& policy)
    {
        QVERIFY(!faultOf(policy));
        QVERIFY(app::writePolicy(file(), policy));
        const auto kept = app::readKeptPolicy(file());
        QVERIFY2(kept.has_value(), kept ? "" : kept.error().c_str());
        QVERIFY(*kept == policy);
    }
    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestKeptPolicy)
#include "tst_kept_policy.moc"
