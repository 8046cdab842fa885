// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: every compiler, build type and processor gets the same results. Method: some thousand results of books whose
// every bit comes from integers, hashed together and compared with the digest that stands here.
#include "core/base/encoding.h"
#include "core/crypto/hash.h"
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

QTEST_APPLESS_MAIN(TestClearingDigest)
#include "tst_clearing_digest.moc"
