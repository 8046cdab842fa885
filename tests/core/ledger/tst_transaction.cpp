// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: every byte format has one encoding per value, survives the round trip and refuses everything else; a signed
// transaction holds for exactly its bytes. Method: each payload and result encoded, cut, lengthened and with every byte
// changed; RSA keys made once.
#include "core/ledger/block.h"
#include "core/ledger/results.h"
#include "core/ledger/transaction.h"

#include <QTest>

#include <functional>

using namespace dgex;
using namespace dgex::ledger;

namespace {

const Period kNoon{1'800'014'400};

struct Format {
    Bytes bytes;
    /// Decodes and encodes again; none when refused.
    std::function<std::optional<Bytes>(ByteView)> roundTrip;
};

template <class Value>
Format formatOf(const Value& value, std::optional<Value> (*decode)(ByteView))
{
    return {.bytes = encode(value), .roundTrip = [decode](ByteView bytes) -> std::optional<Bytes> {
                const auto decoded = decode(bytes);
                return decoded ? std::optional(encode(*decoded)) : std::nullopt;
            }};
}

} // namespace

Q_DECLARE_METATYPE(Format)

class TestTransaction : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void roundTripsAndRefusesAllElse_data();
    void roundTripsAndRefusesAllElse();
    void refusesValuesOutsideTheirRanges_data();
    void refusesValuesOutsideTheirRanges();
    void keepsItsDocumentedBytes();
    void signatureHoldsForExactlyTheBytes();
    void checkpointNeedsItsThreshold();

private:
    crypto::Library m_library;
    std::vector<std::unique_ptr<crypto::Signer>> m_signers;
};

void TestTransaction::initTestCase()
{
    for (int i = 0; i < 4; ++i)
        m_signers.push_back(crypto::makeRsaSigner().value());
}

namespace {

crypto::PublicKey key(std::uint8_t number)
{
    return {.algorithm = crypto::Algorithm::RsaPkcs1Sha256, .der = Bytes{number, 1, 2}};
}

OpenMarket openMarket()
{
    OpenMarket market;
    market.operatorKey = key(1);
    market.authorities = {key(2), key(3), key(4)};
    market.threshold = 2;
    return market;
}

RegisterParticipant registration()
{
    return {.participant = {7},
            .role = Role::Home,
            .key = key(7),
            .meter = "M-7",
            .zone = {2},
            .connectionCapacity = Power{10'000}};
}

HomeRoundResult homeRound(std::optional<Refusal> refusal)
{
    return {.round = kNoon,
            .home = {4},
            .refusal = refusal,
            .orders = {{.period = kNoon,
                        .side = market::Side::Sell,
                        .limit = Price{-5},
                        .asked = Lots{7},
                        .filled = Lots{3},
                        .price = Price{12}}}};
}

HomeSettlementResult homeSettlement()
{
    HomeSettlementResult result;
    result.period = kNoon;
    result.settlement.home = {3};
    result.settlement.metered = Energy{-4};
    result.substituted = true;
    result.balance = Money{-1};
    return result;
}

MarketResult zonedMarket()
{
    return {.round = kNoon,
            .period = kNoon,
            .price = Price{1},
            .priceInterval = std::nullopt,
            .volume = Lots{3},
            .orders = 4,
            .place = MarketPlace{{2}, market::EnergyClass::Renewable, Lots{3}, Lots{1}}};
}

HomeRoundResult homeRoundOfZones()
{
    HomeRoundResult result = homeRound(std::nullopt);
    result.orders.front().energyClass = market::EnergyClass::Renewable;
    result.anySlots = {{.side = market::Side::Buy,
                        .limit = Price{9},
                        .asked = Lots{8},
                        .parts = {{.period = kNoon, .filled = Lots{2}, .price = Price{7}}}}};
    return result;
}

HomeSettlementResult renewableSettlement()
{
    HomeSettlementResult result = homeSettlement();
    result.renewable = RenewableSettlement{Lots{-3}, Energy{100}, Money{-5}};
    return result;
}

PeriodSettlementResult periodSettlement()
{
    PeriodSettlementResult result;
    result.period = kNoon;
    result.contracted = Energy{3};
    result.networkLoss = Energy{-2};
    return result;
}

std::vector<std::pair<const char*, Format>> resultFormats()
{
    const ContractId contract{.period = kNoon, .number = 3};
    return {
        {"market result", formatOf(Result{MarketResult{.round = kNoon,
                                                       .period = kNoon,
                                                       .price = Price{1},
                                                       .priceInterval = std::pair(Price{0}, Price{2}),
                                                       .volume = Lots{3},
                                                       .orders = 4}},
                                   decodeResult)},
        {"market result with curves",
         formatOf(Result{MarketResult{.round = kNoon,
                                      .period = kNoon,
                                      .price = std::nullopt,
                                      .priceInterval = std::nullopt,
                                      .volume = Lots{},
                                      .orders = 4,
                                      .curves = CurveCommitment{.hash = {9, 8}, .slots = 7}}},
                  decodeResult)},
        {"market result of a zone", formatOf(Result{zonedMarket()}, decodeResult)},
        {"round of a home with classes and any-slot orders", formatOf(Result{homeRoundOfZones()}, decodeResult)},
        {"settlement of a home with renewable energy", formatOf(Result{renewableSettlement()}, decodeResult)},
        {"flow on a link", formatOf(Result{LinkResult{kNoon, kNoon, {1}, {2}, Lots{3}, Price{4}}}, decodeResult)},
        {"round of a home", formatOf(Result{homeRound(std::nullopt)}, decodeResult)},
        {"round of a refused home", formatOf(Result{homeRound(Refusal{.error = TransactionError::BadSheet,
                                                                      .sheet = market::SheetError::CrossesItself})},
                                             decodeResult)},
        {"contract", formatOf(Result{ContractResult{contract, {1}, {2}, Lots{3}}}, decodeResult)},
        {"settlement of a home", formatOf(Result{homeSettlement()}, decodeResult)},
        {"settlement of a period", formatOf(Result{periodSettlement()}, decodeResult)},
    };
}

std::vector<std::pair<const char*, Format>> formats()
{
    const ContractId contract{.period = kNoon, .number = 3};
    const MeterValues values{.home = {5},
                             .period = kNoon,
                             .imported = Energy{10},
                             .exported = Energy{2},
                             .generated = Energy{3},
                             .salt = {1, 2}};
    OpenMarket reduced = openMarket();
    reduced.rules.auction.pricing = market::PricingRule::McAfee;
    OpenMarket committed = openMarket();
    committed.rules.commitCurves = true;
    OpenMarket committedAndReduced = reduced;
    committedAndReduced.rules.commitCurves = true;
    OpenMarket zoned = openMarket();
    zoned.rules.zones = ZoneRules{
        .zones = {{1}, {4}}, .links = {{.from = {1}, .to = {4}, .capacity = Lots{9}}}, .missingRenewable = Price{8}};
    RegisterParticipant certified = registration();
    certified.certificate = {0x30, 3};
    const RenewRegistration renewal{.participant = {7},
                                    .key = key(8),
                                    .meter = "M-8",
                                    .zone = {2},
                                    .connectionCapacity = Power{9},
                                    .certificate = {0x30}};
    const ChangeTerms change{.change = {.number = 3, .effective = kNoon, .terms = openMarket()},
                             .signatures = {{.authority = 0, .signature = {}}, {.authority = 2, .signature = {}}}};
    Transaction transaction;
    transaction.sequence = 9;
    transaction.payload = {1, 2, 3};
    transaction.signature.bytes = {4, 5};
    Checkpoint checkpoint;
    checkpoint.signatures = {{.authority = 0, .signature = transaction.signature},
                             {.authority = 2, .signature = transaction.signature}};
    return {
        {"transaction", formatOf(transaction, decodeTransaction)},
        {"open market", formatOf(openMarket(), decodeOpenMarket)},
        {"registration", formatOf(registration(), decodeRegisterParticipant)},
        {"market of another pricing rule", formatOf(reduced, decodeOpenMarket)},
        {"market that commits to its curves", formatOf(committed, decodeOpenMarket)},
        {"market of another rule that commits to its curves", formatOf(committedAndReduced, decodeOpenMarket)},
        {"market of zones", formatOf(zoned, decodeOpenMarket)},
        {"registration with a certificate", formatOf(certified, decodeRegisterParticipant)},
        {"renewal", formatOf(renewal, decodeRenewRegistration)},
        {"revocation", formatOf(RevokeParticipant{{7}, RevocationReason::Left}, decodeRevokeParticipant)},
        {"change of terms", formatOf(change, decodeChangeTerms)},
        {"close round", formatOf(CloseRound{kNoon}, decodeCloseRound)},
        {"confirmation", formatOf(ConfirmDelivery{{contract, contract}}, decodeConfirmDelivery)},
        {"delivery report",
         formatOf(ReportDelivery{{{contract, Energy{7}, DeliveryStatus::OwnFault}}}, decodeReportDelivery)},
        {"meter values", formatOf(values, decodeMeterValues)},
        {"meter reading",
         formatOf(MeterReading{.home = {5}, .period = kNoon, .kind = ReadingKind::Final, .values = hashOf(values)},
                  decodeMeterReading)},
        {"settlement order",
         formatOf(SettlePeriod{.period = kNoon, .meters = {{{1}, Energy{-4}, Energy{4}}, {{2}, Energy{5}, Energy{}}}},
                  decodeSettlePeriod)},
        {"part of a settlement",
         formatOf(SettlePeriod{kNoon, {{{3}, Energy{-4}, Energy{4}}}, 1, true}, decodeSettlePeriod)},
        {"tariff", formatOf(PublishTariff{{{kNoon, Price{3}, Price{2}, Price{4}, Price{-1}}}}, decodePublishTariff)},
        {"block header", formatOf(BlockHeader{.height = 3, .previous = {1}, .transactionCount = 4}, decodeBlockHeader)},
        {"checkpoint", formatOf(checkpoint, decodeCheckpoint)},
    };
}

} // namespace

void TestTransaction::roundTripsAndRefusesAllElse_data()
{
    QTest::addColumn<Format>("format");
    for (const auto& [name, format] : formats())
        QTest::newRow(name) << format;
    for (const auto& [name, format] : resultFormats())
        QTest::newRow(name) << format;
}

void TestTransaction::roundTripsAndRefusesAllElse()
{
    QFETCH(Format, format);
    QVERIFY(format.roundTrip(format.bytes) == format.bytes);
    Bytes longer = format.bytes;
    longer.push_back(0);
    QVERIFY(!format.roundTrip(longer));
    for (std::size_t size = 0; size < format.bytes.size(); ++size)
        QVERIFY2(!format.roundTrip(ByteView(format.bytes).first(size)), std::to_string(size).c_str());
    for (std::size_t i = 0; i < format.bytes.size(); ++i)
        for (unsigned value = 0; value < 256; ++value) {
            Bytes changed = format.bytes;
            changed[i] = static_cast<std::uint8_t>(value);
            // Another value may be read, but never from bytes that encode would not make.
            const auto again = format.roundTrip(changed);
            QVERIFY2(!again || *again == changed, std::to_string(i).c_str());
        }
}

void TestTransaction::refusesValuesOutsideTheirRanges_data()
{
    QTest::addColumn<bool>("refused");
    const auto market = [](const char* name, auto change) {
        OpenMarket value = openMarket();
        change(value);
        QTest::newRow(name) << !decodeOpenMarket(encode(value)).has_value();
    };
    market("gate lead 0", [](OpenMarket& m) { m.rules.gateLead = 0; });
    market("no open periods", [](OpenMarket& m) { m.rules.openPeriods = 0; });
    market("k above 1", [](OpenMarket& m) { m.rules.auction.kNumerator = 3; });
    market("k by 0", [](OpenMarket& m) { m.rules.auction.kDenominator = 0; });
    market("a negative fee", [](OpenMarket& m) { m.rules.auction.networkFee = Price{-1}; });
    market("a price bound above all prices", [](OpenMarket& m) { m.rules.auction.priceBound = kPriceMax + Price{1}; });
    market("a small letter in the currency", [](OpenMarket& m) { m.rules.currency[0] = 'j'; });
    market("no authority", [](OpenMarket& m) { m.authorities.clear(); });
    market("an authority twice", [](OpenMarket& m) { m.authorities[1] = m.authorities[0]; });
    market("threshold 0", [](OpenMarket& m) { m.threshold = 0; });
    market("threshold above the authorities", [](OpenMarket& m) { m.threshold = 4; });
    market("no operator key", [](OpenMarket& m) { m.operatorKey.der.clear(); });
    const auto participant = [](const char* name, auto change) {
        RegisterParticipant value = registration();
        change(value);
        QTest::newRow(name) << !decodeRegisterParticipant(encode(value)).has_value();
    };
    participant("participant 0", [](RegisterParticipant& r) { r.participant = {0}; });
    participant("no connection", [](RegisterParticipant& r) { r.connectionCapacity = Power{0}; });
    participant("a meter number of 65 letters", [](RegisterParticipant& r) { r.meter = std::string(65, 'x'); });
    participant("a line break in the meter number", [](RegisterParticipant& r) { r.meter = "M\n7"; });
    QTest::newRow("homes out of order") << !decodeSettlePeriod(
        encode(SettlePeriod{.period = kNoon, .meters = {{{2}, {}, {}}, {{1}, {}, {}}}}));
    QTest::newRow("a home twice") << !decodeSettlePeriod(
        encode(SettlePeriod{.period = kNoon, .meters = {{{1}, {}, {}}, {{1}, {}, {}}}}));
    QTest::newRow("negative delivery") << !decodeReportDelivery(
        encode(ReportDelivery{{{{kNoon, 0}, Energy{-1}, DeliveryStatus::Complete}}}));
    Bytes offGrid = encode(CloseRound{kNoon});
    offGrid.back() ^= 1;
    QTest::newRow("a round off the half hour") << !decodeCloseRound(offGrid);
    QTest::newRow("a round before 1970") << !decodeCloseRound(encode(CloseRound{Period{-1800}}));
    Bytes newer = encode(CloseRound{kNoon});
    newer.front() = 2;
    QTest::newRow("an unknown version") << !decodeCloseRound(newer);
}

void TestTransaction::refusesValuesOutsideTheirRanges()
{
    QFETCH(bool, refused);
    QVERIFY(refused);
}

void TestTransaction::keepsItsDocumentedBytes()
{
    Transaction transaction;
    transaction.market.bytes[15] = 0xaa;
    transaction.type = TransactionType::CloseRound;
    transaction.participant = {0x0102};
    transaction.sequence = 3;
    transaction.payload = encode(CloseRound{kNoon});
    transaction.signature.bytes = {0xde, 0xad};
    const std::string preimage = "444745582f7472616e73616374696f6e2f763100" // DGEX/transaction/v1
                                 "000000000000000000000000000000aa"         // market
                                 "0004"
                                 "0000000000000102"
                                 "0000000000000003" // type, participant, sequence
                                 "00000009"
                                 "01"
                                 "000000006b4a0a40"; // payload: version, round
    QCOMPARE(toHex(signedPreimage(transaction)), preimage);
    QCOMPARE(toHex(encode(transaction)), preimage + "0001"
                                                    "00000002"
                                                    "dead");
}

void TestTransaction::signatureHoldsForExactlyTheBytes()
{
    crypto::Verifier verifier;
    Transaction transaction;
    transaction.participant = {1};
    transaction.sequence = 1;
    transaction.payload = {1, 2, 3, 4};
    const Transaction good = sign(transaction, *m_signers[0]).value();
    const Bytes bytes = encode(good);
    const auto holds = [&](ByteView changed) {
        const auto decoded = decodeTransaction(changed);
        return decoded && verifier.verify(m_signers[0]->publicKey(), signedPreimage(*decoded), decoded->signature);
    };
    QVERIFY(holds(bytes));
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        Bytes changed = bytes;
        changed[i] ^= 0x10;
        QVERIFY2(!holds(changed), std::to_string(i).c_str());
    }
}

void TestTransaction::checkpointNeedsItsThreshold()
{
    crypto::Verifier verifier;
    const SignatureCheck check = checkWith(verifier);
    TrustAnchor anchor;
    anchor.threshold = 2;
    for (int i = 0; i < 3; ++i)
        anchor.authorities.push_back(m_signers[static_cast<std::size_t>(i)]->publicKey());
    Checkpoint checkpoint = checkpointOf(anchor.market, {.height = 5, .logSize = 7});
    QVERIFY(!isFinal(checkpoint, anchor, check));
    checkpoint = coSign(checkpoint, 2, *m_signers[2]).value();
    QVERIFY(!isFinal(checkpoint, anchor, check));
    const Checkpoint twice = coSign(checkpoint, 2, *m_signers[2]).value();
    QCOMPARE(twice.signatures.size(), 1U);
    checkpoint = coSign(checkpoint, 0, *m_signers[0]).value();
    QCOMPARE(checkpoint.signatures.front().authority, 0U);
    QVERIFY(isFinal(checkpoint, anchor, check));
    QVERIFY(isFinal(decodeCheckpoint(encode(checkpoint)).value(), anchor, check));

    Checkpoint spoiled = checkpoint;
    spoiled.logSize = 8;
    QVERIFY(!isFinal(spoiled, anchor, check));
    spoiled = coSign(checkpoint, 1, *m_signers[3]).value(); // A third signature that does not hold.
    QVERIFY(!isFinal(spoiled, anchor, check));
    spoiled = checkpoint;
    spoiled.signatures[1] = spoiled.signatures[0];
    QVERIFY(!isFinal(spoiled, anchor, check));
    spoiled = checkpoint;
    spoiled.signatures[1].authority = 3;
    QVERIFY(!isFinal(spoiled, anchor, check));
}

QTEST_GUILESS_MAIN(TestTransaction)
#include "tst_transaction.moc"
