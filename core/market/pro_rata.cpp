// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/market/pro_rata.h"

#include "core/base/assert.h"
#include "core/base/encoding.h"
#include "core/crypto/hash.h"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <vector>

namespace dgex::market {

namespace {

/// A claim on one of the lots that are left after whole shares.
struct Rest {
    std::int64_t remainder = 0;
    std::size_t claim = 0;
};

struct Tie {
    Hash256 hash{};
    std::size_t claim = 0;
};

/// Among equal remainders, the least hashes get the lots.
void serveTies(std::span<Claim> claims, std::span<const Rest> equal, std::size_t lots, const TieRule& rule)
{
    std::vector<Tie> ties;
    ties.reserve(equal.size());
    for (const Rest& rest : equal)
        ties.push_back({.hash = tieHash(rule, claims[rest.claim].participant), .claim = rest.claim});
    std::ranges::sort(ties, [&](const Tie& a, const Tie& b) {
        return std::tie(a.hash, claims[a.claim].participant) < std::tie(b.hash, claims[b.claim].participant);
    });
    for (std::size_t n = 0; n < lots; ++n)
        claims[ties[n].claim].filled += Lots{1};
}

/// Requires: 0 < left < rests.size().
void serveRests(std::span<Claim> claims, std::vector<Rest>& rests, std::size_t left, const TieRule& rule)
{
    const auto last = rests.begin() + static_cast<std::ptrdiff_t>(left) - 1;
    std::ranges::nth_element(rests, last, std::greater{}, &Rest::remainder);
    const std::int64_t least = last->remainder;
    const auto equal =
        std::partition(rests.begin(), rests.end(), [&](const Rest& rest) { return rest.remainder > least; });
    for (auto rest = rests.begin(); rest != equal; ++rest)
        claims[rest->claim].filled += Lots{1};
    const auto end = std::partition(equal, rests.end(), [&](const Rest& rest) { return rest.remainder == least; });
    const auto served = static_cast<std::size_t>(equal - rests.begin());
    serveTies(claims, {equal, end}, left - served, rule);
}

} // namespace

Hash256 tieHash(const TieRule& rule, ParticipantId participant)
{
    Encoder preimage;
    preimage.domain("tie").raw(rule.seed).u64(participant.number).i64(rule.period.startSeconds());
    preimage.u8(static_cast<std::uint8_t>(rule.side));
    return crypto::sha256(preimage.bytes());
}

WholeShare wholeShare(Lots available, Lots asked, Lots total)
{
    DGEX_ASSERT(total > Lots{} && available >= Lots{} && available <= total && asked >= Lots{} && asked <= total);
    std::uint64_t product = 0;
    const auto divisor = static_cast<std::uint64_t>(total.count());
    if (!__builtin_mul_overflow(available.count(), asked.count(), &product))
        return {.lots = Lots{product / divisor}, .remainder = static_cast<std::int64_t>(product % divisor)};
    const Int128 wide = Int128{available.count()} * asked.count();
    return {.lots = Lots{wide / total.count()}, .remainder = static_cast<std::int64_t>(wide % total.count())};
}

bool reaches(const LastLot& last, std::int64_t remainder, const Hash256& tieHash)
{
    return remainder > last.remainder || (remainder == last.remainder && tieHash <= last.tieHash);
}

void shareProRata(std::span<Claim> claims, Lots available, const TieRule& rule)
{
    const Lots total = std::accumulate(claims.begin(), claims.end(), Lots{},
                                       [](Lots sum, const Claim& claim) { return sum + claim.asked; });
    DGEX_ASSERT(available >= Lots{} && available <= total);
    if (available == total || available.isZero()) {
        for (Claim& claim : claims)
            claim.filled = available.isZero() ? Lots{} : claim.asked;
        return;
    }
    std::vector<Rest> rests;
    rests.reserve(claims.size());
    Lots left = available;
    for (std::size_t i = 0; i < claims.size(); ++i) {
        const WholeShare share = wholeShare(available, claims[i].asked, total);
        claims[i].filled = share.lots;
        left -= share.lots;
        if (share.remainder > 0)
            rests.push_back({.remainder = share.remainder, .claim = i});
    }
    // The remainders add up to left x total and each is below total, so more claims have one than lots are left.
    DGEX_ASSERT(left.isZero() || left < Lots{rests.size()});
    if (!left.isZero())
        serveRests(claims, rests, static_cast<std::size_t>(left.count()), rule);
}

} // namespace dgex::market
