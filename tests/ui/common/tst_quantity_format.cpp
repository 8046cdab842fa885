// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers as people read them in three languages: signs, no-break spaces, rounding, and the yen's pitfalls.
#include "ui/common/quantity_format.h"

#include <QTest>

using namespace dgex;
using ui::QuantityFormat;
using ui::Sign;

class TestQuantityFormat : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void writesYenWithoutDecimals();
    void keepsTwoDecimalsOfUnitPrices();
    void signsAreExplicit();
    void namesPeriodsByTheLocalDay();
};

namespace {

QuantityFormat in(const char* language, const char* currency = "JPY")
{
    return {QLocale(QLatin1String(language)), currency, 9 * 3600};
}

} // namespace

void TestQuantityFormat::writesYenWithoutDecimals()
{
    const Money money{123'450'000}; // 1,234.5 yen
    QCOMPARE(in("en").money(money), QStringLiteral("¥1,235"));
    QCOMPARE(in("ja").money(money), QStringLiteral("1,235\u00A0円"));
    QCOMPARE(in("de").money(money), QStringLiteral("1.235\u00A0¥"));
    QCOMPARE(in("de", "EUR").money(money), QStringLiteral("1.234,50\u00A0€"));
}

void TestQuantityFormat::keepsTwoDecimalsOfUnitPrices()
{
    QCOMPARE(in("ja").unitPrice(Price{1234}), QStringLiteral("12.34\u00A0円/kWh"));
    QCOMPARE(in("en").unitPrice(Price{-5}), QStringLiteral("\u2212¥0.05/kWh"));
}

void TestQuantityFormat::signsAreExplicit()
{
    QCOMPARE(in("en").power(Power{-1250}), QStringLiteral("\u22121.3\u00A0kW"));
    QCOMPARE(in("en").power(Power{40}, Sign::Always), QStringLiteral("0.0\u00A0kW"));
    QCOMPARE(in("de").energy(Energy{1260}, 1, Sign::Always), QStringLiteral("+1,3\u00A0kWh"));
    QCOMPARE(in("en").power(std::optional<Power>{}), QuantityFormat::absent());
}

void TestQuantityFormat::namesPeriodsByTheLocalDay()
{
    QCOMPARE(in("en").numberedPeriod(Period{5 * 3600}), QStringLiteral("29 · 14:00–14:30"));
    QCOMPARE(in("en").periodNumber(Period{15 * 3600}), 1);
}

QTEST_GUILESS_MAIN(TestQuantityFormat)
#include "tst_quantity_format.moc"
