// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"
#include "core/base/units.h"

#include <QCoreApplication>
#include <QLocale>
#include <QString>

#include <optional>
#include <string>

namespace dgex::ui {

/// When an amount carries a sign. Zero never does; minus is U+2212.
enum class Sign { MinusOnly, Always, Never };

/// Every number that people read: in their language, with a no-break space before the unit. An absent value is an
/// em dash. A value type; cheap to copy.
class QuantityFormat {
    Q_DECLARE_TR_FUNCTIONS(QuantityFormat)
public:
    QuantityFormat() = default;
    QuantityFormat(QLocale locale, const std::string& currency, std::int32_t zoneOffsetSeconds);

    [[nodiscard]] const QLocale& locale() const { return m_locale; }
    [[nodiscard]] static QString absent();

    [[nodiscard]] QString number(double value, int decimals) const;
    [[nodiscard]] QString count(std::int64_t value) const;
    [[nodiscard]] QString percent(double value, int decimals = 0) const;

    /// kW, one decimal.
    [[nodiscard]] QString power(Power power, Sign sign = Sign::MinusOnly) const;
    [[nodiscard]] QString power(const std::optional<Power>& power, Sign sign = Sign::MinusOnly) const;
    /// kWh.
    [[nodiscard]] QString energy(Energy energy, int decimals = 1, Sign sign = Sign::MinusOnly) const;
    [[nodiscard]] QString energy(const std::optional<Energy>& energy, int decimals = 1) const;
    [[nodiscard]] QString energy(Lots lots, Sign sign = Sign::MinusOnly) const;
    /// The figures of kWh without the unit, for columns and axes whose title names it.
    [[nodiscard]] QString kWhFigure(Energy energy, int decimals = 1, Sign sign = Sign::MinusOnly) const;

    /// Rounded to the currency's decimals (JPY 0), half away from zero: ¥128, 128 円, 1,28 €.
    [[nodiscard]] QString money(Money money, Sign sign = Sign::MinusOnly) const;
    [[nodiscard]] QString money(const std::optional<Money>& money, Sign sign = Sign::MinusOnly) const;
    /// Two decimals, whatever the currency: ¥14.20/kWh.
    [[nodiscard]] QString unitPrice(Price price) const;
    [[nodiscard]] QString unitPrice(const std::optional<Price>& price) const;
    /// As unitPrice without "/kWh", for tight places: ¥14.20.
    [[nodiscard]] QString shortPrice(Price price) const;
    /// The figures alone: 14.20.
    [[nodiscard]] QString priceFigure(Price price) const;
    /// ¥/kWh, 円/kWh.
    [[nodiscard]] QString priceUnit() const;
    [[nodiscard]] QString currencySign() const;

    /// 14:32
    [[nodiscard]] QString time(UtcTime time) const;
    /// 14:32:07
    [[nodiscard]] QString timeWithSeconds(UtcTime time) const;
    /// Sat 22 Nov
    [[nodiscard]] QString day(UtcTime time) const;
    /// 22 (day of the month)
    [[nodiscard]] QString dayNumber(UtcTime time) const;
    /// Sat 22 Nov, 14:32
    [[nodiscard]] QString dayAndTime(UtcTime time) const;
    /// 14:00–14:30
    [[nodiscard]] QString period(Period period) const;
    /// 29 · 14:00–14:30: the number within the local day, from 1.
    [[nodiscard]] QString numberedPeriod(Period period) const;
    [[nodiscard]] int periodNumber(Period period) const;
    /// The instant of the local midnight at or before a time.
    [[nodiscard]] UtcTime dayStart(UtcTime time) const;
    /// 2 s, 12 min, 3 h, 2 d. Negative ages count as 0.
    [[nodiscard]] QString age(std::chrono::milliseconds age) const;

private:
    [[nodiscard]] QString signedText(bool negative, bool zero, const QString& magnitude, Sign sign) const;
    [[nodiscard]] QString withCurrency(const QString& figures) const;

    QLocale m_locale{QLocale::English};
    QString m_currency = QStringLiteral("JPY");
    std::int32_t m_zoneOffsetSeconds = 0;
};

} // namespace dgex::ui
