// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/text.h"
#include "core/forecast/forecast.h"

#include <QString>
#include <QStringList>

#include <algorithm>
#include <fstream>
#include <string>

namespace dgex::test {

/// One column of a reference series; its wall-clock or UTC times are taken as they stand. Empty when there is none.
inline forecast::History readColumn(const std::string& name, const std::string& column)
{
    std::ifstream file{std::string{DGEX_SHARED_DIR} + "/data/forecast/" + name};
    std::string line;
    std::getline(file, line);
    const auto at =
        QString::fromStdString(line).trimmed().split(QLatin1Char{','}).indexOf(QString::fromStdString(column));
    forecast::History history;
    while (at > 0 && std::getline(file, line)) {
        const QStringList cells = QString::fromStdString(line).trimmed().split(QLatin1Char{','});
        std::string time = cells[0].left(16).toStdString() + "Z";
        time[10] = 'T';
        const auto period = parsePeriod(time);
        if (!period)
            continue;
        if (history.values.empty())
            history.first = *period;
        const auto index = static_cast<std::size_t>(period->since(history.first));
        history.values.resize(std::max(history.values.size(), index + 1));
        bool known = false;
        const double value = cells[at].toDouble(&known);
        if (known)
            history.values[index] = Energy{qRound64(value)};
    }
    return history;
}

} // namespace dgex::test
