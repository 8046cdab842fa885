// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: a ledger trades several zones, both classes and any-slot orders over rounds, and what it promises is paired,
// delivered and settled. Method: small markets worked out by hand, one for each rule; then random histories whose money
// sums to zero, whose links never carry too much and whose results depend on neither keys nor arrival.
#include "tests/support/ledger_community.h"
#include "tests/support/ledger_outcomes.h"
#include "tests/support/random_stream.h"

#include <QTest>

using namespace dgex;
using namespace dgex::ledger;
using namespace dgex::test;

namespace {

constexpr ZoneId kWest{1};
constexpr ZoneId kEast{2};
constexpr ZoneId kNorth{3};
const Period kFirst = kNoon.plus(1);

market::Order renewable(market::Order order)
{
    order.energyClass = market::EnergyClass::Renewable;
    return order;
}

/// Homes 1 and 4 in the west, 2 and 3 in the east; 20 lots may go east, 5 west.
struct TwoZones {
    Community community{4};
    LedgerState state;

    TwoZones()
    {
        community.terms.rules.zones = ZoneRules{.zones = {kWest, kEast},
                                                .links = {{.from = kWest, .to = kEast, .capacity = Lots{20}},
                                                          {.from = kEast, .to = kWest, .capacity = Lots{5}}},
                                                .missingRenewable = Price{500}};
        community.zoneOf = {{{2}, kEast}, {{3}, kEast}};
        static_cast<void>(community.execute(state, community.opening()));
        static_cast<void>(community.execute(state, {community.tariff(kFirst, 48, kTariff)}));
    }

    BlockOutcome run(const std::vector<Bytes>& transactions) { return community.execute(state, transactions); }
    [[nodiscard]] std::optional<MarketResult> market(const BlockOutcome& outcome, ZoneId zone,
                                                     market::EnergyClass energyClass = market::EnergyClass::Any) const
    {
        return findResult<MarketResult>(outcome, [&](const MarketResult& r) {
            return r.place && r.place->zone == zone && r.place->energyClass == energyClass;
        });
    }
};

HomeRoundResult roundOf(const BlockOutcome& outcome, std::uint64_t home)
{
    return findResult<HomeRoundResult>(outcome, [&](const HomeRoundResult& r) { return r.home == ParticipantId{home}; })
        .value();
}

std::optional<RenewableSettlement> renewableOf(const BlockOutcome& outcome, std::uint64_t home)
{
    const auto result = findResult<HomeSettlementResult>(
        outcome, [&](const HomeSettlementResult& r) { return r.settlement.home == ParticipantId{home}; });
    return result ? result->renewable : std::nullopt;
}

market::BidSheet carSheet(Period first, int periods, std::int64_t lots, std::int64_t perPeriod)
{
    market::SheetAnySlot car{.side = market::Side::Buy,
                             .quantity = Lots{lots},
                             .lotsPerPeriod = Lots{perPeriod},
                             .limit = Price{2500},
                             .periods = {}};
    for (int i = 0; i < periods; ++i)
        car.periods.push_back(first.plus(i));
    return {.round = kNoon, .orders = {}, .salt = {}, .anySlots = {car}};
}

} // namespace

class TestLedgerZones : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tradesOverALinkAndPairsOverIt();
    void laterRoundsHaveWhatIsLeftOfALink();
    void renewableEnergyHasItsPriceAndPosition();
    void missingRenewableEnergyIsPaidToItsBuyers();
    void finalReadingsSettleRenewableEnergyAnew();
    void anAnySlotOrderTakesTheCheapestPeriods();
    void anAnySlotOrderIsBoundByCapacityAndCredit();
    void refusesWhatZonesForbid();
    void randomHistoriesKeepTheRules_data();
    void randomHistoriesKeepTheRules();
};

void TestLedgerZones::tradesOverALinkAndPairsOverIt()
{
    TwoZones two;
    Community& c = two.community;
    const BlockOutcome closed =
        two.run({c.sheet({1}, kNoon, {selling(kFirst, 50, 1000)}), c.sheet({2}, kNoon, {selling(kFirst, 20, 2000)}),
                 c.sheet({3}, kNoon, {buying(kFirst, 30, 2500)}), c.closeRound(kNoon)});
    QVERIFY(allAccepted(closed));
    // The link brings 20 lots; the last 10 come from home 2, whose limit is the eastern price.
    const auto west = two.market(closed, kWest);
    const auto east = two.market(closed, kEast);
    QVERIFY(west && east);
    QCOMPARE(west->price, Price{1000});
    QCOMPARE(east->price, Price{2000});
    QCOMPARE(*west->place, (MarketPlace{kWest, market::EnergyClass::Any, Lots{0}, Lots{20}}));
    QCOMPARE(*east->place, (MarketPlace{kEast, market::EnergyClass::Any, Lots{30}, Lots{10}}));
    QCOMPARE(east->orders, 2U);
    const auto link = findResult<LinkResult>(closed, [](const LinkResult&) { return true; });
    QCOMPARE(*link, (LinkResult{kNoon, kFirst, kWest, kEast, Lots{20}, Price{1000}}));
    QCOMPARE(two.state.linkFlow(kFirst, kWest, kEast), Lots{20});
    QCOMPARE(two.state.linkFlow(kFirst, kEast, kWest), Lots{-20});
    // Congestion rent is the grid operator's.
    QCOMPARE(two.state.gridOperatorAccount(), valueOf(Lots{20}, Price{1000}));
    QCOMPARE(two.state.account({1}), valueOf(Lots{20}, Price{1000}));
    QCOMPARE(two.state.account({3}), -valueOf(Lots{30}, Price{2000}));
    // Home 3 is served inside its zone first.
    const auto contracts = two.state.contracts(kFirst);
    QCOMPARE(contracts.size(), 2U);
    QCOMPARE(contracts[0].exporter, ParticipantId{2});
    QCOMPARE(contracts[0].quantity, Lots{10});
    QCOMPARE(contracts[1].exporter, ParticipantId{1});
    QCOMPARE(contracts[1].importer, ParticipantId{3});
    QCOMPARE(contracts[1].quantity, Lots{20});
}

void TestLedgerZones::laterRoundsHaveWhatIsLeftOfALink()
{
    TwoZones two;
    Community& c = two.community;
    const Period period = kNoon.plus(4);
    const auto trade = [&](int round, market::Order west, market::Order east) {
        const BlockOutcome closed = two.run({c.sheet({1}, kNoon.plus(round), {west}),
                                             c.sheet({3}, kNoon.plus(round), {east}), c.closeRound(kNoon.plus(round))});
        return allAccepted(closed) ? roundOf(closed, 3).orders.at(0).filled : Lots{-1};
    };
    QCOMPARE(trade(0, selling(period, 15, 1000), buying(period, 15, 2000)), Lots{15});
    // 5 of 20 are left.
    QCOMPARE(trade(1, selling(period, 15, 1000), buying(period, 15, 2000)), Lots{5});
    // Selling back undoes what went east before the 5 of the link west are used.
    QCOMPARE(trade(2, buying(period, 40, 2000), selling(period, 40, 1000)), Lots{25});
    QCOMPARE(two.state.linkFlow(period, kWest, kEast), Lots{-5});
    QCOMPARE(two.state.position({1}, period), Lots{5});
    QCOMPARE(two.state.position({3}, period), Lots{-5});
    QVERIFY(allAccepted(two.run({c.closeRound(kNoon.plus(3))})));
    QCOMPARE(two.state.contracts(period).size(), 1U);
    QCOMPARE(two.state.contracts(period)[0].exporter, ParticipantId{3});
}

void TestLedgerZones::renewableEnergyHasItsPriceAndPosition()
{
    TwoZones two;
    Community& c = two.community;
    // 10 lots of the sun for 15 wanted as renewable; the rest of the demand takes any.
    const BlockOutcome closed = two.run({c.sheet({1}, kNoon, {renewable(selling(kFirst, 10, 800))}),
                                         c.sheet({4}, kNoon, {selling(kFirst, 30, 1000)}),
                                         c.sheet({3}, kNoon, {renewable(buying(kFirst, 15, 1800))}),
                                         c.sheet({2}, kNoon, {buying(kFirst, 5, 2000)}), c.closeRound(kNoon)});
    QVERIFY(allAccepted(closed));
    const auto any = two.market(closed, kEast);
    const auto green = two.market(closed, kEast, market::EnergyClass::Renewable);
    QVERIFY(any && green);
    QCOMPARE(any->price, Price{1000});
    QCOMPARE(green->price, Price{1800});
    QCOMPARE(two.state.renewablePosition({1}, kFirst), Lots{-10});
    QCOMPARE(two.state.renewablePosition({3}, kFirst), Lots{10});
    QCOMPARE(two.state.renewablePosition({2}, kFirst), Lots{0});
    QCOMPARE(two.state.position({3}, kFirst), Lots{10});
    QCOMPARE(roundOf(closed, 3).orders.at(0).energyClass, market::EnergyClass::Renewable);
    QCOMPARE(two.state.account({1}), valueOf(Lots{10}, Price{1800}));
    QVERIFY(two.state.accountSum() == 0);
}

namespace {

/// Homes 1 and 4 sell 10 and 6 lots as renewable, 3 and 2 buy 12 and 4 of them; then the period passes.
void tradeRenewable(TwoZones& two)
{
    Community& c = two.community;
    QVERIFY(allAccepted(two.run({c.sheet({1}, kNoon, {renewable(selling(kFirst, 10, 800))}),
                                 c.sheet({4}, kNoon, {renewable(selling(kFirst, 6, 800))}),
                                 c.sheet({3}, kNoon, {renewable(buying(kFirst, 12, 1800))}),
                                 c.sheet({2}, kNoon, {renewable(buying(kFirst, 4, 1800))}), c.closeRound(kNoon),
                                 c.closeRound(kFirst), c.closeRound(kFirst.plus(1)),
                                 c.reading({1}, kFirst, Energy{-1000}, ReadingKind::Provisional, Energy{700}),
                                 c.reading({4}, kFirst, Energy{-600}, ReadingKind::Provisional, Energy{2000}),
                                 c.reading({3}, kFirst, Energy{1200}), c.reading({2}, kFirst, Energy{400})})));
}

} // namespace

void TestLedgerZones::missingRenewableEnergyIsPaidToItsBuyers()
{
    TwoZones two;
    tradeRenewable(two);
    const BlockOutcome settled = two.run({two.community.settle(kFirst)});
    QVERIFY(allAccepted(settled));
    // Home 1 sold 1 kWh as renewable and generated 0.7.
    const Money paid = valueOf(Energy{300}, Price{500});
    QCOMPARE(*renewableOf(settled, 1), (RenewableSettlement{Lots{-10}, Energy{300}, -paid}));
    QCOMPARE(*renewableOf(settled, 4), (RenewableSettlement{Lots{-6}, Energy{}, Money{}}));
    QCOMPARE(*renewableOf(settled, 3), (RenewableSettlement{Lots{12}, Energy{}, Money{paid.count() * 12 / 16}}));
    QCOMPARE(*renewableOf(settled, 2), (RenewableSettlement{Lots{4}, Energy{}, Money{paid.count() * 4 / 16}}));
    QVERIFY(two.state.accountSum() == 0);
    QCOMPARE(two.state.renewablePosition({1}, kFirst), Lots{});
    QCOMPARE(two.state.linkFlow(kFirst, kWest, kEast), Lots{});
}

void TestLedgerZones::finalReadingsSettleRenewableEnergyAnew()
{
    TwoZones two;
    tradeRenewable(two);
    QVERIFY(allAccepted(two.run({two.community.settle(kFirst)})));
    const Money before = two.state.account({3});
    SettlePeriod correction{.period = kFirst,
                            .meters = {{.home = {1}, .net = Energy{-1000}, .generated = Energy{1000}}}};
    const BlockOutcome corrected =
        two.run({two.community.reading({1}, kFirst, Energy{-1000}, ReadingKind::Final, Energy{1000}),
                 two.community.settle(correction)});
    QVERIFY(allAccepted(corrected));
    QCOMPARE(*renewableOf(corrected, 1), (RenewableSettlement{Lots{-10}, Energy{}, Money{}}));
    QCOMPARE(renewableOf(corrected, 3)->money, Money{});
    QVERIFY(!renewableOf(corrected, 4));
    QCOMPARE(two.state.account({3}), before - Money{valueOf(Energy{300}, Price{500}).count() * 12 / 16});
    QVERIFY(two.state.accountSum() == 0);
}

void TestLedgerZones::anAnySlotOrderTakesTheCheapestPeriods()
{
    TwoZones two;
    Community& c = two.community;
    std::vector<market::Order> offers;
    for (int i = 0; i < 4; ++i)
        offers.push_back(selling(kFirst.plus(i), 10, 1500 - 100 * i));
    const BlockOutcome closed =
        two.run({c.sheet({2}, kNoon, offers), c.submit({3}, carSheet(kFirst, 4, 10, 4)), c.closeRound(kNoon)});
    QVERIFY(allAccepted(closed));
    const HomeRoundResult result = roundOf(closed, 3);
    QVERIFY(result.orders.empty());
    QCOMPARE(result.anySlots.size(), 1U);
    const HomeAnySlotResult& car = result.anySlots.front();
    QCOMPARE(car.asked, Lots{10});
    // 4 lots in each of the two cheapest periods, 2 in the next; its limit makes the last period's price.
    QCOMPARE(car.parts.size(), 3U);
    QCOMPARE(car.parts[0], (AnySlotPart{kFirst.plus(1), Lots{2}, Price{1400}}));
    QCOMPARE(car.parts[1].filled, Lots{4});
    QCOMPARE(car.parts[2].filled, Lots{4});
    QCOMPARE(car.parts[2].period, kFirst.plus(3));
    QCOMPARE(two.state.position({3}, kFirst.plus(1)), Lots{2});
    QCOMPARE(two.state.position({2}, kFirst.plus(3)), Lots{-4});
    QCOMPARE(two.state.position({3}, kFirst), Lots{0});
    QVERIFY(two.state.accountSum() == 0);
    // What the home is told is what its account says.
    Money spent;
    for (const AnySlotPart& part : car.parts)
        spent += valueOf(part.filled, part.price);
    QCOMPARE(two.state.account({3}), -spent);
}

void TestLedgerZones::anAnySlotOrderIsBoundByCapacityAndCredit()
{
    TwoZones two;
    Community& c = two.community;
    // 10 kW: 5 kWh, 50 lots, in a half hour.
    QVERIFY(allAccepted(two.run({c.submit({3}, carSheet(kFirst, 4, 200, 50))})));
    QCOMPARE(errorOf(two.run({c.submit({3}, carSheet(kFirst, 4, 200, 51))})), TransactionError::OverCapacity);
    market::BidSheet both = carSheet(kFirst, 4, 200, 30);
    both.orders = {buying(kFirst.plus(2), 21, 2500)};
    QCOMPARE(errorOf(two.run({c.submit({3}, both)})), TransactionError::OverCapacity);
    // It counts once against the credit, not once for each period.
    LedgerState poor;
    c.terms.rules.creditLimit = valueOf(Lots{20}, Price{2500});
    Community again(4);
    again.terms = c.terms;
    again.zoneOf = c.zoneOf;
    static_cast<void>(again.execute(poor, again.opening()));
    QVERIFY(allAccepted(again.execute(poor, {again.submit({3}, carSheet(kFirst, 4, 20, 20))})));
    QCOMPARE(errorOf(again.execute(poor, {again.submit({3}, carSheet(kFirst, 4, 21, 20))})),
             TransactionError::OverCredit);
}

void TestLedgerZones::refusesWhatZonesForbid()
{
    TwoZones two;
    Community& c = two.community;
    c.zoneOf[{7}] = kNorth;
    QCOMPARE(errorOf(two.run({c.registration({7}, Role::Home)})), TransactionError::WrongZone);
    QVERIFY(allAccepted(two.run({c.sheet({1}, kNoon, {selling(kFirst, 5, 1000)}),
                                 c.sheet({3}, kNoon, {buying(kFirst, 5, 1000)}), c.closeRound(kNoon)})));
    c.zoneOf[{3}] = kWest;
    QCOMPARE(errorOf(two.run({c.renewal({3}, 33)})), TransactionError::WrongZone);
    c.zoneOf[{4}] = kEast;
    QVERIFY(allAccepted(two.run({c.renewal({4}, 44)})));
    market::BidSheet sheet = carSheet(kNoon.plus(2), 2, 5, 5);
    sheet.round = kNoon.plus(1);
    sheet.orders = {selling(kNoon.plus(3), 1, 2400)};
    const BlockOutcome crossing = two.run({c.submit({4}, sheet)});
    QCOMPARE(crossing.transactions.at(0).refusal->sheet, market::SheetError::CrossesItself);

    Community plain(2);
    LedgerState state;
    static_cast<void>(plain.execute(state, plain.opening()));
    const BlockOutcome refused = plain.execute(state, {plain.submit({1}, carSheet(kFirst, 2, 5, 5))});
    QCOMPARE(refused.transactions.at(0).refusal->sheet, market::SheetError::AnySlotNotTraded);
    OpenMarket terms = two.state.terms();
    terms.rules.auction.pricing = market::PricingRule::McAfee;
    QVERIFY(!decodeOpenMarket(encode(terms)));
    terms = two.state.terms();
    terms.rules.zones->links.push_back(terms.rules.zones->links.front());
    QVERIFY(!decodeOpenMarket(encode(terms)));
    terms.rules.zones->links.back() = {.from = kWest, .to = kNorth, .capacity = Lots{1}};
    QVERIFY(!decodeOpenMarket(encode(terms)));
}

namespace {

struct Played {
    std::vector<Hash256> roots;
    std::uint64_t refused = 0;
    std::uint64_t settled = 0;
    Lots flowed;
    Lots anySlots;
    Lots renewables;
    bool balanced = true;
    bool withinLinks = true;
    bool paired = true;
};

/// Three zones in a row, nine homes that bid, read and are settled over ten rounds.
class ZoneHistory {
public:
    ZoneHistory(std::uint64_t seed, std::uint64_t keys)
        : m_random(seed)
        , m_community(9, Community::hashKeys(keys))
    {
        const auto link = [&](ZoneId from, ZoneId to) {
            return market::ZoneLink{.from = from, .to = to, .capacity = Lots{m_random.between(0, 25)}};
        };
        m_community.terms.rules.zones =
            ZoneRules{.zones = {kWest, kEast, kNorth},
                      .links = {link(kWest, kEast), link(kEast, kWest), link(kEast, kNorth), link(kNorth, kEast)},
                      .missingRenewable = Price{700}};
        m_community.terms.rules.auction.networkFee = Price{m_random.between(0, 200)};
        for (std::uint64_t home = 1; home <= 9; ++home)
            m_community.zoneOf[{home}] = ZoneId{static_cast<std::uint16_t>(1 + home % 3)};
    }

    Played play(std::uint64_t turn)
    {
        run(m_community.opening());
        run({m_community.tariff(kFirst, 60, kTariff)});
        for (int i = 0; i < 10; ++i) {
            const Round round = kNoon.plus(i);
            std::vector<Bytes> transactions;
            for (std::uint64_t home = 1; home <= 9; ++home)
                speak({home}, round, transactions);
            if (turn > 0)
                std::ranges::stable_sort(transactions, {}, [turn](const Bytes& bytes) {
                    return (decodeTransaction(bytes)->participant.number + turn) % 9;
                });
            transactions.push_back(m_community.closeRound(round));
            run(transactions);
            check(round);
            const std::set<Period> unsettled = m_state.unsettledPeriods();
            for (const Period period : unsettled)
                if (period < round)
                    run({m_community.settle(period)});
        }
        return m_played;
    }

private:
    void speak(ParticipantId home, Round round, std::vector<Bytes>& transactions)
    {
        market::BidSheet sheet{.round = round, .orders = {}};
        const bool hasCar = m_random.between(0, 2) == 0;
        for (int i = 1; i <= (hasCar ? 3 : 7); ++i) {
            const std::int64_t lots = m_random.between(1, 8);
            const std::int64_t price = m_random.between(200, 2'800);
            market::Order order =
                m_random.between(0, 1) == 0 ? buying(round.plus(i), lots, price) : selling(round.plus(i), lots, price);
            if (m_random.between(0, 2) == 0)
                order.energyClass = market::EnergyClass::Renewable;
            sheet.orders.push_back(order);
        }
        if (hasCar) {
            market::BidSheet car = carSheet(round.plus(4), 4, m_random.between(1, 20), m_random.between(1, 6));
            if (m_random.between(0, 3) == 0)
                car.anySlots[0].side = market::Side::Sell;
            sheet.anySlots = std::move(car.anySlots);
        }
        transactions.push_back(m_community.submit(home, sheet));
        for (const Period period : m_state.unsettledPeriods())
            if (*m_state.lastClosedRound() >= period && m_random.between(0, 4) > 0)
                transactions.push_back(m_community.reading(home, period, Energy{m_random.between(-900, 900)},
                                                           ReadingKind::Provisional, Energy{m_random.between(0, 900)}));
    }

    void run(const std::vector<Bytes>& transactions)
    {
        const BlockOutcome outcome = m_community.execute(m_state, transactions);
        for (const TransactionOutcome& one : outcome.transactions)
            m_played.refused += one.accepted() ? 0U : 1U;
        for (const Bytes& leaf : outcome.results) {
            const Result result = decodeResult(leaf).value();
            if (const auto* link = std::get_if<LinkResult>(&result))
                m_played.flowed += link->quantity;
            if (const auto* home = std::get_if<HomeRoundResult>(&result))
                for (const HomeAnySlotResult& order : home->anySlots)
                    for (const AnySlotPart& part : order.parts)
                        m_played.anySlots += part.filled;
            if (const auto* home = std::get_if<HomeSettlementResult>(&result)) {
                ++m_played.settled;
                m_played.renewables += home->renewable ? home->renewable->net.abs() : Lots{};
            }
        }
        m_played.balanced = m_played.balanced && m_state.accountSum() == 0;
        m_played.roots.push_back(outcome.header.resultRoot);
    }

    /// What flows net over every link fits it, and the contracts of the period are its positions.
    void check(Round round)
    {
        for (int i = 1; i <= 11; ++i)
            for (const market::ZoneLink& link : m_state.rules().zones->links)
                m_played.withinLinks =
                    m_played.withinLinks && m_state.linkFlow(round.plus(i), link.from, link.to) <= link.capacity;
        const Period period = round.plus(1);
        std::map<ParticipantId, Lots> net;
        for (const Contract& contract : m_state.contracts(period)) {
            net[contract.importer] += contract.quantity;
            net[contract.exporter] -= contract.quantity;
        }
        for (std::uint64_t home = 1; home <= 9; ++home)
            m_played.paired = m_played.paired && net[{home}] == m_state.position({home}, period);
    }

    RandomStream m_random;
    Community m_community;
    LedgerState m_state;
    Played m_played;
};

} // namespace

void TestLedgerZones::randomHistoriesKeepTheRules_data()
{
    QTest::addColumn<quint64>("seed");
    for (quint64 seed = 1; seed <= 15; ++seed)
        QTest::addRow("seed %llu", static_cast<unsigned long long>(seed)) << seed;
}

void TestLedgerZones::randomHistoriesKeepTheRules()
{
    QFETCH(quint64, seed);
    const Played played = ZoneHistory(seed, 0).play(0);
    QVERIFY(played.balanced);
    QVERIFY(played.withinLinks);
    QVERIFY(played.paired);
    QVERIFY(played.settled > 20);
    QVERIFY(played.refused < 10);
    QVERIFY(played.flowed > Lots{});
    QVERIFY(played.anySlots > Lots{});
    QVERIFY(played.renewables > Lots{});
    QVERIFY(ZoneHistory(seed, 0).play(3).roots == played.roots);
    QVERIFY(ZoneHistory(seed, 5).play(0).roots == played.roots);
}

QTEST_GUILESS_MAIN(TestLedgerZones)
#include "tst_ledger_zones.moc"
