// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/market/block_solver.h"

#include "core/base/assert.h"
#include "core/market/block_prices.h"

#include <algorithm>

namespace dgex::market {

namespace {

/// Up to so many blocks refused proposals are forbidden one by one until one holds.
constexpr std::size_t kFewBlocks = 40;

class Search {
public:
    Search(const Market& market, std::span<const BlockOrder> blocks, const AuctionRules& rules, const Hash256& seed,
           const BlockWorkLimit& limit)
        : m_market(market)
        , m_blocks(blocks)
        , m_rules(rules)
        , m_seed(seed)
        , m_limit(limit)
        , m_program(market, blocks, rules)
        , m_children(blocks.size())
    {
        for (std::uint32_t b = 0; b < blocks.size(); ++b) {
            if (blocks[b].parent)
                m_children[*blocks[b].parent].push_back(b);
        }
    }

    BlockSolution run()
    {
        m_best.acceptance.assign(m_blocks.size(), 0);
        auto nothing = clear(m_best.acceptance);
        DGEX_ASSERT(nothing.has_value());
        m_best.clearing = std::move(*nothing);
        const SupposedPrices none;
        m_best.bound = std::min(welfareBound(m_market, m_blocks, m_rules, m_program.relaxedPrices()),
                                welfareBound(m_market, m_blocks, m_rules, none));
        propose();
        improve();
        m_best.solverWork = m_program.workDone();
        return std::move(m_best);
    }

private:
    [[nodiscard]] bool mayClear() const { return m_best.clearings < m_limit.clearings; }
    [[nodiscard]] WideMoney welfare() const { return m_best.clearing.market.welfare; }

    std::expected<BlockClearing, BlockRefusal> clear(const BlockAcceptance& acceptance)
    {
        ++m_best.clearings;
        return clearWithBlocks(m_market, m_blocks, acceptance, m_rules, m_seed);
    }

    /// Whether it is the best so far.
    bool consider(const BlockAcceptance& acceptance, BlockClearing clearing)
    {
        const ClearedAcceptance known{.acceptance = m_best.acceptance, .welfare = welfare()};
        if (!isBetter({.acceptance = acceptance, .welfare = clearing.market.welfare}, known, m_seed))
            return false;
        m_best.acceptance = acceptance;
        m_best.clearing = std::move(clearing);
        return true;
    }

    [[nodiscard]] SolverWork workLeft() const
    {
        const SolverWork done = m_program.workDone();
        const auto left = [](std::uint64_t limit, std::uint64_t used) { return limit > used ? limit - used : 0; };
        return {.iterations = left(m_limit.solver.iterations, done.iterations),
                .nodes = left(m_limit.solver.nodes, done.nodes)};
    }

    /// Takes proposals in falling welfare until one holds.
    void propose()
    {
        while (mayClear()) {
            const SolverWork left = workLeft();
            if (left.iterations == 0 || left.nodes == 0)
                return;
            const auto proposal = m_program.propose(left);
            if (!proposal)
                return;
            auto cleared = clear(proposal->acceptance);
            if (cleared) {
                consider(proposal->acceptance, std::move(*cleared));
                return;
            }
            if (proposal->best && cleared.error().welfare && *cleared.error().welfare < welfare())
                return;
            dropLosers(proposal->acceptance, cleared.error());
            if (m_blocks.size() > kFewBlocks)
                return;
            m_program.forbid(proposal->acceptance);
        }
    }

    void drop(BlockAcceptance& acceptance, std::uint32_t block) const
    {
        acceptance[block] = 0;
        for (const std::uint32_t child : m_children[block])
            drop(acceptance, child);
    }

    /// Drops the block that loses most, again and again, until none loses.
    void dropLosers(BlockAcceptance acceptance, BlockRefusal refusal)
    {
        while (mayClear() && !refusal.blocks.empty()) {
            drop(acceptance, refusal.blocks.front());
            auto cleared = clear(acceptance);
            if (cleared) {
                consider(acceptance, std::move(*cleared));
                return;
            }
            refusal = std::move(cleared.error());
        }
    }

    /// Blocks that are left out though prices would pay them, the one that would gain most first.
    [[nodiscard]] std::vector<std::uint32_t> worthTrying() const
    {
        const BlockPrices prices(m_best.clearing.market.results, m_rules.networkFee);
        std::vector<std::pair<Int128, std::uint32_t>> gains;
        for (std::uint32_t b = 0; b < m_blocks.size(); ++b) {
            if (m_best.acceptance[b] == m_blocks[b].parts)
                continue;
            const BlockSurplus surplus = prices.surplusOf(m_blocks[b]);
            if (!surplus.average || surplus.ofPart > 0)
                gains.emplace_back(-surplus.ofPart * m_blocks[b].parts, b);
        }
        std::ranges::sort(gains);
        std::vector<std::uint32_t> order;
        for (const auto& [gain, b] : gains)
            order.push_back(b);
        return order;
    }

    /// The acceptance with a block and its ancestors whole.
    [[nodiscard]] BlockAcceptance with(std::uint32_t block) const
    {
        BlockAcceptance acceptance = m_best.acceptance;
        for (std::optional<std::uint32_t> b = block; b; b = m_blocks[*b].parent)
            acceptance[*b] = m_blocks[*b].parts;
        return acceptance;
    }

    void improve()
    {
        for (bool better = true; better && mayClear();) {
            better = false;
            for (const std::uint32_t b : worthTrying()) {
                if (!mayClear())
                    return;
                const BlockAcceptance tried = with(b);
                if (auto cleared = clear(tried))
                    better = consider(tried, std::move(*cleared)) || better;
            }
        }
    }

    const Market& m_market;
    std::span<const BlockOrder> m_blocks;
    const AuctionRules& m_rules;
    const Hash256& m_seed;
    const BlockWorkLimit& m_limit;
    BlockProgram m_program;
    std::vector<std::vector<std::uint32_t>> m_children;
    BlockSolution m_best;
};

} // namespace

BlockSolution solveBlocks(const Market& market, std::span<const BlockOrder> blocks, const AuctionRules& rules,
                          const Hash256& seed, const BlockWorkLimit& limit)
{
    return Search(market, blocks, rules, seed, limit).run();
}

} // namespace dgex::market
