// SPDX-License-Identifier: GPL-3.0-or-later
// Sets a new panel up as its owner does, by taps alone: six steps from the language to the aim, with the meter's number
// on the keypad and the utility's word in between. Every step in every language fits the smallest panel.
#include "tests/support/screen_check.h"
#include "tests/support/ui_fixtures.h"
#include "ui/common/language.h"
#include "ui/home/home_window.h"
#include "ui/home/setup_sheet.h"

#include <QTest>

using namespace dgex;
using ui::HomeWindow;
using ui::SetupSheet;

class TestSetupSheet : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { ui::Language::choose(QStringLiteral("en")); }
    void aNewPanelIsSetUpByTapsAlone();
    void aRefusalIsToldAndAskedAgain();
    void aHomeInTheMarketIsNotAskedAgain();
    void isOpenedAgainFromHelp();
    void everyStepFits_data();
    void everyStepFits();

private:
    void tap(const char* name);
    [[nodiscard]] QString text(const char* name) const
    {
        return m_window->findChild<QLabel*>(QLatin1String(name))->text();
    }
    [[nodiscard]] const SetupSheet& sheet() const { return *m_window->findChild<SetupSheet*>(); }
    void open(const QString& language = QStringLiteral("en"));
    void become(views::JoinState state, const std::string& reason = {});

    test::FixedSource m_source;
    test::RecordedCommands m_commands;
    std::unique_ptr<HomeWindow> m_window;
};

void TestSetupSheet::init()
{
    m_window.reset();
    m_source = {};
    m_commands = {};
    m_source.set(
        views::SetupSnapshot{.meter = "0815", .fingerprint = {}, .state = views::JoinState::Unasked, .reason = {}});
}

void TestSetupSheet::open(const QString& language)
{
    m_window =
        std::make_unique<HomeWindow>(m_source, m_commands, HomeWindow::Options{.unit = 0.98, .language = language});
    m_window->resize(800, 480);
    m_window->show();
    QCoreApplication::processEvents();
}

void TestSetupSheet::tap(const char* name)
{
    auto* const button = m_window->findChild<QWidget*>(QLatin1String(name));
    QVERIFY2(button != nullptr && button->isVisible() && button->isEnabled(), name);
    QTest::mouseClick(button, Qt::LeftButton);
    QCoreApplication::processEvents();
}

void TestSetupSheet::become(views::JoinState state, const std::string& reason)
{
    m_source.set(
        views::SetupSnapshot{.meter = "0815", .fingerprint = "3F2A 91C0 77DE 0B14", .state = state, .reason = reason});
    m_window->refresh();
}

void TestSetupSheet::aNewPanelIsSetUpByTapsAlone()
{
    open();
    QVERIFY(sheet().isVisible());
    QCOMPARE(text("setupCountLabel"), QStringLiteral("Step 1 of 6"));
    tap("setupLanguage2Button");
    QCOMPARE(ui::Language::current(), QStringLiteral("de"));
    QCOMPARE(text("setupCountLabel"), QStringLiteral("Schritt 1 von 6"));
    tap("setupNextButton");
    tap("setupColours1Button");
    QCOMPARE(m_window->theme().palette(), ui::Palette::Dark);
    tap("setupNextButton");
    QCOMPARE(text("setupMeterLabel"), QStringLiteral("0815"));
    tap("setupMeterButton");
    tap("numberPadBackButton");
    for (const char* key : {"numberPad-Button", "numberPad7Button", "numberPad0Button"})
        tap(key);
    tap("numberPadOkButton");
    QCOMPARE(text("setupMeterLabel"), QStringLiteral("081-70"));
    tap("setupNextButton");
    QCOMPARE(m_commands.joins, std::vector<std::string>{"081-70"});
    QVERIFY(!m_window->findChild<QWidget*>(QStringLiteral("setupNextButton"))->isEnabled());
    become(views::JoinState::Waiting);
    QCOMPARE(text("setupFingerprintLabel"), QStringLiteral("3F2A 91C0 77DE 0B14"));
    become(views::JoinState::Joined);
    tap("setupNextButton");
    QVERIFY(!m_window->findChild<QWidget*>(QStringLiteral("setupNextButton"))->isEnabled());
    m_source.set(test::sunnyAfternoon());
    m_window->refresh();
    tap("setupNextButton");
    tap("setupAim0Button");
    QCOMPARE(m_commands.policies.back().preset, policy::Preset::Income);
    tap("setupNextButton");
    QVERIFY(!sheet().isVisible());
    QCOMPARE(m_window->currentTab(), HomeWindow::Home);
}

void TestSetupSheet::aRefusalIsToldAndAskedAgain()
{
    open();
    for (int i = 0; i < 3; ++i)
        tap("setupNextButton");
    become(views::JoinState::Refused, "unknown meter");
    QVERIFY(text("setupStateLabel").contains(QStringLiteral("unknown meter")));
    tap("setupAgainButton");
    QCOMPARE(m_commands.joins, (std::vector<std::string>{"0815", "0815"}));
}

void TestSetupSheet::aHomeInTheMarketIsNotAskedAgain()
{
    m_source.set(
        views::SetupSnapshot{.meter = "0815", .fingerprint = {}, .state = views::JoinState::Joined, .reason = {}});
    open();
    QVERIFY(!sheet().isVisible());
}

void TestSetupSheet::isOpenedAgainFromHelp()
{
    m_source.set(test::sunnyAfternoon());
    m_source.set(
        views::SetupSnapshot{.meter = "0815", .fingerprint = {}, .state = views::JoinState::Joined, .reason = {}});
    open();
    tap("helpTabButton");
    tap("setupButton");
    QVERIFY(sheet().isVisible());
    for (int i = 0; i < SetupSheet::kSteps; ++i)
        tap("setupNextButton");
    QVERIFY(!sheet().isVisible());
    QVERIFY(m_commands.joins.empty());
}

void TestSetupSheet::everyStepFits_data()
{
    QTest::addColumn<QString>("language");
    for (const char* language : {"en", "ja", "de"})
        QTest::newRow(language) << QString::fromLatin1(language);
}

void TestSetupSheet::everyStepFits()
{
    QFETCH(QString, language);
    m_source.set(test::sunnyAfternoon());
    open(language);
    become(views::JoinState::Joined);
    const int target = static_cast<int>(48 * m_window->theme().unit()) - 1;
    const auto look = [&] {
        QCoreApplication::processEvents();
        const QStringList found = test::clippedTexts(sheet()) + test::smallTargets(sheet(), target) +
                                  test::unreachable(sheet()) +
                                  test::clippedTexts(*m_window->findChild<ui::NumberPad*>());
        QVERIFY2(found.isEmpty(), qPrintable(found.join(QLatin1Char('\n'))));
    };
    for (int i = 0; i < SetupSheet::kSteps; ++i) {
        look();
        if (sheet().step() == SetupSheet::ApprovalStep)
            for (const views::JoinState state :
                 {views::JoinState::Asking, views::JoinState::Waiting, views::JoinState::Refused,
                  views::JoinState::Failed, views::JoinState::Joined}) {
                become(state, "the node at https://utility.example:8443 does not answer");
                look();
            }
        tap("setupNextButton");
    }
}

QTEST_MAIN(TestSetupSheet)
#include "tst_setup_sheet.moc"
