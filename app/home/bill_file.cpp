// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/home/bill_file.h"

#include "core/base/text.h"

#include <QFile>

#include <array>
#include <format>

namespace dgex::app {

namespace {

constexpr qsizetype kFields = 9;

std::optional<std::pair<Period, BillLine>> lineIn(const QByteArray& text)
{
    const QList<QByteArray> fields = text.trimmed().split(',');
    if (fields.size() != kFields || !text.endsWith('\n'))
        return std::nullopt;
    std::array<std::int64_t, kFields> value{};
    for (qsizetype i = 1; i < kFields; ++i) {
        bool isNumber = false;
        value[static_cast<std::size_t>(i)] = fields[i].toLongLong(&isNumber);
        if (!isNumber)
            return std::nullopt;
    }
    const auto period = parsePeriod(fields[0].toStdString());
    if (!period)
        return std::nullopt;
    return std::pair{*period, BillLine{Lots{value[1]}, Lots{value[2]}, Energy{value[3]}, Energy{value[4]},
                                       Money{value[5]}, Money{value[6]}, Money{value[7]}, Money{value[8]}}};
}

} // namespace

BillFile::BillFile(std::filesystem::path file)
    : m_file(std::move(file))
{
    QFile kept{QString::fromStdString(m_file.string())};
    if (!kept.open(QIODevice::ReadOnly))
        return;
    while (!kept.atEnd()) {
        const QByteArray text = kept.readLine(1024);
        m_isCut = !text.endsWith('\n');
        if (const auto line = lineIn(text))
            m_lines.insert_or_assign(line->first, line->second);
        if (m_lines.size() > kLinesMax)
            m_lines.erase(m_lines.begin());
    }
}

bool BillFile::take(Period period, const BillLine& line)
{
    if (const auto known = m_lines.find(period); known != m_lines.end() && known->second == line)
        return true;
    m_lines.insert_or_assign(period, line);
    if (m_lines.size() > kLinesMax)
        m_lines.erase(m_lines.begin());
    QFile kept{QString::fromStdString(m_file.string())};
    if (!kept.open(QIODevice::Append))
        return false;
    const std::string text =
        std::format("{}{},{},{},{},{},{},{},{},{}\n", m_isCut ? "\n" : "", toText(period), line.bought.count(),
                    line.sold.count(), line.fromUtility.count(), line.toUtility.count(), line.trades.count(),
                    line.fees.count(), line.imbalance.count(), line.utility.count());
    m_isCut = false;
    return kept.write(QByteArray::fromStdString(text)) > 0 && kept.flush();
}

} // namespace dgex::app
