// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/what_if_panel.h"

#include <QBoxLayout>
#include <QGridLayout>

#include <algorithm>

namespace dgex::ui {

namespace {

constexpr std::uint32_t kSplitSteps = 10;
constexpr Price kFeeStep{50};
constexpr Price kFeeMost{5'000};
constexpr int kPercentStep = 10;
constexpr int kPercentMost = 300;

int turned(int percent, int direction)
{
    return std::clamp(percent + direction * kPercentStep, 0, kPercentMost);
}

views::WhatIfRules asItWas()
{
    return {.rules = {.kNumerator = kSplitSteps / 2, .kDenominator = kSplitSteps}};
}

} // namespace

WhatIfPanel::WhatIfPanel(Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_rules(asItWas())
    , m_pricing(new Button(theme, Button::Kind::Secondary))
    , m_reset(new Button(theme, Button::Kind::Secondary))
    , m_result(new Label(theme, TextSize::Strong))
{
    setObjectName(QStringLiteral("whatIfPanel"));
    m_result->setObjectName(QStringLiteral("whatIfResultLabel"));
    m_result->setWordWrap(true);
    m_pricing->setObjectName(QStringLiteral("pricingButton"));
    m_reset->setObjectName(QStringLiteral("whatIfResetButton"));
    auto* grid = new QGridLayout;
    for (std::size_t i = 0; i < kKnobs; ++i) {
        const int column = static_cast<int>(i);
        m_names[i] = new Label(theme, TextSize::Caption, Role::TextSecondary);
        m_knobs[i] = new Stepper(theme);
        grid->addWidget(m_names[i], 0, column);
        grid->addWidget(m_knobs[i], 1, column);
        connect(m_knobs[i], &Stepper::stepped, this, [this, i](int direction) { turn(i, direction); });
    }
    auto* actions = new QHBoxLayout;
    actions->addWidget(m_pricing);
    actions->addWidget(m_reset);
    actions->addStretch(1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addLayout(grid);
    column->addLayout(actions);
    column->addWidget(m_result);
    connect(m_pricing, &Button::clicked, this, &WhatIfPanel::nextPricing);
    connect(m_reset, &Button::clicked, this, &WhatIfPanel::reset);
    retranslate();
}

void WhatIfPanel::setMarket(std::shared_ptr<const views::Curves> curves, const QuantityFormat& format)
{
    m_curves = std::move(curves);
    m_format = format;
    show();
}

void WhatIfPanel::turn(std::size_t knob, int direction)
{
    market::AuctionRules& rules = m_rules.rules;
    switch (knob) {
    case Split:
        rules.kNumerator = static_cast<std::uint32_t>(
            std::clamp(static_cast<int>(rules.kNumerator) + direction, 0, static_cast<int>(kSplitSteps)));
        break;
    case Fee:
        rules.networkFee = std::clamp(rules.networkFee + kFeeStep * direction, Price{}, kFeeMost);
        break;
    case Supply:
        m_rules.supplyPercent = turned(m_rules.supplyPercent, direction);
        break;
    default:
        m_rules.demandPercent = turned(m_rules.demandPercent, direction);
    }
    show();
}

void WhatIfPanel::reset()
{
    m_rules = asItWas();
    show();
}

void WhatIfPanel::nextPricing()
{
    using market::PricingRule;
    PricingRule& pricing = m_rules.rules.pricing;
    pricing = pricing == PricingRule::Uniform  ? PricingRule::McAfee
              : pricing == PricingRule::McAfee ? PricingRule::PayAsBid
                                               : PricingRule::Uniform;
    show();
}

void WhatIfPanel::show()
{
    using market::PricingRule;
    const market::AuctionRules& rules = m_rules.rules;
    m_knobs[Split]->setText(m_format.percent(rules.kNumerator * 100.0 / kSplitSteps));
    m_knobs[Fee]->setText(m_format.priceFigure(rules.networkFee));
    m_knobs[Supply]->setText(m_format.percent(m_rules.supplyPercent));
    m_knobs[Demand]->setText(m_format.percent(m_rules.demandPercent));
    m_pricing->setText(rules.pricing == PricingRule::Uniform  ? tr("One price")
                       : rules.pricing == PricingRule::McAfee ? tr("Trade reduction")
                                                              : tr("Pay as bid"));
    m_pricing->setAccessibleName(tr("Pricing rule: %1").arg(m_pricing->text()));
    m_reset->setEnabled(m_rules != asItWas());
    if (!m_curves) {
        m_result->setText(tr("No curves: nobody bid in the newest round."));
        return;
    }
    const views::WhatIfResult before = views::clearAgain(*m_curves, asItWas());
    const views::WhatIfResult after = views::clearAgain(*m_curves, m_rules);
    m_result->setText(tr("Price %1 instead of %2, traded %3 instead of %4")
                          .arg(m_format.unitPrice(after.price), m_format.unitPrice(before.price),
                               m_format.energy(after.volume), m_format.energy(before.volume)));
}

void WhatIfPanel::retranslate()
{
    const std::array names{tr("What if: split to sellers"), tr("Network fee per kWh"), tr("Offers"), tr("Bids")};
    for (std::size_t i = 0; i < kKnobs; ++i) {
        m_names[i]->setText(names[i]);
        m_knobs[i]->setMeaning(names[i], tr("Less: %1").arg(names[i]), tr("More: %1").arg(names[i]));
    }
    m_reset->setText(tr("As it was"));
    show();
}

} // namespace dgex::ui
