// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/controls.h"
#include "ui/common/fan_chart.h"
#include "ui/common/level_chart.h"
#include "ui/home/needs_panel.h"
#include "ui/home/page.h"

#include <array>

namespace dgex::ui {

/// The owner's policy, and what is expected: sun, use and battery. Changes count only after Apply.
class PlanPage : public Page {
    Q_OBJECT
public:
    explicit PlanPage(Theme& theme, QWidget* parent = nullptr);
    void setSnapshot(const views::HomeSnapshot& snapshot, const QuantityFormat& format) override;
    void retranslate() override;
    void setWide(bool wide) override;

Q_SIGNALS:
    void policyWanted(const dgex::policy::UserPolicy& policy);

private:
    static constexpr std::array kPresets{policy::Preset::Income, policy::Preset::Balanced,
                                         policy::Preset::SelfSufficiency, policy::Preset::RenewableFirst,
                                         policy::Preset::BackupReserve};
    [[nodiscard]] QWidget* makeSettings();
    [[nodiscard]] QWidget* makeForecasts();
    void arrange();
    void showDraft();
    /// What applying the draft would change in money and battery, by the plan's own inputs.
    void showEffect(bool changed);
    void stepLimit(bool buy, int direction);
    void showFan(FanChart& chart, Label& note, const views::ForecastView& view);

    Theme& m_theme;
    Button* m_settingsTab;
    Button* m_needsTab;
    Button* m_forecastTab;
    QWidget* m_tabs;
    Card* m_settings;
    NeedsPanel* m_needs;
    QWidget* m_forecasts;
    std::array<Button*, 5> m_presets{};
    Label* m_effect;
    Label* m_reserveHead;
    Label* m_reserveValue;
    TouchSlider* m_reserve;
    Label* m_buyHead;
    Stepper* m_buy;
    Label* m_sellHead;
    Stepper* m_sell;
    Label* m_pendingHead;
    Label* m_pending;
    Button* m_apply;
    Label* m_pvHead;
    Label* m_pvNote;
    FanChart* m_pv;
    Label* m_demandHead;
    Label* m_demandNote;
    FanChart* m_demand;
    Label* m_batteryHead;
    LevelChart* m_battery;

    policy::UserPolicy m_confirmed;
    policy::UserPolicy m_draft;
    std::shared_ptr<const policy::PlanInputs> m_inputs; ///< None before the first plan.
    forecast::HomeProfile m_profile;
    UtcTime m_now;
    Price m_retail{3000};
    QuantityFormat m_format;
    bool m_edited = false;
    bool m_wide = false;
};

} // namespace dgex::ui
