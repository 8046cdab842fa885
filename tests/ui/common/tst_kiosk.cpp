// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: a panel on a wall dims, wakes by a touch that presses nothing, and is dark at night. Method: a window with one
// button, short times and a clock of the test.
#include "ui/common/controls.h"
#include "ui/common/kiosk.h"

#include <QBoxLayout>
#include <QTest>

using namespace dgex::ui;
using namespace std::chrono_literals;

class TestKiosk : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void theTouchThatWakesPressesNothing();
    void aTouchKeepsItAwake();
    void aKeyWakesToo();
    void nightTakesItsColoursAndMorningGivesThemBack();

private:
    KioskOptions options()
    {
        return {.dimAfter = 300ms, .day = Palette::Dark, .clock = [this] { return m_time; }};
    }
    Button& button() { return *m_window->findChild<Button*>(); }
    void touch()
    {
        const QPoint middle = button().mapTo(m_window.get(), button().rect().center());
        QTest::touchEvent(m_window->windowHandle(), m_screen.get()).press(0, middle);
        QTest::touchEvent(m_window->windowHandle(), m_screen.get()).release(0, middle);
        QCoreApplication::processEvents();
    }

    std::unique_ptr<QPointingDevice> m_screen{QTest::createTouchDevice()};
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<QWidget> m_window;
    QTime m_time{12, 0};
    int m_presses = 0;
};

void TestKiosk::init()
{
    m_time = QTime(12, 0);
    m_presses = 0;
    m_theme = std::make_unique<Theme>(Palette::Dark);
    m_window = std::make_unique<QWidget>();
    auto* const column = new QVBoxLayout(m_window.get());
    auto* const made = new Button(*m_theme, Button::Kind::Primary);
    connect(made, &Button::clicked, this, [this] { ++m_presses; });
    column->addWidget(made);
    m_window->resize(400, 300);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
}

void TestKiosk::theTouchThatWakesPressesNothing()
{
    const Kiosk kiosk(*m_window, *m_theme, options());
    QVERIFY(!kiosk.isDimmed());
    QVERIFY(QTest::qWaitFor([&] { return kiosk.isDimmed(); }, 3'000));
    touch();
    QVERIFY(!kiosk.isDimmed());
    QCOMPARE(m_presses, 0);
    QTest::qWait(350);
    touch();
    QCOMPARE(m_presses, 1);
}

void TestKiosk::aTouchKeepsItAwake()
{
    KioskOptions slow = options();
    slow.dimAfter = 2s;
    const Kiosk kiosk(*m_window, *m_theme, slow);
    for (int i = 1; i <= 5; ++i) {
        QTest::qWait(600);
        touch();
        QCOMPARE(m_presses, i);
        QVERIFY(!kiosk.isDimmed());
    }
}

void TestKiosk::aKeyWakesToo()
{
    const Kiosk kiosk(*m_window, *m_theme, options());
    button().setFocus();
    QVERIFY(QTest::qWaitFor([&] { return kiosk.isDimmed(); }, 3'000));
    QTest::keyClick(m_window->windowHandle(), Qt::Key_Space);
    QVERIFY(!kiosk.isDimmed());
    QCOMPARE(m_presses, 0);
    QTest::qWait(350);
    QTest::keyClick(m_window->windowHandle(), Qt::Key_Space);
    QCOMPARE(m_presses, 1);
}

void TestKiosk::nightTakesItsColoursAndMorningGivesThemBack()
{
    const Kiosk kiosk(*m_window, *m_theme, options());
    QVERIFY(m_theme->palette() == Palette::Dark);
    m_time = QTime(23, 30);
    QVERIFY(QTest::qWaitFor([&] { return m_theme->palette() == Palette::Night; }, 3'000));
    m_time = QTime(5, 59);
    QTest::qWait(600);
    QVERIFY(m_theme->palette() == Palette::Night);
    m_time = QTime(6, 0);
    QVERIFY(QTest::qWaitFor([&] { return m_theme->palette() == Palette::Dark; }, 3'000));
}

QTEST_MAIN(TestKiosk)
#include "tst_kiosk.moc"
