// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settlement/meter_intervals.h"

#include "core/base/assert.h"
#include "core/base/split.h"

#include <algorithm>

namespace dgex::settlement {

namespace {

constexpr std::int64_t kPeriodsPerDay = 48;
constexpr std::int64_t kDaysPerWeek = 7;
constexpr std::int64_t kWeeksBack = 4;
constexpr std::int64_t kModulusLeast = 100'000;
constexpr std::int64_t kModulusMost = 1'000'000'000'000;

/// A value that the intervals hang on.
struct Anchor {
    Period at;
    Energy value;
    std::optional<Energy> counted; ///< Since the anchor before; none after an exchange.
};

class LikeDays {
public:
    explicit LikeDays(const std::map<Period, Energy>& history)
        : m_measured(history)
    {
    }
    void add(Period period, Energy energy) { m_measured.insert_or_assign(period, energy); }
    /// The mean of like days before a half hour.
    [[nodiscard]] std::optional<Energy> at(Period period) const
    {
        auto mean = meanOf(period, kPeriodsPerDay * kDaysPerWeek, kWeeksBack);
        return mean ? mean : meanOf(period, kPeriodsPerDay, kLikeDaysMax);
    }
    [[nodiscard]] std::optional<Energy> lastBefore(Period period) const
    {
        const auto at = m_measured.lower_bound(period);
        return at == m_measured.begin() ? std::nullopt : std::optional{std::prev(at)->second};
    }

private:
    [[nodiscard]] std::optional<Energy> meanOf(Period period, std::int64_t apart, std::int64_t times) const
    {
        Int128 sum = 0;
        std::int64_t found = 0;
        for (std::int64_t i = 1; i <= times && found < kLikeDaysMax; ++i) {
            if (const auto at = m_measured.find(period.plus(-i * apart)); at != m_measured.end()) {
                sum += at->second.count();
                ++found;
            }
        }
        if (found == 0)
            return std::nullopt;
        return Energy{divide(sum, found, Rounding::HalfAwayFromZero)};
    }

    std::map<Period, Energy> m_measured;
};

std::optional<Energy> counted(const RegisterRating& rating, const RegisterReading& before, const RegisterReading& after)
{
    return countedBetween(rating, before.value, after.value, after.at.since(before.at));
}

/// The readings to believe.
std::vector<Anchor> anchorsOf(const std::vector<RegisterReading>& readings, const RegisterRating& rating,
                              MeterIntervals& result)
{
    std::vector<Anchor> anchors;
    for (std::size_t i = 0; i < readings.size(); ++i) {
        const RegisterReading& reading = readings[i];
        const bool isInRange = reading.value >= Energy{} && (rating.modulus.isZero() || reading.value < rating.modulus);
        if (!isInRange || (!anchors.empty() && reading.at <= anchors.back().at)) {
            result.rejected.push_back(reading);
            continue;
        }
        if (anchors.empty()) {
            anchors.push_back({reading.at, reading.value, std::nullopt});
            continue;
        }
        const RegisterReading last{anchors.back().at, anchors.back().value};
        if (const auto energy = counted(rating, last, reading)) {
            anchors.push_back({reading.at, reading.value, energy});
            continue;
        }
        const bool hasNext = i + 1 < readings.size() && readings[i + 1].at > reading.at;
        const bool isExchanged = hasNext && readings[i + 1].value >= reading.value &&
                                 counted(rating, reading, readings[i + 1]) && !counted(rating, last, readings[i + 1]);
        if (isExchanged) {
            anchors.push_back({reading.at, reading.value, std::nullopt});
            result.exchanged.push_back(reading.at);
        } else {
            result.rejected.push_back(reading);
        }
    }
    return anchors;
}

/// Half hours of which nobody knows what was counted.
void estimate(Period from, Period to, const LikeDays& days, std::vector<MeteredPeriod>& periods)
{
    const std::optional<Energy> last = days.lastBefore(from);
    for (Period period = from; period < to; period = period.plus(1)) {
        if (const auto like = days.at(period))
            periods.push_back({period, *like, Origin::OfLikeDays});
        else if (last)
            periods.push_back({period, *last, Origin::OfLastPeriod});
    }
}

/// Half hours that share what was counted over all of them.
void share(Period from, Period to, Energy total, const LikeDays& days, std::vector<MeteredPeriod>& periods)
{
    const std::int64_t count = to.since(from);
    std::vector<Energy> weights(static_cast<std::size_t>(count), Energy{1});
    Origin origin = count == 1 ? Origin::Measured : Origin::Evenly;
    if (count > kEvenGapMax) {
        std::vector<Energy> like;
        for (Period period = from; period < to; period = period.plus(1))
            if (const auto mean = days.at(period))
                like.push_back(*mean);
        if (std::ssize(like) == count) {
            weights = std::move(like);
            origin = Origin::ByLikeDays;
        }
    }
    Period period = from;
    for (const Energy part : splitByWeights(total, weights)) {
        periods.push_back({period, part, origin});
        period = period.plus(1);
    }
}

} // namespace

std::optional<Energy> countedBetween(const RegisterRating& rating, Energy before, Energy after, std::int64_t periods)
{
    DGEX_ASSERT(rating.powerMax > Power{} && rating.modulus >= Energy{} && periods > 0);
    DGEX_ASSERT(before >= Energy{} && after >= Energy{});
    // Half a watt-hour per watt and half hour; a watt-hour for the register's own rounding.
    const Int128 most = Int128{rating.powerMax.count()} * periods / 2 + 1;
    const auto within = [&](Int128 energy) { return energy >= 0 && energy <= most; };
    const Int128 direct = Int128{after.count()} - before.count();
    if (direct >= 0)
        return within(direct) ? std::optional{Energy{static_cast<std::int64_t>(direct)}} : std::nullopt;
    std::int64_t modulus = rating.modulus.count();
    if (modulus == 0) {
        modulus = kModulusLeast;
        while (modulus <= before.count() && modulus < kModulusMost)
            modulus *= 10;
    }
    const Int128 rolled = direct + modulus;
    return before.count() < modulus && within(rolled) ? std::optional{Energy{static_cast<std::int64_t>(rolled)}}
                                                      : std::nullopt;
}

MeterIntervals intervalsOf(Period first, Period end, const std::vector<RegisterReading>& readings,
                           const RegisterRating& rating, const std::map<Period, Energy>& history)
{
    MeterIntervals result;
    const std::vector<Anchor> anchors = anchorsOf(readings, rating, result);
    LikeDays days{history};
    // What is measured is known before anything is filled by its likes, also behind the gap.
    for (std::size_t i = 1; i < anchors.size(); ++i)
        if (anchors[i].counted && anchors[i].at.since(anchors[i - 1].at) == 1)
            days.add(anchors[i - 1].at, *anchors[i].counted);

    std::vector<MeteredPeriod> periods;
    Period known = first;
    if (!anchors.empty() && anchors.front().at > first)
        estimate(first, std::min(end, anchors.front().at), days, periods);
    for (std::size_t i = 1; i < anchors.size(); ++i) {
        if (anchors[i].counted)
            share(anchors[i - 1].at, anchors[i].at, *anchors[i].counted, days, periods);
        else
            estimate(anchors[i - 1].at, anchors[i].at, days, periods);
    }
    known = anchors.empty() ? first : std::max(first, anchors.back().at);
    estimate(known, end, days, periods);
    for (const MeteredPeriod& period : periods)
        if (period.period >= first && period.period < end)
            result.periods.push_back(period);
    return result;
}

std::vector<IntervalCorrection> correctionsBetween(const std::vector<MeteredPeriod>& before,
                                                   const std::vector<MeteredPeriod>& now)
{
    std::map<Period, MeteredPeriod> known;
    for (const MeteredPeriod& period : before)
        known.emplace(period.period, period);
    std::vector<IntervalCorrection> corrections;
    for (const MeteredPeriod& period : now) {
        const auto old = known.find(period.period);
        if (old == known.end())
            corrections.push_back({period.period, period.energy, period.origin, period.origin});
        else if (old->second != period)
            corrections.push_back(
                {period.period, period.energy - old->second.energy, old->second.origin, period.origin});
    }
    return corrections;
}

} // namespace dgex::settlement
