// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: a home finds every lie about the curves, the price and its fills. Method: honest proofs of random books of all
// pricing rules are checked by every participant; then the operator lies in one way after the other, commits to the lie
// as well as it can, and somebody whom it touches must refuse.
#include "core/market/packed_reasons.h"
#include "core/market/price_check.h"
#include "tests/support/random_stream.h"

#include <QTest>

#include <algorithm>
#include <set>

using namespace dgex;
using namespace dgex::market;
using test::RandomStream;

namespace {

constexpr std::uint64_t kHomes = 9;

struct Market {
    CurveTerms terms;
    std::vector<BookOrder> orders;
    std::vector<SlotOwner> owners;
};

Hash256 filledWith(std::uint64_t value)
{
    Hash256 hash;
    hash.fill(static_cast<std::uint8_t>(value));
    return hash;
}

Market randomMarket(std::uint64_t seed)
{
    RandomStream random(seed);
    Market market;
    market.terms.market.bytes.fill(3);
    market.terms.period = Period{random.between(1, 9) * Period::kSeconds};
    market.terms.seed = filledWith(seed);
    market.terms.rules.priceBound = Price{50};
    market.terms.rules.networkFee = Price{random.between(-2, 3)};
    market.terms.rules.pricing = static_cast<PricingRule>(random.between(0, 2));
    const std::int64_t count = random.between(0, 30);
    const std::int64_t spread = random.between(0, 12);
    for (std::int64_t i = 0; i < count; ++i) {
        const auto home = static_cast<std::uint64_t>(random.between(1, kHomes - 1)); // The last home has no order.
        market.orders.push_back({ParticipantId{home}, home % 2 == 0 ? Side::Buy : Side::Sell,
                                 Lots{random.between(1, 7)}, Price{random.between(-spread, spread)}});
    }
    for (std::uint64_t home = 1; home <= kHomes; ++home)
        market.owners.push_back({ParticipantId{home}, filledWith(100 + home)});
    return market;
}

Clearing cleared(const Market& market)
{
    return clear(market.orders, market.terms.rules, market.terms.period, market.terms.seed);
}

/// What a home knows by itself: what it sent, and what was published.
HomeKnowledge knowledgeOf(const Market& market, std::uint64_t home, const Hash256& commitment)
{
    HomeKnowledge knowledge{.commitment = commitment,
                            .market = market.terms.market,
                            .period = market.terms.period,
                            .rules = market.terms.rules,
                            .participant = ParticipantId{home},
                            .slots = kHomes,
                            .orders = std::vector<BookOrder>{}};
    std::ranges::copy_if(market.orders, std::back_inserter(*knowledge.orders),
                         [&](const BookOrder& order) { return order.participant.number == home; });
    return knowledge;
}

/// The homes that refuse what an operator hands out, each with what it truly sent.
std::set<std::uint64_t> refusals(const Market& truth, const PriceCurves& curves)
{
    std::set<std::uint64_t> refusing;
    for (std::uint64_t home = 1; home <= kHomes; ++home) {
        const std::optional<PriceProof> proof = curves.proofFor(ParticipantId{home});
        if (!proof || !checkPrice(*proof, knowledgeOf(truth, home, curves.commitment())))
            refusing.insert(home);
    }
    return refusing;
}

/// A market whose margins are shared with lots left over.
Market sharedMarket()
{
    Market market = randomMarket(1);
    market.terms.rules = {.priceBound = Price{50}};
    market.orders = {
        {ParticipantId{2}, Side::Buy, Lots{5}, Price{20}}, {ParticipantId{4}, Side::Buy, Lots{4}, Price{12}},
        {ParticipantId{6}, Side::Buy, Lots{4}, Price{12}}, {ParticipantId{8}, Side::Buy, Lots{4}, Price{12}},
        {ParticipantId{1}, Side::Sell, Lots{7}, Price{5}}, {ParticipantId{3}, Side::Sell, Lots{3}, Price{9}},
        {ParticipantId{5}, Side::Sell, Lots{6}, Price{30}}};
    return market;
}

PriceProof honestProof(const Market& market, std::uint64_t home)
{
    return *PriceCurves(market.terms, cleared(market), market.owners).proofFor(ParticipantId{home});
}

/// Adds or takes lots in the clearing that an operator commits to.
Fill& fillOf(Clearing& clearing, std::uint64_t home)
{
    return *std::ranges::find(clearing.fills, ParticipantId{home}, &Fill::participant);
}

/// Why each fill is what it is, from the whole book.
std::vector<Explanation> reasonsOf(const Market& market)
{
    const AuctionRules& rules = market.terms.rules;
    const auto packed = pack(market.orders, rules);
    std::vector<std::uint32_t> filled(packed->orders.size());
    PackedAuction auction;
    PackedReasons reasons(auction.clear(*packed, rules, market.terms.period, market.terms.seed, filled),
                          rules.networkFee);
    for (std::size_t i = 0; i < filled.size(); ++i)
        reasons.add(packed->orders[i], filled[i]);
    std::vector<Explanation> all;
    for (std::size_t i = 0; i < filled.size(); ++i)
        all.push_back(reasons.of(packed->orders[i], filled[i]));
    return all;
}

} // namespace

class TestPriceProof : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyHomeOfEveryBookComputesThePriceAndItsFills();
    void theBytesAreCanonical();
    void aDroppedOrderIsRefusedByItsOwner();
    void anInventedOrderIsRefused();
    void anOrderInventedForNobodyIsRefused();
    void aShiftedOrderIsRefusedByItsOwner();
    void aResizedOrderIsRefusedByItsOwner();
    void aWrongPriceIsRefusedByAll();
    void aWrongVolumeIsRefusedByAll();
    void aLotMovedAtTheMarginIsRefused();
    void aMovedLastLotIsRefused();
    void aLotTakenInsideThePriceIsRefused();
    void wrongSumsAreRefused();
    void anotherMarketOrPeriodIsRefused();
    void anotherSeedOrRuleIsRefused();
    void negativeQuantitiesAreNotRead();
    void anyTruncationOrChangedByteIsRefused();
    void aLevelTornInTwoDoesNotJoin();
    void tellsNobodysNumberOrSalt();
};

void TestPriceProof::everyHomeOfEveryBookComputesThePriceAndItsFills()
{
    const int books = std::max(1'500, qEnvironmentVariableIntValue("DGEX_PROOF_BOOKS"));
    int traded = 0;
    for (std::uint64_t seed = 1; seed <= static_cast<std::uint64_t>(books); ++seed) {
        const Market market = randomMarket(seed);
        const Clearing clearing = cleared(market);
        const PriceCurves curves(market.terms, clearing, market.owners);
        const std::vector<Explanation> reasons = reasonsOf(market);
        QCOMPARE(curveCommitment(market.terms, clearing, market.owners), curves.commitment());
        for (std::uint64_t home = 1; home <= kHomes; ++home) {
            const std::optional<PriceProof> proof = curves.proofFor(ParticipantId{home});
            QVERIFY(proof && proof->levels.size() <= kProofLevelsMax);
            const auto checked = checkPrice(*proof, knowledgeOf(market, home, curves.commitment()));
            const std::string_view fault = checked ? "" : describe(checked.error());
            QVERIFY2(checked, qPrintable(QStringLiteral("seed %1, home %2: %3")
                                             .arg(seed)
                                             .arg(home)
                                             .arg(QLatin1String(fault.data(), static_cast<qsizetype>(fault.size())))));
            QVERIFY(checked->price == clearing.price && checked->buyerPrice == clearing.buyerPrice);
            QVERIFY(checked->volume == clearing.volume && checked->priceInterval == clearing.priceInterval);
            std::vector<Fill> own;
            std::ranges::copy_if(clearing.fills, std::back_inserter(own),
                                 [&](const Fill& fill) { return fill.participant.number == home; });
            QCOMPARE(checked->fills, own);
            const auto first = std::ranges::find(clearing.fills, ParticipantId{home}, &Fill::participant);
            const auto place = static_cast<std::size_t>(first - clearing.fills.begin());
            QVERIFY(std::ranges::equal(checked->reasons, std::span{reasons}.subspan(place, own.size())));
        }
        traded += clearing.price ? 1 : 0;
    }
    QVERIFY(traded > books / 3);
}

void TestPriceProof::theBytesAreCanonical()
{
    for (std::uint64_t seed = 1; seed <= 100; ++seed) {
        const Market market = randomMarket(seed);
        const Bytes bytes = encode(honestProof(market, 1 + seed % kHomes));
        const std::optional<PriceProof> proof = decodePriceProof(bytes);
        QVERIFY(proof.has_value());
        QCOMPARE(encode(*proof), bytes);
    }
}

void TestPriceProof::aDroppedOrderIsRefusedByItsOwner()
{
    const Market truth = sharedMarket();
    for (const BookOrder& dropped : truth.orders) {
        Market lie = truth;
        std::erase(lie.orders, dropped);
        const PriceCurves curves(lie.terms, cleared(lie), lie.owners);
        QCOMPARE(refusals(truth, curves), std::set{dropped.participant.number});
        // Showing its owner the order all the same does not help.
        PriceProof proof = *curves.proofFor(dropped.participant);
        const PriceProof honest = honestProof(truth, dropped.participant.number);
        proof.orders = honest.orders;
        proof.slotPath = honest.slotPath;
        QVERIFY(!checkPrice(proof, knowledgeOf(truth, dropped.participant.number, curves.commitment())));
    }
}

void TestPriceProof::anInventedOrderIsRefused()
{
    const Market truth = sharedMarket();
    for (std::uint64_t home = 1; home <= kHomes; ++home) {
        Market lie = truth;
        lie.orders.push_back(
            {ParticipantId{home}, home % 2 == 0 ? Side::Buy : Side::Sell, Lots{2}, Price{home % 2 == 0 ? 11 : 13}});
        const PriceCurves curves(lie.terms, cleared(lie), lie.owners);
        QCOMPARE(refusals(truth, curves), std::set{home});
        // Leaving it out of the file does not help either: the slot counts orders.
        PriceProof proof = *curves.proofFor(ParticipantId{home});
        std::erase_if(proof.orders, [&](const OrderProof& order) {
            return order.asked == Lots{2} && (order.limit == Price{11} || order.limit == Price{13});
        });
        const auto checked = checkPrice(proof, knowledgeOf(truth, home, curves.commitment()));
        QVERIFY(!checked && checked.error() == PriceFault::SlotMissing);
    }
}

void TestPriceProof::anOrderInventedForNobodyIsRefused()
{
    const Market truth = sharedMarket();
    Market lie = truth;
    lie.orders.push_back({ParticipantId{77}, Side::Sell, Lots{9}, Price{1}});
    lie.owners.push_back({ParticipantId{77}, filledWith(5)});
    const PriceCurves curves(lie.terms, cleared(lie), lie.owners);
    QCOMPARE(refusals(truth, curves).size(), std::size_t{kHomes}); // One slot too many.

    // With honest slots beside the curves of the lie the numbers of orders differ.
    const PriceStatement honest = honestProof(truth, 1).statement;
    for (std::uint64_t home = 1; home <= kHomes; ++home) {
        PriceProof proof = *curves.proofFor(ParticipantId{home});
        proof.statement.slots = honest.slots;
        QVERIFY(!checkPrice(proof, knowledgeOf(truth, home, commitmentOf(proof.statement))));
    }
    // Even with every order's fill as in truth: the invented one never trades.
    Market idle = truth;
    idle.owners = lie.owners;
    idle.orders.push_back({ParticipantId{77}, Side::Sell, Lots{9}, Price{49}});
    const PriceCurves idleCurves(idle.terms, cleared(idle), idle.owners);
    PriceProof proof = *idleCurves.proofFor(ParticipantId{1});
    proof.slotPath = honestProof(truth, 1).slotPath;
    proof.statement.slots = honest.slots;
    const auto checked = checkPrice(proof, knowledgeOf(truth, 1, commitmentOf(proof.statement)));
    QVERIFY(!checked && checked.error() == PriceFault::OrderCountsDiffer);
}

void TestPriceProof::aShiftedOrderIsRefusedByItsOwner()
{
    const Market truth = sharedMarket();
    for (std::size_t i = 0; i < truth.orders.size(); ++i) {
        for (const std::int64_t shift : {-1, 1, 10}) {
            Market lie = truth;
            lie.orders[i].limit += Price{shift};
            const PriceCurves curves(lie.terms, cleared(lie), lie.owners);
            const std::uint64_t owner = truth.orders[i].participant.number;
            QCOMPARE(refusals(truth, curves), std::set{owner});
            PriceProof proof = *curves.proofFor(ParticipantId{owner});
            proof.orders[0].limit = truth.orders[i].limit;
            const auto checked = checkPrice(proof, knowledgeOf(truth, owner, curves.commitment()));
            QVERIFY(!checked && checked.error() == PriceFault::OrderMissing);
        }
    }
}

void TestPriceProof::aResizedOrderIsRefusedByItsOwner()
{
    const Market truth = sharedMarket();
    for (std::size_t i = 0; i < truth.orders.size(); ++i) {
        Market lie = truth;
        lie.orders[i].quantity -= Lots{1};
        const PriceCurves curves(lie.terms, cleared(lie), lie.owners);
        QCOMPARE(refusals(truth, curves), std::set{truth.orders[i].participant.number});
    }
}

void TestPriceProof::aWrongPriceIsRefusedByAll()
{
    const Market truth = sharedMarket();
    for (const std::int64_t change : {-1, 1}) {
        for (const bool buyer : {false, true}) {
            Clearing lie = cleared(truth);
            (buyer ? *lie.buyerPrice : *lie.price) += Price{change};
            const PriceCurves curves(truth.terms, lie, truth.owners);
            QCOMPARE(refusals(truth, curves).size(), std::size_t{kHomes});
        }
    }
    Clearing none = cleared(truth);
    none.price = none.buyerPrice = std::nullopt;
    QCOMPARE(refusals(truth, PriceCurves(truth.terms, none, truth.owners)).size(), std::size_t{kHomes});
}

void TestPriceProof::aWrongVolumeIsRefusedByAll()
{
    const Market truth = sharedMarket();
    Clearing lie = cleared(truth);
    fillOf(lie, 2).filled -= Lots{1};
    fillOf(lie, 1).filled -= Lots{1};
    lie.volume -= Lots{1};
    QCOMPARE(refusals(truth, PriceCurves(truth.terms, lie, truth.owners)).size(), std::size_t{kHomes});
}

void TestPriceProof::aLotMovedAtTheMarginIsRefused()
{
    const Market truth = sharedMarket();
    const Clearing honest = cleared(truth);
    QCOMPARE(honest.volume, Lots{10});
    for (const std::uint64_t from : {4ULL, 6ULL, 8ULL}) {
        for (const std::uint64_t to : {4ULL, 6ULL, 8ULL}) {
            if (from == to)
                continue;
            Clearing lie = honest;
            fillOf(lie, from).filled -= Lots{1};
            fillOf(lie, to).filled += Lots{1};
            if (lie.fills == honest.fills)
                continue;
            const std::set<std::uint64_t> refusing = refusals(truth, PriceCurves(truth.terms, lie, truth.owners));
            QVERIFY(refusing.contains(from) || refusing.contains(to));
        }
    }
}

void TestPriceProof::aMovedLastLotIsRefused()
{
    const Market truth = sharedMarket();
    PriceProof proof = honestProof(truth, 4);
    QVERIFY(proof.statement.lastBid.has_value());
    int refused = 0;
    for (const std::uint64_t home : {4ULL, 6ULL, 8ULL}) {
        for (const bool all : {false, true}) {
            PriceProof lie = honestProof(truth, home);
            lie.statement.lastBid =
                all ? std::optional{LastLot{.remainder = 0, .tieHash = filledWith(255)}} : std::nullopt;
            refused += checkPrice(lie, knowledgeOf(truth, home, commitmentOf(lie.statement))) ? 0 : 1;
        }
    }
    QCOMPARE(refused, 3); // One lie takes the lots from those who got them, the other gives to those who did not.
}

void TestPriceProof::aLotTakenInsideThePriceIsRefused()
{
    const Market truth = sharedMarket();
    Clearing lie = cleared(truth);
    fillOf(lie, 2).filled -= Lots{1}; // Bids 20 at a price of 12.
    fillOf(lie, 4).filled += Lots{1};
    QVERIFY(refusals(truth, PriceCurves(truth.terms, lie, truth.owners)).contains(2));
}

void TestPriceProof::wrongSumsAreRefused()
{
    const Market truth = sharedMarket();
    const PriceProof honest = honestProof(truth, 2);
    Lots CurveSums::* const members[] = {&CurveSums::bid, &CurveSums::asked, &CurveSums::bought, &CurveSums::sold};
    for (Lots CurveSums::* const member : members) {
        for (std::size_t i = 0; i < honest.levels.size(); ++i) {
            PriceProof lie = honest;
            lie.levels[i].level.sums.*member += Lots{1};
            QVERIFY(!checkPrice(lie));
        }
        for (std::size_t i = 0; i < honest.orders[0].path.size(); ++i) {
            PriceProof lie = honest;
            lie.orders[0].path[i].sibling.sums.*member += Lots{1};
            QVERIFY(!checkPrice(lie));
        }
        PriceProof lie = honest;
        lie.statement.curves.sums.*member += Lots{1};
        QVERIFY(!checkPrice(lie));
    }
    for (std::size_t i = 0; i < honest.slotPath.size(); ++i) {
        PriceProof lie = honest;
        ++lie.slotPath[i].sibling.orders;
        QVERIFY(!checkPrice(lie));
    }
}

void TestPriceProof::anotherMarketOrPeriodIsRefused()
{
    const Market truth = sharedMarket();
    Market other = truth;
    other.terms.market.bytes[0] ^= 1;
    auto checked = checkPrice(honestProof(other, 2), knowledgeOf(truth, 2, {}));
    QVERIFY(!checked && checked.error() == PriceFault::OtherMarket);
    other = truth;
    other.terms.period = Period{truth.terms.period.startSeconds() + Period::kSeconds};
    checked = checkPrice(honestProof(other, 2), knowledgeOf(truth, 2, {}));
    QVERIFY(!checked && checked.error() == PriceFault::OtherPeriod);
    checked = checkPrice(honestProof(truth, 4), knowledgeOf(truth, 2, {}));
    QVERIFY(!checked && checked.error() == PriceFault::OtherParticipant);
}

void TestPriceProof::anotherSeedOrRuleIsRefused()
{
    const Market truth = sharedMarket();
    const Hash256 published = PriceCurves(truth.terms, cleared(truth), truth.owners).commitment();
    Market other = truth;
    other.terms.seed[0] ^= 1;
    auto checked = checkPrice(honestProof(other, 2), knowledgeOf(truth, 2, published));
    QVERIFY(!checked && checked.error() == PriceFault::WrongCommitment);
    other = truth;
    other.terms.rules.kNumerator = 0;
    checked = checkPrice(honestProof(other, 2), knowledgeOf(truth, 2, published));
    QVERIFY(!checked && checked.error() == PriceFault::WrongRules);
    other = truth;
    other.terms.zone = ZoneId{1};
    QVERIFY(!checkPrice(honestProof(other, 2), knowledgeOf(truth, 2, published)));
}

void TestPriceProof::negativeQuantitiesAreNotRead()
{
    const Market truth = sharedMarket();
    PriceProof lie = honestProof(truth, 2);
    lie.orders[0].asked = Lots{-5};
    QVERIFY(!decodePriceProof(encode(lie)));
    QVERIFY(!checkPrice(lie));
    lie = honestProof(truth, 2);
    lie.levels[0].level.sums.bid = Lots{-1};
    QVERIFY(!decodePriceProof(encode(lie)));
    QVERIFY(!checkPrice(lie));
    // Nor does a node join with one.
    const CurveNode good = orderNode({ParticipantId{1}, Side::Buy, Price{5}, Lots{3}, Lots{0}}, {}, {});
    CurveNode bad = good;
    bad.sums.bid = Lots{-3};
    QVERIFY(join(good, good) && !join(good, bad) && !join(bad, good));
    for (Lots CurveSums::* const traded : {&CurveSums::bought, &CurveSums::sold}) {
        bad = good;
        bad.sums.*traded = Lots{-1};
        QVERIFY(!join(good, bad) && !join(bad, good));
    }
}

void TestPriceProof::anyTruncationOrChangedByteIsRefused()
{
    const Market truth = sharedMarket();
    const PriceProof honest = honestProof(truth, 4);
    const HomeKnowledge knowledge = knowledgeOf(truth, 4, commitmentOf(honest.statement));
    const Bytes bytes = encode(honest);
    QVERIFY(checkPrice(*decodePriceProof(bytes), knowledge));
    for (std::size_t size = 0; size < bytes.size(); ++size)
        QVERIFY(!decodePriceProof(ByteView{bytes}.first(size)));
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        for (const int bit : {0, 4, 7}) {
            Bytes changed = bytes;
            changed[at] = static_cast<std::uint8_t>(changed[at] ^ (1U << bit));
            const std::optional<PriceProof> proof = decodePriceProof(changed);
            QVERIFY2(!proof || !checkPrice(*proof, knowledge), qPrintable(QString::number(at)));
        }
    }
}

void TestPriceProof::aLevelTornInTwoDoesNotJoin()
{
    const auto bid = [](std::uint64_t home, std::int64_t limit) {
        return orderNode({ParticipantId{home}, Side::Buy, Price{limit}, Lots{3}, Lots{0}}, {}, {});
    };
    QVERIFY(join(bid(1, 5), bid(2, 5)));
    QVERIFY(join(bid(1, 4), bid(2, 5)));
    QVERIFY(!join(bid(1, 6), bid(2, 5)));
    QVERIFY(!join(*join(bid(1, 4), bid(2, 5)), bid(3, 5)));
    QVERIFY(!join(bid(3, 5), *join(bid(1, 5), bid(2, 6))));
    QVERIFY(!join(*join(bid(1, 1), bid(2, 9)), *join(bid(3, 5), bid(4, 12))));
}

void TestPriceProof::tellsNobodysNumberOrSalt()
{
    Market market = sharedMarket();
    for (SlotOwner& owner : market.owners)
        owner.participant.number |= 0xABCDEF0000000000ULL;
    for (BookOrder& order : market.orders)
        order.participant.number |= 0xABCDEF0000000000ULL;
    const Bytes bytes = encode(honestProof(market, 0xABCDEF0000000004ULL));
    const std::uint8_t number[] = {0xAB, 0xCD, 0xEF};
    const auto first = std::ranges::search(bytes, number);
    QVERIFY(!first.empty());
    QVERIFY(std::ranges::search(std::ranges::subrange(first.end(), bytes.end()), number).empty());
    for (std::uint64_t home = 1; home <= kHomes; ++home) {
        const Hash256 salt = filledWith(100 + home);
        QCOMPARE(std::ranges::search(bytes, salt).empty(), home != 4);
    }
}

QTEST_APPLESS_MAIN(TestPriceProof)
#include "tst_price_proof.moc"
