// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/quantity_format.h"

#include <QDateTime>
#include <QTimeZone>

namespace dgex::ui {

namespace {

constexpr QChar kNoBreakSpace{0x00A0};
constexpr QChar kMinus{0x2212};
constexpr std::int64_t kMoneyUnitsPerCurrencyUnit = 100'000;

std::int64_t powerOfTen(int exponent)
{
    std::int64_t value = 1;
    for (int i = 0; i < exponent; ++i)
        value *= 10;
    return value;
}

/// |count| / divisor with so many decimals, rounded half away from zero, as whole units of the last decimal.
std::int64_t roundedMagnitude(std::int64_t count, std::int64_t divisor, int decimals)
{
    const Int128 magnitude = count < 0 ? -Int128{count} : Int128{count};
    return divide(magnitude * powerOfTen(decimals), divisor, Rounding::HalfAwayFromZero);
}

QString decimalText(const QLocale& locale, std::int64_t lastDecimals, int decimals)
{
    const std::int64_t scale = powerOfTen(decimals);
    QString text = locale.toString(static_cast<qlonglong>(lastDecimals / scale));
    if (decimals > 0) {
        const QString fraction = QString::number(lastDecimals % scale).rightJustified(decimals, QLatin1Char('0'));
        text += locale.decimalPoint() + fraction;
    }
    return text;
}

QDateTime localTime(UtcTime time, std::int32_t offsetSeconds)
{
    return QDateTime::fromMSecsSinceEpoch(time.milliseconds(), QTimeZone::fromSecondsAheadOfUtc(offsetSeconds));
}

} // namespace

QuantityFormat::QuantityFormat(QLocale locale, const std::string& currency, std::int32_t zoneOffsetSeconds)
    : m_locale(std::move(locale))
    , m_currency(QString::fromStdString(currency))
    , m_zoneOffsetSeconds(zoneOffsetSeconds)
{
}

QString QuantityFormat::absent()
{
    return QStringLiteral("—");
}

QString QuantityFormat::signedText(bool negative, bool zero, const QString& magnitude, Sign sign) const
{
    if (zero || sign == Sign::Never)
        return magnitude;
    if (negative)
        return kMinus + magnitude;
    return sign == Sign::Always ? QLatin1Char('+') + magnitude : magnitude;
}

QString QuantityFormat::number(double value, int decimals) const
{
    const QString magnitude = m_locale.toString(std::abs(value), 'f', decimals);
    const bool zero = std::abs(value) * static_cast<double>(powerOfTen(decimals)) < 0.5;
    return signedText(value < 0, zero, magnitude, Sign::MinusOnly);
}

QString QuantityFormat::count(std::int64_t value) const
{
    return decimalText(m_locale, value, 0);
}

QString QuantityFormat::percent(double value, int decimals) const
{
    return number(value, decimals) + kNoBreakSpace + QLatin1Char('%');
}

QString QuantityFormat::power(Power power, Sign sign) const
{
    const std::int64_t tenths = roundedMagnitude(power.count(), 1000, 1);
    return signedText(power < Power{}, tenths == 0, decimalText(m_locale, tenths, 1), sign) + kNoBreakSpace +
           QStringLiteral("kW");
}

QString QuantityFormat::power(const std::optional<Power>& value, Sign sign) const
{
    return value ? power(*value, sign) : absent();
}

QString QuantityFormat::kWhFigure(Energy energy, int decimals, Sign sign) const
{
    const std::int64_t rounded = roundedMagnitude(energy.count(), 1000, decimals);
    return signedText(energy < Energy{}, rounded == 0, decimalText(m_locale, rounded, decimals), sign);
}

QString QuantityFormat::energy(Energy energy, int decimals, Sign sign) const
{
    return kWhFigure(energy, decimals, sign) + kNoBreakSpace + QStringLiteral("kWh");
}

QString QuantityFormat::energy(const std::optional<Energy>& value, int decimals) const
{
    return value ? energy(*value, decimals) : absent();
}

QString QuantityFormat::energy(Lots lots, Sign sign) const
{
    return energy(energyOf(lots), 1, sign);
}

QString QuantityFormat::currencySign() const
{
    if (m_currency == QLatin1String("JPY"))
        return m_locale.language() == QLocale::Japanese ? QStringLiteral("円") : QStringLiteral("¥");
    if (m_currency == QLatin1String("EUR"))
        return QStringLiteral("€");
    if (m_currency == QLatin1String("USD"))
        return QStringLiteral("$");
    if (m_currency == QLatin1String("GBP"))
        return QStringLiteral("£");
    return m_currency;
}

QString QuantityFormat::withCurrency(const QString& figures) const
{
    const QString symbol = currencySign();
    if (m_locale.language() == QLocale::English && symbol.size() == 1)
        return symbol + figures;
    return figures + kNoBreakSpace + symbol;
}

QString QuantityFormat::money(Money money, Sign sign) const
{
    const int decimals = m_currency == QLatin1String("JPY") ? 0 : 2;
    const std::int64_t rounded = roundedMagnitude(money.count(), kMoneyUnitsPerCurrencyUnit, decimals);
    return signedText(money < Money{}, rounded == 0, withCurrency(decimalText(m_locale, rounded, decimals)), sign);
}

QString QuantityFormat::money(const std::optional<Money>& value, Sign sign) const
{
    return value ? money(*value, sign) : absent();
}

QString QuantityFormat::priceFigure(Price price) const
{
    const std::int64_t ticks = price.abs().count();
    return signedText(price < Price{}, ticks == 0, decimalText(m_locale, ticks, 2), Sign::MinusOnly);
}

QString QuantityFormat::shortPrice(Price price) const
{
    const std::int64_t ticks = price.abs().count();
    return signedText(price < Price{}, ticks == 0, withCurrency(decimalText(m_locale, ticks, 2)), Sign::MinusOnly);
}

QString QuantityFormat::unitPrice(Price price) const
{
    return shortPrice(price) + QStringLiteral("/kWh");
}

QString QuantityFormat::unitPrice(const std::optional<Price>& price) const
{
    return price ? unitPrice(*price) : absent();
}

QString QuantityFormat::priceUnit() const
{
    return currencySign() + QStringLiteral("/kWh");
}

QString QuantityFormat::time(UtcTime time) const
{
    return localTime(time, m_zoneOffsetSeconds).toString(QStringLiteral("HH:mm"));
}

QString QuantityFormat::timeWithSeconds(UtcTime time) const
{
    return localTime(time, m_zoneOffsetSeconds).toString(QStringLiteral("HH:mm:ss"));
}

QString QuantityFormat::day(UtcTime time) const
{
    const QDate date = localTime(time, m_zoneOffsetSeconds).date();
    //: A day in a list: "ddd d MMM" is "Sat 22 Nov". QLocale date format.
    return m_locale.toString(date, tr("ddd d MMM"));
}

QString QuantityFormat::dayNumber(UtcTime time) const
{
    return QString::number(localTime(time, m_zoneOffsetSeconds).date().day());
}

QString QuantityFormat::dayAndTime(UtcTime instant) const
{
    //: %1: day, %2: time
    return tr("%1, %2").arg(day(instant), time(instant));
}

QString QuantityFormat::period(Period period) const
{
    return time(period.start()) + QStringLiteral("–") + time(period.end());
}

UtcTime QuantityFormat::dayStart(UtcTime time) const
{
    const QDateTime local = localTime(time, m_zoneOffsetSeconds);
    return time - std::chrono::milliseconds{local.time().msecsSinceStartOfDay()};
}

int QuantityFormat::periodNumber(Period period) const
{
    return static_cast<int>((period.start() - dayStart(period.start())) / Period::kLength) + 1;
}

QString QuantityFormat::numberedPeriod(Period half) const
{
    return QString::number(periodNumber(half)) + QStringLiteral(" · ") + period(half);
}

QString QuantityFormat::age(std::chrono::milliseconds age) const
{
    const std::int64_t seconds = std::max<std::int64_t>(0, age.count() / 1000);
    const auto text = [](std::int64_t value, const QString& unit) {
        return QString::number(value) + kNoBreakSpace + unit;
    };
    if (seconds < 60)
        return text(seconds, tr("s", "seconds"));
    if (seconds < 3600)
        return text(seconds / 60, tr("min", "minutes"));
    if (seconds < 172'800)
        return text(seconds / 3600, tr("h", "hours"));
    return text(seconds / 86'400, tr("d", "days"));
}

} // namespace dgex::ui
