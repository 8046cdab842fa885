// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: an operator sees what other rules or less sun would have made of a market. Method: curves of a few steps whose
// clearing is worked out by hand.
#include "core/views/what_if.h"

#include <QtTest>

using namespace dgex;
using namespace dgex::views;

namespace {

// Bids 10 lots at 30, 10 at 20; offers 8 at 8, 20 at 16.
const Curves kCurves{.buy = {{Price{3000}, Lots{10}}, {Price{2000}, Lots{10}}},
                     .sell = {{Price{800}, Lots{8}}, {Price{1600}, Lots{20}}}};

} // namespace

class TestWhatIf : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theSameRulesGiveTheSameMarket()
    {
        const WhatIfResult result = clearAgain(kCurves, {});
        QCOMPARE(result.volume, Lots{20});
        QCOMPARE(result.price, Price{1600}); // The marginal offer is only partly taken.
    }
    void lessSunMakesItDearer()
    {
        const WhatIfResult result = clearAgain(kCurves, {.rules = {}, .supplyPercent = 50, .demandPercent = 100});
        QCOMPARE(result.volume, Lots{14});
        QCOMPARE(result.price, Price{2000});
    }
    void theSplitMovesThePriceWithinItsInterval()
    {
        const Curves even{.buy = {{Price{3000}, Lots{10}}}, .sell = {{Price{1000}, Lots{10}}}};
        for (const auto& [k, price] : {std::pair{0U, 1000}, {1U, 2000}, {2U, 3000}})
            QCOMPARE(clearAgain(even, {.rules = {.kNumerator = k, .kDenominator = 2}}).price, Price{price});
    }
    void aFeeKeepsSmallGainsFromTrading()
    {
        const WhatIfResult result = clearAgain(kCurves, {.rules = {.networkFee = Price{500}}});
        QCOMPARE(result.volume, Lots{10});
        QVERIFY(result.welfare < clearAgain(kCurves, {}).welfare);
    }
    void withoutSupplyNothingTrades()
    {
        const WhatIfResult result = clearAgain(kCurves, {.rules = {}, .supplyPercent = 0, .demandPercent = 100});
        QVERIFY(!result.price && result.volume.isZero());
    }
};

QTEST_GUILESS_MAIN(TestWhatIf)
#include "tst_what_if.moc"
