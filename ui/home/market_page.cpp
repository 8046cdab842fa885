// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/home/market_page.h"

#include <QBoxLayout>

#include <algorithm>

namespace dgex::ui {

namespace {

constexpr double kTenths = 5; ///< Up to so many kWh the axis has a decimal.

} // namespace

MarketPage::MarketPage(Theme& theme, QWidget* parent)
    : Page(parent)
    , m_theme(theme)
    , m_head(new Label(theme, TextSize::Caption, Role::TextSecondary))
    , m_sells(new Label(theme, TextSize::Caption, Role::Sell))
    , m_buys(new Label(theme, TextSize::Caption, Role::Buy))
    , m_agreed(new Label(theme, TextSize::Caption, Role::TextSecondary))
    , m_prices(new BarChart(theme))
    , m_priceCard(new Card(theme))
    , m_below(new QWidget)
    , m_volumeCard(new Card(theme))
    , m_volumeHead(new Label(theme, TextSize::Caption, Role::TextSecondary))
    , m_volumes(new BarChart(theme))
    , m_curvesCard(new Card(theme))
    , m_curvesHead(new Label(theme, TextSize::Caption, Role::TextSecondary))
    , m_curves(new StepCurveChart(theme))
    , m_period(new Label(theme, TextSize::Strong, Role::Text, true))
    , m_price(new Label(theme, TextSize::Strong, Role::Text, true))
    , m_tariff(new Label(theme, TextSize::Caption, Role::TextSecondary))
    , m_orders(new Label(theme, TextSize::Caption))
    , m_fill(new Label(theme, TextSize::Caption, Role::Text, true))
    , m_proof(new Label(theme, TextSize::Caption, Role::TextSecondary))
    , m_path(new TradePathView(theme))
    , m_before(new Button(theme, Button::Kind::Secondary))
    , m_after(new Button(theme, Button::Kind::Secondary))
    , m_money(new Label(theme, TextSize::Strong, Role::Text, true))
    , m_why(new Button(theme, Button::Kind::Secondary))
    , m_showCurves(new Button(theme, Button::Kind::Choice))
{
    setObjectName(QStringLiteral("marketPage"));
    m_prices->setObjectName(QStringLiteral("marketPricesChart"));
    m_period->setObjectName(QStringLiteral("marketPeriodLabel"));
    m_price->setObjectName(QStringLiteral("marketPriceLabel"));
    m_why->setObjectName(QStringLiteral("marketWhyButton"));
    m_curves->setObjectName(QStringLiteral("marketCurvesChart"));
    m_before->setObjectName(QStringLiteral("marketBeforeButton"));
    m_after->setObjectName(QStringLiteral("marketAfterButton"));
    m_before->setText(QStringLiteral("‹"));
    m_after->setText(QStringLiteral("›"));
    m_showCurves->setObjectName(QStringLiteral("marketCurvesButton"));
    m_prices->setSelectable(true);
    m_volumes->setSelectable(true);
    auto* head = new QHBoxLayout;
    head->addWidget(m_head, 1);
    head->setSpacing(theme.px(14));
    head->addWidget(m_sells);
    head->addWidget(m_buys);
    head->addWidget(m_agreed);
    m_priceCard->box().setSpacing(theme.px(2));
    m_priceCard->box().addLayout(head);
    m_priceCard->box().addWidget(m_prices, 1);
    m_volumeCard->box().addWidget(m_volumeHead);
    m_volumeCard->box().addWidget(m_volumes, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(theme.px(10), theme.px(2), theme.px(10), theme.px(8));
    column->setSpacing(theme.px(8));
    auto* below = new QHBoxLayout(m_below);
    below->setContentsMargins(0, 0, 0, 0);
    below->setSpacing(theme.px(8));
    below->addWidget(m_volumeCard, 1);
    below->addWidget(makeCurvesCard(), 1);
    column->addWidget(m_priceCard, 9);
    column->addWidget(m_below, 13);
    column->addWidget(makePeriodCard());
    const auto choose = [this](int index) {
        m_chosen = m_rows[static_cast<std::size_t>(index)].period;
        showPeriod();
    };
    connect(m_prices, &BarChart::barChosen, this, choose);
    connect(m_volumes, &BarChart::barChosen, this, choose);
    connect(m_showCurves, &Button::toggled, this, &MarketPage::arrange);
    connect(m_before, &Button::clicked, this, [this] { step(-1); });
    connect(m_after, &Button::clicked, this, [this] { step(1); });
    connect(m_why, &Button::clicked, this, [this] {
        const auto row = std::ranges::find(m_rows, m_chosen, &views::HomeMarketRow::period);
        if (row == m_rows.end())
            return;
        Q_EMIT whyAsked(m_format.numberedPeriod(row->period),
                        row->records.empty() ? std::nullopt : std::optional(row->records.front()));
    });
}

QWidget* MarketPage::makePeriodCard()
{
    auto* card = new Card(m_theme);
    card->box().setSpacing(m_theme.px(1));
    m_price->setAlignment(Qt::AlignRight);
    m_tariff->setAlignment(Qt::AlignRight);
    m_proof->setAlignment(Qt::AlignRight);
    m_money->setAlignment(Qt::AlignRight);
    auto* head = new QHBoxLayout;
    head->setSpacing(m_theme.px(8));
    head->addWidget(m_before);
    head->addWidget(m_period);
    head->addWidget(m_after);
    head->addStretch(1);
    head->addWidget(m_why);
    head->addWidget(m_showCurves);
    card->box().addLayout(head);
    const auto line = [card, spacing = m_theme.px(14)](std::initializer_list<QWidget*> left,
                                                       std::initializer_list<QWidget*> right) {
        auto* row = new QHBoxLayout;
        row->setSpacing(spacing);
        for (QWidget* widget : left)
            row->addWidget(widget);
        row->addStretch(1);
        for (QWidget* widget : right)
            row->addWidget(widget);
        card->box().addLayout(row);
    };
    line({m_fill}, {m_price, m_money});
    line({m_orders}, {m_tariff, m_proof});
    card->box().addWidget(m_path);
    return card;
}

QWidget* MarketPage::makeCurvesCard()
{
    m_curvesCard->box().addWidget(m_curvesHead);
    m_curvesCard->box().addWidget(m_curves, 1);
    return m_curvesCard;
}

void MarketPage::setWide(bool wide)
{
    m_isWide = wide;
    m_tariff->setVisible(wide);
    arrange();
}

void MarketPage::arrange()
{
    const bool onlyCurves = !m_isWide && m_showCurves->isChecked();
    m_showCurves->setVisible(!m_isWide);
    m_priceCard->setVisible(!onlyCurves);
    m_below->setVisible(m_isWide || onlyCurves);
    m_volumeCard->setVisible(m_isWide);
    m_curvesCard->setVisible(m_isWide || onlyCurves);
}

void MarketPage::retranslate()
{
    m_why->setText(tr("Why?"));
    m_showCurves->setText(tr("Curves"));
    m_before->setAccessibleName(tr("Half hour before"));
    m_after->setAccessibleName(tr("Half hour after"));
    m_curvesHead->setText(tr("Offers and bids; ○ yours"));
    m_curves->setTitle(tr("Offers and bids of the half hour"));
    m_curves->setEmptyText(tr("Nobody bid in this half hour yet."));
    m_sells->setText(tr("▲ you sell"));
    m_buys->setText(tr("▼ you buy"));
    m_agreed->setText(tr("pale: later"));
    for (BarChart* chart : {m_prices, m_volumes})
        chart->setMissingText(tr("no auction yet"));
    m_prices->setEmptyText(tr("The first prices come with the next auction."));
    m_volumes->setEmptyText(tr("Nothing was traded yet."));
}

void MarketPage::setSnapshot(const views::HomeSnapshot& snapshot, const QuantityFormat& format)
{
    m_rows = snapshot.markets;
    m_trades = snapshot.trades;
    m_format = format;
    std::vector<Bar> prices;
    std::vector<Bar> volumes;
    double highest = 0;
    int gate = 0;
    for (const views::HomeMarketRow& row : m_rows) {
        Bar price;
        price.name = format.numberedPeriod(row.period);
        price.role = Role::Outline;
        price.later = row.open && row.bought != row.sold;
        if (row.price)
            price.value = static_cast<double>(row.price->count()) / 100.0;
        if (row.retail)
            price.limit = static_cast<double>(row.retail->count()) / 100.0;
        if (row.bought > row.sold) {
            price.role = Role::Buy;
            price.mark = Bar::Mark::Buy;
        } else if (row.sold > Lots{}) {
            price.role = Role::Sell;
            price.mark = Bar::Mark::Sell;
        }
        const UtcTime start = row.period.start();
        if ((start - format.dayStart(start)).count() % (3 * 3'600'000) == 0)
            price.label = format.time(start);
        price.startsDay = start == format.dayStart(start);
        Bar volume = price;
        volume.value.reset();
        if (row.price)
            volume.value = static_cast<double>(row.volume.count()) / 10.0;
        volume.limit.reset();
        volume.mark = Bar::Mark::None;
        prices.push_back(price);
        highest = std::max(highest, volume.value.value_or(0));
        volumes.push_back(volume);
        if (!row.open)
            ++gate;
    }
    m_prices->setBars(std::move(prices));
    m_volumes->setBars(std::move(volumes));
    for (BarChart* chart : {m_prices, m_volumes}) {
        chart->setGate(gate);
        chart->setNow(m_rows.empty() ? -1 : placeOf(snapshot.now, m_rows.front().period));
    }
    m_head->setText(tr("Price per half hour, %1").arg(format.priceUnit()));
    m_prices->setTitle(m_head->text());
    if (!m_rows.empty() && m_rows.front().retail)
        m_prices->setLimitName(tr("Utility %1").arg(format.shortPrice(*m_rows.front().retail)));
    m_prices->setValueText([format](double value) { return format.number(value, 0); });
    m_volumeHead->setText(tr("Traded in the neighbourhood, kWh"));
    m_volumes->setTitle(m_volumeHead->text());
    const int decimals = highest < kTenths ? 1 : 0;
    m_volumes->setValueText([format, decimals](double value) { return format.number(value, decimals); });
    const bool known = std::ranges::find(m_rows, m_chosen, &views::HomeMarketRow::period) != m_rows.end();
    if (!known && !m_rows.empty()) {
        const auto traded = std::ranges::find_if(
            m_rows, [](const views::HomeMarketRow& row) { return !row.bought.isZero() || !row.sold.isZero(); });
        m_chosen = (traded != m_rows.end() ? traded : m_rows.begin())->period;
    }
    showPeriod();
}

QString MarketPage::orderText(const views::HomeMarketRow& row) const
{
    if (row.orders.empty())
        return tr("No bid of yours");
    // One line for all price steps: what the first step's side adds up to, and its best limit.
    const market::Side side = row.orders.front().side;
    Lots quantity;
    Price limit = row.orders.front().limit;
    for (const market::Order& order : row.orders) {
        if (order.side != side)
            continue;
        quantity += order.quantity;
        limit = side == market::Side::Buy ? std::max(limit, order.limit) : std::min(limit, order.limit);
    }
    return side == market::Side::Buy
               ? tr("Bid: %1 up to %2").arg(m_format.energy(quantity), m_format.unitPrice(limit))
               : tr("Offer: %1 from %2").arg(m_format.energy(quantity), m_format.unitPrice(limit));
}

QString MarketPage::fillText(const views::HomeMarketRow& row) const
{
    if (row.bought > row.sold)
        return tr("▼ Bought %1").arg(m_format.energy(row.bought - row.sold));
    if (row.sold > row.bought)
        return tr("▲ Sold %1").arg(m_format.energy(row.sold - row.bought));
    return tr("Nothing traded yet");
}

void MarketPage::showCurves(const views::HomeMarketRow& row)
{
    views::Curves own;
    for (const market::Order& order : row.orders) {
        auto& side = order.side == market::Side::Buy ? own.buy : own.sell;
        const auto same = std::ranges::find(side, order.limit, &views::CurveStep::price);
        if (same == side.end())
            side.push_back({order.limit, order.quantity});
        else
            same->quantity += order.quantity;
    }
    m_curves->setOwn(std::move(own));
    m_curves->setMarket(row.curves, row.price, row.priceInterval, m_format);
}

void MarketPage::step(int direction)
{
    const auto row = std::ranges::find(m_rows, m_chosen, &views::HomeMarketRow::period);
    const std::ptrdiff_t index = row - m_rows.begin() + direction;
    if (row == m_rows.end() || index < 0 || index >= std::ssize(m_rows))
        return;
    m_chosen = m_rows[static_cast<std::size_t>(index)].period;
    showPeriod();
}

void MarketPage::showPeriod()
{
    const auto row = std::ranges::find(m_rows, m_chosen, &views::HomeMarketRow::period);
    if (row == m_rows.end())
        return;
    Q_EMIT periodShown(row->period);
    const int index = static_cast<int>(row - m_rows.begin());
    m_prices->setSelected(index);
    m_volumes->setSelected(index);
    m_period->setText(m_format.numberedPeriod(row->period));
    m_price->setText(row->price ? m_format.unitPrice(*row->price) : tr("No price yet"));
    m_tariff->setText(
        row->retail && row->feedIn
            ? tr("Utility %1, feed-in %2").arg(m_format.shortPrice(*row->retail), m_format.shortPrice(*row->feedIn))
            : QString());
    m_orders->setText(orderText(*row));
    showCurves(*row);
    m_fill->setText(fillText(*row));
    m_before->setEnabled(index > 0);
    m_after->setEnabled(index + 1 < static_cast<int>(m_rows.size()));
    m_prices->setSummary(m_period->text() + QStringLiteral(": ") + m_price->text() + QStringLiteral(", ") +
                         m_fill->text());
    const auto trade = std::ranges::find(m_trades, row->period, &views::TradeRow::period);
    m_path->setPath(trade != m_trades.end() ? trade->path : views::TradePath{}, m_format);
    m_money->setText(trade != m_trades.end() ? m_format.money(trade->money, Sign::Always) : QString());
    const bool verified = trade != m_trades.end() && trade->path.proofVerified;
    m_proof->setText(verified ? tr("✓ Result verified") : QString());
    m_proof->setRole(verified ? Role::Ok : Role::TextSecondary);
}

} // namespace dgex::ui
