// SPDX-License-Identifier: GPL-3.0-or-later
// Uses the operator's console as its operator does, by keys and clicks on its one window, over a busy exchange. What
// is chosen is followed by identity: through filters, new snapshots and another language.
#include "tests/support/console_test.h"
#include "tests/support/pseudo_locale.h"
#include "ui/common/data_table.h"
#include "ui/common/language.h"
#include "ui/common/watched_application.h"
#include "ui/console/operator_window.h"
#include "ui/console/phase_strip.h"
#include "ui/console/table_page.h"
#include "ui/console/what_if_panel.h"

#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QStackedWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QTranslator>

using namespace dgex;
using ui::DataTableView;
using ui::OperatorWindow;
using Ids = std::vector<std::uint64_t>;

class TestOperatorWindow : public test::ConsoleTest {
    Q_OBJECT

private Q_SLOTS:
    void init() { open(); }
    void cleanup() { close(); }
    void waitsWithoutData();
    void visitsEveryPageByKeys();
    void movesThePeriodByKeys();
    void acknowledgesTheFilteredAlarm();
    void acknowledgesOnTheOverview();
    void acknowledgesNothingUnchosen();
    void shelvesTheChosenAlarm();
    void exportsWhatIsShown();
    void choosesThePeriodOfACell();
    void clearsAPastMarketAgainWithHalfTheSun();
    void tenThousandHomesSwitchPeriodsWithin100Milliseconds();
    void keepsTheChoiceWhenRowsMove();
    void choosesTheFilteredPeriod();
    void sortsByFigures();
    void saysThatNoRowMatches();
    void showsNoFiguresOfASilentRouter();
    void speaksAnotherLanguage();
    void speaksGerman();
};

void TestOperatorWindow::waitsWithoutData()
{
    const test::OperatorSource empty;
    OperatorWindow window(empty, m_commands, {});
    window.show();
    const auto* stack = window.findChild<QStackedWidget*>();
    QVERIFY(stack != nullptr);
    const auto* words = qobject_cast<QLabel*>(stack->currentWidget());
    QVERIFY(words != nullptr);
    QVERIFY(!words->text().isEmpty());
}

void TestOperatorWindow::visitsEveryPageByKeys()
{
    const auto& stack = *m_window->findChild<QStackedWidget*>();
    QSet<QWidget*> seen;
    for (int i = OperatorWindow::kPages - 1; i >= 0; --i) {
        press(Qt::Key_1 + i, Qt::ControlModifier);
        QCOMPARE(m_window->currentPage(), static_cast<OperatorWindow::Page>(i));
        QVERIFY(qobject_cast<ui::ConsolePage*>(stack.currentWidget()) != nullptr);
        seen.insert(stack.currentWidget());
    }
    QCOMPARE(seen.size(), static_cast<qsizetype>(OperatorWindow::kPages));
}

void TestOperatorWindow::movesThePeriodByKeys()
{
    QCOMPARE(m_window->period(), test::kRunning);
    press(Qt::Key_BracketRight);
    press(Qt::Key_BracketRight);
    QCOMPARE(m_window->period(), test::kRunning.plus(2));
    press(Qt::Key_BracketLeft);
    QCOMPARE(m_window->period(), test::kRunning.plus(1));
    views::OperatorSnapshot later = test::busyExchange();
    later.now = later.now + Period::kLength;
    show(later);
    press(Qt::Key_BracketLeft);
    QCOMPARE(m_window->period(), test::kRunning);
    press(Qt::Key_T);
    QCOMPARE(m_window->period(), test::kRunning.plus(1));
}

void TestOperatorWindow::acknowledgesTheFilteredAlarm()
{
    m_window->openPage(OperatorWindow::Alarms);
    type("alarmsFilterLineEdit", QStringLiteral("Home 3"));
    DataTableView& alarms = table("alarmsTableView");
    QCOMPARE(alarms.model()->rowCount(), 1);
    click(alarms, 0);
    press(Qt::Key_A);
    QCOMPARE(m_commands.ids, Ids{45});
    child<QLineEdit>("alarmsFilterLineEdit").clear();
    QCOMPARE(alarms.chosen(), 45);
    press(Qt::Key_A);
    QCOMPARE(m_commands.ids, (Ids{45, 45}));
    child<QLineEdit>("alarmsFilterLineEdit").setText(QStringLiteral("Home 2"));
    press(Qt::Key_A);
    QCOMPARE(m_commands.ids.size(), 2U); // The chosen alarm is not seen.
    child<QLineEdit>("alarmsFilterLineEdit").clear();
    QCOMPARE(alarms.chosen(), 45);
}

void TestOperatorWindow::acknowledgesOnTheOverview()
{
    m_window->openPage(OperatorWindow::Overview);
    click(table("overviewAlarmsTableView"), 1);
    press(Qt::Key_A);
    QCOMPARE(m_commands.ids, Ids{12});
    m_window->openPage(OperatorWindow::Participants);
    press(Qt::Key_A);
    QCOMPARE(m_commands.ids, Ids{12});
}

void TestOperatorWindow::acknowledgesNothingUnchosen()
{
    m_window->openPage(OperatorWindow::Alarms);
    table("alarmsTableView").setFocus(Qt::TabFocusReason);
    press(Qt::Key_A);
    QVERIFY(m_commands.ids.empty());
    press(Qt::Key_Down);
    press(Qt::Key_A);
    QCOMPARE(m_commands.ids.size(), 1U);
}

void TestOperatorWindow::shelvesTheChosenAlarm()
{
    m_window->openPage(OperatorWindow::Alarms);
    click(table("alarmsTableView"), 1);
    press(Qt::Key_S);
    QCOMPARE(m_commands.shelved, Ids{12});
    QTest::mouseClick(&child<QWidget>("shelveButton"), Qt::LeftButton);
    QCOMPARE(m_commands.shelved, (Ids{12, 12}));
}

void TestOperatorWindow::exportsWhatIsShown()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("homes.csv"));
    m_window->openPage(OperatorWindow::Participants);
    type("participantsFilterLineEdit", QStringLiteral("Home 2"));
    const auto& page = child<ui::TablePage>("participantsPage");
    QVERIFY(page.exportTo(file));
    QFile written(file);
    QVERIFY(written.open(QIODevice::ReadOnly));
    const QByteArray text = written.readAll();
    QCOMPARE(text.count("\r\n"), 2);
    QVERIFY(text.startsWith("Name,") && text.contains("Home 2") && !text.contains("Home 1"));
    QVERIFY(!page.exportTo(folder.filePath(QStringLiteral("no/such/folder.csv"))));
}

void TestOperatorWindow::choosesThePeriodOfACell()
{
    m_window->openPage(OperatorWindow::Overview);
    auto& strip = child<ui::PhaseStrip>("phaseStrip");
    QCOMPARE(strip.table().rows.size(), 8U);
    QTest::mouseClick(&strip, Qt::LeftButton, {}, {3, strip.height() / 2});
    QCOMPARE(m_window->period(), test::kRunning.plus(-3));
    QTest::keyClick(&strip, Qt::Key_Right);
    QCOMPARE(m_window->period(), test::kRunning.plus(-2));
}

void TestOperatorWindow::clearsAPastMarketAgainWithHalfTheSun()
{
    views::OperatorSnapshot traded = test::busyExchange();
    for (views::MarketRow& row : traded.markets)
        row.curves =
            std::make_shared<views::Curves>(views::Curves{.buy = {{Price{3000}, Lots{10}}, {Price{2000}, Lots{10}}},
                                                          .sell = {{Price{800}, Lots{8}}, {Price{1600}, Lots{20}}}});
    show(traded);
    m_window->openPage(OperatorWindow::Markets);
    press(Qt::Key_BracketLeft);
    const auto& result = child<QLabel>("whatIfResultLabel");
    QVERIFY2(result.text().contains(QStringLiteral("16.00")), qPrintable(result.text()));
    auto& panel = child<ui::WhatIfPanel>("whatIfPanel");
    auto* const offers = panel.findChildren<ui::Stepper*>()[2]->findChild<QWidget*>(QStringLiteral("minusButton"));
    for (int i = 0; i < 5; ++i)
        QTest::mouseClick(offers, Qt::LeftButton);
    QCOMPARE(panel.rules().supplyPercent, 50);
    QVERIFY2(result.text().contains(QStringLiteral("20.00")), qPrintable(result.text()));
    QTest::mouseClick(&child<QWidget>("whatIfResetButton"), Qt::LeftButton);
    QCOMPARE(panel.rules().supplyPercent, 100);
}

void TestOperatorWindow::tenThousandHomesSwitchPeriodsWithin100Milliseconds()
{
    show(test::bigExchange(10'000));
    for (int page = 0; page < OperatorWindow::kPages; ++page) {
        m_window->openPage(static_cast<OperatorWindow::Page>(page));
        QCoreApplication::processEvents();
        std::chrono::microseconds longest{0};
        for (const int key : {Qt::Key_BracketLeft, Qt::Key_BracketLeft, Qt::Key_BracketRight, Qt::Key_BracketRight}) {
            const auto begun = ui::threadTime();
            press(key);
            QCoreApplication::processEvents();
            longest = std::max(longest, ui::threadTime() - begun);
        }
        QVERIFY2(longest < std::chrono::milliseconds{100},
                 qPrintable(QStringLiteral("page %1: %2 ms").arg(page).arg(longest.count() / 1000)));
        qInfo("page %d: at most %.1f ms", page, static_cast<double>(longest.count()) / 1000);
    }
}

void TestOperatorWindow::keepsTheChoiceWhenRowsMove()
{
    m_window->openPage(OperatorWindow::Alarms);
    DataTableView& alarms = table("alarmsTableView");
    click(alarms, 1);
    QSignalSpy chosen(&alarms, &DataTableView::rowChosen);
    views::OperatorSnapshot snapshot = test::busyExchange();
    views::AlarmRow newest = snapshot.alarms.front();
    newest.id = 99;
    snapshot.alarms.insert(snapshot.alarms.begin(), newest);
    show(snapshot);
    QCOMPARE(alarms.chosen(), 12);
    std::erase_if(snapshot.alarms, [](const views::AlarmRow& row) { return row.id == 12; });
    show(snapshot);
    QVERIFY(!alarms.chosen());
    press(Qt::Key_A);
    QVERIFY(m_commands.ids.empty());
    QCOMPARE(chosen.size(), 0);
    show(test::busyExchange());
    press(Qt::Key_A);
    QCOMPARE(m_commands.ids, Ids{12});
}

void TestOperatorWindow::choosesTheFilteredPeriod()
{
    m_window->openPage(OperatorWindow::Markets);
    DataTableView& markets = table("marketsTableView");
    QCOMPARE(markets.chosen(), test::kRunning.startSeconds());
    const QString before = child<QLabel>("marketTitleLabel").text();
    type("marketsFilterLineEdit", QStringLiteral("15:30"));
    QCOMPARE(markets.model()->rowCount(), 2); // 15:00-15:30 and 15:30-16:00.
    click(markets, 1);
    QCOMPARE(m_window->period(), test::kRunning.plus(3));
    QVERIFY(child<QLabel>("marketTitleLabel").text() != before);
    press(Qt::Key_BracketLeft);
    QCOMPARE(markets.chosen(), test::kRunning.plus(2).startSeconds());
    press(Qt::Key_BracketLeft); // Not among the rows that the filter leaves.
    QVERIFY(!markets.chosen());
    QCOMPARE(m_window->period(), test::kRunning.plus(1));
    child<QLineEdit>("marketsFilterLineEdit").clear();
    QCOMPARE(markets.chosen(), test::kRunning.plus(1).startSeconds());
}

void TestOperatorWindow::sortsByFigures()
{
    constexpr int kTraded = 3;
    m_window->openPage(OperatorWindow::Markets);
    DataTableView& markets = table("marketsTableView");
    QHeaderView& head = *markets.horizontalHeader();
    const auto clickHead = [&head] {
        const QPoint middle(head.sectionViewportPosition(kTraded) + head.sectionSize(kTraded) / 2, head.height() / 2);
        QTest::mouseClick(head.viewport(), Qt::LeftButton, {}, middle);
    };
    views::OperatorSnapshot snapshot = test::busyExchange();
    snapshot.markets[3].volume = Lots{1000}; // "100.0" is the first as text and the last as a figure.
    show(snapshot);
    clickHead();
    const int last = markets.model()->rowCount() - 1;
    const bool isAscending = head.sortIndicatorOrder() == Qt::AscendingOrder;
    QCOMPARE(cell(markets, isAscending ? last : 0, kTraded), QStringLiteral("100.0"));
    QCOMPARE(cell(markets, isAscending ? 0 : last, kTraded), QStringLiteral("0.5"));
    clickHead();
    QCOMPARE(cell(markets, isAscending ? 0 : last, kTraded), QStringLiteral("100.0"));
    QCOMPARE(markets.chosen(), test::kRunning.startSeconds());
    click(markets, isAscending ? last : 0);
    QCOMPARE(m_window->period(), test::kRunning.plus(-3));
}

void TestOperatorWindow::saysThatNoRowMatches()
{
    m_window->openPage(OperatorWindow::Participants);
    const auto& words = child<QLabel>("participantsEmptyLabel");
    QVERIFY(!words.isVisible());
    type("participantsFilterLineEdit", QStringLiteral("nobody of this name"));
    QVERIFY(words.isVisible());
    QCOMPARE(words.text(), QStringLiteral("No row matches the filter."));
    views::OperatorSnapshot nobody = test::busyExchange();
    nobody.participants.clear();
    show(nobody);
    QCOMPARE(words.text(), QStringLiteral("Nobody is enrolled yet."));
    child<QLineEdit>("participantsFilterLineEdit").clear();
    show(test::busyExchange());
    QVERIFY(!words.isVisible());
    QVERIFY(table("participantsTableView").isVisible());
}

void TestOperatorWindow::showsNoFiguresOfASilentRouter()
{
    m_window->openPage(OperatorWindow::Fleet);
    const DataTableView& fleet = table("fleetTableView");
    QCOMPARE(fleet.model()->rowCount(), 3);
    QCOMPARE(cell(fleet, 2, 0), QStringLiteral("Home 3"));
    QCOMPARE(cell(fleet, 2, 1), QStringLiteral("Lost"));
    QVERIFY(fleet.model()->columnCount() > 2);
    for (int column = 2; column < fleet.model()->columnCount(); ++column) {
        QCOMPARE(cell(fleet, 2, column), ui::QuantityFormat::absent());
        QVERIFY(cell(fleet, 0, column) != ui::QuantityFormat::absent());
    }
}

void TestOperatorWindow::speaksAnotherLanguage()
{
    m_window->openPage(OperatorWindow::Alarms);
    DataTableView& alarms = table("alarmsTableView");
    click(alarms, 2);
    test::PseudoLocale brackets{0};
    QVERIFY(QCoreApplication::installTranslator(&brackets));
    QCoreApplication::processEvents();
    QCOMPARE(m_window->windowTitle(), QStringLiteral("[DGEX operator's console]"));
    QCOMPARE(child<QLabel>("alarmsTitleLabel").text(), QStringLiteral("[Alarms]"));
    QCOMPARE(alarms.model()->headerData(1, Qt::Horizontal).toString(), QStringLiteral("[Alarm]"));
    QCOMPARE(cell(alarms, 0, 1), QStringLiteral("[DGR tripped]"));
    QCOMPARE(alarms.chosen(), 45);
    QCoreApplication::removeTranslator(&brackets);
    QCoreApplication::processEvents();
    QCOMPARE(child<QLabel>("alarmsTitleLabel").text(), QStringLiteral("Alarms"));
}

void TestOperatorWindow::speaksGerman()
{
    QTranslator german;
    QVERIFY(german.load(QStringLiteral(":/i18n/dgex_de")));
    const QString title = german.translate("ConsoleTables", "Participants");
    if (title.isEmpty())
        QSKIP("The console has no German texts yet.");
    m_window->openPage(OperatorWindow::Participants);
    ui::Language::choose(QStringLiteral("de"));
    QCoreApplication::processEvents();
    QCOMPARE(child<QLabel>("participantsTitleLabel").text(), title);
}

QTEST_MAIN(TestOperatorWindow)
#include "tst_operator_window.moc"
