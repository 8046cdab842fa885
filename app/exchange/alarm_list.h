// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/views/operator_snapshot.h"

#include <cstdint>
#include <map>
#include <set>
#include <tuple>
#include <vector>

namespace dgex::app {

/// An alarm of one home as it was noticed.
struct RaisedAlarm {
    ParticipantId home;
    std::string source;
    views::AlarmCode code = views::AlarmCode::RouterTripped;
    int priority = 3; ///< 1 to 4.
    UtcTime since;
    bool active = true;
};

/// What an operator has done with alarms, and the list that follows: many homes with the same trouble are one alarm
/// (ANSI/ISA-18.2 calls the rest a flood), a shelved one keeps quiet for its time, one that is gone stays until it is
/// acknowledged. Thread: one at a time.
class AlarmList {
public:
    /// From so many alarms of one cause on they are one row.
    static constexpr std::size_t kGroupFrom = 5;

    /// Of a group: all that are in it now.
    void acknowledge(std::uint64_t id);
    void shelve(std::uint64_t id, UtcTime until);
    /// Rows, unacknowledged and urgent ones first, and the list's own rates.
    void fill(views::OperatorSnapshot& view, const std::vector<RaisedAlarm>& raised);

private:
    using Cause = std::tuple<std::uint64_t, views::AlarmCode, UtcTime>;
    using Group = std::tuple<views::AlarmCode, bool, bool, bool>; ///< Code, active, acknowledged, shelved.
    [[nodiscard]] std::vector<std::uint64_t> membersOf(std::uint64_t id) const;
    [[nodiscard]] views::AlarmRow rowOf(const RaisedAlarm& alarm, UtcTime now);
    template <class Key>
    std::uint64_t idIn(std::map<Key, std::uint64_t>& ids, const Key& key)
    {
        const auto [entry, isNew] = ids.try_emplace(key, m_lastId + 1);
        if (isNew)
            ++m_lastId;
        return entry->second;
    }

    std::uint64_t m_lastId = 0;
    std::map<Cause, std::uint64_t> m_ids;
    std::map<Group, std::uint64_t> m_groupIds;
    std::map<std::uint64_t, std::vector<std::uint64_t>> m_members; ///< Of the groups in the newest list.
    std::set<std::uint64_t> m_acknowledged;
    std::map<std::uint64_t, UtcTime> m_shelved; ///< Until when.
};

} // namespace dgex::app
