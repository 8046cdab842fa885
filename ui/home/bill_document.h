// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/views/home_snapshot.h"
#include "ui/common/quantity_format.h"

#include <QCoreApplication>
#include <QString>

namespace dgex::ui {

/// The bill of the month that runs, as files to keep.
class BillDocument {
    Q_DECLARE_TR_FUNCTIONS(BillDocument)
public:
    BillDocument(const views::HomeSnapshot& snapshot, QuantityFormat format);

    /// "dgex-bill-2026-11" for a name before the dot.
    [[nodiscard]] QString name() const;
    /// One row a day and a sum: dates as 2026-11-22, kWh with three decimals, money with five, a point as decimal
    /// sign whatever the language; + received. UTF-8, RFC 4180.
    [[nodiscard]] QByteArray csv() const;
    /// Days, sums, comparison with the utility and trades on A4, in the panel's language. False when the file cannot be
    /// written.
    [[nodiscard]] bool writePdf(const QString& file) const;
    [[nodiscard]] bool writeCsv(const QString& file) const;

private:
    [[nodiscard]] QString html() const;
    [[nodiscard]] QString tradesHtml() const;
    [[nodiscard]] QDate dateOf(std::int64_t seconds) const;

    const views::HomeSnapshot& m_snapshot; ///< Outlives this.
    QuantityFormat m_format;
    std::vector<views::BillDay> m_days; ///< Of the month; oldest first.
};

} // namespace dgex::ui
