// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: the auction agrees with exact outside answers on published order books. Method: every single-product book of
// oracle_cases.json against its `canonical` volume, welfare and interval of all equilibrium prices.
#include "core/market/clearing.h"

#include <QTest>

#include <nlohmann/json.hpp>

#include <cmath>
#include <fstream>
#include <set>

using namespace dgex;
using namespace dgex::market;
using nlohmann::json;

namespace {

constexpr double kLotsPerUnit = 10'000;
/// Where the file puts an order without a price.
constexpr double kMarketOrderPrice = 1'000'000;

/// A book in our whole numbers.
struct ScaledCase {
    std::vector<BookOrder> orders;
    double ticksPerUnit = 1;
    /// Why the numbers of the book do not fit; empty when they do.
    std::string misfit;
};

std::optional<std::int64_t> whole(double value)
{
    const double rounded = std::round(value);
    if (std::abs(value - rounded) > 1e-6)
        return std::nullopt;
    return static_cast<std::int64_t>(rounded);
}

double priceOf(const json& bid)
{
    if (!bid.at("price").is_null())
        return bid.at("price").get<double>();
    return bid.at("side") == "buy" ? kMarketOrderPrice : -kMarketOrderPrice;
}

ScaledCase scaled(const json& bids)
{
    double greatest = 0;
    for (const json& bid : bids)
        greatest = std::max(greatest, std::abs(priceOf(bid)));
    ScaledCase book;
    book.ticksPerUnit = greatest <= 1000 ? 100'000 : 100;
    std::uint64_t participant = 0;
    for (const json& bid : bids) {
        // Each order has its own participant: the oracle lets orders of one owner meet.
        ++participant;
        const double signedQuantity = bid.at("qty").get<double>();
        const std::optional<std::int64_t> lots = whole(std::abs(signedQuantity) * kLotsPerUnit);
        const std::optional<std::int64_t> ticks = whole(priceOf(bid) * book.ticksPerUnit);
        if (!lots || !ticks || *lots > kOrderLotsMax.count() || std::abs(*ticks) > kPriceMax.count()) {
            book.misfit = "number does not fit: " + bid.dump();
            return book;
        }
        if (*lots == 0)
            continue;
        const bool buys = (bid.at("side") == "buy") != (signedQuantity < 0);
        book.orders.push_back({.participant = ParticipantId{participant},
                               .side = buys ? Side::Buy : Side::Sell,
                               .quantity = Lots{*lots},
                               .limit = Price{*ticks}});
    }
    return book;
}

/// What differs; empty when everything agrees.
std::string difference(const Clearing& clearing, const json& canonical, double ticksPerUnit)
{
    const auto lots = whole(canonical.at("max_volume").get<double>() * kLotsPerUnit);
    if (!lots || clearing.volume != Lots{*lots})
        return "volume " + std::to_string(clearing.volume.count());
    const auto welfare = whole(canonical.at("welfare").get<double>() * kLotsPerUnit * ticksPerUnit);
    if (!welfare || clearing.welfare != WideMoney{*welfare} * kWattHoursPerLot)
        return "welfare";
    const json& interval = canonical.at("price_interval");
    if (interval.is_null() != !clearing.priceInterval)
        return "the interval exists on one side only";
    if (interval.is_null())
        return {};
    const auto least = whole(interval.at(0).get<double>() * ticksPerUnit);
    const auto greatest = whole(interval.at(1).get<double>() * ticksPerUnit);
    if (!least || !greatest || *clearing.priceInterval != std::pair{Price{*least}, Price{*greatest}})
        return "interval " + std::to_string(clearing.priceInterval->first.count()) + " to " +
               std::to_string(clearing.priceInterval->second.count());
    const Price middle{divide(Int128{*least} + *greatest, 2, Rounding::Floor)};
    return clearing.price == middle ? std::string{} : "price " + std::to_string(clearing.price->count());
}

} // namespace

class TestOracleCases : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void agreesOnEverySingleBook_data();
    void agreesOnEverySingleBook();
    void comparesTheWholeFile();

private:
    json m_cases;
    std::set<std::string> m_compared;
};

void TestOracleCases::initTestCase()
{
    std::ifstream file(DGEX_SHARED_DIR "/data/market/oracle_cases.json");
    QVERIFY2(file.good(), "the reference books are missing");
    m_cases = json::parse(file).at("single_cases");
}

void TestOracleCases::agreesOnEverySingleBook_data()
{
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < m_cases.size(); ++i)
        QTest::newRow(m_cases.at(i).at("id").get<std::string>().c_str()) << static_cast<int>(i);
}

void TestOracleCases::agreesOnEverySingleBook()
{
    QFETCH(int, index);
    const json& single = m_cases.at(static_cast<std::size_t>(index));
    const ScaledCase book = scaled(single.at("bids"));
    QVERIFY2(book.misfit.empty(), book.misfit.c_str());
    const Clearing clearing = clear(book.orders, {}, Period{}, Hash256{});
    const std::string different = difference(clearing, single.at("canonical"), book.ticksPerUnit);
    QVERIFY2(different.empty(), different.c_str());
    m_compared.insert(single.at("id").get<std::string>());
}

void TestOracleCases::comparesTheWholeFile()
{
    // No book is left out: all quantities have at most four decimals and all prices fit the price bound.
    QCOMPARE(m_compared.size(), m_cases.size());
    QCOMPARE(m_compared.size(), std::size_t{83});
}

QTEST_APPLESS_MAIN(TestOracleCases)
#include "tst_oracle_cases_shared.moc"
