// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/routing/network.h"

#include <memory>
#include <span>

namespace dgex::routing {

/// What the contracts of a moment ask of one cell, as mean power: both >= 0.
struct CellExchange {
    Power exported; ///< Homes of the cell give it to other cells.
    Power imported; ///< Homes of the cell take it from other cells.
};

/// Mean power of one leg at its cell's side. One of the two is 0.
struct LegFlow {
    Power outOfCell;
    Power intoCell;
    Power loss; ///< Of this leg, supplied by the grid operator.
};

/// An importing cell that cannot get all that its contracts say.
struct Shortage {
    std::size_t cell = 0;
    Power missing;
    /// Full legs that stand between the cell and exporters with energy left, by index; empty when no leg at all leads
    /// from such an exporter to the cell.
    std::vector<std::size_t> bindingLegs;
};

struct Routing {
    std::vector<LegFlow> legs;      ///< One per leg of the network.
    std::vector<Power> lossSupply;  ///< One per cell: what the grid operator adds there for losses.
    std::vector<Power> undelivered; ///< One per cell: export that no importer could be given.
    std::vector<Shortage> shortages;
    Power loss; ///< Of all legs.
};

/// Assigns the contracts of a moment to router legs with the least loss (linear program, solved by HiGHS).
///
/// Variables: power of every leg out of and into its cell (quadratic losses in eight pieces), loss supply g and
/// undelivered export w of exporting cells, shortage u of importing cells. Per cell: exported - w + g + in - out =
/// imported - u; per router: the DC link takes what it gives; sum w = sum u, so what nobody can import is not exported.
/// Hence sum g = losses: they are supplied by the grid operator where energy enters, and contracts stay equal at both
/// grid sides. Minimised: losses + 0.99 times the shortage (energy is delivered wherever less than that is lost on the
/// way, and burning stuck energy never pays), plus a millionth of all flow, so that nothing goes in circles.
///
/// Results are rounded to watts and may be off by one watt per leg. A router keeps its basis: the next solve with other
/// exchanges starts from the last one. Floating point; nothing here is agreed on between nodes.
/// Thread: one at a time.
class LegRouter {
public:
    /// Requires: legs as NetworkLeg says.
    explicit LegRouter(Network network);
    ~LegRouter();
    LegRouter(LegRouter&&) noexcept;
    LegRouter& operator=(LegRouter&&) noexcept;

    [[nodiscard]] const Network& network() const;
    /// Requires: one exchange per cell, all >= 0, exports and imports of all cells equal in sum, at most 10^9 W each.
    [[nodiscard]] Routing route(std::span<const CellExchange> exchanges);

private:
    class Program;
    std::unique_ptr<Program> m_program;
};

} // namespace dgex::routing
