// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/controls.h"
#include "ui/common/quantity_format.h"

#include <array>
#include <chrono>

namespace dgex::ui {

/// A past day as it went by: play, pause, one of three speeds, a slider to jump, and the way back to what is live.
/// Holds the time that is shown; whoever owns it tells it how long the real world took. Thread: the GUI's.
class ReplayBar : public QWidget {
    Q_OBJECT
public:
    static constexpr std::array kSpeeds{1, 10, 60};

    explicit ReplayBar(Theme& theme, QWidget* parent = nullptr);
    /// Starts at first, paused never, at the highest speed. Requires: first < last.
    void start(UtcTime first, UtcTime last, const QuantityFormat& format);
    void stop();
    [[nodiscard]] bool isRunning() const { return m_isRunning; } ///< Between start and stop, paused or not.
    [[nodiscard]] bool isPlaying() const { return m_isPlaying; }
    [[nodiscard]] int speed() const { return kSpeeds[m_speed]; }
    [[nodiscard]] UtcTime at() const { return m_at; }
    /// Real time has passed. At the end it pauses.
    void pass(std::chrono::milliseconds real);
    /// Between first and last.
    void jump(UtcTime time);
    void playOrPause();
    /// direction: 1 faster, -1 slower.
    void changeSpeed(int direction);
    void retranslate();

Q_SIGNALS:
    void moved();
    void liveWanted();

private:
    void chooseSpeed(std::size_t index);
    void present();

    Button* m_play;
    std::array<Button*, kSpeeds.size()> m_speeds{};
    TouchSlider* m_slider;
    Label* m_time;
    Button* m_live;
    QuantityFormat m_format;
    UtcTime m_first;
    UtcTime m_last;
    UtcTime m_at;
    std::size_t m_speed = kSpeeds.size() - 1;
    bool m_isRunning = false;
    bool m_isPlaying = false;
};

} // namespace dgex::ui
