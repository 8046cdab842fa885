// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: an operator is not flooded, and nothing that matters is lost: many homes with one trouble are one alarm, a
// shelved one comes back, one that is gone stays until it is acknowledged. Method: lists of raised alarms over time.
#include "app/exchange/alarm_list.h"

#include <QtTest>

using namespace dgex;
using namespace dgex::app;
using namespace std::chrono_literals;
using Code = views::AlarmCode;

namespace {

const UtcTime kNow{1'800'000'000'000};

std::vector<RaisedAlarm> trips(std::uint64_t homes, UtcTime since, bool active = true)
{
    std::vector<RaisedAlarm> raised;
    for (std::uint64_t home = 1; home <= homes; ++home)
        raised.push_back({ParticipantId{home}, "Home " + std::to_string(home), Code::RouterTripped, 2, since, active});
    return raised;
}

views::OperatorSnapshot filled(AlarmList& list, const std::vector<RaisedAlarm>& raised, UtcTime now = kNow)
{
    views::OperatorSnapshot view;
    view.now = now;
    list.fill(view, raised);
    return view;
}

} // namespace

class TestAlarmList : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aThousandLostRoutersAreOneAlarm()
    {
        AlarmList list;
        const auto view = filled(list, trips(1000, kNow - 1min));
        QCOMPARE(view.alarms.size(), 1U);
        QCOMPARE(view.alarms.front().count, 1000U);
        QCOMPARE(view.alarmsInTenMinutes, 1000);
    }
    void fewAlarmsStandAlone()
    {
        AlarmList list;
        const auto view = filled(list, trips(AlarmList::kGroupFrom - 1, kNow - 1min));
        QCOMPARE(view.alarms.size(), AlarmList::kGroupFrom - 1);
        QCOMPARE(view.alarms.front().source, std::string("Home 1"));
    }
    void acknowledgingAGroupAcknowledgesItsMembersAndNoLaterOne()
    {
        AlarmList list;
        const auto before = filled(list, trips(8, kNow - 1min));
        list.acknowledge(before.alarms.front().id);
        const auto after = filled(list, trips(9, kNow - 1min));
        QCOMPARE(after.alarms.size(), 2U);
        QVERIFY(!after.alarms[0].acknowledged);
        QCOMPARE(after.alarms[0].source, std::string("Home 9"));
        QVERIFY(after.alarms[1].acknowledged);
        QCOMPARE(after.alarms[1].count, 8U);
    }
    void whatIsGoneStaysUntilItIsAcknowledged()
    {
        AlarmList list;
        const auto gone = filled(list, trips(1, kNow - 1min, false));
        QCOMPARE(gone.alarms.size(), 1U);
        list.acknowledge(gone.alarms.front().id);
        QVERIFY(filled(list, trips(1, kNow - 1min, false)).alarms.empty());
    }
    void aShelvedAlarmGoesToTheEndAndComesBack()
    {
        AlarmList list;
        std::vector<RaisedAlarm> raised = trips(1, kNow - 1min);
        raised.push_back({ParticipantId{7}, "Home 7", Code::SheetRefused, 4, kNow - 2min, true});
        const auto before = filled(list, raised);
        QCOMPARE(before.alarms.front().code, Code::RouterTripped);
        list.shelve(before.alarms.front().id, kNow + 60min);
        const auto shelved = filled(list, raised, kNow + 59min);
        QCOMPARE(shelved.alarms.front().code, Code::SheetRefused);
        QCOMPARE(shelved.alarms.back().shelvedUntil, std::optional(kNow + 60min));
        const auto back = filled(list, raised, kNow + 61min);
        QCOMPARE(back.alarms.front().code, Code::RouterTripped);
        QVERIFY(!back.alarms.front().shelvedUntil);
        QCOMPARE(back.alarms.front().id, before.alarms.front().id);
    }
    void ratesCountWhatIsYoung()
    {
        AlarmList list;
        std::vector<RaisedAlarm> raised = trips(2, kNow - 9min);
        const auto old = trips(3, kNow - 11min);
        raised.insert(raised.end(), old.begin(), old.end());
        const auto older = trips(1, kNow - 25h);
        raised.insert(raised.end(), older.begin(), older.end());
        const auto view = filled(list, raised);
        QCOMPARE(view.alarmsInTenMinutes, 2);
        QCOMPARE(view.alarmsInADay, 5);
    }
};

QTEST_GUILESS_MAIN(TestAlarmList)
#include "tst_alarm_list.moc"
