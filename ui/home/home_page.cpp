// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/home/home_page.h"

#include "ui/home/storage_plan.h"
#include "ui/home/wording.h"

#include <QBoxLayout>

#include <algorithm>

namespace dgex::ui {

namespace {

constexpr int kUndoSeconds = 10;
constexpr std::chrono::milliseconds kStaleAfter{60'000};

} // namespace

HomePage::HomePage(Theme& theme, QWidget* parent)
    : Page(parent)
    , m_theme(theme)
    , m_flow(new FlowDiagram(theme))
    , m_title(new Label(theme, TextSize::Strong, Role::Text, true))
    , m_sentence(new Label(theme, TextSize::Caption))
    , m_nextTrade(new Label(theme, TextSize::Caption, Role::TextSecondary))
    , m_why(new Button(theme, Button::Kind::Secondary))
    , m_todayHead(new Label(theme, TextSize::Caption, Role::TextSecondary))
    , m_today(new Label(theme, TextSize::Title, Role::Text, true))
    , m_saved(new Label(theme, TextSize::Caption, Role::TextSecondary))
    , m_pricesHead(new Label(theme, TextSize::Caption, Role::TextSecondary))
    , m_sells(new Label(theme, TextSize::Caption, Role::Sell))
    , m_buys(new Label(theme, TextSize::Caption, Role::Buy))
    , m_priceNow(new Label(theme, TextSize::Caption, Role::Text, true))
    , m_prices(new BarChart(theme))
    , m_batteryHead(new Label(theme, TextSize::Caption, Role::TextSecondary))
    , m_battery(new LevelChart(theme, Role::Battery))
    , m_pause(new Button(theme, Button::Kind::Primary))
{
    setObjectName(QStringLiteral("homePage"));
    m_flow->setObjectName(QStringLiteral("flowDiagram"));
    m_title->setObjectName(QStringLiteral("activityLabel"));
    m_sentence->setObjectName(QStringLiteral("reasonLabel"));
    m_why->setObjectName(QStringLiteral("whyButton"));
    m_today->setObjectName(QStringLiteral("todayLabel"));
    m_prices->setObjectName(QStringLiteral("priceStripChart"));
    m_pause->setObjectName(QStringLiteral("pauseButton"));
    auto* flowCard = new Card(theme);
    flowCard->box().addWidget(m_flow);
    auto* left = new QVBoxLayout;
    left->setSpacing(theme.px(8));
    left->addWidget(flowCard, 5);
    left->addWidget(makeBattery(), 3);
    auto* right = new QVBoxLayout;
    right->setSpacing(theme.px(8));
    right->addWidget(makeReason(), 11);
    right->addWidget(makePrices(), 9);
    right->addWidget(m_pause);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(theme.px(10), theme.px(2), theme.px(10), theme.px(8));
    row->setSpacing(theme.px(8));
    row->addLayout(left, 1);
    row->addLayout(right, 1);
    m_undo.setInterval(1000);
    connect(m_why, &Button::clicked, this, &HomePage::whyAsked);
    connect(m_pause, &Button::clicked, this, &HomePage::pauseOrResume);
    connect(&m_undo, &QTimer::timeout, this, [this] {
        if (--m_undoSeconds <= 0) {
            m_undo.stop();
            m_beforePause.reset();
        }
        showPause();
    });
}

QWidget* HomePage::makeReason()
{
    m_reasonCard = new Card(m_theme);
    m_title->setWordWrap(true);
    m_sentence->setWordWrap(true);
    m_sentence->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_today->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_saved->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_todayHead->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    auto* money = new QHBoxLayout;
    money->setSpacing(m_theme.px(10));
    money->addStretch(1);
    money->addWidget(m_todayHead, 0, Qt::AlignBaseline);
    money->addWidget(m_today, 0, Qt::AlignBaseline);
    auto* sums = new QVBoxLayout;
    sums->setSpacing(0);
    sums->addLayout(money);
    sums->addWidget(m_saved);
    auto* foot = new QHBoxLayout;
    foot->addWidget(m_why, 0, Qt::AlignBottom);
    foot->addLayout(sums, 1);
    m_reasonCard->box().addWidget(m_title);
    m_nextTrade->setWordWrap(true);
    m_reasonCard->box().addWidget(m_sentence);
    m_reasonCard->box().addWidget(m_nextTrade);
    m_reasonCard->box().addStretch(1);
    m_reasonCard->box().addLayout(foot);
    return m_reasonCard;
}

QWidget* HomePage::makePrices()
{
    auto* card = new Card(m_theme);
    auto* head = new QHBoxLayout;
    head->setSpacing(m_theme.px(12));
    m_prices->setPlain(true);
    m_prices->setPlainLabels(true);
    head->addWidget(m_priceNow);
    head->addWidget(m_pricesHead);
    head->addStretch(1);
    head->addWidget(m_sells);
    head->addWidget(m_buys);
    m_pricesHead->hide();
    card->box().setSpacing(m_theme.px(2));
    card->box().addLayout(head);
    card->box().addWidget(m_prices, 1);
    return card;
}

QWidget* HomePage::makeBattery()
{
    m_batteryCard = new Card(m_theme);
    m_batteryCard->box().addWidget(m_batteryHead);
    m_batteryCard->box().addWidget(m_battery, 1);
    m_batteryCard->hide();
    return m_batteryCard;
}

void HomePage::setWide(bool wide)
{
    m_batteryCard->setVisible(wide);
    m_title->setTextSize(wide ? TextSize::Title : TextSize::Strong);
    m_sentence->setTextSize(wide ? TextSize::Strong : TextSize::Caption);
    m_nextTrade->setTextSize(wide ? TextSize::Strong : TextSize::Caption);
    m_prices->setPlain(!wide);
    m_pricesHead->setVisible(wide);
    m_isWide = wide;
    m_today->setTextSize(wide ? TextSize::Value : TextSize::Title);
}

void HomePage::retranslate()
{
    m_why->setText(tr("Why?"));
    m_pricesHead->setText(tr("Price, next 24 h"));
    m_sells->setText(tr("▲ you sell"));
    m_buys->setText(tr("▼ you buy"));
    m_prices->setMissingText(tr("no auction yet"));
    m_batteryHead->setText(tr("Battery plan, kWh"));
    m_battery->setTitle(tr("Battery plan, kWh"));
    m_battery->setEmptyText(tr("The plan comes with the first auction."));
    m_prices->setTitle(tr("Price, next 24 h"));
    m_prices->setEmptyText(tr("The first prices come with the next auction."));
    showPause();
}

void HomePage::advance()
{
    m_flow->advance();
}

void HomePage::showPrices(const views::HomeSnapshot& snapshot, const QuantityFormat& format)
{
    std::vector<Bar> bars;
    int known = 0;
    int gate = 0;
    for (const views::HomeMarketRow& market : snapshot.markets) {
        Bar bar;
        bar.role = Role::Outline;
        bar.later = market.open && market.sold != market.bought;
        bar.name = format.numberedPeriod(market.period);
        if (market.price) {
            bar.value = static_cast<double>(market.price->count()) / 100.0;
            ++known;
        }
        if (market.sold > market.bought) {
            bar.role = Role::Sell;
            bar.mark = Bar::Mark::Sell;
        } else if (market.bought > Lots{}) {
            bar.role = Role::Buy;
            bar.mark = Bar::Mark::Buy;
        }
        gate += market.open ? 0 : 1;
        const UtcTime start = market.period.start();
        if ((start - format.dayStart(start)).count() % (4 * 3'600'000) == 0)
            bar.label = format.time(start);
        bar.startsDay = start == format.dayStart(start);
        bars.push_back(bar);
    }
    m_prices->setBars(std::move(bars));
    m_prices->setGate(gate);
    m_prices->setNow(snapshot.markets.empty() ? -1 : placeOf(snapshot.now, snapshot.markets.front().period));
    m_prices->setValueText([format](double value) { return format.number(value, 0); });
    m_prices->setSummary(tr("%n half hour(s) have a price.", nullptr, known));
    const bool priced = !snapshot.markets.empty() && snapshot.markets.front().price;
    m_priceNow->setText(priced ? tr("Now %1").arg(format.unitPrice(snapshot.markets.front().price)) : QString());
}

/// What the home will do with its neighbours after the running half hour.
void HomePage::showNextTrade(const views::HomeSnapshot& snapshot, const QuantityFormat& format)
{
    const auto next = std::ranges::find_if(snapshot.markets, [&](const views::HomeMarketRow& row) {
        return row.period.start() > snapshot.now && row.bought != row.sold && row.price;
    });
    m_nextTrade->setVisible(m_isWide && next != snapshot.markets.end());
    if (next == snapshot.markets.end())
        return;
    const bool buys = next->bought > next->sold;
    const QString energy = format.energy(buys ? next->bought - next->sold : next->sold - next->bought);
    m_nextTrade->setText((buys ? tr("Next: buys %1 at %2 for %3.") : tr("Next: sells %1 at %2 for %3."))
                             .arg(energy, format.time(next->period.start()), format.unitPrice(*next->price)));
}

void HomePage::showMoney(const views::HomeSnapshot& snapshot, const QuantityFormat& format)
{
    m_today->setText(format.money(snapshot.today, Sign::Always));
    m_todayHead->setText(snapshot.today < Money{} ? tr("Cost today") : tr("Earned today"));
    m_saved->setVisible(snapshot.todayUtilityOnly.has_value());
    if (snapshot.todayUtilityOnly) {
        const Money better = snapshot.today - *snapshot.todayUtilityOnly;
        m_saved->setText(better >= Money{} ? tr("%1 better than utility only").arg(format.money(better))
                                           : tr("%1 worse than utility only").arg(format.money(-better)));
    }
}

void HomePage::setSnapshot(const views::HomeSnapshot& snapshot, const QuantityFormat& format)
{
    m_policy = snapshot.policy;
    m_flow->setFlow(snapshot.flow, format, snapshot.now - snapshot.flow.measuredAt > kStaleAfter);
    m_title->setText(Wording::activityTitle(snapshot.reason, format));
    m_sentence->setText(Wording::activitySentence(snapshot, format));
    showNextTrade(snapshot, format);
    m_reasonCard->setStripe(Wording::activityRole(snapshot.reason.activity));
    showMoney(snapshot, format);
    showPrices(snapshot, format);
    showStoragePlan(*m_battery, snapshot, format, /*hoursBetweenTimes=*/4,
                    tr("Reserve %1").arg(format.percent(snapshot.policy.reservePercent)));
    showPause();
}

void HomePage::showPause()
{
    if (m_beforePause) {
        m_pause->setGlyph(Button::Glyph::Undo);
        m_pause->setText(tr("Undo pause (%1 s)").arg(m_undoSeconds));
    } else if (m_policy.tradingPaused) {
        m_pause->setGlyph(Button::Glyph::Play);
        m_pause->setText(tr("Resume trading"));
    } else {
        m_pause->setGlyph(Button::Glyph::Pause);
        m_pause->setText(tr("Pause trading"));
    }
}

void HomePage::pauseOrResume()
{
    policy::UserPolicy wanted = m_policy;
    if (m_beforePause) {
        wanted = *m_beforePause;
        m_beforePause.reset();
        m_undo.stop();
    } else {
        wanted.tradingPaused = !m_policy.tradingPaused;
        if (wanted.tradingPaused) {
            m_beforePause = m_policy;
            m_undoSeconds = kUndoSeconds;
            m_undo.start();
        }
    }
    m_policy = wanted;
    Q_EMIT policyWanted(wanted);
    showPause();
}

} // namespace dgex::ui
