// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/kiosk.h"

#include <QApplication>
#include <QEvent>
#include <QPainter>

#include <utility>

namespace dgex::ui {

namespace {

constexpr std::chrono::milliseconds kTick{500};
/// A touch may come once more as a click of the mouse.
constexpr std::chrono::milliseconds kWakingTouch{300};

class Shade final : public QWidget {
public:
    Shade(QWidget* parent, double dimness)
        : QWidget(parent)
        , m_dimness(dimness)
    {
        setObjectName(QStringLiteral("shadeWidget"));
        setAttribute(Qt::WA_TransparentForMouseEvents);
        setFocusPolicy(Qt::NoFocus);
        hide();
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.fillRect(rect(), QColor::fromRgbF(0, 0, 0, static_cast<float>(m_dimness)));
    }

private:
    double m_dimness;
};

bool isBetween(QTime now, QTime from, QTime until)
{
    return from <= until ? now >= from && now < until : now >= from || now < until;
}

} // namespace

Kiosk::Kiosk(QWidget& window, Theme& theme, KioskOptions options)
    : m_window(window)
    , m_theme(theme)
    , m_options(std::move(options))
    , m_shade(new Shade(&window, m_options.dimness))
{
    m_untouched.start();
    connect(&m_timer, &QTimer::timeout, this, &Kiosk::tick);
    m_timer.start(kTick);
    qApp->installEventFilter(this);
    tick();
}

Kiosk::~Kiosk() = default;

bool Kiosk::isDimmed() const
{
    return m_shade->isVisible();
}

void Kiosk::dim(bool dimmed)
{
    if (dimmed == isDimmed())
        return;
    m_shade->setGeometry(m_window.rect());
    m_shade->setVisible(dimmed);
    m_shade->raise();
}

void Kiosk::tick()
{
    if (m_untouched.durationElapsed() >= m_options.dimAfter)
        dim(true);
    const bool isNight = isBetween(m_options.clock(), m_options.nightFrom, m_options.nightUntil);
    if (isNight == m_isNight)
        return;
    m_isNight = isNight;
    m_theme.setPalette(isNight ? Palette::Night : m_options.day);
}

bool Kiosk::press(QEvent& event)
{
    m_untouched.restart();
    if (isDimmed()) {
        dim(false);
        m_isWaking = true;
        m_woken.start();
    } else if (m_woken.isValid() && m_woken.durationElapsed() >= kWakingTouch) {
        m_isWaking = false;
    }
    if (m_isWaking)
        event.accept();
    return m_isWaking;
}

bool Kiosk::eventFilter(QObject* watched, QEvent* event)
{
    switch (event->type()) {
    case QEvent::MouseButtonPress:
    case QEvent::TouchBegin:
    case QEvent::KeyPress:
        return press(*event);
    case QEvent::MouseButtonDblClick:
    case QEvent::MouseMove:
    case QEvent::TouchUpdate:
    case QEvent::MouseButtonRelease:
    case QEvent::TouchEnd:
    case QEvent::TouchCancel:
    case QEvent::KeyRelease:
        return m_isWaking;
    case QEvent::Resize:
        if (watched == &m_window)
            m_shade->setGeometry(m_window.rect());
        return false;
    default:
        return false;
    }
}

} // namespace dgex::ui
