// SPDX-License-Identifier: GPL-3.0-or-later
// Uses the home panel as its owner does, by taps on its one window, over a snapshot of a sunny afternoon. With
// DGEX_SCREENSHOT_DIR set, every page is saved as a picture in each size, palette and language.
#include "core/base/text.h"
#include "tests/support/ui_fixtures.h"
#include "ui/common/controls.h"
#include "ui/common/step_curve_chart.h"
#include "ui/home/bills_page.h"
#include "ui/home/home_window.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace dgex;
using ui::HomeWindow;

class TestHomeWindow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void waitsWithoutData();
    void opensEveryTabByOneTap();
    void showsThePriceOfNow();
    void showsTheCurvesWithItsOwnBid();
    void goesFromHalfHourToHalfHour();
    void pausesAndUndoes();
    void explainsTheDecision();
    void appliesAChangedPolicy();
    void asksForTheCarByTheMorning();
    void draftOutlivesASnapshot();
    void writesTheBill();
    void speaksThreeLanguages();
    void tellsWhenDataAreOld();
    void aKilledSourceShowsWithinTenSeconds();
    void savesPictures();

private:
    struct Size {
        const char* name;
        QSize pixels;
        double unit;
    };
    static constexpr std::array kSizes{Size{"800x480", {800, 480}, 0.98}, Size{"1280x800", {1280, 800}, 1.1}};

    std::unique_ptr<HomeWindow> open(const HomeWindow::Options& options, QSize size);
    std::unique_ptr<HomeWindow> open() { return open({.unit = 0.98}, {800, 480}); }
    static void tap(HomeWindow& window, const char* name);

    test::FixedSource m_source;
    std::unique_ptr<test::RecordedCommands> m_commands;
};

void TestHomeWindow::init()
{
    m_source.set(test::sunnyAfternoon());
    m_commands = std::make_unique<test::RecordedCommands>();
}

std::unique_ptr<HomeWindow> TestHomeWindow::open(const HomeWindow::Options& options, QSize size)
{
    auto window = std::make_unique<HomeWindow>(m_source, *m_commands, options);
    window->resize(size);
    window->show();
    QCoreApplication::processEvents();
    return window;
}

void TestHomeWindow::tap(HomeWindow& window, const char* name)
{
    auto* button = window.findChild<QWidget*>(QLatin1String(name));
    QVERIFY2(button != nullptr, name);
    QVERIFY2(button->isVisible(), name);
    QTest::mouseClick(button, Qt::LeftButton);
    QCoreApplication::processEvents();
}

void TestHomeWindow::waitsWithoutData()
{
    const test::FixedSource empty;
    HomeWindow window(empty, *m_commands, {});
    window.resize(800, 480);
    window.show();
    const auto* age = window.findChild<QLabel*>(QStringLiteral("ageLabel"));
    QCOMPARE(age->text(), QStringLiteral("No data yet"));
    QVERIFY(!window.findChild<QWidget*>(QStringLiteral("homePage"))->isVisible());
}

void TestHomeWindow::opensEveryTabByOneTap()
{
    const auto window = open();
    constexpr std::array kPages{"homePage", "marketPage", "planPage", "billsPage", "helpPage"};
    constexpr std::array kTabs{"homeTabButton", "marketTabButton", "planTabButton", "billsTabButton", "helpTabButton"};
    for (std::size_t i = 0; i < kPages.size(); ++i) {
        tap(*window, kTabs[i]);
        for (std::size_t other = 0; other < kPages.size(); ++other)
            QCOMPARE(window->findChild<QWidget*>(QLatin1String(kPages[other]))->isVisible(), other == i);
    }
}

void TestHomeWindow::showsThePriceOfNow()
{
    const auto window = open();
    const auto* reason = window->findChild<QLabel*>(QStringLiteral("reasonLabel"));
    QVERIFY2(reason->text().contains(QStringLiteral("¥14.20/kWh")), qPrintable(reason->text()));
    tap(*window, "marketTabButton");
    const auto* price = window->findChild<QLabel*>(QStringLiteral("marketPriceLabel"));
    const Price shown = m_source.home()->markets.front().price.value();
    QCOMPARE(price->text(), QStringLiteral("¥%1/kWh").arg(QString::fromStdString(formatDecimal(shown.count(), 2))));
}

void TestHomeWindow::showsTheCurvesWithItsOwnBid()
{
    const auto window = open();
    tap(*window, "marketTabButton");
    const auto* curves = window->findChild<ui::StepCurveChart*>(QStringLiteral("marketCurvesChart"));
    QVERIFY(!curves->isVisible());
    tap(*window, "marketCurvesButton");
    QVERIFY(curves->isVisible());
    QVERIFY(!window->findChild<QWidget*>(QStringLiteral("marketPricesChart"))->isVisible());
    const market::Order own = m_source.home()->markets.front().orders.front();
    const ui::QuantityFormat format(QLocale(QStringLiteral("en")), "JPY", 9 * 3600);
    int marked = 0;
    for (const QStringList& row : curves->table().rows) {
        if (row.back() == ui::QuantityFormat::absent())
            continue;
        ++marked;
        QCOMPARE(row[1], format.unitPrice(own.limit));
        QCOMPARE(row.back(), format.energy(own.quantity));
    }
    QCOMPARE(marked, 1);
    tap(*window, "marketCurvesButton");
    QVERIFY(!curves->isVisible());
}

void TestHomeWindow::goesFromHalfHourToHalfHour()
{
    const auto window = open();
    tap(*window, "marketTabButton");
    const auto* period = window->findChild<QLabel*>(QStringLiteral("marketPeriodLabel"));
    const auto* before = window->findChild<QWidget*>(QStringLiteral("marketBeforeButton"));
    const QString first = period->text();
    QVERIFY(!before->isEnabled());
    tap(*window, "marketAfterButton");
    QVERIFY(period->text() != first);
    tap(*window, "marketBeforeButton");
    QCOMPARE(period->text(), first);
}

void TestHomeWindow::pausesAndUndoes()
{
    const auto window = open();
    tap(*window, "pauseButton");
    QCOMPARE(m_commands->policies.size(), 1U);
    QVERIFY(m_commands->policies.back().tradingPaused);
    QVERIFY(window->findChild<ui::Button*>(QStringLiteral("pauseButton"))->text().contains(QStringLiteral("10")));
    tap(*window, "pauseButton");
    QCOMPARE(m_commands->policies.size(), 2U);
    QCOMPARE(m_commands->policies.back(), m_source.home()->policy);
}

void TestHomeWindow::explainsTheDecision()
{
    const auto window = open();
    tap(*window, "whyButton");
    auto* sheet = window->findChild<QWidget*>(QStringLiteral("whySheet"));
    QVERIFY(sheet->isVisible());
    QVERIFY(sheet->findChild<QLabel*>(QStringLiteral("whySentenceLabel"))->text().contains(QStringLiteral("0.6")));
    tap(*window, "closeWhyButton");
    QVERIFY(!sheet->isVisible());
}

void TestHomeWindow::appliesAChangedPolicy()
{
    const auto window = open();
    tap(*window, "planTabButton");
    auto* apply = window->findChild<ui::Button*>(QStringLiteral("applyButton"));
    QVERIFY(!apply->isEnabled());
    window->findChild<QSlider*>(QStringLiteral("reserveSlider"))->setValue(65);
    auto* buy = window->findChild<QWidget*>(QStringLiteral("buyLimitStepper"));
    QTest::mouseClick(buy->findChild<QWidget*>(QStringLiteral("plusButton")), Qt::LeftButton);
    QVERIFY(apply->isEnabled());
    QVERIFY(m_commands->policies.empty());
    tap(*window, "applyButton");
    QCOMPARE(m_commands->policies.size(), 1U);
    QCOMPARE(m_commands->policies.back().reservePercent, 65);
    QCOMPARE(m_commands->policies.back().buyLimit, Price{2450});
    QCOMPARE(m_commands->policies.back().sellLimit, Price{1000});
}

void TestHomeWindow::asksForTheCarByTheMorning()
{
    const auto window = open();
    tap(*window, "planTabButton");
    tap(*window, "needsTabButton");
    const auto step = [&](const char* stepper, const char* button, int times) {
        auto* const widget = window->findChild<QWidget*>(QLatin1String(stepper));
        for (int i = 0; i < times; ++i)
            QTest::mouseClick(widget->findChild<QWidget*>(QLatin1String(button)), Qt::LeftButton);
    };
    step("need0EnergyStepper", "plusButton", 6);
    step("need0TimeStepper", "minusButton", 1);
    tap(*window, "awayButton");
    tap(*window, "policyTabButton");
    tap(*window, "applyButton");
    QCOMPARE(m_commands->policies.size(), 1U);
    const policy::UserPolicy& asked = m_commands->policies.back();
    QVERIFY(!policy::faultOf(asked));
    QCOMPARE(asked.windows.size(), 1U);
    QCOMPARE(asked.windows.front().energy, Energy{6'000});
    QCOMPARE(asked.windows.front().byMinute, 6 * 60 + 30);
    QCOMPARE(asked.exceptions.size(), 1U);
    QCOMPARE(asked.exceptions.front().until, asked.exceptions.front().from.plus(48));
    tap(*window, "needsTabButton");
    tap(*window, "awayButton");
    step("need0EnergyStepper", "minusButton", 6);
    tap(*window, "policyTabButton");
    tap(*window, "applyButton");
    QVERIFY(m_commands->policies.back().windows.empty() && m_commands->policies.back().exceptions.empty());
}

void TestHomeWindow::draftOutlivesASnapshot()
{
    const auto window = open();
    tap(*window, "planTabButton");
    auto* slider = window->findChild<QSlider*>(QStringLiteral("reserveSlider"));
    slider->setValue(70);
    m_source.set(test::sunnyAfternoon());
    window->refresh();
    QCOMPARE(slider->value(), 70);
}

void TestHomeWindow::writesTheBill()
{
    const QTemporaryDir folder;
    const auto window = open();
    window->findChild<ui::BillsPage*>()->setFolder(folder.path());
    tap(*window, "billsTabButton");
    tap(*window, "billCsvExportButton");
    const QStringList csv = QDir(folder.path()).entryList({QStringLiteral("dgex-bill-*.csv")});
    QCOMPARE(csv.size(), 1);
    QFile file(folder.filePath(csv.front()));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QList<QByteArray> lines = file.readAll().trimmed().split('\n');
    QVERIFY(lines.front().startsWith("day,bought_from_neighbours_kwh") && lines.back().startsWith("sum,"));
    QCOMPARE(lines.back().count(','), lines.front().count(','));
    tap(*window, "billPdfExportButton");
    const QStringList pdf = QDir(folder.path()).entryList({QStringLiteral("dgex-bill-*.pdf")});
    QCOMPARE(pdf.size(), 1);
    QFile document(folder.filePath(pdf.front()));
    QVERIFY(document.open(QIODevice::ReadOnly));
    QVERIFY(document.size() > 5'000 && document.readAll().startsWith("%PDF-"));
    QVERIFY(window->findChild<QLabel*>(QStringLiteral("billMessageLabel"))->text().contains(pdf.front()));
    window->findChild<ui::BillsPage*>()->setFolder(QStringLiteral("/proc/no"));
    tap(*window, "billCsvExportButton");
    QVERIFY(window->findChild<QLabel*>(QStringLiteral("billMessageLabel"))->text().contains(QStringLiteral("cannot")));
}

void TestHomeWindow::speaksThreeLanguages()
{
    const auto window = open();
    tap(*window, "helpTabButton");
    const auto* tab = window->findChild<ui::Button*>(QStringLiteral("marketTabButton"));
    QCOMPARE(tab->text(), QStringLiteral("Market"));
    tap(*window, "jaLanguageButton");
    QCOMPARE(tab->text(), QStringLiteral("市場"));
    tap(*window, "deLanguageButton");
    QCOMPARE(tab->text(), QStringLiteral("Markt"));
    tap(*window, "enLanguageButton");
    QCOMPARE(tab->text(), QStringLiteral("Market"));
}

void TestHomeWindow::tellsWhenDataAreOld()
{
    const auto window = open();
    views::HomeSnapshot old = test::sunnyAfternoon();
    old.flow.measuredAt = old.now - std::chrono::minutes{12};
    m_source.set(old);
    window->refresh();
    const QString age = window->findChild<QLabel*>(QStringLiteral("ageLabel"))->text();
    QVERIFY2(age.contains(QStringLiteral("12")), qPrintable(age));
}

void TestHomeWindow::aKilledSourceShowsWithinTenSeconds()
{
    const auto window = open();
    window->setSilence(std::chrono::seconds{9});
    const auto* age = window->findChild<QLabel*>(QStringLiteral("ageLabel"));
    QVERIFY2(!age->text().contains(QStringLiteral("Offline")), qPrintable(age->text()));
    window->setSilence(std::chrono::seconds{10});
    for (int tab = 0; tab < HomeWindow::kTabs; ++tab) {
        window->openTab(static_cast<HomeWindow::Tab>(tab));
        QVERIFY2(age->text().contains(QStringLiteral("Offline for 10")), qPrintable(age->text()));
        QVERIFY(age->isVisible());
    }
    window->openTab(HomeWindow::Home);
    const auto* doing = window->findChild<QLabel*>(QStringLiteral("activityLabel"));
    QVERIFY(doing->text().contains(QStringLiteral("Selling")));
    window->setSilence(std::chrono::minutes{31});
    QCOMPARE(doing->text(), QStringLiteral("No measurements"));
    m_source.set(test::sunnyAfternoon());
    window->setSilence(std::chrono::milliseconds{0});
    window->refresh();
    QVERIFY(doing->text().contains(QStringLiteral("Selling")));
}

void TestHomeWindow::savesPictures()
{
    const QString folder = qEnvironmentVariable("DGEX_SCREENSHOT_DIR");
    if (folder.isEmpty())
        QSKIP("DGEX_SCREENSHOT_DIR is not set");
    QVERIFY(QDir().mkpath(folder));
    for (const Size& size : kSizes) {
        for (const ui::Palette palette : {ui::Palette::Light, ui::Palette::Dark}) {
            for (const char* language : {"en", "ja", "de"}) {
                const auto window = open(
                    {.palette = palette, .unit = size.unit, .language = QString::fromLatin1(language)}, size.pixels);
                const bool narrow = size.pixels.width() < 1000;
                const auto save = [&](const char* page) {
                    QCoreApplication::processEvents();
                    const QString name = QStringLiteral("%1/home_%2_%3_%4_%5.png")
                                             .arg(folder, QLatin1String(page), QLatin1String(size.name),
                                                  QLatin1String(palette == ui::Palette::Light ? "light" : "dark"),
                                                  QLatin1String(language));
                    QVERIFY(window->grab().save(name));
                };
                constexpr std::array kPages{"home", "market", "plan", "bills", "help"};
                for (int tab = 0; tab < HomeWindow::kTabs; ++tab) {
                    window->openTab(static_cast<HomeWindow::Tab>(tab));
                    save(kPages[static_cast<std::size_t>(tab)]);
                    if (narrow && tab == HomeWindow::Plan) {
                        tap(*window, "forecastTabButton");
                        save("forecast");
                    }
                    if (narrow && tab == HomeWindow::Bills) {
                        tap(*window, "billTradesButton");
                        save("trades");
                    }
                }
                window->openTab(HomeWindow::Home);
                tap(*window, "whyButton");
                save("why");
            }
        }
    }
}

QTEST_MAIN(TestHomeWindow)
#include "tst_home_window.moc"
