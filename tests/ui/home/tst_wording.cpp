// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: every decision is told in every language, from its record alone. Method: for each rule, records of random plans
// that decide the same when they are asked again; their sentences, causes and least changes in three languages.
#include "tests/support/plan_homes.h"
#include "ui/common/language.h"
#include "ui/home/wording.h"

#include <QtTest>

#include <map>

using namespace dgex;
using namespace dgex::policy;
using ui::QuantityFormat;
using ui::Wording;

namespace {

constexpr std::array kLanguages{"en", "ja", "de"};
constexpr std::size_t kRules = 13;
constexpr std::size_t kRecordsEach = 5;

QuantityFormat format()
{
    return {ui::Language::locale(), "JPY", 9 * 3600};
}

QStringList textsOf(const Wording::Explanation& why)
{
    return {why.sentence, why.causes[0], why.causes[1], why.causes[2], why.wouldChange};
}

/// The same record decided again, with what leastChange says changed.
std::optional<market::Order> changedDecision(DecisionRecord record)
{
    for (const Change& change : leastChange(record))
        record = changed(std::move(record), change);
    return reevaluate(record);
}

} // namespace

class TestWording : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void everyRuleIsToldInEveryLanguage_data();
    void everyRuleIsToldInEveryLanguage();
    void theSentenceNamesWhatTheRecordHolds();
    void whatWouldChangeItDoesChangeIt();
    void everyAlertIsToldInEveryLanguage();
    void cleanup() { ui::Language::choose(QStringLiteral("en")); }

private:
    std::map<Rule, std::vector<DecisionRecord>> m_records;
};

void TestWording::initTestCase()
{
    const auto keep = [this](const Plan& plan) {
        for (const DecisionRecord& record : plan.records)
            if (m_records[record.rule].size() < kRecordsEach)
                m_records[record.rule].push_back(record);
    };
    PlanInputs balanced = test::sunnyHome();
    for (PeriodInputs& period : balanced.periods)
        period.demand = period.pv = test::quantilesOf(300, 300, 300);
    keep(plan(balanced));
    for (std::uint64_t seed = 1; seed <= 3000; ++seed)
        keep(plan(test::randomHome(seed)));
    QCOMPARE(m_records.size(), kRules);
}

void TestWording::everyRuleIsToldInEveryLanguage_data()
{
    QTest::addColumn<int>("rule");
    for (int rule = 0; rule < static_cast<int>(kRules); ++rule)
        QTest::addRow("rule %d", rule) << rule;
}

void TestWording::everyRuleIsToldInEveryLanguage()
{
    QFETCH(int, rule);
    static const QRegularExpression latinWord(QStringLiteral("[A-Za-z]{4,}"));
    for (const DecisionRecord& record : m_records.at(static_cast<Rule>(rule))) {
        QVERIFY(reevaluate(record) == record.order);
        QStringList english;
        for (const char* language : kLanguages) {
            ui::Language::choose(QLatin1String(language));
            const QStringList texts = textsOf(Wording::explain(record, format())) << Wording::rule(record.rule);
            for (const QString& text : texts) {
                QVERIFY(!text.isEmpty());
                QVERIFY2(!text.contains(QStringLiteral("%1")), qPrintable(text));
            }
            if (english.isEmpty()) {
                english = texts;
                continue;
            }
            for (qsizetype i = 0; i < texts.size(); ++i) {
                const QString told = QLatin1String(language) + QLatin1Char(' ') + texts[i];
                QVERIFY2(texts[i] != english[i], qPrintable(told));
                QVERIFY2(QLatin1String(language) != QLatin1String("ja") || !texts[i].contains(latinWord),
                         qPrintable(told));
            }
        }
    }
}

void TestWording::theSentenceNamesWhatTheRecordHolds()
{
    for (const auto& [rule, records] : m_records) {
        for (const DecisionRecord& record : records) {
            const Wording::Explanation why = Wording::explain(record, format());
            if (record.order)
                QVERIFY2(why.sentence.contains(format().energy(record.order->quantity)), qPrintable(why.sentence));
            else
                QVERIFY2(why.sentence.startsWith(QStringLiteral("No trade")), qPrintable(why.sentence));
            QVERIFY(why.causes[0].contains(format().kWhFigure(record.demand.p50)));
            QVERIFY(why.causes[2].contains(format().unitPrice(record.retail)));
        }
    }
}

void TestWording::whatWouldChangeItDoesChangeIt()
{
    for (const auto& [rule, records] : m_records) {
        for (const DecisionRecord& record : records) {
            const QString text = Wording::explain(record, format()).wouldChange;
            const auto after = changedDecision(record);
            if (!record.order) {
                QVERIFY(after.has_value());
                QVERIFY2(text.startsWith(QStringLiteral("There would be a bid")), qPrintable(text));
            } else if (rule == Rule::RouterFull) {
                QVERIFY(after && after->quantity > record.order->quantity);
                QVERIFY2(text.startsWith(QStringLiteral("More would be traded")), qPrintable(text));
            } else {
                QVERIFY(!after.has_value());
                QVERIFY2(text.contains(QStringLiteral("no bid with")), qPrintable(text));
                QVERIFY(text.contains(format().unitPrice(record.order->limit)));
            }
        }
    }
}

void TestWording::everyAlertIsToldInEveryLanguage()
{
    for (int code = 0; code <= static_cast<int>(views::AlertCode::SheetRefused); ++code) {
        QSet<QString> told;
        for (const char* language : kLanguages) {
            ui::Language::choose(QLatin1String(language));
            told << Wording::alert(static_cast<views::AlertCode>(code))
                 << Wording::advice(static_cast<views::AlertCode>(code));
        }
        QCOMPARE(told.size(), 6);
    }
}

QTEST_MAIN(TestWording)
#include "tst_wording.moc"
