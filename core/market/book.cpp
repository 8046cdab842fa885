// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/market/book.h"

#include "core/base/assert.h"
#include "core/base/text.h"

#include <algorithm>
#include <functional>
#include <map>

namespace dgex::market {

namespace {

constexpr int kDecimalsMax = 9;
constexpr std::int64_t kMantissaMax = 1'000'000;

} // namespace

std::optional<DecimalUnit> parseUnit(std::string_view text)
{
    const std::expected<std::int64_t, ParseError> count = parseDecimal(text, kDecimalsMax);
    if (!count || *count <= 0)
        return std::nullopt;
    DecimalUnit unit{.mantissa = *count, .decimals = kDecimalsMax};
    while (unit.decimals > 0 && unit.mantissa % 10 == 0) {
        unit.mantissa /= 10;
        --unit.decimals;
    }
    return unit.mantissa <= kMantissaMax ? std::optional{unit} : std::nullopt;
}

std::string textOf(Int128 count, const DecimalUnit& unit)
{
    return formatDecimal(count * unit.mantissa, unit.decimals);
}

void OrderList::push_back(const ListedOrder& order)
{
    DGEX_ASSERT(order.quantity >= Lots{1} && order.quantity <= kOrderLotsMax && order.limit.abs() <= kPriceMax);
    const std::int64_t halfHours = order.period.startSeconds() / Period::kSeconds;
    DGEX_ASSERT(halfHours >= INT32_MIN && halfHours <= INT32_MAX);
    m_rows.push_back({.participant = order.participant.number,
                      .period = static_cast<std::int32_t>(halfHours),
                      .limit = static_cast<std::int32_t>(order.limit.count()),
                      .lots = static_cast<std::uint32_t>(order.quantity.count()),
                      .zone = order.zone,
                      .side = order.side,
                      .energyClass = order.energyClass});
}

ListedOrder OrderList::operator[](std::size_t index) const
{
    const Row& row = m_rows[index];
    return {.participant = ParticipantId{row.participant},
            .period = Period{row.period * Period::kSeconds},
            .quantity = Lots{row.lots},
            .limit = Price{row.limit},
            .side = row.side,
            .energyClass = row.energyClass,
            .zone = row.zone};
}

void TextPool::add(std::string_view text)
{
    constexpr std::size_t kChunkBytes = 1U << 18;
    DGEX_ASSERT(text.size() <= kTextSizeMax);
    if (size() % kGroup == 0) {
        if (m_chunks.empty() || m_chunks.back().capacity() - m_chunks.back().size() < kGroup * kTextSizeMax) {
            m_chunks.emplace_back();
            m_chunks.back().reserve(kChunkBytes);
        }
        m_groups.push_back(m_chunks.back().data() + m_chunks.back().size());
    }
    m_chunks.back() += text;
    m_lengths.push_back(static_cast<std::uint8_t>(text.size()));
}

std::string_view TextPool::operator[](std::size_t index) const
{
    const char* begin = m_groups[index / kGroup];
    for (std::size_t i = index / kGroup * kGroup; i < index; ++i)
        begin += m_lengths[i];
    return {begin, m_lengths[index]};
}

std::optional<std::size_t> firstRepeated(const TextPool& texts)
{
    std::vector<std::size_t> hashes(texts.size());
    for (std::size_t i = 0; i < texts.size(); ++i)
        hashes[i] = std::hash<std::string_view>{}(texts[i]);
    std::ranges::sort(hashes);
    std::vector<std::size_t> suspects;
    for (std::size_t i = 1; i < hashes.size(); ++i) {
        if (hashes[i] == hashes[i - 1])
            suspects.push_back(hashes[i]);
    }
    if (suspects.empty())
        return std::nullopt;
    std::map<std::string_view, std::size_t> seen;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const std::string_view text = texts[i];
        if (std::ranges::binary_search(suspects, std::hash<std::string_view>{}(text)) &&
            !seen.try_emplace(text, i).second)
            return i;
    }
    return std::nullopt;
}

} // namespace dgex::market
