// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: blocks of published books are accepted as published. Method: every book of oracle_cases.json with a block
// (several periods in one order, or a minimum acceptance) against its expected prices, ratios and welfare. Where our
// rules decide otherwise, the book stands in kConflicts with the reason.
#include "core/market/block_solver.h"

#include <QTest>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <numeric>
#include <set>

using namespace dgex;
using namespace dgex::market;
using nlohmann::json;

namespace {

constexpr double kLotsPerUnit = 100;
constexpr double kTicksPerUnit = 100;

/// No book is in conflict: EUPHEMIA's rule that no accepted block may lose is ours too.
const std::map<std::string, std::string> kConflicts{};

std::int64_t whole(double value)
{
    return static_cast<std::int64_t>(std::llround(value));
}

bool isBlock(const json& order)
{
    return order.at("qty").size() > 1 || order.contains("mar");
}

struct NamedBook {
    Market market;
    std::vector<BlockOrder> blocks;
    std::vector<std::string> blockIds;
};

NamedBook read(const json& book)
{
    NamedBook result;
    const auto periodOf = [&](const std::string& name) {
        const auto names = book.at("periods").get<std::vector<std::string>>();
        return Period{(std::ranges::find(names, name) - names.begin()) * Period::kSeconds};
    };
    std::uint64_t participant = 0;
    for (const json& order : book.at("orders")) {
        ++participant;
        const Side side = order.at("side") == "buy" ? Side::Buy : Side::Sell;
        const Price limit{whole(order.at("price").get<double>() * kTicksPerUnit)};
        BlockOrder block{.participant = ParticipantId{participant},
                         .zone = ZoneId{0},
                         .energyClass = EnergyClass::Any,
                         .side = side,
                         .limit = limit,
                         .parts = 1,
                         .minParts = 1,
                         .parent = {},
                         .profile = {}};
        std::int64_t divisor = 0;
        for (const auto& [period, quantity] : order.at("qty").items()) {
            block.profile.push_back(
                {.period = periodOf(period), .lots = Lots{whole(quantity.get<double>() * kLotsPerUnit)}});
            divisor = std::gcd(divisor, block.profile.back().lots.count());
        }
        std::ranges::sort(block.profile, {}, &BlockPeriod::period);
        if (!isBlock(order)) {
            result.market.orders.push_back({.period = block.profile[0].period,
                                            .zone = ZoneId{0},
                                            .energyClass = EnergyClass::Any,
                                            .participant = ParticipantId{participant},
                                            .side = side,
                                            .quantity = block.profile[0].lots,
                                            .limit = limit});
            continue;
        }
        if (order.contains("mar")) {
            block.parts = static_cast<std::uint32_t>(divisor);
            block.minParts = static_cast<std::uint32_t>(std::ceil(order.at("mar").get<double>() * block.parts - 1e-6));
            for (BlockPeriod& period : block.profile)
                period.lots = Lots{period.lots.count() / divisor};
        }
        result.blocks.push_back(block);
        result.blockIds.push_back(order.at("id"));
    }
    return result;
}

/// What differs from the expected fields; empty when nothing does.
std::string difference(const json& book, const NamedBook& named, const BlockSolution& solution)
{
    const json& expected = book.at("expected");
    const json& ratios = expected.at("accepted_ratio");
    for (std::size_t b = 0; b < named.blocks.size(); ++b) {
        const double ratio = ratios.value(named.blockIds[b], 0.0);
        if (solution.acceptance[b] != static_cast<std::uint32_t>(whole(ratio * named.blocks[b].parts)))
            return "block " + named.blockIds[b];
    }
    for (const ZoneFill& fill : solution.clearing.market.fills) {
        const json& order = book.at("orders").at(fill.participant.number - 1);
        const double ratio = ratios.value(order.at("id").get<std::string>(), 0.0);
        if (fill.filled != Lots{whole(ratio * static_cast<double>(fill.asked.count()))})
            return "order " + order.at("id").get<std::string>();
    }
    const json& names = book.at("periods");
    for (const ZoneResult& result : solution.clearing.market.results) {
        const json& name = names.at(static_cast<std::size_t>(result.period.startSeconds() / Period::kSeconds));
        if (result.price !=
            Price{whole(expected.at("price").at(name.get<std::string>()).get<double>() * kTicksPerUnit)})
            return "price of " + name.get<std::string>();
    }
    const double welfare = book.at("independent_check").at("expected_allocation_welfare");
    if (solution.clearing.market.welfare != WideMoney{whole(welfare * kLotsPerUnit * kTicksPerUnit)} * kWattHoursPerLot)
        return "welfare";
    return {};
}

} // namespace

class TestOracleBlocks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void acceptsPublishedBlocksAsPublished();
};

void TestOracleBlocks::acceptsPublishedBlocksAsPublished()
{
    std::ifstream file(DGEX_SHARED_DIR "/data/market/oracle_cases.json");
    QVERIFY2(file.good(), "the reference books are missing");
    const json cases = json::parse(file).at("multi_cases");
    std::set<std::string> compared;
    std::set<std::string> conflicts;
    for (const json& book : cases) {
        if (std::none_of(book.at("orders").begin(), book.at("orders").end(), isBlock))
            continue;
        QVERIFY2(book.at("zones").size() == 1, "this reader knows one zone");
        const std::string id = book.at("id");
        const NamedBook named = read(book);
        const BlockSolution solution = solveBlocks(named.market, named.blocks, {}, Hash256{});
        const std::string different = difference(book, named, solution);
        QVERIFY2(different.empty() || kConflicts.contains(id), (id + ": " + different).c_str());
        if (!different.empty())
            conflicts.insert(id);
        // The book's maximum, reached or not, stands below the bound.
        const double most = book.at("independent_check").at("milp_max_welfare");
        QVERIFY2(solution.bound >= WideMoney{whole(std::floor(most) * kLotsPerUnit * kTicksPerUnit)} * kWattHoursPerLot,
                 id.c_str());
        compared.insert(id);
    }
    QCOMPARE(compared.size(), std::size_t{2});
    QCOMPARE(conflicts.size(), kConflicts.size());
}

QTEST_APPLESS_MAIN(TestOracleBlocks)
#include "tst_oracle_blocks_shared.moc"
