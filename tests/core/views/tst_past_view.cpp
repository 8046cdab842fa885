// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: a replay shows what was known at its time and nothing that came later.
#include "core/views/past_view.h"

#include <QtTest>

using namespace dgex;
using namespace std::chrono_literals;

namespace {

constexpr Period kFirst{1'779'339'600};

/// Six periods, each priced by the round before it, delivered and settled; two more are open. It is in period 5.
views::OperatorSnapshot day()
{
    views::OperatorSnapshot snapshot;
    snapshot.now = kFirst.plus(5).start() + 10min;
    for (int i = 0; i < 8; ++i) {
        views::MarketRow row;
        row.period = kFirst.plus(i);
        row.lastRound = kFirst.plus(std::min(i - 1, 5));
        row.phase = i < 5 ? views::MarketPhase::Settled : views::MarketPhase::Open;
        row.price = Price{1000 + i};
        row.delivery = {
            .contracts = 1, .confirmed = 1, .tooLittle = 0, .contracted = Energy{500}, .received = Energy{500}};
        snapshot.markets.push_back(row);
    }
    for (int i = 5; i >= 0; --i) {
        views::DeliveryRow delivery;
        delivery.period = kFirst.plus(i);
        delivery.sent = Energy{500};
        delivery.received = Energy{500};
        delivery.phase = views::DeliveryPhase::Delivered;
        snapshot.deliveries.push_back(delivery);
        views::BlockRow block;
        block.height = static_cast<std::uint64_t>(i);
        block.madeAt = kFirst.plus(i).start();
        snapshot.blocks.push_back(block);
        if (i < 5) {
            views::SettlementRow settled;
            settled.period = kFirst.plus(i);
            snapshot.settlements.push_back(settled);
        }
    }
    return snapshot;
}

} // namespace

class TestPastView : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void knowsNothingOfLaterRounds()
    {
        const views::OperatorSnapshot past = views::pastView(day(), kFirst.plus(2).start() + 7min);
        QCOMPARE(past.now.seconds(), (kFirst.plus(2).start() + 7min).seconds());
        QVERIFY(past.markets.at(1).phase == views::MarketPhase::Settled);
        QVERIFY(past.markets[2].phase == views::MarketPhase::Delivering && past.markets[2].price);
        QVERIFY(past.markets[3].phase == views::MarketPhase::GateClosed && past.markets[3].price);
        QVERIFY(past.markets[4].phase == views::MarketPhase::Open && !past.markets[4].price);
        QCOMPARE(past.markets[4].delivery.contracts, 0U);
        QCOMPARE(past.settlements.size(), 2U);
        QCOMPARE(past.blocks.front().height, 2U);
    }

    void deliveriesOfTheRunningPeriodHaveNoAmounts()
    {
        const views::OperatorSnapshot past = views::pastView(day(), kFirst.plus(2).start());
        QCOMPARE(past.deliveries.size(), 3U);
        QVERIFY(past.deliveries[0].period == kFirst.plus(2));
        QVERIFY(!past.deliveries[0].received && past.deliveries[0].phase == views::DeliveryPhase::Delivering);
        QVERIFY(past.deliveries[1].received == Energy{500});
        QCOMPARE(past.markets.at(2).delivery.received.count(), 0);
        QCOMPARE(past.markets.at(1).delivery.received.count(), 500);
    }

    void theEndIsWhatTheSnapshotShows()
    {
        const views::OperatorSnapshot now = day();
        const views::OperatorSnapshot past = views::pastView(now, now.now);
        QCOMPARE(past.markets.size(), now.markets.size());
        for (std::size_t i = 0; i < 7; ++i)
            QVERIFY(past.markets[i].price == now.markets[i].price);
        QCOMPARE(past.settlements.size(), now.settlements.size());
        QCOMPARE(past.blocks.size(), now.blocks.size());
    }
};

QTEST_GUILESS_MAIN(TestPastView)
#include "tst_past_view.moc"
