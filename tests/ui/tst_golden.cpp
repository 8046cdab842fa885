// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: no screen changes its looks unnoticed. Method: pages over fixed snapshots beside the pictures in golden/, at a
// quarter of their size, so that a hair's breadth of other font rendering does not count. With DGEX_GOLDEN_WRITE set
// the pictures are written anew; look at them before committing.
#include "tests/support/operator_fixture.h"
#include "tests/support/ui_fixtures.h"
#include "ui/common/language.h"
#include "ui/console/operator_window.h"
#include "ui/home/home_window.h"

#include <QTest>

using namespace dgex;
using ui::HomeWindow;
using ui::OperatorWindow;

namespace {

constexpr int kQuarter = 4;
constexpr int kVisible = 28;        ///< Difference of a colour channel that an eye sees.
constexpr double kShareMax = 0.004; ///< Of all points.

QImage reduced(const QImage& image)
{
    return image.convertToFormat(QImage::Format_RGB32)
        .scaled(image.width() / kQuarter, image.height() / kQuarter, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
}

/// Share of points that look different.
double difference(const QImage& a, const QImage& b)
{
    if (a.size() != b.size())
        return 1;
    const QImage left = reduced(a);
    const QImage right = reduced(b);
    int different = 0;
    for (int y = 0; y < left.height(); ++y)
        for (int x = 0; x < left.width(); ++x) {
            const QColor one = left.pixelColor(x, y);
            const QColor other = right.pixelColor(x, y);
            const int most = std::max({std::abs(one.red() - other.red()), std::abs(one.green() - other.green()),
                                       std::abs(one.blue() - other.blue())});
            different += most > kVisible ? 1 : 0;
        }
    return static_cast<double>(different) / (left.width() * left.height());
}

QString goldenFile(const QString& name)
{
    return qEnvironmentVariable("DGEX_PEERS_DIR") + QStringLiteral("/../ui/golden/") + name + QStringLiteral(".png");
}

void compare(QWidget& window, const QString& name)
{
    QCoreApplication::processEvents();
    const QImage now = window.grab().toImage();
    if (qEnvironmentVariableIsSet("DGEX_GOLDEN_WRITE")) {
        QVERIFY(now.convertToFormat(QImage::Format_RGB32).save(goldenFile(name), "PNG", 0));
        return;
    }
    const QImage golden(goldenFile(name));
    QVERIFY2(!golden.isNull(), qPrintable(name));
    const double share = difference(now, golden);
    if (share > kShareMax)
        now.save(QStringLiteral("golden-") + name + QStringLiteral(".png"));
    QVERIFY2(share <= kShareMax, qPrintable(QStringLiteral("%1: %2 % of the points differ; see golden-%1.png")
                                                .arg(name, QString::number(share * 100, 'f', 2))));
}

} // namespace

class TestGolden : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void panels_data();
    void panels();
    void consoles_data();
    void consoles();
    void anotherPageIsDifferent();
    void initTestCase() { QVERIFY(qEnvironmentVariableIsSet("DGEX_PEERS_DIR")); }

private:
    test::FixedSource m_panelSource;
    test::OperatorSource m_consoleSource;
    test::RecordedCommands m_homeCommands;
    test::RecordedAcknowledgements m_operatorCommands;
};

void TestGolden::panels_data()
{
    QTest::addColumn<int>("tab");
    QTest::addColumn<int>("palette");
    QTest::addColumn<QString>("language");
    constexpr std::array kTabs{"home", "market", "plan", "bills", "help"};
    for (int tab = 0; tab < HomeWindow::kTabs; ++tab)
        QTest::addRow("panel-%s", kTabs[static_cast<std::size_t>(tab)])
            << tab << static_cast<int>(ui::Palette::Light) << QStringLiteral("en");
    QTest::newRow("panel-home-dark-ja") << 0 << static_cast<int>(ui::Palette::Dark) << QStringLiteral("ja");
    QTest::newRow("panel-plan-night-de") << 2 << static_cast<int>(ui::Palette::Night) << QStringLiteral("de");
}

void TestGolden::panels()
{
    QFETCH(int, tab);
    QFETCH(int, palette);
    QFETCH(QString, language);
    m_panelSource.set(test::sunnyAfternoon());
    HomeWindow window(m_panelSource, m_homeCommands,
                      {.palette = static_cast<ui::Palette>(palette), .unit = 0.98, .language = language});
    window.resize(800, 480);
    window.show();
    window.openTab(static_cast<HomeWindow::Tab>(tab));
    compare(window, QString::fromLatin1(QTest::currentDataTag()));
}

void TestGolden::consoles_data()
{
    QTest::addColumn<int>("page");
    QTest::newRow("console-overview") << static_cast<int>(OperatorWindow::Overview);
    QTest::newRow("console-markets") << static_cast<int>(OperatorWindow::Markets);
    QTest::newRow("console-alarms") << static_cast<int>(OperatorWindow::Alarms);
}

void TestGolden::consoles()
{
    QFETCH(int, page);
    m_consoleSource.set(test::busyExchange());
    OperatorWindow window(m_consoleSource, m_operatorCommands, {});
    window.resize(1366, 768);
    window.show();
    window.openPage(static_cast<OperatorWindow::Page>(page));
    compare(window, QString::fromLatin1(QTest::currentDataTag()));
}

void TestGolden::anotherPageIsDifferent()
{
    const QImage home(goldenFile(QStringLiteral("panel-home")));
    const QImage market(goldenFile(QStringLiteral("panel-market")));
    QVERIFY(difference(home, market) > 10 * kShareMax);
    QCOMPARE(difference(home, home), 0.0);
}

QTEST_MAIN(TestGolden)
#include "tst_golden.moc"
