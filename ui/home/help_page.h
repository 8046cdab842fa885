// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/controls.h"
#include "ui/home/page.h"

#include <array>
#include <vector>

class QVBoxLayout;

namespace dgex::ui {

/// What is wrong and what to do, the devices with their age, the DGR with its legs, language and colours.
class HelpPage : public Page {
    Q_OBJECT
public:
    explicit HelpPage(Theme& theme, QWidget* parent = nullptr);
    void setSnapshot(const views::HomeSnapshot& snapshot, const QuantityFormat& format) override;
    void retranslate() override;
    void setWide(bool wide) override;
    void showLanguage(const QString& language);

Q_SIGNALS:
    void languageWanted(const QString& language);
    void setupWanted();

private:
    struct DeviceLine {
        Label* name = nullptr;
        WarningSign* sign = nullptr;
        Label* state = nullptr;
    };
    [[nodiscard]] QWidget* makeAlerts();
    [[nodiscard]] QWidget* makeDevices();
    [[nodiscard]] QWidget* makeChoices();
    void showAlerts(const views::HomeSnapshot& snapshot, const QuantityFormat& format);
    void showRouter(const views::HomeSnapshot& snapshot, const QuantityFormat& format);

    Theme& m_theme;
    bool m_wide = false;
    Label* m_alertsHead;
    std::array<WarningSign*, 2> m_alertSigns{};
    std::array<Label*, 2> m_alertTitles{};
    std::array<Label*, 2> m_alertTimes{};
    std::array<Label*, 2> m_alertAdvice{};
    Label* m_more;
    Label* m_devicesHead;
    std::array<DeviceLine, 6> m_devices{};
    Label* m_routerHead;
    Label* m_router;
    Label* m_legs;
    Label* m_ledger;
    Label* m_languageHead;
    std::array<Button*, 3> m_languages{};
    Label* m_paletteHead;
    Button* m_setup = nullptr;
    std::array<Button*, 3> m_palettes{};
};

} // namespace dgex::ui
