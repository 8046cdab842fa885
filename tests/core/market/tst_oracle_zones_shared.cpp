// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: markets of several zones agree with outside answers. Method: the two hours of the Italian day-ahead market in
// oracle_italy.json at their published prices, and the zonal books of oracle_cases.json.
//
// A border to a neighbour of fixed price is a zone of its own, in which one party buys and another sells any amount at
// that price, behind two links.
//
// Where the file's expectation is not our rule, `kConflicts` says why:
// - oe-pro-rata-equal shares equal offers of two zones pro rata, by a flow of 10. Our flow is the least that has the
//   greatest welfare and volume, so each zone serves itself: 40 % and 60 % of the offers, no flow; prices agree.
#include "core/market/market_clearing.h"

#include <QTest>

#include <nlohmann/json.hpp>

#include <cmath>
#include <fstream>
#include <map>
#include <set>

using namespace dgex;
using namespace dgex::market;
using nlohmann::json;

namespace {

constexpr double kLotsPerUnit = 1'000; // 0.001 MWh
constexpr double kTicksPerUnit = 100;  // 0.01 EUR/MWh

const std::map<std::string, std::string> kConflicts{
    {"oe-pro-rata-equal", "accepted_ratio and flows: least total flow comes before sharing among zones"}};

json readFile(const char* name)
{
    std::ifstream file(std::string(DGEX_SHARED_DIR "/data/market/") + name);
    return file.good() ? json::parse(file) : json{};
}

std::int64_t whole(double value)
{
    const double rounded = std::round(value);
    DGEX_ASSERT(std::abs(value - rounded) < 1e-6);
    return static_cast<std::int64_t>(rounded);
}

/// A market whose zones have names and whose orders have owners of their own.
class NamedMarket {
public:
    ZoneId zone(const std::string& name)
    {
        return ZoneId{m_zones.try_emplace(name, static_cast<std::uint16_t>(m_zones.size())).first->second};
    }
    void order(const std::string& zoneName, bool buys, double price, double quantity)
    {
        if (whole(quantity * kLotsPerUnit) == 0)
            return;
        m_market.orders.push_back({.period = Period{},
                                   .zone = zone(zoneName),
                                   .energyClass = EnergyClass::Any,
                                   .participant = ParticipantId{m_market.orders.size() + 1},
                                   .side = buys ? Side::Buy : Side::Sell,
                                   .quantity = Lots{whole(quantity * kLotsPerUnit)},
                                   .limit = Price{whole(price * kTicksPerUnit)}});
    }
    /// Up to `most` from a to b and `back` from b to a.
    void link(const std::string& a, const std::string& b, double most, double back)
    {
        m_market.links.push_back({.from = zone(a), .to = zone(b), .capacity = Lots{whole(most * kLotsPerUnit)}});
        m_market.links.push_back({.from = zone(b), .to = zone(a), .capacity = Lots{whole(back * kLotsPerUnit)}});
    }
    [[nodiscard]] const Market& market() const { return m_market; }
    [[nodiscard]] std::optional<Price> priceOf(const MarketClearing& clearing, const std::string& name) const
    {
        for (const ZoneResult& result : clearing.results) {
            if (result.zone.number == m_zones.at(name))
                return result.price;
        }
        return std::nullopt;
    }

private:
    std::map<std::string, std::uint16_t> m_zones;
    Market m_market;
};

NamedMarket italianHour(const json& hour)
{
    NamedMarket market;
    std::set<std::string> inside;
    for (const json& link : hour.at("internal_links")) {
        market.link(link.at("a"), link.at("b"), link.at("max_flow"), -link.at("min_flow").get<double>());
        inside.insert({link.at("a").get<std::string>(), link.at("b").get<std::string>()});
    }
    for (const json& order : hour.at("orders"))
        market.order(order.at(0), order.at(1) == "buy", order.at(2), order.at(3));
    for (const json& border : hour.at("borders")) {
        const bool abroadFirst = !inside.contains(border.at("a").get<std::string>());
        // A neighbour of two zones may have two prices: every border has an outside of its own.
        const std::string outside = border.at("a").get<std::string>() + "-" + border.at("b").get<std::string>();
        const std::string a = abroadFirst ? outside : border.at("a").get<std::string>();
        const std::string b = abroadFirst ? border.at("b").get<std::string>() : outside;
        const double most = border.at("max_flow");
        const double back = -border.at("min_flow").get<double>();
        market.link(a, b, most, back);
        market.order(outside, true, border.at("external_price"), abroadFirst ? back : most);
        market.order(outside, false, border.at("external_price"), abroadFirst ? most : back);
    }
    return market;
}

NamedMarket zonalBook(const json& book)
{
    NamedMarket market;
    for (const json& link : book.at("links"))
        market.link(link.at("a"), link.at("b"), link.at("cap"), 0);
    for (const json& order : book.at("orders"))
        market.order(order.at("zone"), order.at("side") == "buy", order.at("price"),
                     order.at("qty").begin().value().get<double>());
    return market;
}

/// Books of one period without blocks.
bool isZonal(const json& book)
{
    return book.at("periods").size() == 1 && std::ranges::none_of(book.at("orders"), [](const json& order) {
               return order.contains("mar") && order.at("mar") != 0;
           });
}

} // namespace

class TestOracleZones : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void clearsItalianHoursAtPublishedPrices();
    void agreesOnZonalBooks();
};

void TestOracleZones::clearsItalianHoursAtPublishedPrices()
{
    const json hours = readFile("oracle_italy.json");
    QVERIFY2(!hours.empty(), "the reference hours are missing");
    for (const json& hour : hours) {
        const NamedMarket market = italianHour(hour);
        const MarketClearing clearing = clearMarket(market.market(), {}, Hash256{});
        for (const auto& [zone, price] : hour.at("expected").at("price").items()) {
            const std::string context = hour.at("id").get<std::string>() + " " + zone;
            QVERIFY2(market.priceOf(clearing, zone) == Price{whole(price.get<double>() * kTicksPerUnit)},
                     context.c_str());
        }
    }
}

void TestOracleZones::agreesOnZonalBooks()
{
    const json cases = readFile("oracle_cases.json").at("multi_cases");
    int compared = 0;
    std::set<std::string> conflicts;
    for (const json& book : cases) {
        if (!isZonal(book))
            continue;
        const std::string id = book.at("id");
        const NamedMarket market = zonalBook(book);
        const MarketClearing clearing = clearMarket(market.market(), {}, Hash256{});
        const json& expected = book.at("expected");
        for (const auto& [zone, price] : expected.at("price").items())
            QVERIFY2(market.priceOf(clearing, zone) == Price{whole(price.get<double>() * kTicksPerUnit)}, id.c_str());
        QVERIFY2(clearing.welfare == Int128{whole(book.at("independent_check").at("milp_max_welfare").get<double>() *
                                                  kLotsPerUnit * kTicksPerUnit)} *
                                         kWattHoursPerLot,
                 id.c_str());
        bool differs = false;
        for (const ZoneFill& fill : clearing.fills) {
            const json& order = book.at("orders").at(fill.participant.number - 1);
            const json& ratios = expected.at("accepted_ratio");
            const double ratio = ratios.value(order.at("id").get<std::string>(), 0.0);
            differs = differs || fill.filled != Lots{whole(ratio * static_cast<double>(fill.asked.count()))};
        }
        if (differs)
            conflicts.insert(id);
        ++compared;
    }
    QCOMPARE(compared, 4);
    std::set<std::string> known;
    for (const auto& [id, why] : kConflicts)
        known.insert(id);
    QVERIFY(conflicts == known);
}

QTEST_APPLESS_MAIN(TestOracleZones)
#include "tst_oracle_zones_shared.moc"
