// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: on measured homes nobody pays more with neighbours, and the plan is no worse than the self-use rule. Method:
// the whole replay over some days of spring; the year is in the long tests.
#include "app/replay/replay.h"

#include <QtTest>

using namespace dgex;
using namespace dgex::app;

class TestReplayShared : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nobodyPaysMore()
    {
        const auto community = drivers::readCommunity(DGEX_SHARED_DIR "/data/community");
        QVERIFY(community.has_value());
        ReplayOptions options;
        options.policy = policy::presetPolicy(policy::Preset::Balanced);
        options.firstDay = 90;
        options.days = qEnvironmentVariableIntValue("DGEX_REPLAY_DAYS") > 0
                           ? qEnvironmentVariableIntValue("DGEX_REPLAY_DAYS")
                           : 10;
        const ReplayResult result =
            replay(*community, options, meterForecasts(*community, options), [](std::int64_t, std::int64_t) {});
        Money rule;
        Money neighbours;
        for (const HomeCosts& home : result.homes) {
            qInfo("%s: rule %s, utility only %s, neighbours %s", home.name.c_str(),
                  qPrintable(QString::number(home.selfUse.count() / 100'000)),
                  qPrintable(QString::number(home.planned.count() / 100'000)),
                  qPrintable(QString::number(home.neighbours.count() / 100'000)));
            QVERIFY2(home.neighbours < home.selfUse, home.name.c_str());
            // What is left in the battery at the end of the days is not counted.
            QVERIFY2(home.planned <= home.selfUse + valueOf(Energy{5000}, Price{3000}), home.name.c_str());
            rule += home.selfUse;
            neighbours += home.neighbours;
        }
        const double saved = 1 - static_cast<double>(neighbours.count()) / static_cast<double>(rule.count());
        qInfo("the community pays %.2f %% less", 100 * saved);
        QVERIFY(saved >= 0.25);
    }
};

QTEST_GUILESS_MAIN(TestReplayShared)
#include "tst_replay_shared.moc"
