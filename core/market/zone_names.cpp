// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/market/zone_names.h"

#include "core/market/book_csv.h"

namespace dgex::market {

ZoneNames::ZoneNames(std::vector<std::string>& names)
    : m_names(names)
{
    for (std::size_t zone = 0; zone < names.size(); ++zone)
        m_numbers.emplace(names[zone], ZoneId{static_cast<std::uint16_t>(zone)});
}

std::optional<ZoneId> ZoneNames::numberOf(std::string_view name)
{
    if (const auto known = m_numbers.find(name); known != m_numbers.end())
        return known->second;
    if (m_numbers.size() == kBookZonesMax)
        return std::nullopt;
    const ZoneId number{static_cast<std::uint16_t>(m_numbers.size())};
    m_numbers.emplace(name, number);
    m_names.emplace_back(name);
    return number;
}

} // namespace dgex::market
