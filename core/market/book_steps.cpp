// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/market/book_steps.h"

#include "core/base/assert.h"

#include <algorithm>
#include <tuple>

namespace dgex::market {

namespace {

constexpr std::size_t kFirstChunks = 16; ///< Coarse steps of a group in the first network.
constexpr std::size_t kFinerBy = 8;      ///< So much finer is each next network.
constexpr std::size_t kHalfRowsMin = 8;
constexpr std::size_t kWidenBy = 4;

auto groupOf(const ListedOrder& order)
{
    return std::tuple{order.zone, order.energyClass, order.side};
}

/// Whether a worth gains something at a price.
bool gainsAt(Side side, Price worth, Price price)
{
    return side == Side::Buy ? worth > price : worth < price;
}

} // namespace

BookSteps::BookSteps(const BookPeriod& period, std::size_t wholeRowsMax)
    : m_in(period)
{
    DGEX_ASSERT(!m_in.rows.empty());
    findGroups();
    if (m_in.rows.size() > wholeRowsMax)
        narrowWindows();
    clearWindows();
    while (widenWindows())
        clearWindows();
    correctWelfare();
}

void BookSteps::findGroups()
{
    for (std::size_t row = 0; row < m_in.rows.size(); ++row) {
        if (row == 0 || groupOf(orderAt(row)) != groupOf(orderAt(row - 1)))
            m_groups.push_back({.first = row, .windowFirst = row});
        m_groups.back().windowEnd = m_groups.back().end = row + 1;
    }
}

void BookSteps::narrowWindows()
{
    for (Group& group : m_groups)
        group.chunkRows = std::max<std::size_t>(1, (group.end - group.first) / kFirstChunks);
    const auto isCoarse = [](const Group& group) { return group.chunkRows > 1; };
    while (std::ranges::any_of(m_groups, isCoarse)) {
        clearWindows();
        for (Group& group : m_groups) {
            group.halfRows = std::max(2 * group.chunkRows, kHalfRowsMin);
            group.chunkRows = std::max<std::size_t>(1, group.chunkRows / kFinerBy);
            setWindow(group);
        }
    }
}

/// Widens the windows of groups that the whole network might clear otherwise; false when there are none.
bool BookSteps::widenWindows()
{
    bool widened = false;
    for (Group& group : m_groups) {
        if (isWhole(group))
            continue;
        group.halfRows *= kWidenBy;
        setWindow(group);
        widened = true;
    }
    return widened;
}

void BookSteps::setWindow(Group& group) const
{
    std::size_t margin = group.first;
    if (const std::optional<Price> price = m_cleared.results[resultOf(group)].price) {
        std::size_t end = group.end;
        while (margin < end) {
            const std::size_t middle = margin + (end - margin) / 2;
            const ListedOrder order = orderAt(middle);
            const Price worth = worthOf(order.side, order.limit, m_in.rules.auction.networkFee);
            if (gainsAt(order.side, worth, *price))
                margin = middle + 1;
            else
                end = middle;
        }
    }
    group.windowFirst = limitFirst(group, margin - std::min(margin - group.first, group.halfRows));
    group.windowEnd = limitEnd(group, std::min(margin + group.halfRows, group.end) - 1);
}

void BookSteps::clearWindows()
{
    m_steps.clear();
    for (Group& group : m_groups) {
        group.firstStep = m_steps.size();
        if (group.windowFirst > group.first)
            addStep(group.first, group.windowFirst, group.windowFirst - 1);
        group.windowStep = m_steps.size();
        for (std::size_t first = group.windowFirst; first < group.windowEnd;) {
            const std::size_t end = limitEnd(group, std::min(first + group.chunkRows, group.windowEnd) - 1);
            addStep(first, end, first + (end - first) / 2);
            first = end;
        }
        if (group.windowEnd < group.end)
            addStep(group.windowEnd, group.end, group.windowEnd);
    }
    m_cleared = clearSteps(m_steps, {}, {.all = m_in.links}, m_in.rules.auction, m_in.rules.seed);
}

/// Whether the whole network would clear the group like this one.
bool BookSteps::isWhole(const Group& group) const
{
    std::span window = std::span{m_steps}.subspan(group.windowStep, stepsEnd(group) - group.windowStep);
    if (group.windowEnd < group.end) {
        if (!window.back().filled.isZero())
            return false;
        window = window.first(window.size() - 1);
        if (std::ranges::none_of(window, [](const Step& step) { return step.filled < step.asked; }))
            return false;
    }
    if (group.windowFirst == group.first)
        return true;
    const Step& before = m_steps[group.firstStep];
    return before.filled == before.asked &&
           std::ranges::any_of(window, [](const Step& step) { return !step.filled.isZero(); });
}

std::size_t BookSteps::stepsEnd(const Group& group) const
{
    return &group == &m_groups.back() ? m_steps.size() : (&group + 1)->firstStep;
}

void BookSteps::addStep(std::size_t first, std::size_t end, std::size_t limitRow)
{
    m_steps.push_back(stepOf(first, end, limitRow));
}

Step BookSteps::stepOf(std::size_t first, std::size_t end, std::size_t limitRow) const
{
    const ListedOrder order = orderAt(limitRow);
    Step step{.period = order.period,
              .zone = ZoneId{m_in.zoneRanks[order.zone]},
              .energyClass = order.energyClass,
              .side = order.side,
              .limit = order.limit,
              .asked = Lots{},
              .filled = Lots{},
              .why = {}};
    for (std::size_t row = first; row < end; ++row)
        step.asked += orderAt(row).quantity;
    return step;
}

std::size_t BookSteps::limitFirst(const Group& group, std::size_t row) const
{
    const auto rows = m_in.rows.subspan(group.first, row - group.first);
    const Price limit = orderAt(row).limit;
    const auto first =
        std::ranges::partition_point(rows, [&](std::uint32_t index) { return m_in.book.orders[index].limit != limit; });
    return group.first + static_cast<std::size_t>(first - rows.begin());
}

std::size_t BookSteps::limitEnd(const Group& group, std::size_t row) const
{
    const auto rows = m_in.rows.subspan(row, group.end - row);
    const Price limit = orderAt(row).limit;
    const auto end =
        std::ranges::partition_point(rows, [&](std::uint32_t index) { return m_in.book.orders[index].limit == limit; });
    return row + static_cast<std::size_t>(end - rows.begin());
}

std::size_t BookSteps::resultOf(const Group& group) const
{
    const ListedOrder order = orderAt(group.first);
    const auto place = [](const ZoneResult& result) { return std::pair{result.zone, result.energyClass}; };
    const auto found = std::ranges::lower_bound(
        m_cleared.results, std::pair{ZoneId{m_in.zoneRanks[order.zone]}, order.energyClass}, {}, place);
    return static_cast<std::size_t>(found - m_cleared.results.begin());
}

/// What stands before a window counted at the limit that it stood at in the network.
void BookSteps::correctWelfare()
{
    for (const Group& group : m_groups) {
        Int128 more = 0;
        for (std::size_t row = group.first; row < group.windowFirst; ++row) {
            const ListedOrder order = orderAt(row);
            const Price gain = (order.limit - m_steps[group.firstStep].limit).abs();
            more += Int128{order.quantity.count()} * gain.count();
        }
        m_cleared.results[resultOf(group)].welfare += more * kWattHoursPerLot;
    }
}

void BookSteps::forEach(const Take& take)
{
    StepReasons reasons({.steps = m_steps,
                         .results = m_cleared.results,
                         .flows = m_cleared.flows,
                         .links = m_in.links,
                         .capacities = {},
                         .fee = m_in.rules.auction.networkFee});
    for (const Group& group : m_groups) {
        std::size_t inWindow = group.windowStep;
        for (std::size_t first = group.first; first < group.end;) {
            const std::size_t end = limitEnd(group, first);
            Step step = stepOf(first, end, first);
            if (first < group.windowFirst)
                step.filled = step.asked;
            else if (first < group.windowEnd)
                step.filled = m_steps[inWindow++].filled;
            step.why = reasons.explain(step);
            take(m_in.rows.subspan(first, end - first), step);
            first = end;
        }
    }
}

} // namespace dgex::market
