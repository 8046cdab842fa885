// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/market/block_program.h"

#include "core/base/assert.h"
#include "core/market/step_clearing.h"

#include <Highs.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

namespace dgex::market {

namespace {

/// Programs are solved well when numbers are near 1.
constexpr double kTicksPerUnit = 1'000;
constexpr double kPriceEnd = 300'000'000;
/// Up to so many parts their number is a whole one in the program; beyond it is rounded afterwards.
constexpr std::uint32_t kWholePartsMax = 1'000;
constexpr HighsInt kNone = -1;

using Entry = std::pair<HighsInt, double>;

struct Columns {
    HighsInt on = kNone;    ///< 0 or 1: whether the block is accepted.
    HighsInt ratio = kNone; ///< Accepted parts; kNone when all or nothing.
};

/// Collects columns; rows are balances of zones and classes, then rules of blocks.
class ModelBuilder {
public:
    ModelBuilder(const Market& market, std::span<const BlockOrder> blocks, const AuctionRules& rules)
        : m_market(market)
        , m_blocks(blocks)
        , m_rules(rules)
    {
        measure();
        m_lp.a_matrix_.format_ = MatrixFormat::kColwise;
        m_lp.a_matrix_.start_ = {0};
        addRowsOfPlaces();
        addRowsOfBlocks();
        addOrders();
        addAnySlots();
        addLinks();
        addBlocks();
    }

    [[nodiscard]] HighsLp take() { return std::move(m_lp); }
    [[nodiscard]] const std::map<std::pair<Period, ZoneId>, HighsInt>& zoneRows() const { return m_zoneRows; }
    [[nodiscard]] const std::map<Period, HighsInt>& renewableRows() const { return m_renewableRows; }
    [[nodiscard]] const std::vector<Columns>& columns() const { return m_columns; }

private:
    using StepKey = std::tuple<Period, ZoneId, EnergyClass, Side, Price>;

    void measure()
    {
        std::int64_t most = 1;
        for (const ZoneOrder& order : m_market.orders) {
            m_steps[{order.period, order.zone, order.energyClass, order.side, order.limit}] += order.quantity;
            most = std::max(most, order.quantity.count());
            see(order.period, order.zone, order.energyClass, order.limit);
        }
        for (const AnySlotOrder& order : m_market.anySlotOrders) {
            for (const Period period : order.periods)
                see(period, order.zone, EnergyClass::Any, order.limit);
        }
        for (const BlockOrder& block : m_blocks) {
            for (const BlockPeriod& period : block.profile) {
                most = std::max(most, period.lots.count() * block.parts);
                see(period.period, block.zone, block.energyClass, block.limit);
            }
        }
        m_lotsPerUnit = std::max(1.0, static_cast<double>(most) / 1'000);
    }

    void see(Period period, ZoneId zone, EnergyClass energyClass, Price limit)
    {
        m_zoneRows.try_emplace({period, zone}, kNone);
        m_periods.insert(period);
        if (energyClass == EnergyClass::Renewable)
            m_renewableRows.try_emplace(period, kNone);
        if (limit.abs() < m_rules.priceBound)
            m_greatestLimit = std::max(m_greatestLimit, limit.abs());
    }

    HighsInt addRow(double lower, double upper)
    {
        m_lp.row_lower_.push_back(lower);
        m_lp.row_upper_.push_back(upper);
        return m_lp.num_row_++;
    }

    void addRowsOfPlaces()
    {
        for (const Period period : m_periods) {
            for (const ZoneLink& link : m_market.links) {
                m_zoneRows.try_emplace({period, link.from}, kNone);
                m_zoneRows.try_emplace({period, link.to}, kNone);
            }
        }
        for (auto& [place, row] : m_zoneRows)
            row = addRow(0, 0);
        // Renewable supply covers at least renewable demand.
        for (auto& [period, row] : m_renewableRows)
            row = addRow(0, kHighsInf);
    }

    [[nodiscard]] static bool isWhole(const BlockOrder& block) { return block.minParts == block.parts; }

    void addRowsOfBlocks()
    {
        m_blockRows.resize(m_blocks.size());
        for (std::size_t b = 0; b < m_blocks.size(); ++b) {
            if (!isWhole(m_blocks[b]))
                m_blockRows[b].least = addRow(0, kHighsInf), m_blockRows[b].most = addRow(-kHighsInf, 0);
            if (m_blocks[b].parent)
                m_blockRows[b].parent = addRow(-kHighsInf, 0);
        }
        for (std::size_t b = 0; b < m_blocks.size(); ++b) {
            if (m_blocks[b].parent)
                m_childRows[*m_blocks[b].parent].push_back(m_blockRows[b].parent);
        }
    }

    HighsInt addColumn(double cost, double upper, std::vector<Entry> entries,
                       HighsVarType type = HighsVarType::kContinuous)
    {
        std::ranges::sort(entries);
        m_lp.col_cost_.push_back(cost);
        m_lp.col_lower_.push_back(0);
        m_lp.col_upper_.push_back(upper);
        m_lp.integrality_.push_back(type);
        for (const auto& [row, value] : entries) {
            m_lp.a_matrix_.index_.push_back(row);
            m_lp.a_matrix_.value_.push_back(value);
        }
        m_lp.a_matrix_.start_.push_back(static_cast<HighsInt>(m_lp.a_matrix_.index_.size()));
        return m_lp.num_col_++;
    }

    [[nodiscard]] double units(Lots lots) const { return static_cast<double>(lots.count()) / m_lotsPerUnit; }

    /// What a lot costs. Market orders stand beyond all others but not so far that they drown them.
    [[nodiscard]] double costOf(Side side, Price limit) const
    {
        const Price end = m_greatestLimit * 4 + Price{1'000};
        const Price near = limit.abs() == m_rules.priceBound ? std::clamp(limit, -end, end) : limit;
        const double worth = static_cast<double>(worthOf(side, near, m_rules.networkFee).count()) / kTicksPerUnit;
        return side == Side::Sell ? worth : -worth;
    }

    /// The balances in which a lot of a side and class counts.
    [[nodiscard]] std::vector<Entry> balances(Period period, ZoneId zone, EnergyClass energyClass, Side side,
                                              double amount) const
    {
        const double value = side == Side::Sell ? amount : -amount;
        std::vector<Entry> entries{{m_zoneRows.at({period, zone}), value}};
        if (energyClass == EnergyClass::Renewable)
            entries.emplace_back(m_renewableRows.at(period), value);
        return entries;
    }

    void addOrders()
    {
        for (const auto& [key, lots] : m_steps) {
            const auto& [period, zone, energyClass, side, limit] = key;
            addColumn(costOf(side, limit), units(lots), balances(period, zone, energyClass, side, 1));
        }
    }

    void addAnySlots()
    {
        for (const AnySlotOrder& order : m_market.anySlotOrders) {
            const HighsInt row = addRow(0, units(order.quantity));
            for (const Period period : order.periods) {
                auto entries = balances(period, order.zone, EnergyClass::Any, order.side, 1);
                entries.emplace_back(row, 1);
                addColumn(costOf(order.side, order.limit), units(order.lotsPerPeriod), std::move(entries));
            }
        }
    }

    void addLinks()
    {
        for (const Period period : m_periods) {
            for (const ZoneLink& link : m_market.links)
                addColumn(0, units(link.capacity),
                          {{m_zoneRows.at({period, link.from}), -1}, {m_zoneRows.at({period, link.to}), 1}});
        }
    }

    /// What `scale` of a block's parts mean to balances, parent and children.
    [[nodiscard]] std::vector<Entry> entriesOf(std::uint32_t b, double scale) const
    {
        const BlockOrder& block = m_blocks[b];
        std::vector<Entry> entries;
        for (const BlockPeriod& period : block.profile) {
            const auto more =
                balances(period.period, block.zone, block.energyClass, block.side, scale * units(period.lots));
            entries.insert(entries.end(), more.begin(), more.end());
        }
        if (block.parent)
            entries.emplace_back(m_blockRows[b].parent, scale / block.parts);
        if (const auto children = m_childRows.find(b); children != m_childRows.end()) {
            for (const HighsInt row : children->second)
                entries.emplace_back(row, -scale / block.parts);
        }
        return entries;
    }

    void addBlocks()
    {
        for (std::uint32_t b = 0; b < m_blocks.size(); ++b) {
            const BlockOrder& block = m_blocks[b];
            const double costOfPart = costOf(block.side, block.limit) * units(lotsOfPart(block));
            Columns columns;
            if (isWhole(block)) {
                columns.on = addColumn(costOfPart * block.parts, 1, entriesOf(b, block.parts), HighsVarType::kInteger);
            } else {
                columns.on = addColumn(0, 1,
                                       {{m_blockRows[b].least, -static_cast<double>(block.minParts) / block.parts},
                                        {m_blockRows[b].most, -1.0}},
                                       HighsVarType::kInteger);
                const double scale = block.parts <= kWholePartsMax ? 1 : block.parts;
                auto entries = entriesOf(b, scale);
                entries.emplace_back(m_blockRows[b].least, scale / block.parts);
                entries.emplace_back(m_blockRows[b].most, scale / block.parts);
                columns.ratio = addColumn(costOfPart * scale, block.parts / scale, std::move(entries),
                                          scale == 1 ? HighsVarType::kInteger : HighsVarType::kContinuous);
            }
            m_columns.push_back(columns);
        }
    }

    struct BlockRows {
        HighsInt least = kNone;
        HighsInt most = kNone;
        HighsInt parent = kNone;
    };

    const Market& m_market;
    std::span<const BlockOrder> m_blocks;
    const AuctionRules& m_rules;
    std::map<StepKey, Lots> m_steps;
    std::set<Period> m_periods;
    Price m_greatestLimit;
    double m_lotsPerUnit = 1;
    HighsLp m_lp;
    std::map<std::pair<Period, ZoneId>, HighsInt> m_zoneRows;
    std::map<Period, HighsInt> m_renewableRows;
    std::vector<BlockRows> m_blockRows;
    std::map<std::uint32_t, std::vector<HighsInt>> m_childRows;
    std::vector<Columns> m_columns;
};

Price wholePrice(double units)
{
    return Price{std::llround(std::clamp(units * kTicksPerUnit, -kPriceEnd, kPriceEnd))};
}

} // namespace

class BlockProgram::Solver {
public:
    Solver(const Market& market, std::span<const BlockOrder> blocks, const AuctionRules& rules)
        : m_blocks(blocks)
        , m_parentsFirst(*parentsFirst(blocks))
    {
        ModelBuilder builder(market, blocks, rules);
        m_zoneRows = builder.zoneRows();
        m_renewableRows = builder.renewableRows();
        m_columns = builder.columns();
        m_program = builder.take();
        setUp(m_solver);
        m_solver.setOptionValue("mip_rel_gap", 1e-7);
        m_solver.setCallback([this](int, const std::string&, const HighsCallbackDataOut* out, HighsCallbackDataIn* in,
                                    void*) { watch(*out, *in); });
        m_solver.startCallback(kCallbackMipInterrupt);
        m_solver.passModel(m_program);
    }

    SupposedPrices relaxedPrices()
    {
        Highs relaxation;
        setUp(relaxation);
        relaxation.setOptionValue("solver", "simplex");
        HighsLp program = m_program;
        program.integrality_.clear();
        relaxation.passModel(std::move(program));
        relaxation.run();
        m_done.iterations += static_cast<std::uint64_t>(std::max(0, relaxation.getInfo().simplex_iteration_count));
        SupposedPrices prices;
        const std::vector<double>& duals = relaxation.getSolution().row_dual;
        if (!relaxation.getSolution().dual_valid)
            return prices;
        for (const auto& [place, row] : m_zoneRows)
            prices.zones.emplace(place, wholePrice(duals[static_cast<std::size_t>(row)]));
        for (const auto& [period, row] : m_renewableRows)
            prices.premiums.emplace(period, std::max(Price{}, wholePrice(duals[static_cast<std::size_t>(row)])));
        return prices;
    }

    std::optional<Proposal> propose(const SolverWork& limit)
    {
        m_limit = limit;
        m_iterations = 0;
        m_solver.setOptionValue("mip_max_nodes", static_cast<HighsInt>(std::min<std::uint64_t>(limit.nodes, 1U << 30)));
        m_solver.run();
        const auto counted = [](std::int64_t count) {
            return static_cast<std::uint64_t>(std::max<std::int64_t>(0, count));
        };
        m_done.iterations += std::max(m_iterations, counted(m_solver.getInfo().simplex_iteration_count));
        m_done.nodes += std::max<std::uint64_t>(1, counted(m_solver.getInfo().mip_node_count));
        const std::vector<double>& values = m_solver.getSolution().col_value;
        if (m_solver.getInfo().primal_solution_status != kSolutionStatusFeasible || values.empty())
            return std::nullopt;
        return Proposal{.acceptance = acceptanceOf(values),
                        .best = m_solver.getModelStatus() == HighsModelStatus::kOptimal};
    }

    void forbid(const BlockAcceptance& acceptance)
    {
        std::vector<HighsInt> indices;
        std::vector<double> values;
        double least = 1;
        for (std::size_t b = 0; b < m_blocks.size(); ++b) {
            indices.push_back(m_columns[b].on);
            values.push_back(acceptance[b] > 0 ? -1.0 : 1.0);
            least -= acceptance[b] > 0 ? 1 : 0;
        }
        m_solver.addRow(least, kHighsInf, static_cast<HighsInt>(indices.size()), indices.data(), values.data());
    }

    [[nodiscard]] SolverWork workDone() const { return m_done; }

private:
    static void setUp(Highs& solver)
    {
        solver.setOptionValue("output_flag", false);
        solver.setOptionValue("threads", 1);
        solver.setOptionValue("parallel", "off");
    }

    void watch(const HighsCallbackDataOut& out, HighsCallbackDataIn& in)
    {
        m_iterations = static_cast<std::uint64_t>(std::max<std::int64_t>(0, out.mip_total_lp_iterations));
        in.user_interrupt = m_iterations > m_limit.iterations;
    }

    [[nodiscard]] BlockAcceptance acceptanceOf(const std::vector<double>& values) const
    {
        BlockAcceptance parts(m_blocks.size(), 0);
        for (const std::uint32_t b : m_parentsFirst) {
            const BlockOrder& block = m_blocks[b];
            const auto value = [&](HighsInt column) { return values[static_cast<std::size_t>(column)]; };
            if (value(m_columns[b].on) < 0.5)
                continue;
            std::uint64_t wanted = block.parts;
            if (m_columns[b].ratio != kNone) {
                const double scale = block.parts <= kWholePartsMax ? 1 : block.parts;
                wanted = static_cast<std::uint64_t>(std::llround(
                    std::clamp(value(m_columns[b].ratio) * scale, double(block.minParts), double(block.parts))));
            }
            if (block.parent)
                wanted =
                    std::min(wanted, std::uint64_t{parts[*block.parent]} * block.parts / m_blocks[*block.parent].parts);
            parts[b] = wanted < block.minParts ? 0 : static_cast<std::uint32_t>(wanted);
        }
        return parts;
    }

    std::span<const BlockOrder> m_blocks;
    std::vector<std::uint32_t> m_parentsFirst;
    std::map<std::pair<Period, ZoneId>, HighsInt> m_zoneRows;
    std::map<Period, HighsInt> m_renewableRows;
    std::vector<Columns> m_columns;
    HighsLp m_program;
    Highs m_solver;
    SolverWork m_limit;
    SolverWork m_done;
    std::uint64_t m_iterations = 0;
};

BlockProgram::BlockProgram(const Market& market, std::span<const BlockOrder> blocks, const AuctionRules& rules)
    : m_solver(std::make_unique<Solver>(market, blocks, rules))
{
}

BlockProgram::~BlockProgram() = default;

SupposedPrices BlockProgram::relaxedPrices()
{
    return m_solver->relaxedPrices();
}

std::optional<BlockProgram::Proposal> BlockProgram::propose(const SolverWork& limit)
{
    return m_solver->propose(limit);
}

void BlockProgram::forbid(const BlockAcceptance& acceptance)
{
    m_solver->forbid(acceptance);
}

SolverWork BlockProgram::workDone() const
{
    return m_solver->workDone();
}

} // namespace dgex::market
