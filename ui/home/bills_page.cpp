// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/home/bills_page.h"

#include "ui/home/bill_document.h"

#include <QBoxLayout>
#include <QDir>
#include <QGridLayout>
#include <QPainter>
#include <QScroller>
#include <QStandardPaths>

namespace dgex::ui {

namespace {

struct Sum {
    views::BillDay all;
    std::optional<Money> utilityOnly = Money{};
};

/// The line above a total.
class Rule final : public QWidget {
public:
    explicit Rule(Theme& theme)
        : m_theme(theme)
    {
        setFixedHeight(theme.px(9));
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter(this).fillRect(QRect(0, height() / 2, width(), 1), m_theme.color(Role::Outline));
    }

private:
    Theme& m_theme;
};

Sum sumOf(std::span<const views::BillDay> days)
{
    Sum sum;
    for (const views::BillDay& day : days) {
        sum.all.boughtFromNeighbours += day.boughtFromNeighbours;
        sum.all.soldToNeighbours += day.soldToNeighbours;
        sum.all.boughtFromUtility += day.boughtFromUtility;
        sum.all.soldToUtility += day.soldToUtility;
        sum.all.trades += day.trades;
        sum.all.fees += day.fees;
        sum.all.imbalance += day.imbalance;
        sum.all.utility += day.utility;
        if (sum.utilityOnly && day.utilityOnly)
            *sum.utilityOnly += *day.utilityOnly;
        else
            sum.utilityOnly.reset();
    }
    return sum;
}

} // namespace

BillsPage::BillsPage(Theme& theme, QWidget* parent)
    : Page(parent)
    , m_theme(theme)
    , m_today(new Button(theme, Button::Kind::Choice))
    , m_all(new Button(theme, Button::Kind::Choice))
    , m_tradesTab(new Button(theme, Button::Kind::Choice))
    , m_pdf(new Button(theme, Button::Kind::Secondary))
    , m_csv(new Button(theme, Button::Kind::Secondary))
    , m_message(new Label(theme, TextSize::Caption, Role::TextSecondary))
    , m_summary(new Card(theme))
    , m_daysCard(new Card(theme))
    , m_tradesCard(new Card(theme))
    , m_totalHead(new Label(theme, TextSize::Body, Role::TextSecondary))
    , m_total(new Label(theme, TextSize::Value, Role::Text, true))
    , m_saved(new Label(theme, TextSize::Caption, Role::Text, true))
    , m_daysHead(new Label(theme, TextSize::Caption, Role::TextSecondary))
    , m_days(new BarChart(theme))
    , m_tradesHead(new Label(theme, TextSize::Caption, Role::TextSecondary))
    , m_trades(new DataTableView(theme))
{
    setObjectName(QStringLiteral("billsPage"));
    m_total->setObjectName(QStringLiteral("billTotalLabel"));
    m_trades->setObjectName(QStringLiteral("tradesTableView"));
    m_today->setObjectName(QStringLiteral("billTodayButton"));
    m_all->setObjectName(QStringLiteral("billAllButton"));
    m_tradesTab->setObjectName(QStringLiteral("billTradesButton"));
    auto* tabs = new QHBoxLayout;
    tabs->setSpacing(theme.px(8));
    for (Button* tab : {m_today, m_all, m_tradesTab}) {
        tab->setAutoExclusive(true);
        tabs->addWidget(tab, 1);
        connect(tab, &Button::clicked, this, &BillsPage::arrange);
    }
    m_today->setChecked(true);
    m_pdf->setObjectName(QStringLiteral("billPdfExportButton"));
    m_csv->setObjectName(QStringLiteral("billCsvExportButton"));
    m_message->setObjectName(QStringLiteral("billMessageLabel"));
    m_message->setWordWrap(true);
    m_saved->setWordWrap(true);
    m_message->hide();
    for (Button* button : {m_pdf, m_csv})
        tabs->addWidget(button);
    connect(m_pdf, &Button::clicked, this, [this] { write(true); });
    connect(m_csv, &Button::clicked, this, [this] { write(false); });
    m_folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    m_daysCard->box().addWidget(m_daysHead);
    m_daysCard->box().addWidget(m_days, 1);
    m_tradesCard->box().addWidget(m_tradesHead);
    m_tradesCard->box().addWidget(m_trades, 1);
    QScroller::grabGesture(m_trades->viewport(), QScroller::LeftMouseButtonGesture);
    auto* right = new QVBoxLayout;
    right->setSpacing(theme.px(8));
    right->addWidget(m_daysCard, 2);
    right->addWidget(m_tradesCard, 3);
    m_columns = new QHBoxLayout;
    m_columns->setSpacing(theme.px(8));
    m_columns->addWidget(makeSummary(), 1);
    m_columns->addLayout(right, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(theme.px(10), theme.px(2), theme.px(10), theme.px(8));
    column->setSpacing(theme.px(6));
    column->addLayout(tabs);
    column->addWidget(m_message);
    column->addLayout(m_columns, 1);
}

QWidget* BillsPage::makeSummary()
{
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(m_theme.px(12));
    grid->setVerticalSpacing(m_theme.px(1));
    grid->setColumnStretch(0, 1);
    for (int i = 0; i < kLines; ++i) {
        Row& row = m_rows[static_cast<std::size_t>(i)];
        row = {new Label(m_theme, TextSize::Caption), nullptr, new Label(m_theme, TextSize::Caption, Role::Text, true)};
        row.money->setAlignment(Qt::AlignRight);
        const int line = 2 * i + (i < Total ? 0 : 1);
        grid->addWidget(row.name, line, 0);
        grid->addWidget(row.money, line, 1);
        if (i == Trades || i == Utility) {
            row.energy = new Label(m_theme, TextSize::Caption, Role::TextSecondary);
            grid->addWidget(row.energy, line + 1, 0, 1, 2);
        }
    }
    grid->addWidget(new Rule(m_theme), 2 * Total, 0, 1, 2);
    m_rows[UtilityOnly].name->setRole(Role::TextSecondary);
    m_rows[UtilityOnly].money->setRole(Role::TextSecondary);
    auto* head = new QHBoxLayout;
    head->addWidget(m_totalHead, 1, Qt::AlignBaseline);
    head->addWidget(m_total, 0, Qt::AlignBaseline);
    m_summary->box().addLayout(head);
    m_summary->box().addWidget(m_saved);
    m_summary->box().addStretch(1);
    m_summary->box().addLayout(grid);
    m_summary->box().addStretch(1);
    return m_summary;
}

void BillsPage::arrange()
{
    const bool trades = m_tradesTab->isChecked();
    m_tradesTab->setVisible(!m_wide);
    if (m_wide && trades)
        m_today->setChecked(true);
    m_summary->setVisible(m_wide || !trades);
    m_daysCard->setVisible(m_wide || !trades);
    m_tradesCard->setVisible(m_wide || trades);
    showBill();
}

void BillsPage::setWide(bool wide)
{
    m_wide = wide;
    m_columns->setStretch(0, wide ? 3 : 1);
    m_columns->setStretch(1, wide ? 5 : 1);
    for (Row& row : m_rows) {
        for (Label* label : {row.name, row.money})
            label->setTextSize(wide ? TextSize::Body : TextSize::Caption);
        if (row.energy != nullptr)
            row.energy->setVisible(wide);
    }
    arrange();
}

void BillsPage::retranslate()
{
    m_today->setText(tr("Today"));
    m_tradesTab->setText(tr("My trades"));
    m_pdf->setText(tr("PDF"));
    m_pdf->setAccessibleName(tr("Write this month's bill as PDF"));
    m_csv->setText(tr("CSV"));
    m_csv->setAccessibleName(tr("Write this month's bill as CSV"));
    m_message->hide();
    m_tradesHead->setText(tr("My trades, newest first"));
    m_trades->setAccessibleName(m_tradesHead->text());
    m_rows[Trades].name->setText(tr("Neighbours"));
    m_rows[Fees].name->setText(tr("Network fees"));
    m_rows[Imbalance].name->setText(tr("Imbalance"));
    m_rows[Utility].name->setText(tr("Utility"));
    m_rows[Total].name->setText(tr("Total"));
    m_rows[UtilityOnly].name->setText(tr("With utility only"));
    m_days->setEmptyText(tr("The first day is still running."));
    m_trades->table().setColumns(
        {{tr("Half hour")}, {tr("Energy"), true}, {tr("Money"), true}, {tr("Delivered"), true}, {tr("State")}});
}

void BillsPage::showBill()
{
    if (m_bills.empty())
        return;
    const std::span<const views::BillDay> days(m_bills);
    const Sum sum = sumOf(m_all->isChecked() ? days : days.last(1));
    const bool pays = sum.all.total() < Money{};
    m_totalHead->setText(m_all->isChecked() ? (pays ? tr("You pay") : tr("You earn"))
                                            : (pays ? tr("Today you pay") : tr("Today you earn")));
    m_total->setText(m_format.money(pays ? -sum.all.total() : sum.all.total()));
    m_saved->setVisible(sum.utilityOnly.has_value());
    m_rows[UtilityOnly].money->setText(m_format.money(sum.utilityOnly, Sign::Always));
    if (sum.utilityOnly) {
        const Money better = sum.all.total() - *sum.utilityOnly;
        m_saved->setRole(better >= Money{} ? Role::Ok : Role::Text);
        m_saved->setText(better >= Money{} ? tr("✓ %1 better than with the utility only").arg(m_format.money(better))
                                           : tr("%1 worse than with the utility only").arg(m_format.money(-better)));
    }
    m_rows[Trades].energy->setText(
        tr("Sold %1, bought %2")
            .arg(m_format.energy(sum.all.soldToNeighbours), m_format.energy(sum.all.boughtFromNeighbours)));
    m_rows[Trades].money->setText(m_format.money(sum.all.trades, Sign::Always));
    m_rows[Fees].money->setText(m_format.money(sum.all.fees, Sign::Always));
    m_rows[Imbalance].money->setText(m_format.money(sum.all.imbalance, Sign::Always));
    m_rows[Utility].energy->setText(
        tr("Sold %1, bought %2")
            .arg(m_format.energy(sum.all.soldToUtility), m_format.energy(sum.all.boughtFromUtility)));
    m_rows[Total].money->setText(m_format.money(sum.all.total(), Sign::Always));
    m_rows[Utility].money->setText(m_format.money(sum.all.utility, Sign::Always));
}

void BillsPage::showTrades(const views::HomeSnapshot& snapshot)
{
    std::vector<std::vector<Cell>> rows;
    for (const views::TradeRow& trade : snapshot.trades) {
        const bool buys = trade.net > Lots{};
        const QString energy = (buys ? QStringLiteral("▼ ") : QStringLiteral("▲ ")) + m_format.energy(trade.net.abs());
        QString state = tr("contract");
        if (trade.path.settled)
            state = tr("settled");
        else if (trade.path.delivered)
            state = tr("delivered");
        else if (trade.path.confirmed)
            state = tr("confirmed");
        if (trade.path.proofVerified)
            state += QStringLiteral(" ✓");
        rows.push_back(
            {{m_format.dayNumber(trade.period.start()) + QStringLiteral(" · ") + m_format.period(trade.period),
              QVariant::fromValue(static_cast<qlonglong>(trade.period.startSeconds()))},
             {energy, QVariant::fromValue(static_cast<qlonglong>(trade.net.count())), buys ? Role::Buy : Role::Sell},
             {m_format.money(trade.money, Sign::Always),
              QVariant::fromValue(static_cast<qlonglong>(trade.money.count()))},
             {m_format.energy(trade.delivered)},
             {state}});
    }
    m_trades->table().setRows(std::move(rows));
}

void BillsPage::write(bool asPdf)
{
    if (!m_newest)
        return;
    const BillDocument bill(*m_newest, m_format);
    const QString file = m_folder + QLatin1Char('/') + bill.name() + QLatin1String(asPdf ? ".pdf" : ".csv");
    const bool isWritten = QDir().mkpath(m_folder) && (asPdf ? bill.writePdf(file) : bill.writeCsv(file));
    m_message->setText(isWritten ? tr("Written to %1").arg(file) : tr("%1 cannot be written").arg(file));
    m_message->setRole(isWritten ? Role::TextSecondary : Role::Critical);
    m_message->show();
}

void BillsPage::setSnapshot(const views::HomeSnapshot& snapshot, const QuantityFormat& format)
{
    m_format = format;
    m_newest = snapshot;
    m_bills = snapshot.bills;
    //: All days that the panel knows
    m_all->setText(tr("%n day(s)", nullptr, static_cast<int>(m_bills.size())));
    m_daysHead->setText(tr("Result per day, %1; line: utility only").arg(format.currencySign()));
    m_days->setTitle(m_daysHead->text());
    std::vector<Bar> bars;
    const auto units = [](Money money) { return static_cast<double>(money.count()) / 100'000.0; };
    for (const views::BillDay& day : m_bills) {
        Bar bar;
        bar.value = units(day.total());
        bar.role = day.total() >= Money{} ? Role::Accent : Role::Utility;
        bar.label = format.dayNumber(UtcTime::fromSeconds(day.dayStartSeconds));
        if (day.utilityOnly)
            bar.limit = units(*day.utilityOnly);
        bars.push_back(bar);
    }
    m_days->setBars(std::move(bars));
    m_days->setValueText([format](double value) { return format.number(value, 0); });
    showBill();
    showTrades(snapshot);
}

} // namespace dgex::ui
