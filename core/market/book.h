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

/// Rows of equal size that grow without ever being copied.
template <class Row>
class RowList {
public:
    void push_back(const Row& row)
    {
        if (m_size % kChunkRows == 0) {
            m_chunks.emplace_back();
            m_chunks.back().reserve(kChunkRows);
        }
        m_chunks.back().push_back(row);
        ++m_size;
    }
    [[nodiscard]] std::size_t size() const { return m_size; }
    [[nodiscard]] const Row& operator[](std::size_t index) const
    {
        return m_chunks[index / kChunkRows][index % kChunkRows];
    }

private:
    static constexpr std::size_t kChunkRows = 1U << 14;
    std::vector<std::vector<Row>> m_chunks;
    std::size_t m_size = 0;
};

/// Listed orders in 24 bytes each.
class OrderList {
public:
    /// Requires: an order within its ranges, in a period of the years up to 9999.
    void push_back(const ListedOrder& order);
    [[nodiscard]] std::size_t size() const { return m_rows.size(); }
    [[nodiscard]] bool empty() const { return m_rows.size() == 0; }
    [[nodiscard]] ListedOrder operator[](std::size_t index) const;
    /// Requires: not empty.
    [[nodiscard]] ListedOrder front() const { return (*this)[0]; }
    /// For loops over values.
    class Iterator {
    public:
        Iterator(const OrderList& list, std::size_t index)
            : m_list(&list)
            , m_index(index)
        {
        }
        ListedOrder operator*() const { return (*m_list)[m_index]; }
        Iterator& operator++()
        {
            ++m_index;
            return *this;
        }
        friend bool operator==(const Iterator& a, const Iterator& b) { return a.m_index == b.m_index; }

    private:
        const OrderList* m_list;
        std::size_t m_index;
    };
    [[nodiscard]] Iterator begin() const { return {*this, 0}; }
    [[nodiscard]] Iterator end() const { return {*this, size()}; }

private:
    struct Row {
        std::uint64_t participant;
        std::int32_t period; ///< Half hours since 1970.
        std::int32_t limit;
        std::uint32_t lots;
        std::uint16_t zone;
        Side side;
        EnergyClass energyClass;
    };
    static_assert(sizeof(Row) == 24);
    RowList<Row> m_rows;
};

/// Many short texts in little memory (1.5 bytes each beside their letters), numbered as they were added.
class TextPool {
public:
    static constexpr std::size_t kTextSizeMax = 255;
    /// Requires: at most kTextSizeMax bytes.
    void add(std::string_view text);
    [[nodiscard]] std::size_t size() const { return m_lengths.size(); }
    /// Requires: index < size(). The view lasts as long as the pool.
    [[nodiscard]] std::string_view operator[](std::size_t index) const;

private:
    static constexpr std::size_t kGroup = 16; ///< Texts whose place is remembered together.
    std::vector<std::string> m_chunks;
    std::vector<const char*> m_groups;
    RowList<std::uint8_t> m_lengths;
};
/// The earliest text that stood before already; none when all differ.
[[nodiscard]] std::optional<std::size_t> firstRepeated(const TextPool& texts);

/// Orders of any number of periods.
/// Invariants: ids has one text per order, all different; every order is within its ranges; every zone is listed.
/// Movable, not copyable: the texts stay where they are.
struct Book {
    Book() = default;
    Book(Book&&) = default;
    Book& operator=(Book&&) = default;

    OrderList orders;
    TextPool ids;
    /// Names of the zones in the order of their first use; the name of the default zone is empty.
    std::vector<std::string> zones;
};

} // namespace dgex::market
