// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/market/block.h"
#include "core/market/block_bound.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>

namespace dgex::market {

/// Work of the solver: the same on every machine, unlike time.
struct SolverWork {
    std::uint64_t iterations = 0; ///< Of the simplex method.
    std::uint64_t nodes = 0;      ///< Of branch and bound.
};

/// The market with blocks as a mixed-integer program, solved by HiGHS in floating point. What it says is a proposal or
/// a supposition, never a result: clearWithBlocks and welfareBound make it exact.
class BlockProgram {
public:
    /// Requires: as for clearWithBlocks. The market and the blocks outlive the program.
    BlockProgram(const Market& market, std::span<const BlockOrder> blocks, const AuctionRules& rules);
    ~BlockProgram();
    BlockProgram(const BlockProgram&) = delete;
    BlockProgram& operator=(const BlockProgram&) = delete;

    /// The prices of the relaxation, in which every block may be accepted at any ratio; none when the solver gave up.
    [[nodiscard]] SupposedPrices relaxedPrices();

    struct Proposal {
        BlockAcceptance acceptance;
        /// Whether the solver believes that nothing allowed has more welfare.
        bool best = false;
    };
    /// An acceptance within the blocks' own rules, of the greatest welfare found; none when all are forbidden or no
    /// work is left.
    [[nodiscard]] std::optional<Proposal> propose(const SolverWork& limit);

    /// Excludes all acceptances of just these blocks, at whatever ratio.
    void forbid(const BlockAcceptance& acceptance);

    [[nodiscard]] SolverWork workDone() const;

private:
    class Solver;
    std::unique_ptr<Solver> m_solver;
};

} // namespace dgex::market
