// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exchange/alarm_list.h"

#include <algorithm>
#include <ranges>

namespace dgex::app {

namespace {

constexpr std::chrono::minutes kRateTime{10};
constexpr std::chrono::hours kDay{24};

} // namespace

std::vector<std::uint64_t> AlarmList::membersOf(std::uint64_t id) const
{
    const auto group = m_members.find(id);
    return group == m_members.end() ? std::vector{id} : group->second;
}

void AlarmList::acknowledge(std::uint64_t id)
{
    for (const std::uint64_t member : membersOf(id))
        m_acknowledged.insert(member);
}

void AlarmList::shelve(std::uint64_t id, UtcTime until)
{
    for (const std::uint64_t member : membersOf(id))
        m_shelved[member] = until;
}

views::AlarmRow AlarmList::rowOf(const RaisedAlarm& alarm, UtcTime now)
{
    views::AlarmRow row;
    row.id = idIn(m_ids, Cause{alarm.home.number, alarm.code, alarm.since});
    row.priority = alarm.priority;
    row.code = alarm.code;
    row.source = alarm.source;
    row.since = alarm.since;
    row.active = alarm.active;
    row.acknowledged = m_acknowledged.contains(row.id);
    if (const auto shelved = m_shelved.find(row.id); shelved != m_shelved.end() && shelved->second > now)
        row.shelvedUntil = shelved->second;
    return row;
}

void AlarmList::fill(views::OperatorSnapshot& view, const std::vector<RaisedAlarm>& raised)
{
    std::map<Group, std::vector<views::AlarmRow>> groups;
    for (const RaisedAlarm& alarm : raised) {
        view.alarmsInTenMinutes += alarm.since + kRateTime > view.now ? 1 : 0;
        view.alarmsInADay += alarm.since + kDay > view.now ? 1 : 0;
        views::AlarmRow row = rowOf(alarm, view.now);
        if (row.active || !row.acknowledged)
            groups[Group{row.code, row.active, row.acknowledged, row.shelvedUntil.has_value()}].push_back(
                std::move(row));
    }
    m_members.clear();
    for (auto& [group, rows] : groups) {
        if (rows.size() < kGroupFrom) {
            std::ranges::move(rows, std::back_inserter(view.alarms));
            continue;
        }
        views::AlarmRow one = *std::ranges::min_element(rows, {}, &views::AlarmRow::since);
        one.id = idIn(m_groupIds, group);
        one.count = static_cast<std::uint32_t>(rows.size());
        one.source.clear();
        for (const views::AlarmRow& row : rows)
            m_members[one.id].push_back(row.id);
        view.alarms.push_back(std::move(one));
    }
    std::ranges::sort(view.alarms, [](const views::AlarmRow& a, const views::AlarmRow& b) {
        return std::tuple{a.acknowledged || a.shelvedUntil, a.priority, b.since, a.id} <
               std::tuple{b.acknowledged || b.shelvedUntil, b.priority, a.since, b.id};
    });
}

} // namespace dgex::app
