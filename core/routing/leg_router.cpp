// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/leg_router.h"

#include "core/base/assert.h"
#include "core/routing/shortages.h"

#include <Highs.h>

#include <algorithm>
#include <cmath>

namespace dgex::routing {

namespace {

constexpr int kLossPieces = 8;
/// Below the cost of losses: otherwise energy that is stuck would be burnt and replaced by loss supply elsewhere.
constexpr double kShortageCost = 0.99;
/// Keeps power from going in circles over legs without losses.
constexpr double kFlowCost = 1e-6;
constexpr double kWattsPerKilowatt = 1000;

double kilowatts(Power power)
{
    return static_cast<double>(power.count()) / kWattsPerKilowatt;
}

Power watts(double value)
{
    return Power{std::llround(std::max(0.0, value) * kWattsPerKilowatt)};
}

double lossAt(const NetworkLeg& leg, double power)
{
    return leg.lossShare * power + leg.lossPerWattSquared * kWattsPerKilowatt * power * power;
}

/// Rows: one per cell, one per router, then the equality of undelivered export and shortage. Unit: kilowatts.
class ProgramBuilder {
public:
    explicit ProgramBuilder(const Network& network)
        : m_network(network)
    {
        const auto rows = network.cells.size() + network.routers.size() + 1;
        m_model.lp_.num_row_ = static_cast<HighsInt>(rows);
        m_model.lp_.row_lower_.assign(rows, 0);
        m_model.lp_.row_upper_.assign(rows, 0);
        m_model.lp_.a_matrix_.format_ = MatrixFormat::kColwise;
        m_model.lp_.a_matrix_.start_ = {0};
    }

    struct Range {
        HighsInt first = 0;
        HighsInt end = 0;
    };

    /// One direction of a leg, in pieces of rising loss.
    Range addLegDirection(const NetworkLeg& leg, bool outOfCell)
    {
        const Range range{m_model.lp_.num_col_, m_model.lp_.num_col_ + (leg.lossPerWattSquared > 0 ? kLossPieces : 1)};
        const bool open = leg.direction == LegDirection::Both ||
                          leg.direction == (outOfCell ? LegDirection::OutOfCell : LegDirection::IntoCell);
        const double width = kilowatts(leg.capacity) / (range.end - range.first);
        for (HighsInt piece = 0; piece < range.end - range.first; ++piece) {
            const double slope = (lossAt(leg, width * (piece + 1)) - lossAt(leg, width * piece)) / width;
            addColumn(slope + kFlowCost, open ? width : 0.0,
                      {{cellRow(leg.cell), outOfCell ? -1.0 : 1.0},
                       {routerRow(leg.router), outOfCell ? 1.0 - slope : -1.0 - slope}});
        }
        return range;
    }

    HighsInt addLossSupply(std::size_t cell) { return addColumn(0, 0, {{cellRow(cell), 1.0}}); }
    HighsInt addUndelivered(std::size_t cell) { return addColumn(0, 0, {{cellRow(cell), -1.0}, {equalRow(), 1.0}}); }
    HighsInt addShortage(std::size_t cell)
    {
        return addColumn(kShortageCost, 0, {{cellRow(cell), 1.0}, {equalRow(), -1.0}});
    }

    [[nodiscard]] static HighsInt cellRow(std::size_t cell) { return static_cast<HighsInt>(cell); }
    [[nodiscard]] HighsModel take() { return std::move(m_model); }

private:
    [[nodiscard]] HighsInt routerRow(std::size_t router) const { return cellRow(m_network.cells.size() + router); }
    [[nodiscard]] HighsInt equalRow() const { return m_model.lp_.num_row_ - 1; }

    HighsInt addColumn(double cost, double upper, std::initializer_list<std::pair<HighsInt, double>> entries)
    {
        HighsLp& lp = m_model.lp_;
        lp.col_cost_.push_back(cost);
        lp.col_lower_.push_back(0);
        lp.col_upper_.push_back(upper);
        for (const auto& [row, value] : entries) {
            lp.a_matrix_.index_.push_back(row);
            lp.a_matrix_.value_.push_back(value);
        }
        lp.a_matrix_.start_.push_back(static_cast<HighsInt>(lp.a_matrix_.index_.size()));
        return lp.num_col_++;
    }

    const Network& m_network;
    HighsModel m_model;
};

} // namespace

class LegRouter::Program {
public:
    explicit Program(Network network)
        : m_network(std::move(network))
    {
        ProgramBuilder builder(m_network);
        for (const NetworkLeg& leg : m_network.legs) {
            DGEX_ASSERT(leg.cell < m_network.cells.size() && leg.router < m_network.routers.size());
            DGEX_ASSERT(leg.capacity > Power{} && leg.lossShare >= 0 && leg.lossPerWattSquared >= 0);
            DGEX_ASSERT(lossAt(leg, kilowatts(leg.capacity)) < kilowatts(leg.capacity));
            m_out.push_back(builder.addLegDirection(leg, true));
            m_in.push_back(builder.addLegDirection(leg, false));
        }
        for (std::size_t cell = 0; cell < m_network.cells.size(); ++cell) {
            m_lossSupply.push_back(builder.addLossSupply(cell));
            m_undelivered.push_back(builder.addUndelivered(cell));
            m_shortage.push_back(builder.addShortage(cell));
        }
        m_solver.setOptionValue("output_flag", false);
        m_solver.setOptionValue("threads", 1);
        m_solver.setOptionValue("solver", "simplex");
        m_solver.passModel(builder.take());
    }

    [[nodiscard]] const Network& network() const { return m_network; }

    Routing route(std::span<const CellExchange> exchanges)
    {
        DGEX_ASSERT(exchanges.size() == m_network.cells.size());
        Power balance;
        for (std::size_t cell = 0; cell < exchanges.size(); ++cell) {
            const auto [exported, imported] = exchanges[cell];
            DGEX_ASSERT(exported >= Power{} && imported >= Power{});
            balance += exported - imported;
            const double demand = kilowatts(imported) - kilowatts(exported);
            m_solver.changeRowBounds(ProgramBuilder::cellRow(cell), demand, demand);
            m_solver.changeColBounds(m_lossSupply[cell], 0, exported > Power{} ? kHighsInf : 0);
            m_solver.changeColBounds(m_undelivered[cell], 0, kilowatts(exported));
            m_solver.changeColBounds(m_shortage[cell], 0, kilowatts(imported));
        }
        DGEX_ASSERT(balance.isZero());
        const HighsStatus status = m_solver.run();
        // Feasible at any time (nothing moves, all is short) and bounded (costs are not negative).
        DGEX_ASSERT(status != HighsStatus::kError && m_solver.getModelStatus() == HighsModelStatus::kOptimal);
        return read();
    }

private:
    [[nodiscard]] Routing read() const
    {
        const std::vector<double>& values = m_solver.getSolution().col_value;
        const auto value = [&](HighsInt column) { return values[static_cast<std::size_t>(column)]; };
        const auto sum = [&](ProgramBuilder::Range range) {
            double total = 0;
            for (HighsInt column = range.first; column < range.end; ++column)
                total += value(column);
            return total;
        };
        Routing result;
        double loss = 0;
        for (std::size_t leg = 0; leg < m_network.legs.size(); ++leg) {
            const double net = sum(m_out[leg]) - sum(m_in[leg]);
            const double legLoss = lossAt(m_network.legs[leg], std::abs(net));
            loss += legLoss;
            result.legs.push_back({watts(net), watts(-net), watts(legLoss)});
        }
        result.loss = watts(loss);
        for (std::size_t cell = 0; cell < m_network.cells.size(); ++cell) {
            result.lossSupply.push_back(watts(value(m_lossSupply[cell])));
            result.undelivered.push_back(watts(value(m_undelivered[cell])));
            if (const Power missing = watts(value(m_shortage[cell])); missing > Power{})
                result.shortages.push_back({cell, missing, {}});
        }
        for (Shortage& shortage : result.shortages)
            shortage.bindingLegs = bindingLegs(m_network, result, shortage.cell);
        return result;
    }

    Network m_network;
    std::vector<ProgramBuilder::Range> m_out;
    std::vector<ProgramBuilder::Range> m_in;
    std::vector<HighsInt> m_lossSupply;
    std::vector<HighsInt> m_undelivered;
    std::vector<HighsInt> m_shortage;
    Highs m_solver;
};

LegRouter::LegRouter(Network network)
    : m_program(std::make_unique<Program>(std::move(network)))
{
}
LegRouter::~LegRouter() = default;
LegRouter::LegRouter(LegRouter&&) noexcept = default;
LegRouter& LegRouter::operator=(LegRouter&&) noexcept = default;

const Network& LegRouter::network() const
{
    return m_program->network();
}

Routing LegRouter::route(std::span<const CellExchange> exchanges)
{
    return m_program->route(exchanges);
}

} // namespace dgex::routing
