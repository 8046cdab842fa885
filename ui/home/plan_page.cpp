// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/home/plan_page.h"

#include "core/views/draft_effect.h"

#include "ui/home/storage_plan.h"
#include "ui/home/wording.h"

#include <QBoxLayout>

#include <algorithm>

namespace dgex::ui {

namespace {

constexpr Price kLimitStep{50};       ///< 0.50 per kWh
constexpr Price kFreeFrom{1'000'000}; ///< At or beyond, a limit means "any price".

} // namespace

PlanPage::PlanPage(Theme& theme, QWidget* parent)
    : Page(parent)
    , m_theme(theme)
    , m_settingsTab(new Button(theme, Button::Kind::Choice))
    , m_needsTab(new Button(theme, Button::Kind::Choice))
    , m_forecastTab(new Button(theme, Button::Kind::Choice))
    , m_tabs(new QWidget)
    , m_settings(new Card(theme))
    , m_needs(new NeedsPanel(theme))
    , m_forecasts(new QWidget)
    , m_effect(new Label(theme, TextSize::Caption, Role::TextSecondary))
    , m_reserveHead(new Label(theme, TextSize::Body))
    , m_reserveValue(new Label(theme, TextSize::Strong, Role::Text, true))
    , m_reserve(new TouchSlider(theme))
    , m_buyHead(new Label(theme, TextSize::Body))
    , m_buy(new Stepper(theme))
    , m_sellHead(new Label(theme, TextSize::Body))
    , m_sell(new Stepper(theme))
    , m_pendingHead(new Label(theme, TextSize::Body, Role::Text, true))
    , m_pending(new Label(theme, TextSize::Caption, Role::TextSecondary))
    , m_apply(new Button(theme, Button::Kind::Primary))
    , m_pvHead(new Label(theme, TextSize::Body, Role::Text, true))
    , m_pvNote(new Label(theme, TextSize::Caption, Role::TextSecondary))
    , m_pv(new FanChart(theme, Role::Solar))
    , m_demandHead(new Label(theme, TextSize::Body, Role::Text, true))
    , m_demandNote(new Label(theme, TextSize::Caption, Role::TextSecondary))
    , m_demand(new FanChart(theme, Role::Load))
    , m_batteryHead(new Label(theme, TextSize::Body, Role::Text, true))
    , m_battery(new LevelChart(theme, Role::Battery))
{
    setObjectName(QStringLiteral("planPage"));
    m_reserve->setObjectName(QStringLiteral("reserveSlider"));
    m_pendingHead->setObjectName(QStringLiteral("effectLabel"));
    m_apply->setObjectName(QStringLiteral("applyButton"));
    m_buy->setObjectName(QStringLiteral("buyLimitStepper"));
    m_sell->setObjectName(QStringLiteral("sellLimitStepper"));
    m_settingsTab->setObjectName(QStringLiteral("policyTabButton"));
    m_needsTab->setObjectName(QStringLiteral("needsTabButton"));
    m_forecastTab->setObjectName(QStringLiteral("forecastTabButton"));
    connect(m_needs, &NeedsPanel::changed, this, [this](const policy::UserPolicy& draft) {
        m_draft = draft;
        m_edited = true;
        showDraft();
    });
    auto* tabs = new QHBoxLayout(m_tabs);
    tabs->setContentsMargins(0, 0, 0, 0);
    tabs->setSpacing(theme.px(8));
    for (Button* tab : {m_settingsTab, m_needsTab, m_forecastTab}) {
        tab->setAutoExclusive(true);
        tabs->addWidget(tab, 1);
        connect(tab, &Button::clicked, this, &PlanPage::arrange);
    }
    m_settingsTab->setChecked(true);
    auto* row = new QHBoxLayout;
    row->setSpacing(theme.px(8));
    auto* left = new QVBoxLayout;
    left->setSpacing(theme.px(8));
    left->addWidget(makeSettings(), 2);
    left->addWidget(m_needs, 1);
    row->addLayout(left, 1);
    row->addWidget(makeForecasts(), 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(theme.px(10), theme.px(2), theme.px(10), theme.px(8));
    column->setSpacing(theme.px(6));
    column->addWidget(m_tabs);
    column->addLayout(row, 1);
    arrange();
}

QWidget* PlanPage::makeSettings()
{
    QBoxLayout& box = m_settings->box();
    box.setSpacing(m_theme.px(4));
    auto* presets = new QHBoxLayout;
    presets->setSpacing(m_theme.px(6));
    for (std::size_t i = 0; i < kPresets.size(); ++i) {
        m_presets[i] = new Button(m_theme, Button::Kind::Choice);
        m_presets[i]->setObjectName(QStringLiteral("preset%1Button").arg(i));
        presets->addWidget(m_presets[i], 1);
        connect(m_presets[i], &Button::clicked, this, [this, i] {
            const bool paused = m_draft.tradingPaused;
            m_draft = policy::presetPolicy(kPresets[i]);
            m_draft.tradingPaused = paused;
            m_edited = true;
            showDraft();
        });
    }
    box.addLayout(presets);
    box.addWidget(m_effect);
    box.addStretch(1);
    m_reserve->setRange(0, 100);
    m_reserve->setSingleStep(5);
    auto* reserve = new QHBoxLayout;
    reserve->setSpacing(m_theme.px(12));
    reserve->addWidget(m_reserveHead);
    reserve->addWidget(m_reserveValue);
    reserve->addWidget(m_reserve, 1);
    box.addLayout(reserve);
    box.addStretch(1);
    auto* limits = new QHBoxLayout;
    limits->setSpacing(m_theme.px(48));
    for (const auto& [head, stepper] : {std::pair{m_buyHead, m_buy}, std::pair{m_sellHead, m_sell}}) {
        auto* limit = new QVBoxLayout;
        limit->setSpacing(m_theme.px(4));
        limit->addWidget(head);
        limit->addWidget(stepper);
        limits->addLayout(limit, 1);
    }
    box.addLayout(limits);
    box.addStretch(1);
    m_pending->setWordWrap(true);
    m_pendingHead->setWordWrap(true);
    auto* foot = new QHBoxLayout;
    foot->setSpacing(m_theme.px(16));
    auto* effect = new QVBoxLayout;
    effect->setSpacing(0);
    effect->addWidget(m_pendingHead);
    effect->addWidget(m_pending);
    foot->addLayout(effect, 1);
    foot->addWidget(m_apply);
    box.addLayout(foot);
    connect(m_reserve, &QSlider::valueChanged, this, [this](int value) {
        if (value == m_draft.reservePercent)
            return;
        m_draft.reservePercent = value;
        m_edited = true;
        showDraft();
    });
    connect(m_buy, &Stepper::stepped, this, [this](int direction) { stepLimit(/*buy=*/true, direction); });
    connect(m_sell, &Stepper::stepped, this, [this](int direction) { stepLimit(/*buy=*/false, direction); });
    connect(m_apply, &Button::clicked, this, [this] {
        if (policy::faultOf(m_draft))
            return;
        m_confirmed = m_draft;
        m_edited = false;
        Q_EMIT policyWanted(m_draft);
        showDraft();
    });
    return m_settings;
}

QWidget* PlanPage::makeForecasts()
{
    auto* column = new QVBoxLayout(m_forecasts);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(m_theme.px(8));
    const auto card = [this](Label* head, Label* note, QWidget* chart) {
        auto* made = new Card(m_theme);
        auto* line = new QHBoxLayout;
        line->addWidget(head);
        line->addStretch(1);
        if (note != nullptr)
            line->addWidget(note);
        made->box().addLayout(line);
        made->box().addWidget(chart, 1);
        return made;
    };
    auto* fans = new QBoxLayout(QBoxLayout::LeftToRight);
    fans->setObjectName(QStringLiteral("fansLayout"));
    fans->setSpacing(m_theme.px(8));
    fans->addWidget(card(m_pvHead, m_pvNote, m_pv), 1);
    fans->addWidget(card(m_demandHead, m_demandNote, m_demand), 1);
    column->addLayout(fans, 3);
    column->addWidget(card(m_batteryHead, nullptr, m_battery), 2);
    return m_forecasts;
}

void PlanPage::arrange()
{
    m_tabs->setVisible(!m_wide);
    m_settings->setVisible(m_wide || m_settingsTab->isChecked());
    m_needs->setVisible(m_wide || m_needsTab->isChecked());
    m_forecasts->setVisible(m_wide || m_forecastTab->isChecked());
    if (auto* fans = m_forecasts->layout()->findChild<QBoxLayout*>(QStringLiteral("fansLayout")))
        fans->setDirection(m_wide ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

void PlanPage::setWide(bool wide)
{
    m_wide = wide;
    arrange();
}

void PlanPage::retranslate()
{
    m_settingsTab->setText(tr("My rules"));
    m_needsTab->setText(tr("My needs"));
    m_needs->retranslate();
    m_forecastTab->setText(tr("Forecast"));
    for (std::size_t i = 0; i < kPresets.size(); ++i)
        m_presets[i]->setText(Wording::preset(kPresets[i]));
    m_reserve->setAccessibleName(tr("Battery reserve"));
    m_buyHead->setText(tr("Never buy above"));
    m_sellHead->setText(tr("Never sell below"));
    m_buy->setMeaning(m_buyHead->text(), tr("Lower"), tr("Raise"));
    m_sell->setMeaning(m_sellHead->text(), tr("Lower"), tr("Raise"));
    m_apply->setText(tr("Apply"));
    m_pvHead->setText(tr("Sun, kWh"));
    m_demandHead->setText(tr("Use, kWh"));
    m_batteryHead->setText(tr("Battery plan, kWh"));
    for (FanChart* chart : {m_pv, m_demand})
        chart->setEmptyText(tr("The forecast comes with the first values."));
    m_battery->setEmptyText(tr("The plan comes with the first auction."));
    m_pv->setTitle(m_pvHead->text());
    m_demand->setTitle(m_demandHead->text());
    m_battery->setTitle(m_batteryHead->text());
    showDraft();
}

void PlanPage::stepLimit(bool buy, int direction)
{
    Price& limit = buy ? m_draft.buyLimit : m_draft.sellLimit;
    if (limit.abs() >= kFreeFrom)
        limit = buy ? m_retail : Price{};
    else
        limit += kLimitStep * direction;
    const bool free = buy ? limit > m_retail * 2 : limit < Price{};
    if (free)
        limit = buy ? kPriceMax : -kPriceMax;
    m_edited = true;
    showDraft();
}

void PlanPage::showDraft()
{
    for (std::size_t i = 0; i < kPresets.size(); ++i)
        m_presets[i]->setChecked(kPresets[i] == m_draft.preset);
    m_effect->setText(Wording::presetEffect(m_draft.preset));
    m_reserve->setValue(m_draft.reservePercent);
    m_reserveHead->setText(tr("Battery reserve"));
    m_reserveValue->setText(m_format.percent(m_draft.reservePercent));
    const auto limit = [this](Price price) {
        return price.abs() >= kFreeFrom ? tr("any price") : m_format.unitPrice(price);
    };
    m_buy->setText(limit(m_draft.buyLimit));
    m_sell->setText(limit(m_draft.sellLimit));
    const bool changed = m_draft != m_confirmed;
    m_apply->setEnabled(changed);
    showEffect(changed);
    m_needs->setDraft(m_draft, m_now, m_format);
}

void PlanPage::showEffect(bool changed)
{
    const auto effect = views::effectOf(m_draft, m_inputs.get(), m_profile);
    if (!effect) {
        m_pendingHead->setText(changed ? tr("Changed, not applied yet") : tr("✓ In force"));
        m_pending->setText(tr("The effect comes with the first plan."));
        return;
    }
    const auto money = [this](Money amount) { return m_format.money(amount, Sign::Always); };
    m_pendingHead->setText(changed ? tr("About %1 in the next 24 h").arg(money(effect->better))
                                   : tr("✓ In force: about %1 in the next 24 h").arg(money(effect->balance)));
    m_pending->setText(
        changed
            ? tr("Against today's rules; the battery would hold at least %1.").arg(m_format.energy(effect->storedLeast))
            : tr("%1 against the utility alone; the battery holds at least %2.")
                  .arg(money(effect->overUtilityAlone), m_format.energy(effect->storedLeast)));
}

void PlanPage::showFan(FanChart& chart, Label& note, const views::ForecastView& view)
{
    std::vector<FanPoint> points;
    int now = 0;
    const auto kwh = [](Energy energy) { return static_cast<double>(energy.count()) / 1000.0; };
    for (const views::ForecastPoint& point : view.points) {
        FanPoint fan{kwh(point.quantiles.p10), kwh(point.quantiles.p50), kwh(point.quantiles.p90)};
        if (point.actual) {
            fan.actual = kwh(*point.actual);
            now = static_cast<int>(points.size()) + 1;
        }
        const UtcTime start = point.period.start();
        fan.name = m_format.period(point.period);
        if ((start - m_format.dayStart(start)).count() % (6 * 3'600'000) == 0)
            fan.label = m_format.time(start);
        points.push_back(fan);
    }
    chart.setPoints(std::move(points), now);
    chart.setValueText([format = m_format](double value) { return format.number(value, 1); });
    //: How often the true value lay in the likely range; %1 of %n
    note.setText(view.comparisons > 0 ? tr("%1 of %n inside the band", nullptr, view.comparisons).arg(view.insideBand)
                                      : Wording::method(view.method));
    chart.setSummary(note.text());
}

void PlanPage::setSnapshot(const views::HomeSnapshot& snapshot, const QuantityFormat& format)
{
    m_format = format;
    m_confirmed = snapshot.policy;
    m_inputs = snapshot.planMadeFrom;
    m_profile = snapshot.profile;
    m_now = snapshot.now;
    if (!m_edited)
        m_draft = snapshot.policy;
    m_draft.tradingPaused = snapshot.policy.tradingPaused;
    for (const views::HomeMarketRow& row : snapshot.markets) {
        if (row.retail)
            m_retail = *row.retail;
    }
    showFan(*m_pv, *m_pvNote, snapshot.pv);
    showFan(*m_demand, *m_demandNote, snapshot.demand);
    showStoragePlan(*m_battery, snapshot, format, /*hoursBetweenTimes=*/3,
                    tr("Reserve %1").arg(format.percent(snapshot.policy.reservePercent)));
    showDraft();
}

} // namespace dgex::ui
