// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/market/book.h"
#include "core/market/step_clearing.h"
#include "core/market/step_reasons.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace dgex::market {

/// The orders of one period of a book; everything outlives what is made of it.
struct BookPeriod {
    const Book& book;
    /// Indices of the orders by zone, renewable before any, buy before sell, eagerness. Not empty.
    std::span<const std::uint32_t> rows;
    /// By Book::zones: the numbers under which zones stand in steps and links.
    std::span<const std::uint16_t> zoneRanks;
    std::span<const ZoneLink> links;
    const BookRules& rules;
};

/// A period of several zones or both classes, cleared as clearMarket would and without holding all its steps: a large
/// book takes little more memory than its orders, and little time.
///
/// A group is one side of one class of one zone. Of a large group only a window of steps around the margin stands in
/// the network one by one. The more eager steps stand there as one, at the least eager of their limits; the less eager
/// ones as one, at the most eager. Let the first be filled whole while a step of the window trades, and the second not
/// at all while a step of the window has lots left. Then at all prices that support the flow a lot of the first gains
/// and a lot of the second would lose, for a step between them and the price does not lose or gain. So in every best
/// flow of the whole network the former trade whole and the latter do not, and as the steps of the window bound the
/// prices more tightly than both, prices and flows are those of the whole network. Windows are guessed by networks of
/// coarse steps, then widened until this holds; at the latest it does when they hold everything.
class BookSteps {
public:
    static constexpr std::size_t kWholeRowsMax = 4'096;
    /// Windows are used from so many rows on; the result is the same.
    explicit BookSteps(const BookPeriod& period, std::size_t wholeRowsMax = kWholeRowsMax);

    [[nodiscard]] const std::vector<ZoneResult>& results() const { return m_cleared.results; }
    [[nodiscard]] const std::vector<LinkFlow>& flows() const { return m_cleared.flows; }
    /// How many steps the last network held.
    [[nodiscard]] std::size_t heldSteps() const { return m_steps.size(); }

    /// The rows of a step and the step, with what it trades and why orders of it that are not filled whole are not.
    using Take = std::function<void(std::span<const std::uint32_t> rows, const Step& step)>;
    /// Shows every step in the order of the rows.
    void forEach(const Take& take);

private:
    /// Bounds are indices of rows, all of them where a limit begins.
    struct Group {
        std::size_t first = 0;
        std::size_t windowFirst = 0;
        std::size_t windowEnd = 0;
        std::size_t end = 0;
        std::size_t halfRows = 0;   ///< Of the window, on either side of the margin.
        std::size_t chunkRows = 1;  ///< Rows that make a step of the window, and those at the limit of the last.
        std::size_t firstStep = 0;  ///< In m_steps.
        std::size_t windowStep = 0; ///< The first step of the window.
    };

    void findGroups();
    void narrowWindows();
    [[nodiscard]] bool widenWindows();
    void setWindow(Group& group) const;
    void clearWindows();
    [[nodiscard]] bool isWhole(const Group& group) const;
    [[nodiscard]] std::size_t stepsEnd(const Group& group) const;
    /// Adds rows as one step at the limit of one of them.
    void addStep(std::size_t first, std::size_t end, std::size_t limitRow);
    [[nodiscard]] Step stepOf(std::size_t first, std::size_t end, std::size_t limitRow) const;
    [[nodiscard]] ListedOrder orderAt(std::size_t row) const { return m_in.book.orders[m_in.rows[row]]; }
    [[nodiscard]] std::size_t limitFirst(const Group& group, std::size_t row) const;
    [[nodiscard]] std::size_t limitEnd(const Group& group, std::size_t row) const;
    /// Index of its zone's and class' result.
    [[nodiscard]] std::size_t resultOf(const Group& group) const;
    void correctWelfare();

    const BookPeriod m_in;
    std::vector<Group> m_groups;
    std::vector<Step> m_steps;
    StepClearing m_cleared;
};

} // namespace dgex::market
