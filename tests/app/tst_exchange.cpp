// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: a whole neighbourhood trades, delivers and settles, and its invariants hold. Method: half a day of a few
// simulated homes in one process, run twice with other keys.
#include "app/exchange/exchange.h"
#include "app/exchange/summary.h"
#include "core/storage/verify_ledger.h"

#include <QTemporaryDir>
#include <QtTest>

#include <nlohmann/json.hpp>

using namespace dgex;

namespace {

constexpr std::int64_t kHalfHours = 36; // From midnight over a sunny noon into the evening.

app::ExchangeOptions optionsIn(const QTemporaryDir& folder, const char* keys)
{
    app::ExchangeOptions options;
    options.homes = 8;
    options.seed = 7;
    options.ledgerFile = folder.filePath(QStringLiteral("exchange.ledger")).toStdString();
    options.keyFolder = folder.filePath(QString::fromLatin1(keys)).toStdString();
    return options;
}

std::unique_ptr<app::Exchange> opened(const app::ExchangeOptions& options)
{
    auto exchange = app::Exchange::open(options, [](const std::string&, std::size_t, std::size_t) {});
    return exchange ? std::move(*exchange) : nullptr;
}

} // namespace

class TestExchange : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_exchange = opened(optionsIn(m_folder, "keys"));
        QVERIFY(m_exchange);
        const auto done = m_exchange->advanceTo(m_exchange->setup().start.plus(kHalfHours).start());
        QVERIFY2(done.has_value(), done ? "" : done.error().c_str());
    }

    void homesTradeAndDeliverWhatTheyTraded()
    {
        Energy contracted;
        Energy delivered;
        for (const auto& [period, record] : m_exchange->record().periods()) {
            if (!record.settlement)
                continue;
            contracted += record.settlement->contracted;
            delivered += record.settlement->delivered;
        }
        QVERIFY2(contracted > Energy{5'000}, "at least 5 kWh are traded over a sunny day");
        QVERIFY2((contracted - delivered).abs() * 100 <= contracted, "delivered within 1 % of what was contracted");
    }

    void allMoneyAddsUpToZero() { QVERIFY(m_exchange->authority().state().accountSum() == 0); }

    void ledgerAccountsEqualWhatTheHomesCountThemselves()
    {
        // Every fill, also of later periods, is in a home's book; so is every settlement.
        for (std::size_t i = 0; i < m_exchange->homeCount(); ++i) {
            const controller::HomeController& home = m_exchange->controller(i);
            Money own;
            for (const auto& [period, book] : home.book()) {
                own += book.trades + book.fees;
                if (book.settlement)
                    own += book.settlement->residualMoney + book.settlement->imbalanceMoney;
            }
            QCOMPARE(own.count(), m_exchange->authority().state().account(home.identity().id).count());
        }
    }

    void energyBalanceClosesWithinTheMetersRounding()
    {
        // Seven counters of a home are rounded to 1 Wh each, and the DGR's meter has an error of its own.
        const auto homes = static_cast<std::int64_t>(m_exchange->homeCount());
        QVERIFY2(m_exchange->measured().unaccounted().abs() <= Energy{7 * homes}, "unaccounted energy");
    }

    void everyProofHoldsAndNoTransactionIsRefused()
    {
        for (std::size_t i = 0; i < m_exchange->homeCount(); ++i) {
            QCOMPARE(m_exchange->controller(i).proofs().failed, 0U);
            QVERIFY(m_exchange->controller(i).proofs().checked > 100);
        }
        QCOMPARE(m_exchange->record().totals().refused, 0U);
    }

    void everyOpenMarketHasADecisionRecord()
    {
        const controller::HomeController& home = m_exchange->controller(0);
        const Round last = home.plan().sheet.round;
        for (std::int64_t i = 1; i <= 48; ++i) {
            const auto book = home.book().find(last.plus(i));
            QVERIFY(book != home.book().end() && !book->second.records.empty());
        }
    }

    void sameSeedGivesTheSameResultsWithOtherKeys()
    {
        QTemporaryDir folder;
        const auto other = opened(optionsIn(folder, "other-keys"));
        QVERIFY(other);
        QVERIFY(other->advanceTo(m_exchange->now()).has_value());
        QCOMPARE(toHex(other->authority().state().resultRoot()), toHex(m_exchange->authority().state().resultRoot()));
        QVERIFY(other->authority().checkpoint().logRoot != m_exchange->authority().checkpoint().logRoot);
    }

    void aPausedHomeSendsNoOrders()
    {
        policy::UserPolicy paused = m_exchange->controller(1).policy();
        paused.tradingPaused = true;
        m_exchange->controller(1).setPolicy(paused);
        QVERIFY(m_exchange->advanceTo(m_exchange->now() + Period::kLength).has_value());
        QVERIFY(m_exchange->controller(1).plan().sheet.orders.empty());
        QVERIFY(!m_exchange->controller(2).plan().sheet.orders.empty());
    }

    void aRestartedControllerDeliversWhatItsPredecessorBegan()
    {
        QTemporaryDir folder;
        const auto street = opened(optionsIn(folder, "keys"));
        QVERIFY(street);
        // Noon, when there is much to deliver.
        QVERIFY(street->advanceTo(street->setup().start.plus(24).start() + std::chrono::minutes{12}).has_value());
        for (std::size_t i = 0; i < street->homeCount(); ++i)
            street->restartController(i);
        const Period period = Period::containing(street->now());
        QVERIFY(street->advanceTo(period.end()).has_value());
        int contracts = 0;
        for (std::size_t i = 0; i < street->homeCount(); ++i) {
            const controller::PeriodBook& book = street->controller(i).book().at(period);
            QCOMPARE(street->controller(i).proofs().failed, 0U);
            QVERIFY(book.settlement && book.times.metered);
            for (const controller::OwnContract& own : book.contracts) {
                ++contracts;
                QVERIFY(own.delivered.has_value());
                QVERIFY2((*own.delivered - own.energy).abs() <= delivery::completionTolerance(own.energy),
                         qPrintable(QString::number((*own.delivered - own.energy).count())));
            }
            // What is within the tolerance is owed all the same.
            QVERIFY(book.settlement->shortfall <= Energy{10 * std::ssize(book.contracts)});
        }
        QVERIFY(contracts >= 4);
        QCOMPARE(street->record().totals().refused, 0U);
    }

    void aSilentMeterIsSubstitutedAndCorrected()
    {
        // Silent over three half-hour boundaries: no reading of four half hours.
        const Period first = Period::containing(m_exchange->now());
        m_exchange->neighbourhood().stopMeter(2, std::chrono::minutes{100});
        QVERIFY(m_exchange->advanceTo(first.plus(3).start()).has_value());
        const controller::HomeController& home = m_exchange->controller(2);
        QVERIFY(!home.book().at(first).times.metered);
        QVERIFY(m_exchange->advanceTo(first.plus(5).start()).has_value());
        const ledger::LedgerState& state = m_exchange->authority().state();
        QVERIFY(state.accountSum() == 0 && state.correctablePeriods().empty());
        std::uint32_t corrections = 0;
        for (std::int64_t i = 0; i < 4; ++i)
            corrections += m_exchange->record().periods().at(first.plus(i)).corrections;
        QCOMPARE(corrections, 4U);
        for (std::int64_t i = 0; i < 4; ++i) {
            const app::PeriodRecord& record = m_exchange->record().periods().at(first.plus(i));
            QVERIFY((record.homes + record.settlement->utility + record.settlement->gridOperator).isZero());
        }
        // The home takes the corrected amounts.
        Money own;
        for (const auto& [period, book] : home.book()) {
            own += book.trades + book.fees;
            if (book.settlement)
                own += book.settlement->residualMoney + book.settlement->imbalanceMoney;
        }
        QCOMPARE(own.count(), state.account(home.identity().id).count());
        QCOMPARE(m_exchange->record().totals().disputes, 0U);
    }

    void aTrippedRouterLeavesMoneyAndProofsWhole()
    {
        for (std::size_t i = 0; i < m_exchange->homeCount(); ++i)
            m_exchange->neighbourhood().tripRouter(i, std::chrono::minutes{20});
        QVERIFY(m_exchange->advanceTo(m_exchange->now() + 2 * Period::kLength).has_value());
        QVERIFY(m_exchange->authority().state().accountSum() == 0);
        QCOMPARE(m_exchange->controller(0).proofs().failed, 0U);
    }

    void anExistingLedgerIsNotOverwritten()
    {
        const auto second =
            app::Exchange::open(optionsIn(m_folder, "keys"), [](const std::string&, std::size_t, std::size_t) {});
        QVERIFY(!second);
        QVERIFY(second.error().find("not overwritten") != std::string::npos);
    }

    void theLedgerFileVerifies()
    {
        const std::string file = m_exchange->ledgerFile().string();
        const Hash256 root = m_exchange->authority().state().resultRoot();
        m_exchange.reset();
        const storage::VerifyReport report = storage::verifyLedger(file);
        QVERIFY2(report.ok, report.reason.c_str());
        QCOMPARE(toHex(report.resultRoot), toHex(root));
    }

private:
    crypto::Library m_library;
    QTemporaryDir m_folder;
    std::unique_ptr<app::Exchange> m_exchange;
};

QTEST_GUILESS_MAIN(TestExchange)
#include "tst_exchange.moc"
