// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/markets_page.h"

#include "ui/console/console_tables.h"

#include <QBoxLayout>
#include <QStackedWidget>

#include <algorithm>

namespace dgex::ui {

namespace {

constexpr int kMargin = 16;
constexpr int kListWidthMin = 420;
constexpr int kLabelEvery = 6; // Half hours between two times below the bars.

} // namespace

int marketIndex(const views::OperatorSnapshot& snapshot, Period period)
{
    for (std::size_t i = 0; i < snapshot.markets.size(); ++i) {
        if (snapshot.markets[i].period == period)
            return static_cast<int>(i);
    }
    return -1;
}

std::vector<Bar> priceBars(const ConsoleView& view)
{
    std::vector<Bar> bars;
    for (const views::MarketRow& row : view.snapshot->markets) {
        Bar bar;
        bar.name = view.format.numberedPeriod(row.period);
        if (row.price)
            bar.value = static_cast<double>(row.price->count()) / 100;
        if (view.format.periodNumber(row.period) % kLabelEvery == 1)
            bar.label = view.format.time(row.period.start());
        bars.push_back(std::move(bar));
    }
    return bars;
}

MarketsPage::MarketsPage(Theme& theme, QWidget* parent)
    : ConsolePage(parent)
    , m_theme(theme)
    , m_list(new TablePage(theme, QStringLiteral("markets"), ConsoleTables::markets(), this))
    , m_title(new Label(theme, TextSize::Title, Role::Text, true))
    , m_facts(new Label(theme, TextSize::Strong))
    , m_trail(new Label(theme, TextSize::Body))
    , m_curves(new StepCurveChart(theme))
    , m_whatIf(new WhatIfPanel(theme))
    , m_replay(new Button(theme, Button::Kind::Secondary))
    , m_details(new QStackedWidget)
    , m_book(new TablePage(theme, QStringLiteral("book"), ConsoleTables::book(), this))
    , m_fills(new TablePage(theme, QStringLiteral("fills"), ConsoleTables::fills(), this))
    , m_prices(new BarChart(theme))
    , m_pricesTitle(new Label(theme, TextSize::Strong, Role::TextSecondary))
{
    setObjectName(QStringLiteral("marketsPage"));
    m_title->setObjectName(QStringLiteral("marketTitleLabel"));
    m_curves->setObjectName(QStringLiteral("curvesStepCurveChart"));
    m_prices->setObjectName(QStringLiteral("pricesBarChart"));
    m_prices->setSelectable(true);
    m_prices->setFixedHeight(130);
    m_list->setMinimumWidth(kListWidthMin);
    m_facts->setWordWrap(true);
    m_trail->setWordWrap(true);
    m_trail->setObjectName(QStringLiteral("marketTrailLabel"));
    auto* right = new QVBoxLayout;
    right->setContentsMargins(0, kMargin, kMargin, kMargin);
    right->addWidget(m_title);
    right->addWidget(m_facts);
    right->addWidget(m_trail);
    buildDetails(*right);
    right->addWidget(m_whatIf);
    right->addWidget(m_pricesTitle);
    right->addWidget(m_prices);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_list, 5);
    row->addLayout(right, 6);
    connect(m_prices, &BarChart::barChosen, this, [this](int index) {
        if (index >= 0 && index < static_cast<int>(m_periods.size()))
            Q_EMIT periodChosen(m_periods[static_cast<std::size_t>(index)]);
    });
    connect(&m_list->table(), &DataTableView::rowChosen, this,
            [this](qint64 startSeconds) { Q_EMIT periodChosen(Period{startSeconds}); });
    retranslate();
}

void MarketsPage::buildDetails(QBoxLayout& column)
{
    auto* row = new QHBoxLayout;
    constexpr std::array kNames{"showCurvesButton", "showBookButton", "showFillsButton"};
    for (std::size_t i = 0; i < m_choices.size(); ++i) {
        m_choices[i] = new Button(m_theme, Button::Kind::Choice);
        m_choices[i]->setCheckable(true);
        m_choices[i]->setObjectName(QString::fromLatin1(kNames[i]));
        connect(m_choices[i], &Button::clicked, this, [this, i] { showDetail(static_cast<int>(i)); });
        row->addWidget(m_choices[i]);
    }
    row->addStretch(1);
    m_replay->setObjectName(QStringLiteral("replayButton"));
    connect(m_replay, &Button::clicked, this, &MarketsPage::replayAsked);
    row->addWidget(m_replay);
    for (TablePage* page : {m_book, m_fills})
        page->layout()->setContentsMargins(0, 0, 0, 0);
    for (QWidget* page : std::initializer_list<QWidget*>{m_curves, m_book, m_fills})
        m_details->addWidget(page);
    column.addLayout(row);
    column.addWidget(m_details, 1);
    showDetail(0);
}

void MarketsPage::showDetail(int index)
{
    m_details->setCurrentIndex(index);
    for (std::size_t i = 0; i < m_choices.size(); ++i)
        m_choices[i]->setChecked(static_cast<int>(i) == index);
}

void MarketsPage::showView(const ConsoleView& view)
{
    m_periods.clear();
    for (const views::MarketRow& row : view.snapshot->markets)
        m_periods.push_back(row.period);
    m_list->showView(view);
    const int index = marketIndex(*view.snapshot, view.period);
    m_list->table().choose(view.period.startSeconds());
    m_prices->setValueText([format = view.format](double value) { return format.number(value, 0); });
    m_prices->setBars(priceBars(view));
    m_prices->setSelected(index);
    m_prices->setNow(marketIndex(*view.snapshot, Period::containing(view.snapshot->now)));
    m_book->showView(view);
    m_fills->showView(view);
    showFacts(view, index < 0 ? nullptr : &view.snapshot->markets[static_cast<std::size_t>(index)]);
}

QStringList MarketsPage::trailOf(const ConsoleView& view, const views::MarketRow& row)
{
    const views::DeliveryTotals& total = row.delivery;
    QStringList lines;
    lines << (total.contracts == 0 ? tr("Delivery: no contract yet")
                                   : tr("Delivery: %n contract(s), %1; received %2, %3 with too little", nullptr,
                                        static_cast<int>(total.contracts))
                                         .arg(view.format.energy(total.contracted), view.format.energy(total.received),
                                              view.format.count(total.tooLittle)));
    const auto& settlements = view.snapshot->settlements;
    const auto settled = std::ranges::find(settlements, view.period, &views::SettlementRow::period);
    lines << (settled == settlements.end()
                  ? tr("Settlement: not yet")
                  : tr("Settlement: homes %1, utility %2, grid operator %3, sum %4")
                        .arg(view.format.money(settled->homes), view.format.money(settled->utility),
                             view.format.money(settled->gridOperator),
                             view.format.money(settled->homes + settled->utility + settled->gridOperator)));
    QString proof = row.proof == views::ProofState::Verified ? tr("Proof: \u2713 verified")
                    : row.proof == views::ProofState::Failed ? tr("Proof: \u2717 FAILED, do not believe this result")
                                                             : tr("Proof: not checked yet");
    if (!view.snapshot->blocks.empty()) {
        const views::BlockRow& newest = view.snapshot->blocks.front();
        proof +=
            QStringLiteral("   \u00B7   ") + tr("result root %1 of block %2, %3 of %4 co-signatures")
                                                 .arg(QString::fromStdString(toHex(newest.resultRoot).substr(0, 12)),
                                                      view.format.count(static_cast<std::int64_t>(newest.height)))
                                                 .arg(newest.signatures)
                                                 .arg(view.snapshot->authorities.size());
    }
    lines << proof;
    return lines;
}

void MarketsPage::showFacts(const ConsoleView& view, const views::MarketRow* row)
{
    m_title->setText(view.format.dayAndTime(view.period.start()) + QStringLiteral("  \u00B7  ") +
                     view.format.numberedPeriod(view.period));
    if (row == nullptr) {
        m_facts->setText(tr("No orders in this market yet."));
        m_trail->clear();
        m_curves->setMarket(nullptr, std::nullopt, std::nullopt, view.format);
        m_whatIf->setMarket(nullptr, view.format);
        return;
    }
    QStringList facts{ConsoleTables::phase(row->phase), tr("Price %1").arg(view.format.unitPrice(row->price))};
    if (row->priceInterval) {
        facts << tr("possible %1 to %2")
                     .arg(view.format.priceFigure(row->priceInterval->first),
                          view.format.priceFigure(row->priceInterval->second));
    }
    facts << tr("traded %1").arg(view.format.energy(row->volume))
          << tr("%n order(s)", nullptr, static_cast<int>(row->orders))
          << tr("round %1").arg(view.format.time(row->lastRound.start()));
    m_facts->setText(facts.join(QStringLiteral("   \u00B7   ")));
    m_trail->setText(trailOf(view, *row).join(QLatin1Char('\n')));
    m_curves->setMarket(row->curves, row->price, row->priceInterval, view.format);
    m_whatIf->setMarket(row->curves, view.format);
    m_pricesTitle->setText(tr("Prices of all markets, %1").arg(view.format.priceUnit()));
}

void MarketsPage::retranslate()
{
    m_list->retranslate();
    m_whatIf->retranslate();
    m_book->retranslate();
    m_fills->retranslate();
    const std::array names{tr("Curves (C)"), tr("Book (D)"), tr("Fills (G)")};
    for (std::size_t i = 0; i < names.size(); ++i)
        m_choices[i]->setText(names[i]);
    m_replay->setText(tr("Replay the day (Y)"));
    m_curves->setTitle(tr("Supply and demand"));
    m_curves->setEmptyText(tr("No curves: nobody bid in the newest round."));
    m_curves->setAxisTitles(tr("kWh"), tr("per kWh"));
    m_prices->setTitle(tr("Prices of all markets"));
    m_prices->setEmptyText(tr("No trades yet."));
}

} // namespace dgex::ui
