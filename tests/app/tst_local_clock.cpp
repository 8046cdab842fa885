// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: a home lives by the clock of its place, through the changes to and from summer time. Method: the published
// changes of Berlin in 2026, a zone without changes, and a configuration that names a zone.
#include "app/commands/home_config.h"
#include "app/commands/local_clock.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace dgex;
using namespace std::chrono_literals;

namespace {

constexpr std::int32_t kHour = 3600;

UtcTime at(std::chrono::sys_seconds time)
{
    return UtcTime::fromSeconds(time.time_since_epoch().count());
}

} // namespace

class TestLocalClock : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aClockChangesWithItsPlace();
    void aPlaceWithoutSummerTimeKeepsItsOffset();
    void aHomeNamesItsZone();
    void anUnknownZoneIsRefusedByItsLine();

private:
    [[nodiscard]] std::expected<app::HomeConfig, std::string> readWith(const QByteArray& profile) const
    {
        QFile file(m_folder.filePath(QStringLiteral("home.toml")));
        if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate))
            return std::unexpected("no file");
        file.write("version = 1\nname = \"a\"\nmeter = \"M\"\nconnection_capacity_w = 10000\nkey = \"a.key\"\n"
                   "certificate = \"a.pem\"\nauthority = \"ca.pem\"\nadmission = \"a.admission\"\n"
                   "enrol = \"https://127.0.0.1:1\"\nnodes = [\"https://127.0.0.1:2\"]\n" +
                   profile);
        file.close();
        return app::readHomeConfig(file.fileName().toStdString());
    }

    QTemporaryDir m_folder;
};

void TestLocalClock::aClockChangesWithItsPlace()
{
    forecast::HomeProfile profile;
    app::setClock(profile, *app::findZone("Europe/Berlin"), std::chrono::sys_days{2026y / 1 / 1},
                  std::chrono::sys_days{2027y / 1 / 1});
    QCOMPARE(profile.clockChanges.size(), std::size_t{2});
    const auto spring = std::chrono::sys_days{2026y / 3 / 29} + 1h; // EU directive 2000/84/EC: 01:00 UTC
    const auto autumn = std::chrono::sys_days{2026y / 10 / 25} + 1h;
    QCOMPARE(profile.offsetAt(at(spring - 1s)), kHour);
    QCOMPARE(profile.offsetAt(at(spring)), 2 * kHour);
    QCOMPARE(profile.offsetAt(at(autumn - 1s)), 2 * kHour);
    QCOMPARE(profile.offsetAt(at(autumn)), kHour);
}

void TestLocalClock::aPlaceWithoutSummerTimeKeepsItsOffset()
{
    forecast::HomeProfile profile;
    app::setClock(profile, *app::findZone("Asia/Tokyo"), std::chrono::sys_days{2000y / 1 / 1},
                  std::chrono::sys_days{2100y / 1 / 1});
    QVERIFY(profile.clockChanges.empty());
    QCOMPARE(profile.zoneOffsetSeconds, 9 * kHour);
    QVERIFY(app::findZone("Nowhere/Land") == nullptr);
}

void TestLocalClock::aHomeNamesItsZone()
{
    const auto home = readWith("[profile]\nzone = \"Australia/Sydney\"\n");
    QVERIFY2(home.has_value(), home ? "" : home.error().c_str());
    QCOMPARE(home->profile.offsetAt(at(std::chrono::sys_days{2040y / 1 / 15})), 11 * kHour);
    QCOMPARE(home->profile.offsetAt(at(std::chrono::sys_days{2040y / 7 / 15})), 10 * kHour);
}

void TestLocalClock::anUnknownZoneIsRefusedByItsLine()
{
    const auto home = readWith("[profile]\nzone = \"Nowhere/Land\"\n");
    QVERIFY(!home.has_value());
    QVERIFY2(home.error().contains("home.toml:12: profile.zone"), home.error().c_str());
}

QTEST_GUILESS_MAIN(TestLocalClock)
#include "tst_local_clock.moc"
