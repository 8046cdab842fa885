// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <compare>
#include <cstdint>

namespace dgex {

/// The number that a participant gets at enrolment. 0 is the market operator, who is never a home.
struct ParticipantId {
    std::uint64_t number = 0;
    friend constexpr auto operator<=>(ParticipantId, ParticipantId) = default;
};

/// A DGR cell: the part of the grid within which energy moves freely.
struct ZoneId {
    std::uint16_t number = 0;
    friend constexpr auto operator<=>(ZoneId, ZoneId) = default;
};

/// Names one market on one ledger; part of every signed byte string, so nothing is replayed elsewhere.
struct MarketId {
    std::array<std::uint8_t, 16> bytes{};
    friend constexpr auto operator<=>(const MarketId&, const MarketId&) = default;
};

} // namespace dgex
