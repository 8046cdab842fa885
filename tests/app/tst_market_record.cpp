// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: the console's record of blocks counts what the ledger refused, and not the second copies that homes send on
// purpose. Method: outcomes made by hand on an empty state.
#include "app/exchange/market_record.h"

#include <QTest>

using namespace dgex;

class TestMarketRecord : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aSecondCopyOfASheetIsNoRefusal()
    {
        using ledger::Refusal;
        using ledger::TransactionError;
        ledger::BlockOutcome outcome;
        outcome.transactions = {{},
                                {Refusal{TransactionError::Duplicate, {}}},
                                {Refusal{TransactionError::BadSignature, {}}},
                                {Refusal{TransactionError::Duplicate, {}}}};
        app::MarketRecord record;
        record.take(outcome, ledger::LedgerState{}, UtcTime{});
        QCOMPARE(record.blocks().front().invalid, 1U);
        QCOMPARE(record.totals().refused, 1U);
    }
};

QTEST_GUILESS_MAIN(TestMarketRecord)
#include "tst_market_record.moc"
