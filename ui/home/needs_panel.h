// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/views/home_snapshot.h"
#include "ui/common/controls.h"
#include "ui/common/quantity_format.h"

#include <array>

namespace dgex::ui {

/// What the home needs by when: a car's charge and an appliance's run, and that tomorrow is a day away. Edits a draft;
/// nothing is typed.
class NeedsPanel : public Card {
    Q_OBJECT
public:
    explicit NeedsPanel(Theme& theme, QWidget* parent = nullptr);
    /// now: for the day that "tomorrow" means.
    void setDraft(const policy::UserPolicy& draft, UtcTime now, const QuantityFormat& format);
    void retranslate();

Q_SIGNALS:
    void changed(const dgex::policy::UserPolicy& draft);

private:
    static constexpr std::size_t kNeeds = 2;
    struct Need {
        Label* name = nullptr;
        Stepper* energy = nullptr;
        Label* by = nullptr;
        Stepper* time = nullptr;
    };
    void stepEnergy(std::size_t need, int direction);
    void stepTime(std::size_t need, int direction);
    void toggleAway();
    [[nodiscard]] policy::CalendarException tomorrow() const;
    void show();

    std::array<Need, kNeeds> m_needs{};
    Button* m_away;
    policy::UserPolicy m_draft;
    UtcTime m_now;
    QuantityFormat m_format;
};

} // namespace dgex::ui
