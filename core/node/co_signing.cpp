// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/node/co_signing.h"

#include "core/base/assert.h"

#include <algorithm>

namespace dgex::node {

namespace {

/// Heights behind the final one whose entries are still compared, and heights before it that are remembered.
constexpr std::uint64_t kBehind = 64;
constexpr std::uint64_t kAhead = 4096;
constexpr std::size_t kClaimsMax = 4;

} // namespace

void CoSigning::open(ledger::Checkpoint statement, Anchor anchor)
{
    DGEX_ASSERT(anchor != nullptr && statement.height == m_final + m_open.size() + 1);
    DGEX_ASSERT(statement.signatures.empty());
    m_lastAnchor = anchor;
    m_open.push_back({.checkpoint = std::move(statement), .anchor = std::move(anchor)});
}

const CoSigning::OpenBlock* CoSigning::find(std::uint64_t height) const
{
    if (height <= m_final || height > m_final + m_open.size())
        return nullptr;
    return &m_open[height - m_final - 1];
}

std::size_t CoSigning::signatures(std::uint64_t height) const
{
    const OpenBlock* const block = find(height);
    return block == nullptr ? 0 : block->checkpoint.signatures.size();
}

CoSigning::Taken CoSigning::take(const ledger::Checkpoint& entry)
{
    Taken taken;
    if (!m_lastAnchor || entry.signatures.size() != 1 || entry.height + kBehind < m_final ||
        entry.height > m_final + kAhead)
        return taken;
    const OpenBlock* const found = find(entry.height);
    const ledger::TrustAnchor& anchor = found == nullptr ? *m_lastAnchor : *found->anchor;
    const auto& [authority, signature] = entry.signatures.front();
    if (entry.market != anchor.market || authority >= anchor.authorities.size()) {
        ++m_dropped;
        return taken;
    }
    std::vector<ledger::Checkpoint>& known = m_claims[entry.height][authority];
    if (std::ranges::find(known, entry) == known.end()) {
        if (known.size() >= kClaimsMax || !m_check(anchor.authorities[authority], signedPreimage(entry), signature)) {
            ++m_dropped;
            return taken;
        }
        taken.evidence = contradiction(entry, authority, anchor.authorities[authority]);
        known.push_back(entry);
        taken.news = true;
    }
    if (found != nullptr && count(m_open[entry.height - m_final - 1]))
        taken.overruledAt = entry.height;
    return taken;
}

std::optional<ledger::Equivocation> CoSigning::contradiction(const ledger::Checkpoint& claim, std::uint32_t authority,
                                                             const crypto::PublicKey& key) const
{
    for (const auto& [height, claims] : m_claims) {
        const auto own = claims.find(authority);
        if (own == claims.end())
            continue;
        for (const ledger::Checkpoint& other : own->second)
            if (auto evidence = equivocationOf(other, claim, authority, key))
                return evidence;
    }
    return std::nullopt;
}

bool CoSigning::count(OpenBlock& block)
{
    std::map<Bytes, std::size_t> others;
    for (const auto& [authority, claims] : m_claims[block.checkpoint.height])
        for (const ledger::Checkpoint& claim : claims) {
            if (!sameStatement(claim, block.checkpoint)) {
                ++others[signedPreimage(claim)];
                continue;
            }
            auto& signatures = block.checkpoint.signatures;
            const auto place = std::ranges::lower_bound(signatures, authority, {}, &ledger::CoSignature::authority);
            if (place == signatures.end() || place->authority != authority)
                signatures.insert(place, claim.signatures.front());
        }
    return std::ranges::any_of(others, [&](const auto& other) { return other.second >= block.anchor->threshold; });
}

std::optional<ledger::Checkpoint> CoSigning::closeFinal()
{
    if (m_open.empty())
        return std::nullopt;
    OpenBlock& first = m_open.front();
    count(first);
    if (first.checkpoint.signatures.size() < first.anchor->threshold)
        return std::nullopt;
    ledger::Checkpoint checkpoint = std::move(first.checkpoint);
    m_open.pop_front();
    ++m_final;
    while (!m_claims.empty() && m_claims.begin()->first + kBehind < m_final)
        m_claims.erase(m_claims.begin());
    return checkpoint;
}

} // namespace dgex::node
