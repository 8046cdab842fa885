// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: who may act changes exactly at a place of the log, and terms change only with enough authorities and exactly at
// their round. Method: a ledger of four authorities, three of which decide; each rule kept and broken.
#include "tests/support/recorded_ledger.h"

#include <QTest>

using namespace dgex;
using namespace dgex::ledger;
using namespace dgex::test;

namespace {

const Round kNoon{1'800'014'400};
constexpr ParticipantId kAuthority{950};

std::optional<TransactionError> errorOf(const BlockOutcome& outcome, std::size_t i = 0)
{
    const auto& refusal = outcome.transactions.at(i).refusal;
    return refusal ? std::optional(refusal->error) : std::nullopt;
}

/// Four authorities; the first round is closed and the one after noon open.
class Market {
public:
    Market()
    {
        ledger.run(ledger.community.opening());
        ledger.run({ledger.community.closeRound(kNoon)});
    }
    Community& community() { return ledger.community; }
    std::optional<TransactionError> tried(const Bytes& transaction) { return errorOf(ledger.run({transaction})); }

    /// A change to other terms, signed by some authorities.
    ChangeTerms change(std::uint32_t number, Round effective, const OpenMarket& terms,
                       const std::vector<std::uint32_t>& by) const
    {
        ChangeTerms change{.change = {.number = number, .effective = effective, .terms = terms}, .signatures = {}};
        for (const std::uint32_t authority : by)
            change =
                coSign(std::move(change), ledger.community.market(), authority, *ledger.authorities[authority]).value();
        return change;
    }
    Bytes sent(const ChangeTerms& change, ParticipantId by = kOperator)
    {
        return community().transaction(by, TransactionType::ChangeTerms, encode(change));
    }
    OpenMarket otherTerms() const
    {
        OpenMarket terms = ledger.community.terms;
        terms.rules.auction.networkFee = Price{77};
        return terms;
    }

    RecordedLedger ledger{3};
};

const Round kOpen = kNoon.plus(1);

} // namespace

class TestIdentities : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aRevokedHomesLaterSheetIsRefusedAndItsEarlierOneStands();
    void aHomeRevokesItselfButNobodyElse();
    void whatARevokedHomeOwesIsSettled();
    void aRenewedKeyCountsFromItsPlaceInTheLog();
    void aRevokedHomeComesBackOnlyWithAnotherKey();
    void aRevokedKeyServesNobodyElse();
    void renewalsAreTheOperatorsAndOfTheRegistered();
    void theCertificateLiesOnTheLedger();
    void theMeteringOperatorIsRevokedLikeAnyone();
    void onlyAKeyThatCoSignsIsRegisteredAsAuthority();
    void aChangeWithOneSignatureTooFewIsRefused();
    void aChangeTakesEffectExactlyAtItsRound();
    void thePricingRuleChangesAtItsRound();
    void aForgedOrForeignSignatureDoesNotCount();
    void changesFollowOneAnother();
    void whatStaysCannotBeChanged_data();
    void whatStaysCannotBeChanged();
    void aChangeLiesInTheFuture();
    void authoritiesComeAndGoAndHomesFollowThem();
    void whoSendsAChangeIsOperatorOrAuthority();
    void aNewOperatorKeyCountsFromItsRound();
};

void TestIdentities::aRevokedHomesLaterSheetIsRefusedAndItsEarlierOneStands()
{
    Market m;
    const Period period = kOpen.plus(1);
    Community& c = m.community();
    const BlockOutcome outcome = m.ledger.run(
        {c.sheet({1}, kOpen, {selling(period, 5, 1000)}), c.sheet({2}, kOpen, {buying(period, 5, 1000)}),
         c.revocation(kOperator, {1}), c.sheet({1}, kOpen, {selling(period, 9, 1000)}), c.closeRound(kOpen)});
    QCOMPARE(errorOf(outcome, 0), std::nullopt);
    QCOMPARE(errorOf(outcome, 2), std::nullopt);
    QCOMPARE(errorOf(outcome, 3), TransactionError::Revoked);
    QCOMPARE(m.ledger.state.position({1}, period), Lots{-5});
    QCOMPARE(m.tried(c.sheet({1}, kOpen.plus(1), {})), TransactionError::Revoked);
    QCOMPARE(m.tried(c.revocation(kOperator, {1})), TransactionError::Revoked);
}

void TestIdentities::aHomeRevokesItselfButNobodyElse()
{
    Market m;
    QCOMPARE(m.tried(m.community().revocation({1}, {2})), TransactionError::NotAllowed);
    QCOMPARE(m.tried(m.community().revocation(kUtility, {2})), TransactionError::NotAllowed);
    QCOMPARE(m.tried(m.community().revocation({1}, {1})), std::nullopt);
    QCOMPARE(m.ledger.state.participants().at({1}).revoked, RevocationReason::KeyCompromised);
    QCOMPARE(m.tried(m.community().revocation({1}, {1})), TransactionError::Revoked);
    QCOMPARE(m.tried(m.community().revocation(kOperator, {77})), TransactionError::UnknownParticipant);
}

void TestIdentities::whatARevokedHomeOwesIsSettled()
{
    Market m;
    const Period period = kOpen.plus(1);
    Community& c = m.community();
    constexpr settlement::Tariff tariff{
        .retail = Price{3000}, .feedIn = Price{800}, .imbalanceShort = Price{4000}, .imbalanceLong = Price{400}};
    m.ledger.run({c.tariff(period, 1, tariff), c.sheet({1}, kOpen, {selling(period, 5, 1000)}),
                  c.sheet({2}, kOpen, {buying(period, 5, 1000)}), c.closeRound(kOpen), c.revocation(kOperator, {1}),
                  c.confirm({1}, {period, 0}), c.confirm({2}, {period, 0}), c.closeRound(period),
                  c.closeRound(period.plus(1)), c.reading({1}, period, Energy{0}, ReadingKind::Final),
                  c.reading({2}, period, Energy{500}),
                  c.report({2}, {period, 0}, Energy{0}, DeliveryStatus::PartnerFault)});
    QCOMPARE(m.tried(c.settle(period)), std::nullopt);
    // Paid for 0.5 kWh that it did not deliver.
    QCOMPARE(m.ledger.state.account({1}), valueOf(Energy{500}, Price{1000}) - valueOf(Energy{500}, Price{4000}));
    QVERIFY(m.ledger.state.accountSum() == 0);
}

void TestIdentities::aRenewedKeyCountsFromItsPlaceInTheLog()
{
    Market m;
    Community& c = m.community();
    const Bytes before = c.sheet({1}, kOpen, {});
    const Bytes late = c.sheet({1}, kOpen, {});
    const Bytes renewal = c.renewal({1}, 31);
    const Bytes after = c.sheet({1}, kOpen, {});
    const BlockOutcome outcome = m.ledger.run({before, renewal, late, after});
    QCOMPARE(errorOf(outcome, 0), std::nullopt);
    QCOMPARE(errorOf(outcome, 1), std::nullopt);
    QCOMPARE(errorOf(outcome, 2), TransactionError::BadSignature);
    QCOMPARE(errorOf(outcome, 3), std::nullopt);
    // Sequence numbers go on: nothing signed before is replayed.
    QCOMPARE(m.tried(before), TransactionError::Duplicate);
}

void TestIdentities::aRevokedHomeComesBackOnlyWithAnotherKey()
{
    Market m;
    Community& c = m.community();
    QCOMPARE(m.tried(c.revocation(kOperator, {1})), std::nullopt);
    QCOMPARE(m.tried(c.renewal({1}, 1)), TransactionError::Revoked);
    QCOMPARE(m.tried(c.renewal({1}, 31)), std::nullopt);
    QVERIFY(!m.ledger.state.participants().at({1}).revoked);
    QCOMPARE(m.tried(c.sheet({1}, kOpen, {})), std::nullopt);
}

void TestIdentities::aRevokedKeyServesNobodyElse()
{
    Market m;
    Community& c = m.community();
    QCOMPARE(m.tried(c.revocation(kOperator, {1})), std::nullopt);
    QCOMPARE(m.tried(c.renewal({2}, 1)), TransactionError::Revoked);
    RegisterParticipant thief{.participant = {50},
                              .role = Role::Home,
                              .key = m.ledger.state.participants().at({1}).key,
                              .meter = "M-50",
                              .zone = {1},
                              .connectionCapacity = Power{1000},
                              .certificate = {}};
    QCOMPARE(m.tried(c.transaction(kOperator, TransactionType::RegisterParticipant, encode(thief))),
             TransactionError::Revoked);
}

void TestIdentities::renewalsAreTheOperatorsAndOfTheRegistered()
{
    Market m;
    Community& c = m.community();
    RenewRegistration renewal{.participant = {1},
                              .key = HashSigner(5).publicKey(),
                              .meter = "M-1",
                              .zone = {1},
                              .connectionCapacity = Power{5000},
                              .certificate = {}};
    QCOMPARE(m.tried(c.transaction({1}, TransactionType::RenewRegistration, encode(renewal))),
             TransactionError::NotAllowed);
    renewal.participant = {77};
    QCOMPARE(m.tried(c.transaction(kOperator, TransactionType::RenewRegistration, encode(renewal))),
             TransactionError::UnknownParticipant);
    renewal.participant = {1};
    renewal.zone = {2};
    QCOMPARE(m.tried(c.transaction(kOperator, TransactionType::RenewRegistration, encode(renewal))),
             TransactionError::WrongZone);
}

void TestIdentities::theCertificateLiesOnTheLedger()
{
    Market m;
    QCOMPARE(m.tried(m.community().renewal({1}, 31)), std::nullopt);
    QCOMPARE(m.ledger.state.participants().at({1}).certificate, (Bytes{0x30, 0x01}));
    RegisterParticipant late{.participant = {50},
                             .role = Role::Home,
                             .key = HashSigner(50).publicKey(),
                             .meter = "M-50",
                             .zone = {1},
                             .connectionCapacity = Power{1000},
                             .certificate = {0x30, 0x02}};
    QCOMPARE(m.tried(m.community().transaction(kOperator, TransactionType::RegisterParticipant, encode(late))),
             std::nullopt);
    QCOMPARE(m.ledger.state.participants().at({50}).certificate, (Bytes{0x30, 0x02}));
}

void TestIdentities::theMeteringOperatorIsRevokedLikeAnyone()
{
    Market m;
    Community& c = m.community();
    QCOMPARE(m.tried(c.reading({1}, kOpen, Energy{1}, ReadingKind::Final)), std::nullopt);
    QCOMPARE(m.tried(c.revocation(kOperator, kMeteringOperator)), std::nullopt);
    QCOMPARE(m.tried(c.reading({1}, kOpen, Energy{2}, ReadingKind::Final)), TransactionError::Revoked);
}

void TestIdentities::onlyAKeyThatCoSignsIsRegisteredAsAuthority()
{
    Market m;
    QCOMPARE(m.tried(m.community().registration({951}, Role::Authority)), TransactionError::NotAllowed);
    RegisterParticipant authority{.participant = kAuthority,
                                  .role = Role::Authority,
                                  .key = m.ledger.authorities[2]->publicKey(),
                                  .meter = "",
                                  .zone = {0},
                                  .connectionCapacity = Power{1},
                                  .certificate = {}};
    QCOMPARE(m.tried(m.community().transaction(kOperator, TransactionType::RegisterParticipant, encode(authority))),
             std::nullopt);
}

void TestIdentities::aChangeWithOneSignatureTooFewIsRefused()
{
    Market m;
    const OpenMarket terms = m.otherTerms();
    QCOMPARE(m.tried(m.sent(m.change(1, kOpen.plus(2), terms, {0, 1}))), TransactionError::NotEnoughSignatures);
    QVERIFY(!m.ledger.state.pendingChange());
    QCOMPARE(m.tried(m.sent(m.change(1, kOpen.plus(2), terms, {0, 1, 3}))), std::nullopt);
    QVERIFY(m.ledger.state.pendingChange().has_value());
}

void TestIdentities::aChangeTakesEffectExactlyAtItsRound()
{
    Market m;
    Community& c = m.community();
    const Round effective = kOpen.plus(2);
    QCOMPARE(m.tried(m.sent(m.change(1, effective, m.otherTerms(), {0, 1, 2}))), std::nullopt);
    const Price before = c.terms.rules.auction.networkFee;
    std::vector<Money> fees;
    for (Round round = kOpen; round <= effective; round = round.plus(1)) {
        QCOMPARE(m.ledger.state.rules().auction.networkFee, round < effective ? before : Price{77});
        QCOMPARE(m.ledger.state.termsNumber(), round < effective ? 0U : 1U);
        const Money had = m.ledger.state.gridOperatorAccount();
        const Period period = round.plus(1);
        m.ledger.run({c.sheet({1}, round, {selling(period, 5, 1000)}), c.sheet({2}, round, {buying(period, 5, 2000)}),
                      c.closeRound(round)});
        fees.push_back(m.ledger.state.gridOperatorAccount() - had);
    }
    QCOMPARE(fees, (std::vector<Money>{Money{}, Money{}, valueOf(Lots{5}, Price{77})}));
}

void TestIdentities::thePricingRuleChangesAtItsRound()
{
    Market m;
    Community& c = m.community();
    OpenMarket terms = c.terms;
    terms.rules.auction.pricing = market::PricingRule::PayAsBid;
    QCOMPARE(m.tried(m.sent(m.change(1, kOpen.plus(1), terms, {1, 2, 3}))), std::nullopt);
    for (const Round round : {kOpen, kOpen.plus(1)}) {
        const Money had = m.ledger.state.account({1});
        m.ledger.run({c.sheet({1}, round, {selling(round.plus(1), 5, 1000)}),
                      c.sheet({2}, round, {buying(round.plus(1), 5, 2000)}), c.closeRound(round)});
        QCOMPARE(m.ledger.state.account({1}) - had, valueOf(Lots{5}, Price{round == kOpen ? 1500 : 1000}));
        QVERIFY(m.ledger.state.accountSum() == 0);
    }
}

void TestIdentities::aForgedOrForeignSignatureDoesNotCount()
{
    Market m;
    const Round effective = kOpen.plus(2);
    ChangeTerms change = m.change(1, effective, m.otherTerms(), {0, 1, 2});
    ChangeTerms forged = change;
    forged.signatures[2].signature.bytes[0] ^= 1;
    QCOMPARE(m.tried(m.sent(forged)), TransactionError::NotEnoughSignatures);
    ChangeTerms foreign = change;
    foreign.signatures[2].authority = 3;
    QCOMPARE(m.tried(m.sent(foreign)), TransactionError::NotEnoughSignatures);
    ChangeTerms twice = change;
    twice.signatures[2] = twice.signatures[1];
    QCOMPARE(m.tried(m.sent(twice)), TransactionError::Malformed);
    // Signed for another round than it names.
    ChangeTerms moved = change;
    moved.change.effective = effective.plus(1);
    QCOMPARE(m.tried(m.sent(moved)), TransactionError::NotEnoughSignatures);
}

void TestIdentities::changesFollowOneAnother()
{
    Market m;
    Community& c = m.community();
    const OpenMarket terms = m.otherTerms();
    const Round effective = kOpen.plus(1);
    QCOMPARE(m.tried(m.sent(m.change(2, effective, terms, {0, 1, 2}))), TransactionError::WrongTerms);
    const ChangeTerms first = m.change(1, effective, terms, {0, 1, 2});
    QCOMPARE(m.tried(m.sent(first)), std::nullopt);
    // One at a time, and none twice.
    QCOMPARE(m.tried(m.sent(first)), TransactionError::WrongTerms);
    QCOMPARE(m.tried(m.sent(m.change(2, effective.plus(1), terms, {0, 1, 2}))), TransactionError::WrongTerms);
    m.ledger.run({c.closeRound(kOpen)});
    QCOMPARE(m.ledger.state.termsNumber(), 1U);
    QCOMPARE(m.tried(m.sent(m.change(1, effective.plus(1), terms, {0, 1, 2}))), TransactionError::WrongTerms);
    QCOMPARE(m.tried(m.sent(m.change(2, effective.plus(1), terms, {0, 1, 2}))), std::nullopt);
}

void TestIdentities::whatStaysCannotBeChanged_data()
{
    using Edit = std::function<void(OpenMarket&)>;
    QTest::addColumn<Edit>("edit");
    const auto row = [](const char* name, Edit edit) { QTest::newRow(name) << std::move(edit); };
    row("the gate lead", [](OpenMarket& t) { t.rules.gateLead = 2; });
    row("the currency", [](OpenMarket& t) { t.rules.currency = {'E', 'U', 'R'}; });
    row("the currency's exponent", [](OpenMarket& t) { t.rules.currencyExponent = 2; });
    row("a threshold of half", [](OpenMarket& t) { t.threshold = 2; });
}

void TestIdentities::whatStaysCannotBeChanged()
{
    QFETCH(std::function<void(OpenMarket&)>, edit);
    Market m;
    OpenMarket terms = m.otherTerms();
    edit(terms);
    QCOMPARE(m.tried(m.sent(m.change(1, kOpen.plus(2), terms, {0, 1, 2, 3}))), TransactionError::WrongTerms);
}

void TestIdentities::aChangeLiesInTheFuture()
{
    Market m;
    const OpenMarket terms = m.otherTerms();
    for (const std::int64_t rounds : {-1, 0, 366 * 48 + 1})
        QCOMPARE(m.tried(m.sent(m.change(1, kOpen.plus(rounds), terms, {0, 1, 2}))), TransactionError::WrongRound);
    RecordedLedger fresh(1);
    fresh.run(fresh.community.opening());
    ChangeTerms change = m.change(1, kOpen.plus(2), terms, {0, 1, 2});
    const Bytes early = fresh.community.transaction(kOperator, TransactionType::ChangeTerms, encode(change));
    QCOMPARE(errorOf(fresh.run({early})), TransactionError::WrongRound);
}

void TestIdentities::authoritiesComeAndGoAndHomesFollowThem()
{
    Market m;
    const TrustAnchor pinned = m.ledger.state.trustAnchor();
    OpenMarket terms = m.otherTerms();
    const auto newcomer = std::make_shared<HashSigner>(80'000);
    terms.authorities.erase(terms.authorities.begin());
    terms.authorities.push_back(newcomer->publicKey());
    const ChangeTerms change = m.change(1, kOpen.plus(1), terms, {0, 1, 2});
    QCOMPARE(m.tried(m.sent(change)), std::nullopt);
    // Until its round the former authorities decide.
    QVERIFY(isFinal(m.ledger.checkpoint(), m.ledger.state.trustAnchor(), HashSigner::check));
    m.ledger.run({m.community().closeRound(kOpen)});
    const TrustAnchor now = m.ledger.state.trustAnchor();
    QVERIFY(!isFinal(m.ledger.checkpoint(), now, HashSigner::check));
    m.ledger.authorities.erase(m.ledger.authorities.begin());
    m.ledger.authorities.push_back(newcomer);
    QVERIFY(isFinal(m.ledger.checkpoint({0, 1, 3}), now, HashSigner::check));
    // A home that pinned the former ones follows by the change alone, and by no other.
    QVERIFY(follow(pinned, change, HashSigner::check) == now);
    ChangeTerms weak = change;
    weak.signatures.pop_back();
    QVERIFY(!follow(pinned, weak, HashSigner::check));
    QVERIFY(!follow(now, change, HashSigner::check));
    ChangeTerms other = change;
    other.change.terms.threshold = 4;
    QVERIFY(!follow(pinned, other, HashSigner::check));
    TrustAnchor elsewhere = pinned;
    elsewhere.market.bytes[1] ^= 1;
    QVERIFY(!follow(elsewhere, change, HashSigner::check));
}

void TestIdentities::whoSendsAChangeIsOperatorOrAuthority()
{
    Market m;
    Community& c = m.community();
    const ChangeTerms change = m.change(1, kOpen.plus(2), m.otherTerms(), {0, 1, 2});
    QCOMPARE(m.tried(m.sent(change, {1})), TransactionError::NotAllowed);
    QCOMPARE(m.tried(m.sent(change, kUtility)), TransactionError::NotAllowed);
    RegisterParticipant authority{.participant = kAuthority,
                                  .role = Role::Authority,
                                  .key = m.ledger.authorities[2]->publicKey(),
                                  .meter = "",
                                  .zone = {0},
                                  .connectionCapacity = Power{1},
                                  .certificate = {}};
    QCOMPARE(m.tried(c.transaction(kOperator, TransactionType::RegisterParticipant, encode(authority))), std::nullopt);
    const Transaction sent = c.unsignedTransaction(kAuthority, TransactionType::ChangeTerms, encode(change));
    QCOMPARE(m.tried(encode(sign(sent, *m.ledger.authorities[2]).value())), std::nullopt);
}

void TestIdentities::aNewOperatorKeyCountsFromItsRound()
{
    Market m;
    Community& c = m.community();
    OpenMarket terms = m.otherTerms();
    const HashSigner successor(4711);
    terms.operatorKey = successor.publicKey();
    QCOMPARE(m.tried(m.sent(m.change(1, kOpen.plus(1), terms, {0, 1, 2}))), std::nullopt);
    QCOMPARE(m.tried(c.closeRound(kOpen)), std::nullopt);
    QCOMPARE(m.tried(c.closeRound(kOpen.plus(1))), TransactionError::BadSignature);
    const Transaction close =
        c.unsignedTransaction(kOperator, TransactionType::CloseRound, encode(CloseRound{kOpen.plus(1)}));
    QCOMPARE(m.tried(encode(sign(close, successor).value())), std::nullopt);
}

QTEST_GUILESS_MAIN(TestIdentities)
#include "tst_identities.moc"
