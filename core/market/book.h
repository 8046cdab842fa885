// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/market/clearing.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dgex::market {

/// A positive decimal amount, mantissa x 10^-decimals: what a lot or a tick is worth in the book's own unit.
/// Ranges: 1 <= mantissa <= 10^6, 0 <= decimals <= 9.
struct DecimalUnit {
    std::int64_t mantissa = 1;
    int decimals = 0;
    friend constexpr bool operator==(const DecimalUnit&, const DecimalUnit&) = default;
};
/// The unit that a plain decimal text names ("0.1"); none when it is not positive or outside the ranges.
[[nodiscard]] std::optional<DecimalUnit> parseUnit(std::string_view text);
/// The unit of a product, such as a lot times a tick.
[[nodiscard]] constexpr DecimalUnit operator*(const DecimalUnit& a, const DecimalUnit& b)
{
    return {.mantissa = a.mantissa * b.mantissa, .decimals = a.decimals + b.decimals};
}
/// A number of units as plain decimal text.
[[nodiscard]] std::string textOf(Int128 count, const DecimalUnit& unit);

/// Rules of a stand-alone book.
struct BookRules {
    AuctionRules auction{};
    DecimalUnit lot{.mantissa = 1, .decimals = 1};
    DecimalUnit tick{.mantissa = 1, .decimals = 2};
    /// The seed of the last lots.
    Hash256 seed{};
};

/// One order of a book as it was listed. A market order stands at the price bound already.
struct ListedOrder {
    ParticipantId participant;
    Period period;
    Lots quantity;
    Price limit;
    Side side = Side::Buy;
    EnergyClass energyClass = EnergyClass::Any;
    /// Index into Book::zones.
    std::uint16_t zone = 0;
};

/// Many short texts in little memory, numbered as they were added.
class TextPool {
public:
    void add(std::string_view text)
    {
        m_text += text;
        m_ends.push_back(m_text.size());
    }
    [[nodiscard]] std::size_t size() const { return m_ends.size(); }
    /// Requires: index < size().
    [[nodiscard]] std::string_view operator[](std::size_t index) const
    {
        const std::size_t begin = index == 0 ? 0 : m_ends[index - 1];
        return std::string_view{m_text}.substr(begin, m_ends[index] - begin);
    }

private:
    std::string m_text;
    std::vector<std::size_t> m_ends;
};

/// Orders of any number of periods.
/// Invariants: ids has one text per order, all different; every order is within its ranges; every zone is listed.
struct Book {
    std::vector<ListedOrder> orders;
    TextPool ids;
    /// Names of the zones in the order of their first use; the name of the default zone is empty.
    std::vector<std::string> zones;
};

} // namespace dgex::market
