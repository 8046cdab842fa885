// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/market/block_clearing.h"
#include "core/market/block_program.h"

#include <cstdint>
#include <span>

namespace dgex::market {

/// How much work a search may do, counted in what is the same on every machine.
struct BlockWorkLimit {
    SolverWork solver{.iterations = 300'000, .nodes = 20'000};
    /// Exact clearings of the market.
    std::uint32_t clearings = 1'500;
};

/// The best acceptance found.
struct BlockSolution {
    BlockAcceptance acceptance;
    BlockClearing clearing;
    /// No clearing can have more welfare; see welfareBound.
    WideMoney bound = 0;
    SolverWork solverWork;
    std::uint32_t clearings = 0;
};

/// Looks for the acceptance of greatest welfare in which no block loses. HiGHS proposes and forbids what is refused
/// until a proposal holds; on large markets blocks that lose are dropped from a refused one instead, and blocks that
/// prices would pay are tried one by one. Every candidate is cleared by clearWithBlocks, so the answer is a valid one
/// whatever the solver says; in the worst case it accepts nothing. A market of few blocks that are all or nothing gets
/// the best there is, if the work limit allows. Requires: as for clearWithBlocks.
[[nodiscard]] BlockSolution solveBlocks(const Market& market, std::span<const BlockOrder> blocks,
                                        const AuctionRules& rules, const Hash256& seed,
                                        const BlockWorkLimit& limit = {});

} // namespace dgex::market
