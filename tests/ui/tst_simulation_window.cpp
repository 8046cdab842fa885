// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: a stranger finds every stop of the tour, can reach and read everything in the simulation's bar, and cannot take
// a simulation for the real thing. Method: both faces over fixed snapshots in every language; walk the tour by button
// and by key and look where its text stands; look for the frame in the painted pixels.
#include "tests/support/operator_fixture.h"
#include "tests/support/screen_check.h"
#include "tests/support/ui_fixtures.h"
#include "ui/common/language.h"
#include "ui/console/operator_window.h"
#include "ui/home/home_window.h"
#include "ui/simulation/demo_frame.h"
#include "ui/simulation/simulation_window.h"
#include "ui/simulation/tour.h"

#include <QTest>

#include <array>
#include <set>

using namespace dgex;
using ui::HomeWindow;
using ui::OperatorWindow;
using ui::SimulationWindow;

namespace {

constexpr std::array kLanguages{"en", "ja", "de"};
constexpr std::array kSizes{QSize{1366, 768}, QSize{1440, 900}, QSize{1920, 1080}};
constexpr std::size_t kStops = 9;
constexpr int kBarTarget = 24; ///< Pixels of a pointer's target, WCAG 2.2 criterion 2.5.8.

class BothSources final : public views::SnapshotSource {
public:
    [[nodiscard]] std::shared_ptr<const views::HomeSnapshot> home() const override { return m_home; }
    [[nodiscard]] std::shared_ptr<const views::OperatorSnapshot> console() const override { return m_console; }

private:
    std::shared_ptr<const views::HomeSnapshot> m_home =
        std::make_shared<const views::HomeSnapshot>(test::sunnyAfternoon());
    std::shared_ptr<const views::OperatorSnapshot> m_console =
        std::make_shared<const views::OperatorSnapshot>(test::busyExchange());
};

class RecordedSimulation final : public views::SimulationCommands {
public:
    void setSpeed(int speed) override { m_speed = speed; }
    [[nodiscard]] int speed() const override { return m_speed; }
    void selectHome(std::size_t index) override { done << QStringLiteral("home %1").arg(index); }
    [[nodiscard]] std::vector<std::string> homeNames() const override { return {"Home 10000", "Home 2", "Home 3"}; }
    void addCloud() override { done << QStringLiteral("cloud"); }
    void tripRouter(std::size_t home) override { done << QStringLiteral("trip %1").arg(home); }
    void stopMeter(std::size_t home) override { done << QStringLiteral("silence %1").arg(home); }
    void falsifyAnswers() override { done << QStringLiteral("lie"); }
    QStringList done;

private:
    int m_speed = 300;
};

/// Both faces in one window, as the demo shows them.
struct Demo {
    explicit Demo(QSize size, const QString& language = QStringLiteral("en"), ui::Palette palette = ui::Palette::Light)
    {
        home = new HomeWindow(source, homeCommands, {palette, 1.0, language});
        console = new OperatorWindow(source, operatorCommands, {ui::Palette::Operator, language});
        ui::frameAsDemo(*home);
        ui::frameAsDemo(*console);
        window = std::make_unique<SimulationWindow>(home, console, commands, 0);
        window->resize(size);
        window->show();
        window->activateWindow();
        static_cast<void>(QTest::qWaitForWindowExposed(window.get()));
    }
    [[nodiscard]] QAbstractButton* button(const char* name) const
    {
        return window->findChild<QAbstractButton*>(QLatin1String(name));
    }
    void press(const char* name) const
    {
        QTest::mouseClick(button(name), Qt::LeftButton);
        QCoreApplication::processEvents();
    }
    [[nodiscard]] QString text(const char* name) const
    {
        return window->findChild<QLabel*>(QLatin1String(name))->text();
    }

    BothSources source;
    test::RecordedCommands homeCommands;
    test::RecordedAcknowledgements operatorCommands;
    RecordedSimulation commands;
    HomeWindow* home = nullptr;
    OperatorWindow* console = nullptr;
    std::unique_ptr<SimulationWindow> window;
};

/// Where a widget can be seen in the window.
QRect shownArea(const QWidget& widget, const QWidget& window)
{
    return widget.visibleRegion().boundingRect().translated(widget.mapTo(&window, QPoint(0, 0)));
}

void addScreens()
{
    QTest::addColumn<QSize>("size");
    QTest::addColumn<QString>("language");
    for (const QSize size : kSizes)
        for (const char* language : kLanguages)
            QTest::addRow("%dx%d %s", size.width(), size.height(), language) << size << QString::fromLatin1(language);
}

} // namespace

class TestSimulationWindow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { ui::Language::choose(QStringLiteral("en")); }
    void theBarIsWhole_data() { addScreens(); }
    void theBarIsWhole();
    void aNarrowBarHasTwoRows();
    void everyStopShowsItsWidgetAndCoversNothingOfIt_data() { addScreens(); }
    void everyStopShowsItsWidgetAndCoversNothingOfIt();
    void theTourIsWalkedByKeysAlone();
    void theShownWidgetStaysInUse();
    void theTourIsOfferedAndCanBeDeclined();
    void theTourFollowsLanguageAndSize();
    void languageIsChosenFromTheBar();
    void faultsGoToTheShownHome();
    void theDemoFrameIsOnBothFacesInAllThemes_data();
    void theDemoFrameIsOnBothFacesInAllThemes();
};

void TestSimulationWindow::theBarIsWhole()
{
    QFETCH(QSize, size);
    QFETCH(QString, language);
    const Demo demo(size, language);
    QCOMPARE(demo.window->width(), size.width());
    const auto* bar = demo.window->findChild<QWidget*>(QStringLiteral("simulationBarWidget"));
    QStringList found = test::clippedTexts(*bar) + test::unreachable(*bar);
    found += test::smallTargets(*bar, kBarTarget);
    QVERIFY2(bar->height() < 2 * demo.button("tourButton")->height(), "one row is enough");
    for (const auto* button : bar->findChildren<QAbstractButton*>()) {
        if (button->mapTo(demo.window.get(), QPoint(button->width(), 0)).x() > size.width())
            found << QStringLiteral("outside: ") + button->objectName();
        if (button->accessibleName().isEmpty() && button->text().isEmpty())
            found << QStringLiteral("without name: ") + button->objectName();
    }
    QVERIFY2(found.isEmpty(), qPrintable(found.join(QLatin1Char('\n'))));
}

void TestSimulationWindow::aNarrowBarHasTwoRows()
{
    const Demo demo({1280, 900});
    const auto* bar = demo.window->findChild<QWidget*>(QStringLiteral("simulationBarWidget"));
    QVERIFY(test::clippedTexts(*bar).isEmpty());
    QVERIFY(bar->height() >= 2 * demo.button("tourButton")->height());
    QVERIFY(bar->rect().contains(demo.button("liesButton")->parentWidget()->geometry()));
    demo.window->resize(1920, 900);
    QVERIFY(QTest::qWaitFor([&] { return bar->height() < 2 * demo.button("tourButton")->height(); }));
}

void TestSimulationWindow::everyStopShowsItsWidgetAndCoversNothingOfIt()
{
    QFETCH(QSize, size);
    QFETCH(QString, language);
    const Demo demo(size, language);
    demo.press("tourButton");
    const ui::Tour& tour = demo.window->tour();
    QCOMPARE(tour.count(), kStops);
    std::set<QString> texts;
    for (std::size_t i = 0; i < kStops; ++i) {
        QCOMPARE(tour.stop().value_or(kStops), i);
        QVERIFY2(tour.target(), qPrintable(QString::number(i)));
        const QRect shown = shownArea(*tour.target(), *demo.window);
        const QByteArray place = tour.target()->objectName().toUtf8() + " at stop " + QByteArray::number(i + 1);
        QVERIFY2(shown.width() > 20 && shown.height() > 10, place.constData());
        QVERIFY2(demo.window->rect().contains(tour.cardArea()), place.constData());
        QVERIFY2(!tour.cardArea().intersects(shown), place.constData());
        const QWidget* hit = demo.window->childAt(shown.center());
        QVERIFY2(hit == tour.target() || tour.target()->isAncestorOf(hit), place.constData());
        QVERIFY(!tour.childAt(tour.cardArea().topLeft() - QPoint(5, 5)));
        const QStringList clipped = test::clippedTexts(tour);
        QVERIFY2(clipped.isEmpty(), qPrintable(clipped.join(QLatin1Char('\n'))));
        QVERIFY(test::unreachable(tour).isEmpty());
        texts.insert(demo.text("tourTextLabel"));
        demo.press("tourNextButton");
    }
    QVERIFY(!tour.isVisible());
    QCOMPARE(texts.size(), kStops);
    if (language == QStringLiteral("en"))
        return;
    // Not a text was left in English.
    ui::Language::choose(QStringLiteral("en"));
    demo.press("tourButton");
    for (std::size_t i = 0; i < kStops; ++i) {
        QVERIFY2(!texts.contains(demo.text("tourTextLabel")), qPrintable(demo.text("tourTextLabel")));
        demo.press("tourNextButton");
    }
}

void TestSimulationWindow::theTourIsWalkedByKeysAlone()
{
    const Demo demo(kSizes[1]);
    demo.button("tourButton")->setFocus();
    QTest::keyClick(demo.button("tourButton"), Qt::Key_Space);
    const ui::Tour& tour = demo.window->tour();
    QCOMPARE(tour.stop().value_or(kStops), 0U);
    const auto focused = [&] { return demo.window->focusWidget(); };
    QTest::keyClick(focused(), Qt::Key_Space); // Next has the focus.
    QCOMPARE(tour.stop().value_or(kStops), 1U);
    QTest::keyClick(focused(), Qt::Key_Right);
    QCOMPARE(tour.stop().value_or(kStops), 2U);
    QTest::keyClick(focused(), Qt::Key_Left);
    QCOMPARE(tour.stop().value_or(kStops), 1U);
    for (int i = 0; i < 7; ++i) { // Tab does not leave the tour.
        QTest::keyClick(focused(), Qt::Key_Tab);
        QVERIFY(tour.isAncestorOf(focused()));
    }
    QTest::keyClick(focused(), Qt::Key_Escape);
    QVERIFY(!tour.isVisible());
}

void TestSimulationWindow::theShownWidgetStaysInUse()
{
    const Demo demo(kSizes[1]);
    demo.press("tourButton");
    demo.press("tourNextButton");
    const QWidget* why = demo.window->tour().target();
    QCOMPARE(why->objectName(), QStringLiteral("whyButton"));
    const QPoint centre = why->mapTo(demo.window.get(), why->rect().center());
    QTest::mouseClick(demo.window->childAt(centre), Qt::LeftButton);
    const auto* sheet = demo.window->findChild<QWidget*>(QStringLiteral("whySheet"));
    QVERIFY(sheet->isVisible());
    demo.press("tourNextButton");
    QVERIFY(!sheet->isVisible());
}

void TestSimulationWindow::theTourIsOfferedAndCanBeDeclined()
{
    const Demo demo(kSizes[0]);
    QVERIFY(!demo.window->tour().isVisible());
    demo.window->offerTour();
    QVERIFY(demo.window->tour().isVisible() && !demo.window->tour().stop());
    QVERIFY(demo.text("tourTextLabel").contains(QStringLiteral("9 stops")));
    demo.press("tourEndButton");
    QVERIFY(!demo.window->tour().isVisible());
    demo.window->offerTour();
    demo.press("tourNextButton");
    QCOMPARE(demo.window->tour().stop().value_or(kStops), 0U);
}

void TestSimulationWindow::theTourFollowsLanguageAndSize()
{
    const Demo demo(kSizes[2]);
    demo.press("tourButton");
    const QString english = demo.text("tourTitleLabel");
    ui::Language::choose(QStringLiteral("ja"));
    QCoreApplication::processEvents();
    QVERIFY(demo.text("tourTitleLabel") != english);
    demo.window->resize(kSizes[0]);
    const ui::Tour& tour = demo.window->tour();
    const auto isBeside = [&] {
        return demo.window->rect().contains(tour.cardArea()) &&
               !tour.cardArea().intersects(shownArea(*tour.target(), *demo.window));
    };
    QVERIFY(QTest::qWaitFor(isBeside));
    QVERIFY(test::clippedTexts(tour).isEmpty());
}

void TestSimulationWindow::languageIsChosenFromTheBar()
{
    const Demo demo(kSizes[0]);
    std::set<QString> words;
    for (const char* language : {"ja", "de", "en"}) {
        demo.press("languageButton");
        QCOMPARE(ui::Language::current(), QLatin1String(language));
        words.insert(demo.button("cloudButton")->text());
        QVERIFY(demo.button("languageButton")->accessibleName().contains(demo.button("languageButton")->text()));
    }
    QCOMPARE(words.size(), 3U);
}

void TestSimulationWindow::faultsGoToTheShownHome()
{
    Demo demo(kSizes[0]);
    demo.press("nextHomeButton");
    for (const char* name : {"cloudButton", "tripButton", "silenceButton", "liesButton"}) {
        demo.press(name);
        QVERIFY(!demo.button(name)->accessibleDescription().isEmpty());
    }
    const QStringList wanted{QStringLiteral("home 1"), QStringLiteral("cloud"), QStringLiteral("trip 1"),
                             QStringLiteral("silence 1"), QStringLiteral("lie")};
    QCOMPARE(demo.commands.done, wanted);
    QVERIFY(demo.button("tripButton")->accessibleDescription().contains(QStringLiteral("Home 2")));
    demo.press("pauseTimeButton");
    QCOMPARE(demo.commands.speed(), 0);
    demo.press("fastButton");
    QCOMPARE(demo.commands.speed(), 1800);
}

void TestSimulationWindow::theDemoFrameIsOnBothFacesInAllThemes_data()
{
    QTest::addColumn<int>("palette");
    for (const auto palette : {ui::Palette::Light, ui::Palette::Dark, ui::Palette::Night})
        QTest::addRow("%d", static_cast<int>(palette)) << static_cast<int>(palette);
}

void TestSimulationWindow::theDemoFrameIsOnBothFacesInAllThemes()
{
    QFETCH(int, palette);
    const Demo demo(kSizes[0], QStringLiteral("en"), static_cast<ui::Palette>(palette));
    const auto isFramed = [](QWidget& face) {
        const QImage picture = face.grab().toImage();
        const QRect area = picture.rect();
        const QColor frame = picture.pixelColor(1, area.height() / 2);
        const QColor inside = picture.pixelColor(12, area.height() / 2);
        for (int x = 1; x < area.width(); x += 50)
            if (picture.pixelColor(x, area.bottom() - 1) != frame || picture.pixelColor(x, 1) != frame)
                return false;
        for (int y = 1; y < area.height(); y += 50)
            if (picture.pixelColor(1, y) != frame || picture.pixelColor(area.right() - 1, y) != frame)
                return false;
        return frame != inside;
    };
    for (int tab = 0; tab < HomeWindow::kTabs; ++tab) {
        demo.home->openTab(static_cast<HomeWindow::Tab>(tab));
        QVERIFY2(isFramed(*demo.home), qPrintable(QString::number(tab)));
    }
    demo.window->show(SimulationWindow::Face::Operator);
    for (int page = 0; page < OperatorWindow::kPages; ++page) {
        demo.console->openPage(static_cast<OperatorWindow::Page>(page));
        QVERIFY2(isFramed(*demo.console), qPrintable(QString::number(page)));
    }
    const auto hasWord = [](const QWidget& face, const QString& word) {
        return std::ranges::any_of(face.findChildren<QLabel*>(),
                                   [&](const auto* label) { return label->text() == word; });
    };
    QVERIFY(hasWord(*demo.home, QStringLiteral("DEMO")) && hasWord(*demo.console, QStringLiteral("DEMO")));
    demo.press("languageButton"); // Japanese.
    const QString japanese = QString::fromUtf8("\u30C7\u30E2");
    QVERIFY(hasWord(*demo.home, japanese) && hasWord(*demo.console, japanese));
}

QTEST_MAIN(TestSimulationWindow)
#include "tst_simulation_window.moc"
