// SPDX-License-Identifier: GPL-3.0-or-later
// Decides about homes at the operator's console as its operator does, and finds the key of every action.
#include "tests/support/console_test.h"
#include "ui/console/what_if_panel.h"

#include <QLabel>
#include <QRegularExpression>
#include <QShortcut>

using namespace dgex;
using ui::DataTableView;
using ui::OperatorWindow;

class TestOperatorActions : public test::ConsoleTest {
    Q_OBJECT

private Q_SLOTS:
    void init() { open(); }
    void cleanup() { close(); }
    void approvesAHomeByKeysAfterAQuestion();
    void refusesAndRevokesOnlyWhatIsChosen();
    void namesTheDisputesOfASettlement();
    void everyActionHasAKeyThatIsShown();
    void onePeriodShowsCurvesBookFillsProofDeliveryAndSettlement();
};

void TestOperatorActions::approvesAHomeByKeysAfterAQuestion()
{
    QCOMPARE(child<QAbstractButton>("page3Button").text(), QStringLiteral("Participants (1)"));
    m_window->openPage(OperatorWindow::Participants);
    auto& sheet = child<QWidget>("confirmSheet");
    press(Qt::Key_E);
    QVERIFY(!sheet.isVisible()); // Nothing is chosen.
    click(table("requestsTableView"), 0);
    press(Qt::Key_E);
    QVERIFY(sheet.isVisible());
    const QString text = child<QLabel>("confirmTextLabel").text();
    QVERIFY2(text.contains(QStringLiteral("M000104")) && text.contains(QStringLiteral("ABAB")), qPrintable(text));
    QVERIFY(child<QLabel>("confirmWarningLabel").text().contains(QStringLiteral("cannot be undone")));
    press(Qt::Key_Space); // The focus is on Cancel.
    QVERIFY(!sheet.isVisible() && m_commands.approved.empty());
    press(Qt::Key_E);
    press(Qt::Key_A, Qt::NoModifier); // Other keys rest while it asks.
    press(Qt::Key_Escape);
    QVERIFY(!sheet.isVisible() && m_commands.approved.empty());
    press(Qt::Key_E);
    QTest::mouseClick(&child<QWidget>("confirmYesButton"), Qt::LeftButton);
    QCOMPARE(m_commands.approved.size(), 1U);
    QCOMPARE(m_commands.approved[0], m_source.console()->enrolments[0].key);
    views::OperatorSnapshot decided = test::busyExchange();
    decided.enrolments[0].state = views::EnrolmentState::Approved;
    decided.enrolments[0].takesPartFrom = decided.now;
    show(decided);
    press(Qt::Key_E);
    QVERIFY(!sheet.isVisible());
    QCOMPARE(child<QAbstractButton>("page3Button").text(), QStringLiteral("Participants"));
}

void TestOperatorActions::refusesAndRevokesOnlyWhatIsChosen()
{
    m_window->openPage(OperatorWindow::Participants);
    click(table("requestsTableView"), 0);
    press(Qt::Key_R);
    QTest::mouseClick(&child<QWidget>("confirmYesButton"), Qt::LeftButton);
    QCOMPARE(m_commands.refused.size(), 1U);
    click(table("participantsTableView"), 1);
    press(Qt::Key_V);
    QVERIFY(child<QLabel>("confirmTitleLabel").text().contains(QStringLiteral("Home 2")));
    QTest::mouseClick(&child<QWidget>("confirmYesButton"), Qt::LeftButton);
    QCOMPARE(m_commands.revoked, std::vector{ParticipantId{2}});
    m_window->openPage(OperatorWindow::Alarms);
    press(Qt::Key_V);
    QVERIFY(!child<QWidget>("confirmSheet").isVisible());
    m_window->openPage(OperatorWindow::Participants);
    views::OperatorSnapshot left = test::busyExchange();
    left.participants[1].revoked = true;
    show(left);
    press(Qt::Key_V);
    QVERIFY(!child<QWidget>("confirmSheet").isVisible());
    constexpr int kState = 8;
    QCOMPARE(cell(table("participantsTableView"), 1, kState), QStringLiteral("Revoked"));
}

void TestOperatorActions::namesTheDisputesOfASettlement()
{
    m_window->openPage(OperatorWindow::Settlement);
    const DataTableView& disputes = table("disputesTableView");
    QCOMPARE(disputes.model()->rowCount(), 1);
    QCOMPARE(cell(disputes, 0, 1), QStringLiteral("Home 2"));
    QCOMPARE(cell(disputes, 0, 3), QStringLiteral("6.200"));
    QCOMPARE(cell(disputes, 0, 4), QStringLiteral("5.000"));
    QCOMPARE(cell(disputes, 0, 5), QStringLiteral("1.200"));
    QCOMPARE(cell(disputes, 0, 6), QStringLiteral("Open"));
}

void TestOperatorActions::everyActionHasAKeyThatIsShown()
{
    auto& sheet = child<QWidget>("keySheet");
    press(Qt::Key_F1);
    QVERIFY(sheet.isVisible());
    QStringList shown;
    for (const QLabel* label : sheet.findChildren<QLabel*>(QStringLiteral("keyLabel")))
        shown += label->text().split(QStringLiteral(", "));
    press(Qt::Key_Escape);
    QVERIFY(!sheet.isVisible());
    for (const QShortcut* shortcut : m_window->findChildren<QShortcut*>())
        QVERIFY2(shown.contains(shortcut->key().toString(QKeySequence::NativeText)),
                 qPrintable(shortcut->key().toString()));
    press(Qt::Key_Question);
    QVERIFY(sheet.isVisible());
    press(Qt::Key_Escape);
    for (int page = 0; page < OperatorWindow::kPages; ++page) {
        m_window->openPage(static_cast<OperatorWindow::Page>(page));
        for (const QAbstractButton* button : m_window->findChildren<QAbstractButton*>()) {
            if (!button->isVisible())
                continue;
            static const QStringList stepped{QStringLiteral("minusButton"), QStringLiteral("plusButton"),
                                             QStringLiteral("pricingButton"), QStringLiteral("whatIfResetButton"),
                                             QStringLiteral("languageButton")};
            static const QRegularExpression named(QStringLiteral("\\([A-Z]\\)$"));
            const bool isKnown = stepped.contains(button->objectName()) || button->text().contains(named) ||
                                 button->objectName().startsWith(QLatin1String("page")) ||
                                 button->objectName().endsWith(QLatin1String("ExportButton"));
            QVERIFY2(isKnown, qPrintable(button->objectName()));
        }
    }
    m_window->openPage(OperatorWindow::Markets);
    press(Qt::Key_O, Qt::ShiftModifier);
    QCOMPARE(child<ui::WhatIfPanel>("whatIfPanel").rules().supplyPercent, 90);
    press(Qt::Key_Z);
    QCOMPARE(child<ui::WhatIfPanel>("whatIfPanel").rules().supplyPercent, 100);
    press(Qt::Key_F, Qt::ControlModifier);
    QCOMPARE(m_window->focusWidget(), &child<QLineEdit>("marketsFilterLineEdit"));
}

void TestOperatorActions::onePeriodShowsCurvesBookFillsProofDeliveryAndSettlement()
{
    views::OperatorSnapshot traded = test::busyExchange();
    const Period period = test::kRunning.plus(-1);
    for (views::MarketRow& row : traded.markets) {
        row.price = Price{1600};
        row.curves =
            std::make_shared<views::Curves>(views::Curves{.buy = {{Price{3000}, Lots{10}}, {Price{2000}, Lots{10}}},
                                                          .sell = {{Price{800}, Lots{8}}, {Price{1600}, Lots{20}}}});
        row.proof = row.period == period ? views::ProofState::Verified : views::ProofState::Failed;
        row.delivery = {
            .contracts = 2, .confirmed = 2, .tooLittle = 1, .contracted = Energy{2000}, .received = Energy{1900}};
    }
    for (int i = 1; i > -4; --i)
        for (std::uint32_t number = 0; number < 2; ++number) {
            views::DeliveryRow row;
            row.period = test::kRunning.plus(i);
            row.number = number;
            row.exporter = "Home 1";
            row.importer = i == -1 ? "Home 3" : "Home 2";
            traded.deliveries.push_back(row);
        }
    views::SettlementRow settled;
    settled.period = period;
    settled.homes = Money{-1'200'000};
    settled.utility = Money{1'200'000};
    traded.settlements = {settled};
    show(traded);
    m_window->openPage(OperatorWindow::Markets);
    press(Qt::Key_BracketLeft);
    const auto trail = [this] { return child<QLabel>("marketTrailLabel").text(); };
    QVERIFY2(trail().contains(QStringLiteral("\u2713 verified")), qPrintable(trail()));
    QVERIFY2(trail().contains(QStringLiteral("2 contracts, 2.0")), qPrintable(trail()));
    QVERIFY2(trail().contains(QStringLiteral("1 with too little")), qPrintable(trail()));
    QVERIFY2(trail().contains(QStringLiteral("Settlement: homes")), qPrintable(trail()));
    QVERIFY(child<QWidget>("curvesStepCurveChart").isVisible());
    press(Qt::Key_D);
    const DataTableView& book = table("bookTableView");
    QVERIFY(book.isVisible());
    QCOMPARE(book.model()->rowCount(), 4);
    QCOMPARE(cell(book, 0, 0), QStringLiteral("30.00"));
    QCOMPARE(cell(book, 0, 3), QStringLiteral("Yes"));
    QCOMPARE(cell(book, 2, 3), QStringLiteral("At the price"));
    press(Qt::Key_G);
    const DataTableView& fills = table("fillsTableView");
    QVERIFY(fills.isVisible() && !book.isVisible());
    QCOMPARE(fills.model()->rowCount(), 2);
    QCOMPARE(cell(fills, 0, 2), QStringLiteral("Home 3"));
    press(Qt::Key_BracketLeft);
    QCOMPARE(cell(fills, 0, 2), QStringLiteral("Home 2"));
    QVERIFY2(trail().contains(QStringLiteral("FAILED")) && trail().contains(QStringLiteral("not yet")),
             qPrintable(trail()));
    press(Qt::Key_C);
    QVERIFY(child<QWidget>("curvesStepCurveChart").isVisible());
}

QTEST_MAIN(TestOperatorActions)
#include "tst_operator_actions.moc"
