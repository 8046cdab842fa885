// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/home/bill_document.h"

#include "core/base/text.h"

#include <QDateTime>
#include <QPageSize>
#include <QPdfWriter>
#include <QSaveFile>
#include <QTextDocument>
#include <QTimeZone>

#include <array>
#include <utility>

namespace dgex::ui {

namespace {

constexpr int kDotsPerInch = 300;

void addTo(views::BillDay& sum, const views::BillDay& day)
{
    sum.boughtFromNeighbours += day.boughtFromNeighbours;
    sum.soldToNeighbours += day.soldToNeighbours;
    sum.boughtFromUtility += day.boughtFromUtility;
    sum.soldToUtility += day.soldToUtility;
    sum.trades += day.trades;
    sum.fees += day.fees;
    sum.imbalance += day.imbalance;
    sum.utility += day.utility;
    if (sum.utilityOnly && day.utilityOnly)
        *sum.utilityOnly += *day.utilityOnly;
    else
        sum.utilityOnly.reset();
}

views::BillDay sumOf(const std::vector<views::BillDay>& days)
{
    views::BillDay sum;
    sum.utilityOnly = Money{};
    for (const views::BillDay& day : days)
        addTo(sum, day);
    return sum;
}

QString row(const QStringList& cells, bool isHead)
{
    QString text = QStringLiteral("<tr>");
    for (qsizetype i = 0; i < cells.size(); ++i)
        text += QStringLiteral("<%1 align=\"%2\">%3</%1>")
                    .arg(QLatin1String(isHead ? "th" : "td"), QLatin1String(i == 0 ? "left" : "right"),
                         cells[i].toHtmlEscaped());
    return text + QStringLiteral("</tr>");
}

QByteArray csvRow(const std::string& name, const views::BillDay& day, const std::string& currency)
{
    const std::array cells{name,
                           toKwh(day.boughtFromNeighbours),
                           toKwh(day.soldToNeighbours),
                           toKwh(day.boughtFromUtility),
                           toKwh(day.soldToUtility),
                           toText(day.trades),
                           toText(day.fees),
                           toText(day.imbalance),
                           toText(day.utility),
                           toText(day.total()),
                           day.utilityOnly ? toText(*day.utilityOnly) : std::string{},
                           currency};
    QByteArray line;
    for (const std::string& cell : cells)
        line += (line.isEmpty() ? "" : ",") + QByteArray::fromStdString(cell);
    return line + "\r\n";
}

} // namespace

BillDocument::BillDocument(const views::HomeSnapshot& snapshot, QuantityFormat format)
    : m_snapshot(snapshot)
    , m_format(std::move(format))
{
    const QDate today = dateOf(snapshot.now.seconds());
    for (const views::BillDay& day : snapshot.bills) {
        const QDate date = dateOf(day.dayStartSeconds);
        if (date.year() == today.year() && date.month() == today.month())
            m_days.push_back(day);
    }
}

QDate BillDocument::dateOf(std::int64_t seconds) const
{
    return QDateTime::fromSecsSinceEpoch(seconds + m_snapshot.zoneOffsetSeconds, QTimeZone::UTC).date();
}

QString BillDocument::name() const
{
    return QStringLiteral("dgex-bill-") + dateOf(m_snapshot.now.seconds()).toString(QStringLiteral("yyyy-MM"));
}

QByteArray BillDocument::csv() const
{
    QByteArray text = "day,bought_from_neighbours_kwh,sold_to_neighbours_kwh,bought_from_utility_kwh,"
                      "sold_to_utility_kwh,trades,network_fees,imbalance,utility,total,with_utility_only,currency\r\n";
    for (const views::BillDay& day : m_days)
        text += csvRow(dateOf(day.dayStartSeconds).toString(Qt::ISODate).toStdString(), day, m_snapshot.currency);
    return text + csvRow("sum", sumOf(m_days), m_snapshot.currency);
}

QString BillDocument::tradesHtml() const
{
    QString text = row({tr("Half hour"), tr("Energy"), tr("Money"), tr("Delivered"), tr("Proof")}, true);
    for (const views::TradeRow& trade : m_snapshot.trades) {
        const QString energy = trade.net > Lots{} ? tr("%1 bought").arg(m_format.energy(trade.net.abs()))
                                                  : tr("%1 sold").arg(m_format.energy(trade.net.abs()));
        text += row({m_format.dayAndTime(trade.period.start()), energy, m_format.money(trade.money, Sign::Always),
                     m_format.energy(trade.delivered), trade.path.proofVerified ? tr("verified") : tr("not yet")},
                    false);
    }
    return text;
}

QString BillDocument::html() const
{
    const views::BillDay sum = sumOf(m_days);
    const auto cells = [this](const QString& name, const views::BillDay& day) {
        return QStringList{name,
                           m_format.energy(day.boughtFromNeighbours),
                           m_format.energy(day.soldToNeighbours),
                           m_format.money(day.trades, Sign::Always),
                           m_format.money(day.fees, Sign::Always),
                           m_format.money(day.imbalance, Sign::Always),
                           m_format.money(day.utility, Sign::Always),
                           m_format.money(day.total(), Sign::Always)};
    };
    QString days = row({tr("Day"), tr("Bought from neighbours"), tr("Sold to neighbours"), tr("Trades"),
                        tr("Network fees"), tr("Imbalance"), tr("Utility"), tr("Total")},
                       true);
    for (const views::BillDay& day : m_days)
        days += row(cells(m_format.locale().toString(dateOf(day.dayStartSeconds), QLocale::ShortFormat), day), false);
    days += row(cells(tr("Sum"), sum), true);
    QString text =
        QStringLiteral("<h1>%1</h1><p>%2</p>")
            .arg(tr("Electricity bill").toHtmlEscaped(),
                 tr("%1, participant %2, %3")
                     .arg(QString::fromStdString(m_snapshot.homeName))
                     .arg(m_snapshot.participant.number)
                     .arg(m_format.locale().toString(dateOf(m_snapshot.now.seconds()), QStringLiteral("MMMM yyyy")))
                     .toHtmlEscaped());
    if (sum.utilityOnly)
        text += QStringLiteral("<p>%1</p>")
                    .arg(tr("With the utility only it would have been %1, so neighbours brought %2.")
                             .arg(m_format.money(*sum.utilityOnly, Sign::Always),
                                  m_format.money(sum.total() - *sum.utilityOnly, Sign::Always))
                             .toHtmlEscaped());
    const QString table = QStringLiteral("<table width=\"100%\" cellpadding=\"3\" border=\"1\" "
                                         "style=\"border-collapse:collapse\">%1</table>");
    return text + table.arg(days) + QStringLiteral("<h2>%1</h2>").arg(tr("Trades").toHtmlEscaped()) +
           table.arg(tradesHtml());
}

bool BillDocument::writePdf(const QString& file) const
{
    QSaveFile output(file);
    if (!output.open(QIODevice::WriteOnly))
        return false;
    {
        QPdfWriter writer(&output);
        writer.setPageSize(QPageSize(QPageSize::A4));
        writer.setResolution(kDotsPerInch);
        writer.setTitle(tr("Electricity bill"));
        QTextDocument document;
        QFont font(QStringLiteral("Noto Sans"));
        font.setFamilies({QStringLiteral("Noto Sans"), QStringLiteral("Noto Sans CJK JP")});
        font.setPointSize(8);
        document.setDefaultFont(font);
        document.setHtml(html());
        document.print(&writer);
    }
    return output.commit();
}

bool BillDocument::writeCsv(const QString& file) const
{
    QSaveFile output(file);
    return output.open(QIODevice::WriteOnly) && output.write(csv()) >= 0 && output.commit();
}

} // namespace dgex::ui
