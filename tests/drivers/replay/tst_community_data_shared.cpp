// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: the reference community is read whole: its sizes, its gaps and its units.
#include "drivers/replay/community_data.h"

#include <QtTest>

#include <algorithm>

using namespace dgex;
using namespace dgex::drivers;

class TestCommunityDataShared : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsTheReferenceCommunity()
    {
        const auto community = readCommunity(std::filesystem::path{DGEX_SHARED_DIR} / "data/community");
        QVERIFY2(community, community ? "" : toText(community.error()).c_str());
        QCOMPARE(community->homes.size(), std::size_t{8});
        QCOMPARE(community->size(), std::size_t{17'376});
        QCOMPARE(community->first, Period{1'672'671'600});
        QCOMPARE(community->filledPeriods, std::size_t{336 + 40 + 448 + 96 + 24 + 800});
        QCOMPARE(community->retailAt(0), Price{2271 + 900});
        for (const CommunityHome& home : community->homes) {
            // The roofs are scaled in the files: none gives more than half an hour of its peak power.
            const Energy most = std::ranges::max(home.pv);
            const Energy bound = energyOver(home.pvPeak, Period::kLength, Rounding::TowardZero);
            QVERIFY(most <= bound);
            QVERIFY(most * 10 >= bound * 8);
        }
    }
};

QTEST_GUILESS_MAIN(TestCommunityDataShared)
#include "tst_community_data_shared.moc"
