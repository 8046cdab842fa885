// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/views/what_if.h"
#include "ui/common/controls.h"
#include "ui/common/quantity_format.h"

#include <array>

namespace dgex::ui {

/// Changes the rules or the supply of the market that is looked at and shows at once what it would have come to, beside
/// what it did.
class WhatIfPanel : public QWidget {
    Q_OBJECT
public:
    explicit WhatIfPanel(Theme& theme, QWidget* parent = nullptr);
    /// curves may be null.
    void setMarket(std::shared_ptr<const views::Curves> curves, const QuantityFormat& format);
    void retranslate();
    [[nodiscard]] const views::WhatIfRules& rules() const { return m_rules; }
    enum Knob : std::size_t { Split, Fee, Supply, Demand, kKnobs };
    /// direction: 1 more, -1 less.
    void turn(std::size_t knob, int direction);
    void nextPricing();
    /// Back to the market's own rules.
    void reset();

private:
    void show();

    std::shared_ptr<const views::Curves> m_curves;
    QuantityFormat m_format;
    views::WhatIfRules m_rules;
    std::array<Label*, kKnobs> m_names{};
    std::array<Stepper*, kKnobs> m_knobs{};
    Button* m_pricing;
    Button* m_reset;
    Label* m_result;
};

} // namespace dgex::ui
