// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: every compiler, build type and processor gets the same results. Method: some thousand results of books whose
// every bit comes from integers, hashed together and compared with the digest that stands here.
#include "core/base/encoding.h"
#include "core/crypto/hash.h"
#include "core/market/market_clearing.h"
#include "core/market/packed_market.h"
#include "core/market/price_proof.h"
#include "tests/support/random_stream.h"

#include <QTest>

using namespace dgex;
using namespace dgex::market;
using test::RandomStream;

namespace {

std::vector<BookOrder> randomOrders(RandomStream& random, int count, std::int64_t bound)
{
    std::vector<BookOrder> orders;
    for (int i = 0; i < count; ++i) {
        const auto home = static_cast<std::uint64_t>(random.between(1, 40));
        orders.push_back({ParticipantId{home}, home % 2 == 0 ? Side::Buy : Side::Sell, Lots{random.between(1, 50)},
                          Price{random.between(-bound, bound)}});
    }
    return orders;
}

void add(Encoder& digest, const Clearing& clearing)
{
    digest.u8(clearing.price ? 1 : 0).i64(clearing.volume.count());
    if (clearing.price && clearing.buyerPrice && clearing.priceInterval) {
        digest.i64(clearing.price->count()).i64(clearing.buyerPrice->count());
        digest.i64(clearing.priceInterval->first.count()).i64(clearing.priceInterval->second.count());
    }
    digest.i64(static_cast<std::int64_t>(clearing.welfare)).i64(static_cast<std::int64_t>(clearing.surplus));
    for (const Fill& fill : clearing.fills)
        digest.u64(fill.participant.number).i64(fill.limit.count()).i64(fill.asked.count()).i64(fill.filled.count());
}

} // namespace

class TestClearingDigest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void clearsSmallBooksAlikeEverywhere();
    void clearsLargeBooksAlikeEverywhere();
    void clearsZonesAlikeEverywhere();
};

void TestClearingDigest::clearsSmallBooksAlikeEverywhere()
{
    RandomStream random(2'026);
    Encoder digest;
    for (int book = 0; book < 4'000; ++book) {
        CurveTerms terms;
        terms.period = Period{book * Period::kSeconds};
        terms.rules.kNumerator = static_cast<std::uint32_t>(book % 4);
        terms.rules.kDenominator = 3;
        terms.rules.networkFee = Price{book % 5};
        terms.rules.pricing = static_cast<PricingRule>(book % 3);
        terms.seed[0] = static_cast<std::uint8_t>(book);
        const std::int64_t bound = book % 2 == 0 ? 6 : 5'000;
        const Clearing clearing = clear(randomOrders(random, book % 40, bound), terms.rules, terms.period, terms.seed);
        add(digest, clearing);
        if (book % 20 != 0)
            continue;
        std::vector<SlotOwner> owners;
        for (std::uint64_t home = 1; home <= 40; ++home)
            owners.push_back({ParticipantId{home}, terms.seed});
        digest.raw(curveCommitment(terms, clearing, owners));
    }
    QCOMPARE(QString::fromStdString(toHex(crypto::sha256(digest.bytes()))),
             QStringLiteral("d82fb991c97b35570f4cbca3c785d36a9edf8dab551de56e934d9c96062ceb16"));
}

void TestClearingDigest::clearsLargeBooksAlikeEverywhere()
{
    RandomStream random(2'027);
    Encoder digest;
    PackedAuction auction;
    for (const std::int64_t bound : {9LL, 30'000LL, 90'000LL, 100'000'000LL}) {
        for (int book = 0; book < 5; ++book) {
            std::vector<BookOrder> orders = randomOrders(random, 9'000, bound);
            add(digest, clear(orders, {}, Period{}, Hash256{}));
            const auto packed = pack(std::move(orders), {});
            QVERIFY(packed.has_value());
            std::vector<std::uint32_t> filled(packed->orders.size());
            digest.i64(auction.clear(*packed, {}, Period{}, Hash256{}, filled).volume.count());
            for (const std::uint32_t lots : filled)
                digest.u32(lots);
        }
    }
    QCOMPARE(QString::fromStdString(toHex(crypto::sha256(digest.bytes()))),
             QStringLiteral("b826217829bcf02efbe4cef23c499ddaf866f4e2a4f8b5786232b2b3c8a9c563"));
}

namespace {

/// Three zones, two classes and three periods that any-slot orders may tie.
Market randomZones(RandomStream& random)
{
    Market market;
    const auto zone = [&] { return ZoneId{static_cast<std::uint16_t>(random.between(1, 3))}; };
    const auto period = [&](std::int64_t first) { return Period{random.between(first, 2) * Period::kSeconds}; };
    for (std::int64_t n = random.between(0, 60); n > 0; --n) {
        ZoneOrder order{};
        order.period = period(0);
        order.zone = zone();
        order.energyClass = static_cast<EnergyClass>(random.between(0, 3) / 3);
        order.participant = ParticipantId{static_cast<std::uint64_t>(random.between(1, 30))};
        order.side = order.participant.number % 2 == 0 ? Side::Buy : Side::Sell;
        order.quantity = Lots{random.between(1, 20)};
        order.limit = Price{random.between(-9, 30)};
        market.orders.push_back(order);
    }
    for (std::int64_t n = random.between(0, 5); n > 0; --n) {
        AnySlotOrder order{};
        order.participant = ParticipantId{static_cast<std::uint64_t>(random.between(100, 103))};
        order.zone = zone();
        order.side = static_cast<Side>(random.between(0, 1));
        order.quantity = Lots{random.between(1, 20)};
        order.lotsPerPeriod = Lots{random.between(1, 9)};
        order.limit = Price{random.between(-9, 30)};
        order.periods = {Period{}, period(1)};
        market.anySlotOrders.push_back(order);
    }
    for (std::uint16_t from = 1; from <= 2; ++from) {
        const std::int64_t capacity = random.between(0, 25);
        market.links.push_back(
            {.from = {from}, .to = {static_cast<std::uint16_t>(from + 1)}, .capacity = Lots{capacity}});
        market.links.push_back({.from = {static_cast<std::uint16_t>(from + 1)}, .to = {from}, .capacity = Lots{9}});
    }
    return market;
}

void add(Encoder& digest, const Explanation& why)
{
    digest.u8(static_cast<std::uint8_t>(why.reason)).i64(why.price.value_or(Price{}).count());
    digest.i64(why.elsewhere.value_or(Price{}).count()).u32(why.link.value_or(0));
}

void add(Encoder& digest, const MarketClearing& clearing)
{
    digest.i64(static_cast<std::int64_t>(clearing.welfare)).i64(static_cast<std::int64_t>(clearing.congestionRent));
    for (const ZoneResult& result : clearing.results) {
        digest.i64(result.price.value_or(Price{-99}).count()).i64(result.bought.count()).i64(result.sold.count());
        if (result.priceInterval)
            digest.i64(result.priceInterval->first.count()).i64(result.priceInterval->second.count());
    }
    for (const LinkFlow& flow : clearing.flows)
        digest.u32(flow.link).i64(flow.lots.count()).i64(flow.rent.count());
    for (const ZoneFill& fill : clearing.fills) {
        digest.i64(fill.filled.count());
        add(digest, fill.why);
    }
    for (const AnySlotFill& fill : clearing.anySlotFills) {
        for (const Lots lots : fill.byPeriod)
            digest.i64(lots.count());
        add(digest, fill.why);
    }
}

} // namespace

void TestClearingDigest::clearsZonesAlikeEverywhere()
{
    RandomStream random(2'028);
    Encoder digest;
    for (int book = 0; book < 1'500; ++book) {
        AuctionRules rules;
        rules.kNumerator = static_cast<std::uint32_t>(book % 4);
        rules.kDenominator = 3;
        rules.networkFee = Price{book % 3};
        add(digest, clearMarket(randomZones(random), rules, Hash256{static_cast<std::uint8_t>(book)}));
    }
    QCOMPARE(QString::fromStdString(toHex(crypto::sha256(digest.bytes()))),
             QStringLiteral("3049546225554cf5fecaa787d586d83d2e6c0956f995f27f96a6953de6652bba"));
}

QTEST_APPLESS_MAIN(TestClearingDigest)
#include "tst_clearing_digest.moc"
