// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

#include <vector>

namespace dgex::ui {

/// What a chart shows, in words and figures with their units. Every row has as many cells as the header.
struct ChartTable {
    QStringList header;
    std::vector<QStringList> rows;
};

/// Lets screen readers walk through the cells of every Chart; once in a program is enough, more do no harm.
void makeChartsReadable();

} // namespace dgex::ui
