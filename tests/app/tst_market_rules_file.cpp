// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: an operator opens its market by its own rules, and a wrong file names its line. Method: files in a folder.
#include "app/node/market_rules_file.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

using namespace dgex;
using namespace dgex::app;

class TestMarketRulesFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void leavesOutWhatIsUsual();
    void readsZonesAndLinks();
    void namesTheLineOfWhatIsWrong_data();
    void namesTheLineOfWhatIsWrong();

private:
    [[nodiscard]] std::expected<ledger::MarketRules, std::string> read(const QByteArray& text) const
    {
        QFile file(m_folder.filePath(QStringLiteral("rules.toml")));
        if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(text) != text.size())
            return std::unexpected("no file");
        file.close();
        return readMarketRules(file.fileName().toStdString());
    }

    QTemporaryDir m_folder;
};

void TestMarketRulesFile::leavesOutWhatIsUsual()
{
    const auto rules = read("version = 1\npricing = \"mcafee\"\nfee = 1.25\nk = \"0.25\"\ncredit_limit = 500\n");
    QVERIFY2(rules, rules ? "" : rules.error().c_str());
    QCOMPARE(rules->auction.pricing, market::PricingRule::McAfee);
    QCOMPARE(rules->auction.networkFee, Price{125});
    QCOMPARE(rules->auction.kNumerator * 4, rules->auction.kDenominator);
    QCOMPARE(rules->creditLimit, Money{50'000'000});
    QVERIFY(rules->commitCurves);
    QVERIFY(!rules->zones);
    QCOMPARE(rules->openPeriods, 48U);
}

void TestMarketRulesFile::readsZonesAndLinks()
{
    const auto rules = read("version = 1\nzones = [3, 1]\nmissing_renewable = \"5.00\"\n"
                            "[[link]]\nfrom = 1\nto = 3\ncapacity_kwh = \"20.5\"\n"
                            "[[link]]\nfrom = 3\nto = 1\ncapacity_kwh = 7\n");
    QVERIFY2(rules, rules ? "" : rules.error().c_str());
    QVERIFY(rules->zones.has_value());
    QVERIFY((rules->zones->zones == std::vector<ZoneId>{{1}, {3}}));
    QCOMPARE(rules->zones->links.size(), 2U);
    QCOMPARE(rules->zones->links[0].capacity, Lots{205});
    QCOMPARE(rules->zones->links[1].capacity, Lots{70});
    QCOMPARE(rules->zones->missingRenewable, Price{500});
    QVERIFY(!rules->commitCurves);
}

void TestMarketRulesFile::namesTheLineOfWhatIsWrong_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("says");
    const auto row = [](const char* name, const char* text, const char* says) {
        QTest::newRow(name) << QByteArray("version = 1\n") + text << QByteArray(says);
    };
    row("an unknown key", "fees = 1", "rules.toml:2: unknown key 'fees'");
    row("an unknown rule", "pricing = \"vickrey\"", "rules.toml:2: pricing: ");
    row("a third decimal", "fee = \"1.001\"", "rules.toml:2: fee: a number with at most 2 decimals");
    row("a key of a link", "zones = [1, 2]\n[[link]]\nfrom = 1\nto = 2\ncapacity = 3", "rules.toml:6: unknown key");
    row("a zone in words", "zones = [\"west\"]", "rules.toml:2: a zone is a number");
    row("a link to no zone", "zones = [1]\n[[link]]\nfrom = 1\nto = 2\ncapacity_kwh = 3", "do not fit together");
    row("zones and McAfee", "zones = [1]\npricing = \"mcafee\"", "do not fit together");
    row("zones and curves", "zones = [1]\ncommit_curves = true", "do not fit together");
    row("k above one", "k = 2", "do not fit together");
    row("not TOML", "[[", "rules.toml:2");
}

void TestMarketRulesFile::namesTheLineOfWhatIsWrong()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, says);
    const auto rules = read(text);
    QVERIFY(!rules);
    QVERIFY2(QByteArray::fromStdString(rules.error()).contains(says), rules.error().c_str());
}

QTEST_GUILESS_MAIN(TestMarketRulesFile)
#include "tst_market_rules_file.moc"
