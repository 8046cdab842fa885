// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ledger/block.h"
#include "core/ledger/evidence.h"

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace dgex::node {

/// Gathers co-signatures on the blocks that this node executed until k of n authorities agree, and finds authorities
/// that signed two things. A pure step: entries of unknown origin go in, decisions come out.
/// Invariants: open blocks have consecutive heights; every counted co-signature was checked.
/// Thread: one at a time.
class CoSigning {
public:
    using Anchor = std::shared_ptr<const ledger::TrustAnchor>;

    explicit CoSigning(ledger::SignatureCheck check)
        : m_check(std::move(check))
    {
    }

    /// Goes on behind a height that is final already.
    void startBehind(std::uint64_t finalHeight) { m_final = finalHeight; }
    /// The next executed block: its statement without co-signatures and who may sign it.
    void open(ledger::Checkpoint statement, Anchor anchor);

    struct Taken {
        bool news = false; ///< A co-signature that was not known.
        std::optional<ledger::Equivocation> evidence;
        /// The height at which enough authorities agreed on another statement than this node's.
        std::optional<std::uint64_t> overruledAt;
    };
    /// An entry of the board: a checkpoint with one co-signature. What is not of an authority is dropped.
    Taken take(const ledger::Checkpoint& entry);

    /// The first open block once it is final, and closes it; none otherwise.
    [[nodiscard]] std::optional<ledger::Checkpoint> closeFinal();

    [[nodiscard]] std::uint64_t finalHeight() const { return m_final; }
    [[nodiscard]] std::size_t openBlocks() const { return m_open.size(); }
    /// Co-signatures of the open block at a height; 0 when it is not open.
    [[nodiscard]] std::size_t signatures(std::uint64_t height) const;
    /// Entries that no authority signed.
    [[nodiscard]] std::uint64_t dropped() const { return m_dropped; }

private:
    struct OpenBlock {
        ledger::Checkpoint checkpoint;
        Anchor anchor;
    };
    using Claims = std::map<std::uint32_t, std::vector<ledger::Checkpoint>>;

    [[nodiscard]] const OpenBlock* find(std::uint64_t height) const;
    [[nodiscard]] std::optional<ledger::Equivocation>
    contradiction(const ledger::Checkpoint& claim, std::uint32_t authority, const crypto::PublicKey& key) const;
    /// Counts what is claimed about an open block. True: enough agree on something else.
    bool count(OpenBlock& block);

    ledger::SignatureCheck m_check;
    std::uint64_t m_final = 0;
    std::deque<OpenBlock> m_open;
    Anchor m_lastAnchor;
    /// Checked entries by height and authority, of the recent and the coming heights.
    std::map<std::uint64_t, Claims> m_claims;
    std::uint64_t m_dropped = 0;
};

} // namespace dgex::node
