// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forecast/screening.h"

#include <algorithm>
#include <unordered_map>

namespace dgex::forecast {

namespace {

constexpr std::int64_t kDay = 48;
constexpr std::int64_t kGapMin = 2;
constexpr std::int64_t kLineMin = 12;
constexpr std::int64_t kDaysBefore = 14; // that a day needs before it is called odd
constexpr std::int64_t kSpikeFactor = 8;
constexpr std::int64_t kSpikeMin = 25'000; // Wh in half an hour; a home's fuse lets less through
constexpr std::int64_t kSeasonDays = 7;

class Screener {
public:
    Screener(Target target, const History& history, const HomeProfile& profile)
        : m_target(target)
        , m_history(history)
        , m_profile(profile)
        , m_size(std::ssize(history.values))
        , m_result{.believed = history, .findings = {}}
    {
    }

    Screening run()
    {
        findGaps();
        findClockChanges();
        findLines();
        findDays();
        std::ranges::stable_sort(m_result.findings, {},
                                 [](const Finding& finding) { return std::pair{finding.doubt, finding.from}; });
        join();
        return std::move(m_result);
    }

private:
    [[nodiscard]] const std::optional<Energy>& at(std::int64_t index) const
    {
        return m_history.values[static_cast<std::size_t>(index)];
    }
    void doubt(Doubt why, std::int64_t from, std::int64_t count)
    {
        m_result.findings.push_back({.doubt = why, .from = m_history.first.plus(from), .count = count});
        for (std::int64_t i = from; i < from + count; ++i)
            m_result.believed.values[static_cast<std::size_t>(i)].reset();
    }
    /// Neighbouring findings of one kind become one.
    void join()
    {
        std::vector<Finding> joined;
        for (const Finding& finding : m_result.findings)
            if (!joined.empty() && joined.back().doubt == finding.doubt &&
                joined.back().from.plus(joined.back().count) >= finding.from)
                joined.back().count =
                    std::max(joined.back().count, finding.from.since(joined.back().from) + finding.count);
            else
                joined.push_back(finding);
        m_result.findings = std::move(joined);
    }

    void findGaps()
    {
        const std::int64_t least = m_target == Target::Pv ? kDay : kGapMin;
        for (std::int64_t i = 0; i < m_size; ++i) {
            std::int64_t end = i;
            while (end < m_size && !at(end))
                ++end;
            if (end - i >= least)
                m_result.findings.push_back({.doubt = Doubt::Gap, .from = m_history.first.plus(i), .count = end - i});
            i = std::max(i, end - 1);
        }
    }

    /// The UTC half hours around a change never vanish; a history kept by the wall clock has zeros there.
    void findClockChanges()
    {
        if (m_target == Target::Pv)
            return;
        for (const ClockChange& change : m_profile.clockChanges) {
            const std::int64_t index = Period::containing(change.from).since(m_history.first);
            for (std::int64_t i = std::max<std::int64_t>(index, 0); i < std::min(index + 2, m_size); ++i)
                if (index > 0 && at(i) == Energy{} && at(index - 1) != Energy{})
                    doubt(Doubt::ClockChange, i, 1);
        }
    }

    void findLines()
    {
        std::int64_t from = 0;
        for (std::int64_t i = 2; i <= m_size; ++i) {
            const bool goesOn = i < m_size && at(i) && at(i - 1) && at(i - 2) && at(i) != at(i - 1) &&
                                at(i - 1) != at(i - 2) &&
                                ((*at(i) - *at(i - 1)) > Energy{}) == ((*at(i - 1) - *at(i - 2)) > Energy{}) &&
                                ((*at(i) - *at(i - 1)) - (*at(i - 1) - *at(i - 2))).abs() <= Energy{6} &&
                                (*at(i) - *at(i - 1)).abs() <= Energy{12};
            if (goesOn)
                continue;
            if (i - from >= kLineMin)
                doubt(Doubt::StraightLine, from, i - from);
            from = i - 1;
        }
    }

    struct DaySum {
        Energy sum;
        Energy largest;
        std::int64_t known = 0;
        std::uint64_t fingerprint = 0;
    };
    [[nodiscard]] DaySum sumOf(std::int64_t from) const
    {
        DaySum day;
        day.fingerprint = 14'695'981'039'346'656'037ULL;
        for (std::int64_t i = from; i < from + kDay; ++i) {
            const auto& value = m_result.believed.values[static_cast<std::size_t>(i)];
            const std::uint64_t word = value ? static_cast<std::uint64_t>(value->count()) : ~std::uint64_t{0};
            day.fingerprint = (day.fingerprint ^ word) * 1'099'511'628'211ULL;
            if (!value)
                continue;
            day.sum += *value;
            day.largest = std::max(day.largest, *value);
            ++day.known;
        }
        return day;
    }
    [[nodiscard]] bool sameDay(std::int64_t a, std::int64_t b) const
    {
        const auto begin = m_history.values.begin();
        return std::equal(begin + a, begin + a + kDay, begin + b);
    }

    /// Whole local days, in order; each is judged by those before it.
    void findDays()
    {
        std::int64_t start = 0;
        const std::int64_t local = m_history.first.startSeconds() + m_profile.offsetAt(m_history.first.start());
        start = (kDay - ((local / Period::kSeconds) % kDay + kDay) % kDay) % kDay;
        std::unordered_map<std::uint64_t, std::int64_t> seen;
        std::vector<Energy> good;
        for (std::int64_t from = start; from < m_size; from += kDay) {
            findSpikes(from);
            findNightEnergy(from);
            if (from + kDay > m_size)
                break;
            const DaySum day = sumOf(from);
            if (day.known < kDay / 4)
                continue;
            if (day.sum == Energy{} && std::ssize(good) >= 3) {
                doubt(Doubt::ZeroDay, from, kDay);
                continue;
            }
            const auto [first, isNew] = seen.try_emplace(day.fingerprint, from);
            if (!isNew && day.largest > Energy{} && varies(from) && sameDay(first->second, from)) {
                doubt(Doubt::Repeat, from, kDay);
                continue;
            }
            m_largest.push_back(day.largest);
            good.push_back(day.sum);
            findSeason(from, good);
        }
    }
    /// A day of one value over and over is dull, not a copy.
    [[nodiscard]] bool varies(std::int64_t from) const
    {
        int changes = 0;
        for (std::int64_t i = from + 1; i < from + kDay; ++i)
            changes += at(i) && at(i - 1) && at(i) != at(i - 1) ? 1 : 0;
        return changes >= 10;
    }

    void findSpikes(std::int64_t from)
    {
        const auto recent = m_largest.end() - std::min<std::ptrdiff_t>(std::ssize(m_largest), 60);
        const bool knows = m_largest.end() - recent >= kDaysBefore;
        const Energy usual = knows ? *std::max_element(recent, m_largest.end()) : Energy{};
        const Energy limit =
            knows ? std::max(usual * kSpikeFactor, Energy{kSpikeMin / 4}) : Energy{kSpikeMin * kSpikeFactor};
        for (std::int64_t i = from; i < std::min(from + kDay, m_size); ++i)
            if (at(i) && *at(i) > limit)
                doubt(Doubt::Spike, i, 1);
    }

    /// Night is where the roof made nothing on nearly all of the last 14 days before.
    void findNightEnergy(std::int64_t from)
    {
        if (m_target != Target::Pv || m_largest.size() < static_cast<std::size_t>(kDaysBefore))
            return;
        const Energy usual = *std::max_element(m_largest.end() - kDaysBefore, m_largest.end());
        for (std::int64_t i = from; i < std::min(from + kDay, m_size); ++i) {
            if (!at(i) || *at(i) * 50 < usual || (at(i - kDay) && *at(i - kDay) > Energy{}))
                continue;
            std::int64_t known = 0;
            std::int64_t dark = 0;
            for (std::int64_t shift = -2; shift <= 2; ++shift)
                for (std::int64_t back = i + shift - kDay; back >= 0 && back >= i - (kDaysBefore + 1) * kDay;
                     back -= kDay)
                    if (const auto& value = m_result.believed.values[static_cast<std::size_t>(back)]) {
                        ++known;
                        dark += *value == Energy{} ? 1 : 0;
                    }
            if (known >= 5 * kDaysBefore / 2 && dark == known)
                doubt(Doubt::NightEnergy, i, 1);
        }
    }

    /// A roof's week cannot make three times the best of the 28 days before: the sun turns slower than that.
    void findSeason(std::int64_t from, const std::vector<Energy>& good)
    {
        if (m_target != Target::Pv || std::ssize(good) < kSeasonDays + 2 * kDaysBefore)
            return;
        const auto before = good.end() - kSeasonDays;
        const Energy best = *std::max_element(before - 2 * kDaysBefore, before);
        if (std::ranges::all_of(before, good.end(), [&](Energy sum) { return sum > best * 3; }))
            doubt(Doubt::Season, std::max<std::int64_t>(0, from - (kSeasonDays - 1) * kDay), kSeasonDays * kDay);
    }

    Target m_target;
    const History& m_history;
    const HomeProfile& m_profile;
    std::int64_t m_size;
    Screening m_result;
    std::vector<Energy> m_largest; ///< Of each day believed so far.
};

} // namespace

std::string_view describe(Doubt doubt)
{
    switch (doubt) {
    case Doubt::Gap:
        return "no values";
    case Doubt::ZeroDay:
        return "a whole day of zeros";
    case Doubt::Repeat:
        return "an exact repeat of an earlier day";
    case Doubt::StraightLine:
        return "a straight line, filled in and not metered";
    case Doubt::Spike:
        return "more energy than can be";
    case Doubt::Season:
        return "a season that cannot be";
    case Doubt::NightEnergy:
        return "energy from a roof by night";
    case Doubt::ClockChange:
        return "zeros in the hour of a clock change";
    }
    return "unknown";
}

Screening screen(Target target, const History& history, const HomeProfile& profile)
{
    return Screener{target, history, profile}.run();
}

} // namespace dgex::forecast
