// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: the console always says how old its figures are: while it waits, when its source is killed, when it has
// stopped, and when it replays a past day. Method: an injected clock and a source that goes silent.
#include "tests/support/console_test.h"
#include "ui/console/replay_bar.h"

#include <QLabel>
#include <QSlider>
#include <QStackedWidget>

using namespace dgex;
using namespace std::chrono_literals;
using ui::OperatorWindow;

class TestOperatorTime : public test::ConsoleTest {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { close(); }
    void waitsAndThenSaysThatNobodyAnswers();
    void everyPageShowsAKilledSourceWithin10Seconds();
    void hatchesAfterAMinuteAndWithdrawsAfterHalfAnHour();
    void saysWhyTheSourceStopped();
    void everyPageSaysThatItIsEmpty();
    void everyPageCarriesTheDemoFrame();
    void anOldContactStandsOut();
    void replaysThePastDayAtSixtyTimes();
    void marksTheReplayAndComesBackToLive();
    void theReplayFollowsEveryKey();

private:
    /// Time passes and the window ticks.
    void pass(std::chrono::milliseconds time)
    {
        m_now += time;
        m_window->refresh();
    }
    QString text(const char* label) { return child<QLabel>(label).text(); }
    bool isShown(const char* name) { return child<QWidget>(name).isVisible(); }

    std::chrono::milliseconds m_now{1'000'000};
};

void TestOperatorTime::init()
{
    m_options.clock = [this] { return m_now; };
    m_source.fail({});
    open();
}

void TestOperatorTime::waitsAndThenSaysThatNobodyAnswers()
{
    m_source.clear();
    OperatorWindow window(m_source, m_commands, m_options);
    window.show();
    const auto& words = *window.findChild<QLabel*>(QStringLiteral("loadingLabel"));
    QVERIFY(words.isVisible());
    QCOMPARE(words.text(), QStringLiteral("Waiting for the exchange"));
    m_now += 12s;
    window.refresh();
    QVERIFY2(words.text().contains(QStringLiteral("not answered for 12")), qPrintable(words.text()));
    m_source.set(test::busyExchange());
    window.refresh();
    QVERIFY(!words.isVisible());
}

void TestOperatorTime::everyPageShowsAKilledSourceWithin10Seconds()
{
    for (int page = 0; page < OperatorWindow::kPages; ++page) {
        m_window->openPage(static_cast<OperatorWindow::Page>(page));
        show(test::busyExchange());
        pass(2s);
        QVERIFY(!isShown("bannerLabel"));
        QVERIFY2(text("ageLabel").contains(QStringLiteral("2")), qPrintable(text("ageLabel")));
        pass(7s); // The source is dead.
        QVERIFY(isShown("bannerLabel"));
        QVERIFY2(text("bannerLabel").contains(QStringLiteral("No news for 9")), qPrintable(text("bannerLabel")));
    }
    show(test::busyExchange());
    QVERIFY(!isShown("bannerLabel"));
}

void TestOperatorTime::hatchesAfterAMinuteAndWithdrawsAfterHalfAnHour()
{
    m_window->openPage(OperatorWindow::Fleet);
    pass(50s);
    QVERIFY(!isShown("staleVeil"));
    pass(20s);
    QVERIFY(isShown("staleVeil"));
    QVERIFY(isShown("fleetTableView"));
    pass(31min);
    QVERIFY(!isShown("fleetTableView") && isShown("loadingLabel") && !isShown("staleVeil"));
    show(test::busyExchange());
    QVERIFY(isShown("fleetTableView") && !isShown("staleVeil"));
}

void TestOperatorTime::saysWhyTheSourceStopped()
{
    m_source.fail("the ledger's disk is full");
    pass(1s);
    QVERIFY2(text("bannerLabel").contains(QStringLiteral("the ledger's disk is full")),
             qPrintable(text("bannerLabel")));
    m_source.clear();
    pass(1s);
    QVERIFY(text("loadingLabel").contains(QStringLiteral("the ledger's disk is full")));
}

void TestOperatorTime::everyPageSaysThatItIsEmpty()
{
    views::OperatorSnapshot empty;
    empty.now = test::kRunning.start();
    show(empty);
    for (int page = 0; page < OperatorWindow::kPages; ++page) {
        m_window->openPage(static_cast<OperatorWindow::Page>(page));
        int tables = 0;
        for (const QLabel* label : m_window->findChildren<QLabel*>()) {
            if (!label->isVisible() || !label->objectName().endsWith(QLatin1String("EmptyLabel")))
                continue;
            ++tables;
            QVERIFY2(label->text().endsWith(QLatin1Char('.')), qPrintable(label->objectName()));
        }
        QVERIFY2(tables > 0, qPrintable(QString::number(page)));
        for (const QTableView* table : m_window->findChildren<QTableView*>())
            QVERIFY2(!table->isVisible(), qPrintable(table->objectName()));
    }
    press(Qt::Key_Y);
    QVERIFY(!isShown("replayBar")); // There is no past day.
}

void TestOperatorTime::everyPageCarriesTheDemoFrame()
{
    m_window->setFrameLabel(QStringLiteral("DEMO"));
    for (int page = 0; page < OperatorWindow::kPages; ++page) {
        m_window->openPage(static_cast<OperatorWindow::Page>(page));
        bool isMarked = false;
        for (const QLabel* label : m_window->findChildren<QLabel*>())
            isMarked = isMarked || (label->isVisible() && label->text() == QStringLiteral("DEMO"));
        QVERIFY(isMarked);
        const QImage picture = m_window->grab().toImage();
        QCOMPARE(picture.pixelColor(1, picture.height() / 2),
                 ui::Theme(ui::Palette::Operator).color(ui::Role::Warning));
    }
}

void TestOperatorTime::anOldContactStandsOut()
{
    views::OperatorSnapshot old = test::busyExchange();
    old.fleet[1].state.measuredAt = old.now - 3min;
    show(old);
    m_window->openPage(OperatorWindow::Fleet);
    constexpr int kContact = 9;
    const auto& model = *table("fleetTableView").model();
    QVERIFY(!model.index(0, kContact).data(Qt::ForegroundRole).isValid());
    QVERIFY(model.index(1, kContact).data(Qt::ForegroundRole).isValid());
}

void TestOperatorTime::replaysThePastDayAtSixtyTimes()
{
    m_window->openPage(OperatorWindow::Overview);
    press(Qt::Key_Y);
    QCOMPARE(m_window->currentPage(), OperatorWindow::Markets);
    QVERIFY(isShown("replayBar"));
    const Period first = test::kRunning.plus(-3);
    QCOMPARE(m_window->period(), first);
    const ui::DataTableView& markets = table("marketsTableView");
    QCOMPARE(cell(markets, 0, 1), QStringLiteral("Delivering"));
    QCOMPARE(cell(markets, 2, 2), ui::QuantityFormat::absent()); // Not yet priced then.
    pass(29s);
    QCOMPARE(m_window->period(), first);
    pass(2s); // 31 s at 60 times are 31 min.
    QCOMPARE(m_window->period(), first.plus(1));
    QCOMPARE(cell(markets, 0, 1), QStringLiteral("Settled"));
    QCOMPARE(cell(markets, 1, 1), QStringLiteral("Delivering"));
    press(Qt::Key_Comma);
    press(Qt::Key_Comma);
    pass(10min); // At once the time.
    QCOMPARE(m_window->period(), first.plus(1));
    press(Qt::Key_P);
    pass(10h);
    QCOMPARE(m_window->period(), first.plus(1));
    press(Qt::Key_P);
    pass(10h); // Stops where the replay began to look back from.
    QCOMPARE(m_window->period(), test::kRunning);
    QVERIFY(!child<ui::ReplayBar>("replayBar").isPlaying());
}

void TestOperatorTime::marksTheReplayAndComesBackToLive()
{
    press(Qt::Key_Y);
    pass(1s);
    QVERIFY2(text("bannerLabel").contains(QStringLiteral("not live")), qPrintable(text("bannerLabel")));
    QCOMPARE(text("ageLabel"), QStringLiteral("Replay"));
    m_window->openPage(OperatorWindow::Alarms);
    pass(1s);
    QVERIFY2(text("bannerLabel").contains(QStringLiteral("This page is live")), qPrintable(text("bannerLabel")));
    QCOMPARE(table("alarmsTableView").model()->rowCount(), 3);
    show(test::busyExchange());
    pass(9s); // The live source dies while the replay goes on.
    QVERIFY(text("bannerLabel").contains(QStringLiteral("No news")));
    m_window->openPage(OperatorWindow::Markets);
    show(test::busyExchange());
    press(Qt::Key_T);
    QVERIFY(!isShown("replayBar") && !isShown("bannerLabel"));
    QCOMPARE(m_window->period(), test::kRunning);
    QVERIFY(cell(table("marketsTableView"), 2, 2) != ui::QuantityFormat::absent());
}

void TestOperatorTime::theReplayFollowsEveryKey()
{
    press(Qt::Key_Y);
    press(Qt::Key_BracketRight);
    QCOMPARE(m_window->period(), test::kRunning.plus(-2));
    child<QSlider>("replaySlider").setValue(65);
    QCOMPARE(m_window->period(), test::kRunning.plus(-1));
    QTest::mouseClick(&child<QWidget>("replaySpeed10Button"), Qt::LeftButton);
    QCOMPARE(child<ui::ReplayBar>("replayBar").speed(), 10);
    press(Qt::Key_Period);
    QCOMPARE(child<ui::ReplayBar>("replayBar").speed(), 60);
    QTest::mouseClick(&child<QWidget>("replayLiveButton"), Qt::LeftButton);
    QVERIFY(!isShown("replayBar"));
    QTest::mouseClick(&child<QWidget>("replayButton"), Qt::LeftButton);
    QVERIFY(isShown("replayBar"));
    press(Qt::Key_Y);
    QVERIFY(!isShown("replayBar"));
}

QTEST_MAIN(TestOperatorTime)
#include "tst_operator_time.moc"
