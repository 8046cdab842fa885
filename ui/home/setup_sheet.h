// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/views/home_snapshot.h"
#include "core/views/setup_snapshot.h"
#include "ui/common/controls.h"
#include "ui/common/quantity_format.h"
#include "ui/home/number_pad.h"

#include <array>

class QGridLayout;
class QStackedWidget;

namespace dgex::ui {

/// The first minutes of a panel, in six steps over the whole window: language, colours, meter, the utility's approval,
/// devices, aim. Nothing is typed but the meter's number, on a keypad of its own. Opened again from Help.
class SetupSheet : public QWidget {
    Q_OBJECT
public:
    enum Step : std::uint8_t { LanguageStep, ColoursStep, MeterStep, ApprovalStep, DevicesStep, AimStep };
    static constexpr int kSteps = 6;

    SetupSheet(Theme& theme, QWidget* window);
    void open();
    void retranslate();
    void setSetup(const views::SetupSnapshot& setup);
    void setSnapshot(const views::HomeSnapshot& snapshot, const QuantityFormat& format);
    [[nodiscard]] Step step() const;

Q_SIGNALS:
    void languageWanted(const QString& language);
    void joinWanted(const QString& meter);
    void policyWanted(const dgex::policy::UserPolicy& policy);

protected:
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    [[nodiscard]] QWidget* makeLanguage();
    [[nodiscard]] QWidget* makeColours();
    [[nodiscard]] QWidget* makeMeter();
    [[nodiscard]] QWidget* makeApproval();
    [[nodiscard]] QWidget* makeDevices();
    [[nodiscard]] QWidget* makeAim();
    void go(int step);
    void showStep();
    void showApproval();
    [[nodiscard]] bool mayGoOn() const;

    Theme& m_theme;
    Label* m_count;
    Label* m_title;
    Label* m_text;
    QStackedWidget* m_pages;
    Button* m_back;
    Button* m_next;
    NumberPad* m_pad;
    std::array<Button*, 3> m_languages{};
    std::array<Button*, 3> m_palettes{};
    Label* m_meter = nullptr;
    Button* m_changeMeter = nullptr;
    Label* m_fingerprint = nullptr;
    Label* m_state = nullptr;
    Button* m_again = nullptr;
    struct DeviceLine {
        Label* name = nullptr;
        Label* state = nullptr;
    };
    std::array<DeviceLine, 6> m_devices{};
    Label* m_noDevices = nullptr;
    std::array<Button*, 5> m_aims{};
    Label* m_aimEffect = nullptr;

    views::SetupSnapshot m_setup;
    policy::UserPolicy m_policy;
    bool m_isKnown = false; ///< A snapshot of the home has come.
};

} // namespace dgex::ui
