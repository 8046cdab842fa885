// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/replay_bar.h"

#include <QBoxLayout>
#include <QSignalBlocker>

#include <algorithm>

namespace dgex::ui {

namespace {

constexpr std::chrono::minutes kSliderStep{1};
constexpr int kMargin = 16;

} // namespace

ReplayBar::ReplayBar(Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_play(new Button(theme, Button::Kind::Primary))
    , m_slider(new TouchSlider(theme))
    , m_time(new Label(theme, TextSize::Strong, Role::Text, true))
    , m_live(new Button(theme, Button::Kind::Secondary))
{
    setObjectName(QStringLiteral("replayBar"));
    m_play->setObjectName(QStringLiteral("replayPlayButton"));
    m_slider->setObjectName(QStringLiteral("replaySlider"));
    m_slider->setOrientation(Qt::Horizontal);
    m_time->setObjectName(QStringLiteral("replayTimeLabel"));
    m_live->setObjectName(QStringLiteral("replayLiveButton"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(kMargin, 0, kMargin, kMargin / 2);
    row->addWidget(m_play);
    for (std::size_t i = 0; i < m_speeds.size(); ++i) {
        m_speeds[i] = new Button(theme, Button::Kind::Choice);
        m_speeds[i]->setCheckable(true);
        m_speeds[i]->setObjectName(QStringLiteral("replaySpeed%1Button").arg(kSpeeds[i]));
        m_speeds[i]->setText(QStringLiteral("%1\u00D7").arg(kSpeeds[i]));
        connect(m_speeds[i], &Button::clicked, this, [this, i] { chooseSpeed(i); });
        row->addWidget(m_speeds[i]);
    }
    row->addWidget(m_slider, 1);
    row->addWidget(m_time);
    row->addWidget(m_live);
    connect(m_play, &Button::clicked, this, &ReplayBar::playOrPause);
    connect(m_live, &Button::clicked, this, &ReplayBar::liveWanted);
    connect(m_slider, &QSlider::valueChanged, this, [this](int minutes) { jump(m_first + kSliderStep * minutes); });
    hide();
    retranslate();
}

void ReplayBar::start(UtcTime first, UtcTime last, const QuantityFormat& format)
{
    m_first = first;
    m_last = last;
    m_at = first;
    m_format = format;
    m_isRunning = true;
    m_isPlaying = true;
    const QSignalBlocker quiet(m_slider);
    m_slider->setRange(0, static_cast<int>((last - first) / kSliderStep));
    setVisible(true);
    present();
}

void ReplayBar::stop()
{
    m_isRunning = false;
    m_isPlaying = false;
    hide();
}

void ReplayBar::pass(std::chrono::milliseconds real)
{
    if (m_isPlaying)
        jump(m_at + real * speed());
}

void ReplayBar::jump(UtcTime time)
{
    if (!m_isRunning)
        return;
    m_at = std::clamp(time, m_first, m_last);
    m_isPlaying = m_isPlaying && m_at < m_last;
    present();
    Q_EMIT moved();
}

void ReplayBar::playOrPause()
{
    if (!m_isRunning)
        return;
    if (!m_isPlaying && m_at == m_last)
        jump(m_first);
    m_isPlaying = !m_isPlaying;
    present();
}

void ReplayBar::changeSpeed(int direction)
{
    const int wanted = static_cast<int>(m_speed) + direction;
    chooseSpeed(static_cast<std::size_t>(std::clamp(wanted, 0, static_cast<int>(kSpeeds.size()) - 1)));
}

void ReplayBar::chooseSpeed(std::size_t index)
{
    m_speed = index;
    present();
}

void ReplayBar::present()
{
    const QSignalBlocker quiet(m_slider);
    m_slider->setValue(static_cast<int>((m_at - m_first) / kSliderStep));
    m_time->setText(m_format.dayAndTime(m_at));
    m_play->setText(m_isPlaying ? tr("Pause (P)") : tr("Play (P)"));
    for (std::size_t i = 0; i < m_speeds.size(); ++i)
        m_speeds[i]->setChecked(i == m_speed);
}

void ReplayBar::retranslate()
{
    m_live->setText(tr("Back to live (T)"));
    m_slider->setAccessibleName(tr("Time of the replay"));
    for (std::size_t i = 0; i < m_speeds.size(); ++i)
        m_speeds[i]->setAccessibleName(tr("Replay at %1 times").arg(kSpeeds[i]));
    present();
}

} // namespace dgex::ui
