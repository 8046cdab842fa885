// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: no screen of panel or console, in any language and size, clips a text, has a target below 9 mm, a control
// without name or keyboard, content deeper than two taps, or a text that is not translated. Method: open every page,
// press every button on it, and look at the widgets after each step; a pseudo-language marks what is translated.
#include "tests/support/operator_fixture.h"
#include "tests/support/pseudo_locale.h"
#include "tests/support/screen_check.h"
#include "tests/support/ui_fixtures.h"
#include "ui/console/operator_window.h"
#include "ui/home/home_window.h"

#include <QTest>

#include <set>

using namespace dgex;
using ui::HomeWindow;
using ui::OperatorWindow;

namespace {

struct Screen {
    const char* name;
    QSize pixels;
    double widthMm;
};
constexpr std::array kPanels{Screen{"800x480", {800, 480}, 152.4}, Screen{"1024x600", {1024, 600}, 154.0},
                             Screen{"1280x800", {1280, 800}, 217.0}};
constexpr std::array kDesktops{Screen{"1366x768", {1366, 768}, 0}, Screen{"1920x1080", {1920, 1080}, 0}};
constexpr qsizetype kShown = 12; ///< Findings that a failure prints.
constexpr std::array kLanguages{"en", "ja", "de"};

class ConsoleSource final : public views::SnapshotSource {
public:
    [[nodiscard]] std::shared_ptr<const views::HomeSnapshot> home() const override { return nullptr; }
    [[nodiscard]] std::shared_ptr<const views::OperatorSnapshot> console() const override { return m_console; }

private:
    std::shared_ptr<const views::OperatorSnapshot> m_console =
        std::make_shared<const views::OperatorSnapshot>(test::busyExchange());
};

class IgnoredCommands final : public views::OperatorCommands {
public:
    void acknowledgeAlarm(std::uint64_t) override {}
    void shelveAlarm(std::uint64_t, std::chrono::minutes) override {}
    void approveEnrolment(const Hash256&) override {}
    void refuseEnrolment(const Hash256&) override {}
    void revokeParticipant(ParticipantId) override {}
};

const QStringList kMainTabs{QStringLiteral("homeTabButton"), QStringLiteral("marketTabButton"),
                            QStringLiteral("planTabButton"), QStringLiteral("billsTabButton"),
                            QStringLiteral("helpTabButton")};

/// What a language switch or a palette would change for the rest of the crawl is left alone, as are steps out of the
/// window.
bool isLeftAlone(const QAbstractButton& button)
{
    const QString name = button.objectName();
    return name.isEmpty() || name.contains(QLatin1String("anguage")) || name.contains(QLatin1String("alette")) ||
           kMainTabs.contains(name) || name.contains(QLatin1String("xport")) || name.contains(QLatin1String("csv"));
}

QStringList pressable(const QWidget& window)
{
    QStringList names;
    for (const QAbstractButton* button : window.findChildren<QAbstractButton*>())
        if (button->isVisible() && button->isEnabled() && !isLeftAlone(*button) &&
            !names.contains(button->objectName()))
            names << button->objectName();
    return names;
}

void addRows(std::span<const Screen> screens)
{
    QTest::addColumn<int>("screen");
    QTest::addColumn<QString>("language");
    for (std::size_t i = 0; i < screens.size(); ++i)
        for (const char* language : kLanguages)
            QTest::addRow("%s %s", screens[i].name, language) << static_cast<int>(i) << QString::fromLatin1(language);
}

/// Installs the pseudo-language for as long as it lives.
class PseudoGuard {
public:
    PseudoGuard() { QCoreApplication::installTranslator(&m_pseudo); }
    ~PseudoGuard() { QCoreApplication::removeTranslator(&m_pseudo); }

private:
    test::PseudoLocale m_pseudo{60};
};

} // namespace

class TestCrawler : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void panelsAreWhole_data() { addRows(kPanels); }
    void panelsAreWhole();
    void consolesAreWhole_data() { addRows(kDesktops); }
    void consolesAreWhole();
    void everyTextIsTranslated();

private:
    void look(const QWidget& window, const QString& place, int target);
    QStringList m_found;
};

void TestCrawler::look(const QWidget& window, const QString& place, int target)
{
    QCoreApplication::processEvents();
    QStringList found;
    for (const QString& text : test::clippedTexts(window))
        found << QStringLiteral("clipped ") + text;
    for (const QString& text : test::smallTargets(window, target))
        found << QStringLiteral("small ") + text;
    found += test::unreachable(window);
    for (const QString& one : found)
        if (const QString line = place + QStringLiteral(": ") + one; !m_found.contains(line))
            m_found << line;
}

void TestCrawler::panelsAreWhole()
{
    QFETCH(int, screen);
    QFETCH(QString, language);
    const Screen& panel = kPanels[static_cast<std::size_t>(screen)];
    test::FixedSource source;
    source.set(test::sunnyAfternoon());
    test::RecordedCommands commands;
    HomeWindow window(source, commands,
                      {.palette = ui::Palette::Light,
                       .unit = ui::Theme::unitOf(panel.pixels.width(), panel.widthMm),
                       .language = language});
    window.setFrameLabel(QStringLiteral("DEMO"));
    window.resize(panel.pixels);
    window.show();
    m_found.clear();
    const int target = static_cast<int>(48 * window.theme().unit()) - 1;
    for (int tab = 0; tab < HomeWindow::kTabs; ++tab) {
        const auto open = [&] {
            window.openTab(static_cast<HomeWindow::Tab>(tab));
            QCoreApplication::processEvents();
        };
        open();
        look(window, QString::number(tab), target);
        for (const QString& name : pressable(window)) {
            open();
            auto* const button = window.findChild<QAbstractButton*>(name);
            if (button == nullptr || !button->isVisible() || !button->isEnabled())
                continue;
            QTest::mouseClick(button, Qt::LeftButton);
            look(window, QString::number(tab) + QStringLiteral(" > ") + name, target);
            QCOMPARE(window.size(), panel.pixels);
        }
    }
    QVERIFY2(m_found.isEmpty(), qPrintable(m_found.mid(0, kShown).join(QLatin1Char('\n'))));
}

void TestCrawler::consolesAreWhole()
{
    QFETCH(int, screen);
    QFETCH(QString, language);
    const Screen& desktop = kDesktops[static_cast<std::size_t>(screen)];
    const ConsoleSource source;
    IgnoredCommands commands;
    OperatorWindow window(source, commands, {ui::Palette::Operator, language});
    window.setFrameLabel(QStringLiteral("DEMO"));
    window.resize(desktop.pixels);
    window.show();
    m_found.clear();
    constexpr int kPointerTarget = 24;
    for (int page = 0; page < OperatorWindow::kPages; ++page) {
        window.openPage(static_cast<OperatorWindow::Page>(page));
        look(window, QString::number(page), kPointerTarget);
        QCOMPARE(window.size(), desktop.pixels);
    }
    window.openPage(OperatorWindow::Participants);
    for (const auto& [list, key] :
         {std::pair{"requests", Qt::Key_E}, {"requests", Qt::Key_R}, {"participants", Qt::Key_V}, {"", Qt::Key_F1}}) {
        if (auto* const table = window.findChild<QTableView*>(QLatin1String(list) + QLatin1String("TableView")))
            table->selectRow(0);
        QTest::keyClick(&window, key);
        look(window, QStringLiteral("key %1").arg(key), kPointerTarget);
        QVERIFY(std::ranges::any_of(window.findChildren<ui::ConsoleSheet*>(), &QWidget::isVisible));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QCOMPARE(window.size(), desktop.pixels);
    }
    QVERIFY2(m_found.isEmpty(), qPrintable(m_found.mid(0, kShown).join(QLatin1Char('\n'))));
}

void TestCrawler::everyTextIsTranslated()
{
    test::FixedSource source;
    source.set(test::sunnyAfternoon());
    const ConsoleSource consoleSource;
    test::RecordedCommands commands;
    IgnoredCommands ignored;
    HomeWindow panel(source, commands, {});
    OperatorWindow console(consoleSource, ignored, {});
    const PseudoGuard guard;
    panel.show();
    console.show();
    QCoreApplication::processEvents();
    QStringList plain;
    for (int tab = 0; tab < HomeWindow::kTabs; ++tab) {
        panel.openTab(static_cast<HomeWindow::Tab>(tab));
        plain += test::untranslated(panel);
        for (const QString& name : pressable(panel)) {
            panel.openTab(static_cast<HomeWindow::Tab>(tab));
            QTest::mouseClick(panel.findChild<QAbstractButton*>(name), Qt::LeftButton);
            plain += test::untranslated(panel);
        }
    }
    for (int page = 0; page < OperatorWindow::kPages; ++page) {
        console.openPage(static_cast<OperatorWindow::Page>(page));
        plain += test::untranslated(console);
    }
    QTest::keyClick(&console, Qt::Key_F1);
    plain += test::untranslated(console);
    plain.removeDuplicates();
    QVERIFY2(plain.isEmpty(), qPrintable(plain.join(QLatin1Char('\n'))));
}

QTEST_MAIN(TestCrawler)
#include "tst_crawler.moc"
