// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/market/block_csv.h"

#include "core/market/csv_table.h"
#include "core/market/zone_names.h"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>

namespace dgex::market {

namespace {

enum Column : std::size_t { Id, Participant, PeriodStart, SideName, Quantity, Limit, Class, Zone, MinRatio, Parent };
constexpr std::array<CsvTable::Column, 10> kColumns{{{.name = "id"},
                                                     {.name = "participant"},
                                                     {.name = "period"},
                                                     {.name = "side"},
                                                     {.name = "quantity_kwh"},
                                                     {.name = "price"},
                                                     {.name = "class", .mayBeLeftOut = true},
                                                     {.name = "zone", .mayBeLeftOut = true},
                                                     {.name = "min_ratio", .mayBeLeftOut = true},
                                                     {.name = "parent", .mayBeLeftOut = true}}};
constexpr int kRatioDecimals = 9;
constexpr std::int64_t kRatioOne = 1'000'000'000;

class BlockReader {
public:
    BlockReader(std::string_view text, const BookRules& rules, Book& book)
        : m_table(text, kColumns)
        , m_rules(rules)
        , m_zones(book.zones)
    {
    }

    std::expected<ListedBlocks, BookCsvError> read()
    {
        std::size_t rows = 0;
        for (auto more = m_table.next(); !more || *more; more = m_table.next()) {
            if (!more)
                return std::unexpected(more.error());
            if (++rows > kBlockPeriodsMax)
                return std::unexpected(m_table.fault(BookCsvFault::TooManyRows));
            if (auto taken = takeRow(); !taken)
                return std::unexpected(taken.error());
        }
        return finish();
    }

private:
    using Verdict = std::expected<void, BookCsvError>;

    /// A block as its rows have it so far.
    struct Listed {
        BlockOrder block;
        std::int64_t minRatio = kRatioOne;
        std::string parent;
        BookCsvError atParent; ///< Where a wrong parent stands.
    };

    template <class Value>
    Verdict take(const std::expected<Value, BookCsvFault>& read, Column column, Value& into)
    {
        if (!read)
            return std::unexpected(m_table.fault(read.error(), column));
        into = *read;
        return {};
    }

    static std::expected<std::int64_t, BookCsvFault> ratioOf(std::string_view text)
    {
        if (text.empty())
            return kRatioOne;
        const auto ratio = parseDecimal(text, kRatioDecimals);
        if (!ratio)
            return std::unexpected(ratio.error() == ParseError::TooManyDecimals ? BookCsvFault::OutOfRange
                                                                                : faultOf(ratio.error()));
        if (*ratio < 1 || *ratio > kRatioOne)
            return std::unexpected(BookCsvFault::OutOfRange);
        return *ratio;
    }

    static std::expected<Period, BookCsvFault> periodOf(std::string_view text)
    {
        const auto period = parsePeriod(text);
        if (!period)
            return std::unexpected(faultOf(period.error()));
        return *period;
    }

    std::expected<ZoneId, BookCsvFault> zoneOf(std::string_view name)
    {
        const auto zone = m_zones.numberOf(name);
        if (!zone)
            return std::unexpected(BookCsvFault::TooManyZones);
        return *zone;
    }

    static std::expected<ParticipantId, BookCsvFault> participantOf(std::string_view name)
    {
        if (name.empty())
            return std::unexpected(BookCsvFault::CellMissing);
        return participantNamed(name).participant;
    }

    Verdict takeRow()
    {
        Listed row;
        BlockOrder& block = row.block;
        BlockPeriod period;
        Verdict read =
            take(participantOf(m_table[Participant]), Participant, block.participant)
                .and_then([&] { return take(periodOf(m_table[PeriodStart]), PeriodStart, period.period); })
                .and_then([&] { return take(sideOf(m_table[SideName]), SideName, block.side); })
                .and_then([&] { return take(quantityOf(m_table[Quantity], m_rules.lot), Quantity, period.lots); })
                .and_then([&] { return take(limitOf(m_table[Limit], block.side, m_rules), Limit, block.limit); })
                .and_then([&] { return take(classOf(m_table[Class]), Class, block.energyClass); })
                .and_then([&] { return take(zoneOf(m_table[Zone]), Zone, block.zone); })
                .and_then([&] { return take(ratioOf(m_table[MinRatio]), MinRatio, row.minRatio); });
        if (!read)
            return read;
        if (m_table[Id].empty())
            return std::unexpected(m_table.fault(BookCsvFault::CellMissing, Id));
        row.parent = m_table[Parent];
        row.atParent = m_table.fault(BookCsvFault::ParentUnknown, Parent);
        return addRow(std::move(row), period);
    }

    Verdict addRow(Listed row, const BlockPeriod& period)
    {
        const auto [known, added] = m_numbers.try_emplace(std::string{m_table[Id]}, m_listed.size());
        if (added) {
            if (m_listed.size() == kBlocksMax)
                return std::unexpected(m_table.fault(BookCsvFault::TooManyRows));
            m_ids.push_back(known->first);
            m_listed.push_back(std::move(row));
            m_listed.back().block.profile.push_back(period);
            return {};
        }
        Listed& listed = m_listed[known->second];
        row.block.profile = listed.block.profile;
        if (row.block != listed.block || row.minRatio != listed.minRatio || row.parent != listed.parent)
            return std::unexpected(m_table.fault(BookCsvFault::BlockDiffers));
        if (!listed.block.profile.empty() && listed.block.profile.back().period >= period.period) {
            const bool repeated = std::ranges::contains(listed.block.profile, period.period, &BlockPeriod::period);
            if (repeated)
                return std::unexpected(m_table.fault(BookCsvFault::PeriodRepeated, PeriodStart));
        }
        std::vector<BlockPeriod>& profile = listed.block.profile;
        profile.insert(std::ranges::upper_bound(profile, period.period, {}, &BlockPeriod::period), period);
        return {};
    }

    static void cutIntoParts(Listed& listed)
    {
        if (listed.minRatio == kRatioOne)
            return;
        std::int64_t parts = 0;
        for (const BlockPeriod& period : listed.block.profile)
            parts = std::gcd(parts, period.lots.count());
        for (BlockPeriod& period : listed.block.profile)
            period.lots = Lots{period.lots.count() / parts};
        listed.block.parts = static_cast<std::uint32_t>(parts);
        listed.block.minParts =
            static_cast<std::uint32_t>((Int128{listed.minRatio} * parts + kRatioOne - 1) / kRatioOne);
    }

    std::expected<ListedBlocks, BookCsvError> finish()
    {
        ListedBlocks result;
        for (Listed& listed : m_listed) {
            cutIntoParts(listed);
            if (!listed.parent.empty()) {
                const auto parent = m_numbers.find(listed.parent);
                if (parent == m_numbers.end())
                    return std::unexpected(listed.atParent);
                listed.block.parent = static_cast<std::uint32_t>(parent->second);
            }
            result.blocks.push_back(listed.block);
        }
        result.ids = std::move(m_ids);
        if (!parentsFirst(result.blocks))
            return std::unexpected(circle(result.blocks));
        return result;
    }

    /// The first block that is its own ancestor.
    [[nodiscard]] BookCsvError circle(const std::vector<BlockOrder>& blocks) const
    {
        for (std::size_t b = 0; b < blocks.size(); ++b) {
            auto ancestor = blocks[b].parent;
            for (std::size_t steps = 0; ancestor && steps < blocks.size(); ++steps) {
                if (*ancestor == b) {
                    BookCsvError error = m_listed[b].atParent;
                    error.fault = BookCsvFault::ParentCircle;
                    return error;
                }
                ancestor = blocks[*ancestor].parent;
            }
        }
        return m_table.fault(BookCsvFault::ParentCircle);
    }

    CsvTable m_table;
    const BookRules& m_rules;
    ZoneNames m_zones;
    std::map<std::string, std::size_t> m_numbers;
    std::vector<std::string> m_ids;
    std::vector<Listed> m_listed;
};

} // namespace

std::expected<ListedBlocks, BookCsvError> readBlocksCsv(std::string_view text, const BookRules& rules, Book& book)
{
    return BlockReader(text, rules, book).read();
}

} // namespace dgex::market
