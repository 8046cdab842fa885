// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: the corpora of the fuzz targets hold good inputs of the present formats. Method: a small ledger makes them
// again and compares; with DGEX_WRITE_CORPUS set it writes them instead.
#include "core/ledger/evidence.h"
#include "tests/support/recorded_ledger.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace dgex;
using namespace dgex::ledger;
using namespace dgex::test;

namespace {

const Round kNoon{1'800'014'400};
constexpr settlement::Tariff kTariff{
    .retail = Price{3000}, .feedIn = Price{800}, .imbalanceShort = Price{4000}, .imbalanceLong = Price{400}};

} // namespace

class TestFuzzCorpus : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void corpusIsOfThePresentFormat_data();
    void corpusIsOfThePresentFormat();

private:
    void add(const char* target, const std::string& name, Bytes bytes)
    {
        m_inputs.push_back({QString::fromUtf8(target), QString::fromStdString(name), std::move(bytes)});
    }
    void addTransactions(const std::vector<Bytes>& transactions);
    void addProofs();
    void addZones();

    struct Input {
        QString target;
        QString name;
        Bytes bytes;
    };
    std::vector<Input> m_inputs;
    RecordedLedger m_ledger{2};
};

void TestFuzzCorpus::addTransactions(const std::vector<Bytes>& transactions)
{
    m_ledger.run(transactions);
    add("fuzz_block", "height-" + std::to_string(m_ledger.last.height), encode(m_ledger.last));
    for (const Bytes& bytes : transactions) {
        const Transaction transaction = decodeTransaction(bytes).value();
        const std::string name = std::to_string(static_cast<int>(transaction.type)) + "-" +
                                 std::to_string(transaction.participant.number) + "-" +
                                 std::to_string(transaction.sequence);
        add("fuzz_transaction", name, bytes);
        if (transaction.type == TransactionType::SubmitSheet)
            add("fuzz_sheet", name, transaction.payload);
    }
}

void TestFuzzCorpus::initTestCase()
{
    Community& community = m_ledger.community;
    const Period period = kNoon.plus(1);
    const ContractId contract{.period = period, .number = 0};
    addTransactions(community.opening());
    addTransactions({community.tariff(period, 2, kTariff), community.sheet({1}, kNoon, {selling(period, 5, 1000)}),
                     community.sheet({2}, kNoon, {buying(period, 5, 1000), buying(period.plus(1), 1, -3)}),
                     community.closeRound(kNoon)});
    addTransactions({community.confirm({1}, contract), community.report({1}, contract, Energy{500}),
                     community.reading({1}, period, Energy{-500}), community.closeRound(period),
                     community.closeRound(period.plus(1)), community.settle(period)});
    add("fuzz_transaction", "values", encode(community.values().begin()->second));
    addProofs();
    addZones();
    ChangeTerms change{.change = {.number = 1, .effective = kNoon.plus(9), .terms = community.terms}, .signatures = {}};
    change = coSign(std::move(change), community.market(), 2, *m_ledger.authorities[2]).value();
    addTransactions({community.renewal({2}, 31), community.revocation({1}, {1}),
                     community.transaction(kOperator, TransactionType::ChangeTerms, encode(change))});
}

/// What only markets of zones have.
void TestFuzzCorpus::addZones()
{
    const market::SheetAnySlot car{.side = market::Side::Buy,
                                   .quantity = Lots{60},
                                   .lotsPerPeriod = Lots{15},
                                   .limit = Price{2'500},
                                   .periods = {kNoon.plus(2), kNoon.plus(5)}};
    add("fuzz_sheet", "any-slot",
        encode(market::BidSheet{
            .round = kNoon, .orders = {buying(kNoon.plus(1), 3, 900)}, .salt = Hash256{7}, .anySlots = {car}}));
    OpenMarket terms = m_ledger.community.terms;
    terms.rules.zones = ZoneRules{
        .zones = {{1}, {2}}, .links = {{.from = {1}, .to = {2}, .capacity = Lots{20}}}, .missingRenewable = Price{500}};
    add("fuzz_transaction", "zones", encode(terms));
    add("fuzz_proof", "link", encode(Result{LinkResult{kNoon, kNoon.plus(1), {1}, {2}, Lots{20}, Price{1'000}}}));
    HomeRoundResult round{.round = kNoon, .home = {1}, .refusal = {}, .orders = {}};
    round.anySlots = {{.side = market::Side::Buy,
                       .limit = Price{2'500},
                       .asked = Lots{60},
                       .parts = {{.period = kNoon.plus(2), .filled = Lots{15}, .price = Price{900}}}}};
    add("fuzz_proof", "round-of-zones", encode(Result{round}));
}

void TestFuzzCorpus::addProofs()
{
    const Checkpoint checkpoint = m_ledger.checkpoint();
    add("fuzz_checkpoint", "final", encode(checkpoint));
    add("fuzz_checkpoint", "unsigned", encode(m_ledger.signedBy(checkpoint, {})));
    for (std::uint64_t i = 0; i < m_ledger.results.size(); ++i)
        add("fuzz_proof", "result-" + std::to_string(i), m_ledger.results.leaf(i));
    add("fuzz_proof", "result-proof", encode(m_ledger.results.prove(1, checkpoint)));
    add("fuzz_proof", "consistency",
        encode(proveConsistency(checkpoint, checkpoint, m_ledger.log, m_ledger.results.tree())));

    const std::uint64_t sheet = 6;
    const Receipt receipt =
        giveReceipt(decodeTransaction(m_ledger.transactionsOfLog[sheet]).value(), kNoon, 3, *m_ledger.authorities[0])
            .value();
    add("fuzz_receipt", "sheet", encode(receipt));
    add("fuzz_evidence", "promise",
        encode(Evidence(brokenPromise(receipt, m_ledger.log, m_ledger.results.prove(0, checkpoint)))));
    Checkpoint other = checkpoint;
    other.logRoot[0] ^= 1;
    const crypto::PublicKey& key = m_ledger.authorities[1]->publicKey();
    add("fuzz_evidence", "equivocation",
        encode(Evidence(equivocationOf(checkpoint, m_ledger.signedBy(other, {1}), 1, key).value())));

    ProofBundle bundle;
    bundle.home = {1};
    bundle.period = kNoon.plus(1);
    bundle.checkpoint = checkpoint;
    bundle.identities = {m_ledger.logged(1)};
    bundle.sheets = {m_ledger.logged(sheet)};
    bundle.results = {m_ledger.decided(0), m_ledger.decided(2), m_ledger.decided(4)};
    QVERIFY(checkBundle(bundle, m_ledger.anchor(), HashSigner::check).has_value());
    add("fuzz_bundle", "one-sheet", encode(bundle));
}

void TestFuzzCorpus::corpusIsOfThePresentFormat_data()
{
    QTest::addColumn<int>("index");
    for (int i = 0; i < static_cast<int>(m_inputs.size()); ++i)
        QTest::addRow("%s/%s", qPrintable(m_inputs[static_cast<std::size_t>(i)].target),
                      qPrintable(m_inputs[static_cast<std::size_t>(i)].name))
            << i;
}

void TestFuzzCorpus::corpusIsOfThePresentFormat()
{
    QFETCH(int, index);
    const Input& input = m_inputs[static_cast<std::size_t>(index)];
    const QByteArray bytes(reinterpret_cast<const char*>(input.bytes.data()),
                           static_cast<qsizetype>(input.bytes.size()));
    // The compiler names the source from the top build folder, in which tests/ holds this program.
    const QFileInfo source(
        QDir(QCoreApplication::applicationDirPath() + QStringLiteral("/..")).filePath(QStringLiteral(__FILE__)));
    const QDir folder(source.dir().filePath(input.target));
    QFile file(folder.filePath(input.name));
    if (qEnvironmentVariableIsSet("DGEX_WRITE_CORPUS")) {
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
        return;
    }
    QVERIFY2(file.open(QIODevice::ReadOnly), "run it once with DGEX_WRITE_CORPUS=1");
    QCOMPARE(file.readAll(), bytes);
}

QTEST_GUILESS_MAIN(TestFuzzCorpus)
#include "tst_fuzz_corpus.moc"
