# SPDX-License-Identifier: GPL-3.0-or-later
"""The mutations of the clearing of zones, classes and any-slot orders; see mutations.py."""

from mutations import of

MUTATIONS = [
    *of(
        "market_clearing.cpp",
        (
            "zones: skip the merge",
            "fills.back().asked += order.quantity;\n            continue;",
            "",
        ),
        (
            "zones: merge without adding",
            "fills.back().asked += order.quantity;",
            "",
        ),
        (
            "serve the first at a limit instead of pro rata",
            "shareProRata(claims, step.filled, {.period = step.period, .seed = seed, .side = step.side});",
            "Lots left = step.filled; "
            "for (Claim& c : claims) { c.filled = std::min(left, c.asked); left -= c.filled; }",
        ),
        (
            "zones: draw the last lots without the side",
            ".seed = seed, .side = step.side}",
            ".seed = seed, .side = Side::Sell}",
        ),
        (
            "clear a tied period alone",
            "if (!tied.contains(one.period) && std::ranges::all_of",
            "if (std::ranges::all_of",
        ),
        (
            "clear two zones as one",
            "return step.zone == one.zone && step.energyClass == one.energyClass;",
            "return step.energyClass == one.energyClass;",
        ),
        (
            "clear two classes as one",
            "return step.zone == one.zone && step.energyClass == one.energyClass;",
            "return step.zone == one.zone;",
        ),
        (
            "take the fee of what is sold",
            "WideMoney{result.bought.count()} * fee.count()",
            "WideMoney{result.sold.count()} * fee.count()",
        ),
        (
            "forget the rent",
            "WideMoney{flow.lots.count()} * flow.rent.count()",
            "WideMoney{flow.lots.count()} * 0",
        ),
    ),
    *of(
        "step_clearing.cpp",
        (
            "measure k from the other end of a component",
            "least + share / rules.kDenominator",
            "greatest - share / rules.kDenominator",
        ),
        (
            "round a component up",
            "least + share / rules.kDenominator",
            "least + (share + rules.kDenominator - 1) / rules.kDenominator",
        ),
        (
            "do not tie the periods of an any-slot order",
            "unite(indexOf(order.periods.front()), indexOf(period));",
            "static_cast<void>(period);",
        ),
    ),
    *of(
        "step_network.cpp",
        (
            "renewable energy serves no other demand",
            ".capacity = renewable[i].count() + 1}",
            ".capacity = 0}",
        ),
        (
            "do not count what steps sell as volume",
            ".countsAsVolume = sells});\n        if (sells &&",
            ".countsAsVolume = false});\n        if (sells &&",
        ),
        (
            "do not count what any-slot orders sell as volume",
            ".countsAsVolume = sells});\n        for (const Period",
            ".countsAsVolume = false});\n        for (const Period",
        ),
        (
            "an any-slot order takes all in one period",
            "std::min(order.lotsPerPeriod, order.quantity).count()",
            "order.quantity.count()",
        ),
        (
            "any-slot orders are not drawn",
            ".draw = m_in.draws.draw(i, period)",
            ".draw = 0",
        ),
        (
            "flow may go round about",
            ".countsAsLength = true",
            ".countsAsLength = false",
        ),
        (
            "links run backward",
            ".from = static_cast<std::uint32_t>(1 + placeOf(period, link.from)),\n"
            "                                          .to = static_cast<std::uint32_t>(1 + placeOf(period, link.to)),",
            ".from = static_cast<std::uint32_t>(1 + placeOf(period, link.to)),\n"
            "                                          "
            ".to = static_cast<std::uint32_t>(1 + placeOf(period, link.from)),",
        ),
        (
            "a premium that nothing bounds is not the least",
            "m_problem.pinned.push_back(m_renewableNodes.back());",
            "static_cast<void>(both);",
        ),
        (
            "rent from the dear end",
            "Price{*to - *from}",
            "Price{*from - *to}",
        ),
        (
            "the price of renewable energy without any's",
            "Price{*zone - *outside}",
            "Price{*zone}",
        ),
        (
            "an interval with its ends mixed up",
            "{Price{std::min(least, greatest)}, Price{std::max(least, greatest)}}",
            "{Price{std::max(least, greatest)}, Price{std::max(least, greatest)}}",
        ),
        (
            "welfare in lots",
            "tally.welfare * kWattHoursPerLot",
            "tally.welfare",
        ),
        (
            "renewable orders stand at any's node",
            "if (energyClass == EnergyClass::Any || renewable == 0)",
            "if (energyClass == EnergyClass::Any || renewable == 0 || !m_oneZone)",
        ),
    ),
    *of(
        "circulation.cpp",
        (
            "the least volume of the best",
            "- (arc.countsAsVolume ? weights.volume : 0)",
            "+ (arc.countsAsVolume ? weights.volume : 0)",
        ),
        (
            "the longest flow of the best",
            "(arc.countsAsLength ? weights.length : 0) + arc.draw;",
            "arc.draw - (arc.countsAsLength ? weights.length : 0);",
        ),
        (
            "length before volume",
            "weights.volume = length ? powerOfTwoAbove(arcs * weights.length + arcs * draw) : weights.length;",
            "weights.volume = length ? weights.length / 2 : weights.length;",
        ),
        (
            "cost does not outweigh volume",
            "weights.cost = powerOfTwoAbove(arcs * (weights.volume + (length ? weights.length : 0) + draw));",
            "weights.cost = 1;",
        ),
        (
            "leave ties to the simplex",
            "settleByOrder(problem, even, result.arcs);",
            "static_cast<void>(even);",
        ),
        (
            "leave out arcs of one unit",
            "problem.arcs[i].capacity > 0 &&",
            "problem.arcs[i].capacity > 1 &&",
        ),
    ),
    *of(
        "residual_graph.cpp",
        (
            "full arcs carry more",
            "if (along ? flow == arc.capacity : flow == 0)",
            "if (along ? false : flow == 0)",
        ),
        (
            "empty arcs carry back",
            "if (along ? flow == arc.capacity : flow == 0)",
            "if (along ? flow == arc.capacity : false)",
        ),
        (
            "do not look back along used arcs",
            "if (along ? flow == arc.capacity : flow == 0)",
            "if (along ? flow == arc.capacity : true)",
        ),
        (
            "pins are left out",
            "return way[node] == kNoWay && greatest[node];",
            "return way[node] == kNoWay && greatest[node] && false;",
        ),
    ),
    *of(
        "flow_order.cpp",
        (
            "settle the last arc first",
            "settler.settle(arc);",
            "settler.settle(open[open.size() - 1 - static_cast<std::size_t>(&arc - open.data())]);",
        ),
        (
            "settled arcs change again",
            "m_settled[arc] = true;",
            "m_settled[arc] = false;",
        ),
        (
            "stop after one way",
            "while (m_flow[arc] < settled.capacity && findWay(settled.to, settled.from)) {",
            "if (m_flow[arc] < settled.capacity && findWay(settled.to, settled.from)) {",
        ),
        (
            "miss cycles of free arcs",
            "closing.push_back(problem.arcs[i].from);",
            "static_cast<void>(i);",
        ),
    ),
    *of(
        "book_steps.cpp",
        (
            "never look whether windows are wide enough",
            "if (isWhole(group))",
            "if (true)",
        ),
        (
            "steps behind a window may trade",
            "if (!window.back().filled.isZero())",
            "if (false)",
        ),
        (
            "a window may trade whole",
            "return step.filled < step.asked; }))",
            "return true; }))",
        ),
        (
            "a window may not trade at all",
            "return !step.filled.isZero(); });",
            "return true; });",
        ),
        (
            "steps before a window may stay",
            "return before.filled == before.asked &&",
            "return",
        ),
        (
            "the most eager limit stands before a window",
            "addStep(group.first, group.windowFirst, group.windowFirst - 1);",
            "addStep(group.first, group.windowFirst, group.first);",
        ),
        (
            "the least eager limit stands behind a window",
            "addStep(group.windowEnd, group.end, group.windowEnd);",
            "addStep(group.windowEnd, group.end, group.end - 1);",
        ),
        (
            "leave the welfare of the window's limit",
            ".welfare += more * kWattHoursPerLot",
            ".welfare += 0 * more",
        ),
        (
            "explain what stands before a window as unfilled",
            "step.filled = step.asked;",
            "",
        ),
    ),
]
