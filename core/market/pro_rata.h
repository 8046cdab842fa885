// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/market/order.h"

#include <optional>
#include <span>

namespace dgex::market {

/// What the last lots of one side of one market hang on.
struct TieRule {
    Period period;
    Hash256 seed{};
    Side side = Side::Buy;
};

/// SHA-256 over "DGEX/tie/v1" 0, seed, u64 participant, i64 period, u8 side: of equal claims the least is served first.
[[nodiscard]] Hash256 tieHash(const TieRule& rule, ParticipantId participant);

/// One merged order at the limit that is shared.
struct Claim {
    ParticipantId participant;
    Lots asked;
    Lots filled;
};

/// The whole share of a claim, floor(available x asked / total), and what the division left, in [0, total).
/// Requires: 0 <= available <= total, 0 <= asked <= total, total > 0.
struct WholeShare {
    Lots lots;
    std::int64_t remainder = 0;
};
[[nodiscard]] WholeShare wholeShare(Lots available, Lots asked, Lots total);

/// The last of those that got one of the lots left over. Claims stand in the order of falling remainder, then rising
/// hash; all up to this one got a lot more than their whole share, no other did.
struct LastLot {
    std::int64_t remainder = 0;
    Hash256 tieHash{};
    friend bool operator==(const LastLot&, const LastLot&) = default;
};
/// Whether a claim stands at or before the last lot.
[[nodiscard]] bool reaches(const LastLot& last, std::int64_t remainder, const Hash256& tieHash);

/// Shares the available lots over the claims in proportion to what they asked for, by largest remainder (the method of
/// Hare and Hamilton), equal remainders by the least tieHash; writes Claim::filled. Nobody gets more than it asked for.
/// Hashes only the claims whose remainder ties at the last lot.
///
/// Bounds: any asked >= 0 whose total fits 63 bits; products then stay below 2^126. Requires: all participants differ;
/// 0 <= available <= the total asked.
void shareProRata(std::span<Claim> claims, Lots available, const TieRule& rule);

} // namespace dgex::market
