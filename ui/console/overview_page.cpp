// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/overview_page.h"

#include "ui/console/console_tables.h"
#include "ui/console/markets_page.h"

#include <QBoxLayout>

#include <algorithm>

namespace dgex::ui {

namespace {

constexpr int kMargin = 16;
constexpr int kAlarmsHeight = 200;
constexpr double kTenths = 5; ///< Up to so many kWh the axis has a decimal.

} // namespace

OverviewPage::OverviewPage(Theme& theme, QWidget* parent)
    : ConsolePage(parent)
    , m_phases(new PhaseStrip(theme))
    , m_pricesTitle(new Label(theme, TextSize::Strong, Role::TextSecondary))
    , m_prices(new BarChart(theme))
    , m_volumesTitle(new Label(theme, TextSize::Strong, Role::TextSecondary))
    , m_volumes(new BarChart(theme))
    , m_alarms(new TablePage(theme, QStringLiteral("overviewAlarms"), ConsoleTables::alarms(theme), this))
{
    setObjectName(QStringLiteral("overviewPage"));
    auto* tiles = new QHBoxLayout;
    tiles->setSpacing(kMargin);
    buildTiles(theme, *tiles);
    m_prices->setObjectName(QStringLiteral("overviewPricesBarChart"));
    m_prices->setSelectable(true);
    m_volumes->setObjectName(QStringLiteral("overviewVolumesBarChart"));
    m_volumes->setSelectable(true);
    m_alarms->setMinimumHeight(kAlarmsHeight);
    m_phases->setObjectName(QStringLiteral("phaseStrip"));
    connect(m_phases, &PhaseStrip::periodChosen, this, &ConsolePage::periodChosen);
    m_alarms->layout()->setContentsMargins(0, 0, 0, 0);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
    column->setSpacing(kMargin / 2);
    column->addLayout(tiles);
    column->addWidget(m_phases);
    column->addWidget(m_pricesTitle);
    column->addWidget(m_prices, 3);
    column->addWidget(m_volumesTitle);
    column->addWidget(m_volumes, 2);
    column->addSpacing(kMargin / 2);
    column->addWidget(m_alarms, 3);
    for (BarChart* chart : {m_prices, m_volumes}) {
        connect(chart, &BarChart::barChosen, this, [this](int index) {
            if (index >= 0 && index < static_cast<int>(m_periods.size()))
                Q_EMIT periodChosen(m_periods[static_cast<std::size_t>(index)]);
        });
    }
    retranslate();
}

void OverviewPage::buildTiles(Theme& theme, QBoxLayout& row)
{
    for (Tile& tile : m_tiles) {
        auto* card = new Card(theme);
        tile = {new Label(theme, TextSize::Body, Role::TextSecondary),
                new Label(theme, TextSize::Value, Role::LiveValue),
                new Label(theme, TextSize::Caption, Role::TextSecondary)};
        for (Label* label : {tile.name, tile.value, tile.detail})
            card->box().addWidget(label);
        row.addWidget(card, 1);
    }
}

void OverviewPage::showTiles(const ConsoleView& view)
{
    const views::OperatorSnapshot& snapshot = *view.snapshot;
    const auto count = [&](ports::DgrMode mode) {
        return static_cast<int>(std::ranges::count_if(snapshot.fleet, [mode](const views::FleetRow& row) {
            return row.state.value && row.state.value->mode == mode;
        }));
    };
    const auto homes = static_cast<int>(snapshot.fleet.size());
    const int tripped = count(ports::DgrMode::Tripped);
    const bool isSeen = homes > 0;
    const auto live = [&](Power power) { return isSeen ? view.format.power(power) : QuantityFormat::absent(); };
    const QString unseen = tr("devices are not seen from here");
    const auto silent = static_cast<int>(snapshot.silentHomes);
    const QString homesText = !isSeen       ? unseen
                              : silent == 0 ? tr("%n home(s)", nullptr, homes)
                                            : tr("without %n silent home(s)", nullptr, silent);
    const std::array<std::pair<QString, QString>, kTiles> figures{
        std::pair{view.format.energy(snapshot.tradedToday),
                  tr("next round %1").arg(view.format.time(snapshot.nextRound.start()))},
        {live(snapshot.tradedNow), isSeen ? tr("between neighbours") : unseen},
        {live(snapshot.neighbourhoodLoad), homesText},
        {live(snapshot.neighbourhoodPv), isSeen ? tr("all roofs") : unseen},
        {tr("%1 of %2").arg(snapshot.quorum).arg(snapshot.authorities.size()),
         tr("block %1")
             .arg(view.format.count(
                 snapshot.blocks.empty() ? 0 : static_cast<std::int64_t>(snapshot.blocks.front().height)))},
        {isSeen ? view.format.count(count(ports::DgrMode::Delivering)) : QuantityFormat::absent(),
         isSeen ? tr("%1 tripped, %2 in all").arg(tripped).arg(homes) : unseen}};
    for (std::size_t i = 0; i < kTiles; ++i) {
        m_tiles[i].value->setText(figures[i].first);
        m_tiles[i].detail->setText(figures[i].second);
    }
    m_tiles[kTiles - 1].detail->setRole(tripped > 0 ? Role::Critical : Role::TextSecondary);
}

void OverviewPage::showCharts(const ConsoleView& view)
{
    m_periods.clear();
    std::vector<Bar> volumes;
    for (const views::MarketRow& row : view.snapshot->markets) {
        m_periods.push_back(row.period);
        Bar bar;
        bar.name = view.format.numberedPeriod(row.period);
        bar.value = static_cast<double>(row.volume.count()) / 10;
        volumes.push_back(std::move(bar));
    }
    std::vector<Bar> prices = priceBars(view);
    for (std::size_t i = 0; i < prices.size(); ++i)
        volumes[i].label = prices[i].label;
    const double highest = volumes.empty() ? 0 : std::ranges::max(volumes, {}, &Bar::value).value.value_or(0);
    const int now = marketIndex(*view.snapshot, Period::containing(view.snapshot->now));
    const int chosen = marketIndex(*view.snapshot, view.period);
    for (BarChart* chart : {m_prices, m_volumes}) {
        const int decimals = chart == m_volumes && highest < kTenths ? 1 : 0;
        chart->setValueText([format = view.format, decimals](double value) { return format.number(value, decimals); });
        chart->setBars(chart == m_prices ? std::move(prices) : std::move(volumes));
        chart->setNow(now);
        chart->setSelected(chosen);
    }
    m_pricesTitle->setText(tr("Price, %1").arg(view.format.priceUnit()));
}

void OverviewPage::showView(const ConsoleView& view)
{
    showTiles(view);
    m_phases->showView(view);
    showCharts(view);
    m_alarms->showView(view);
}

void OverviewPage::retranslate()
{
    const std::array names{tr("Traded today"), tr("Traded now"), tr("Consumption"),
                           tr("Solar"),        tr("Quorum"),     tr("DGRs delivering")};
    for (std::size_t i = 0; i < kTiles; ++i)
        m_tiles[i].name->setText(names[i]);
    m_volumesTitle->setText(tr("Traded energy, kWh"));
    m_phases->setTitle(tr("How far each market is"));
    m_phases->setEmptyText(tr("No market has orders yet."));
    m_prices->setTitle(tr("Prices of all markets"));
    m_prices->setEmptyText(tr("No trades yet."));
    m_volumes->setTitle(tr("Traded energy of all markets"));
    m_volumes->setEmptyText(tr("No trades yet."));
    m_alarms->retranslate();
}

} // namespace dgex::ui
