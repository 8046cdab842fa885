// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/delivery/pairing.h"
#include "core/ledger/block.h"
#include "core/ledger/merkle.h"
#include "core/ledger/outcome.h"
#include "core/ledger/renewable.h"
#include "core/ledger/results.h"
#include "core/ledger/transaction.h"
#include "core/market/market_clearing.h"
#include "core/market/price_proof.h"
#include "core/settlement/settlement.h"
#include "core/settlement/verification.h"

#include <expected>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <utility>
#include <vector>

namespace dgex::ledger {

/// Meter values that lie beside the log, by their hash; none when they were erased or never came.
using DetachedValues = std::function<std::optional<MeterValues>(const Hash256& hash)>;

struct Participant {
    Role role = Role::Home;
    crypto::PublicKey key;
    std::string meter;
    ZoneId zone;
    Power connectionCapacity;
    std::uint64_t lastSequence = 0;
    Bytes certificate; ///< X.509 DER; may be empty.
    std::optional<RevocationReason> revoked{};
};

/// A contract with what its sides said so far.
struct Contract {
    ParticipantId exporter;
    ParticipantId importer;
    Lots quantity;
    settlement::SideReport exporterReport;
    settlement::SideReport importerReport;
};

struct Reading {
    ReadingKind kind = ReadingKind::Provisional;
    Hash256 values{};
};

/// One entry per transaction of a block.
struct TransactionOutcome {
    std::optional<Refusal> refusal; ///< None: the transaction took effect.
    [[nodiscard]] bool accepted() const { return !refusal.has_value(); }
};

/// A settled value that is not what the meter read.
struct DisputedMeter {
    Period period;
    ParticipantId home;
    friend bool operator==(const DisputedMeter&, const DisputedMeter&) = default;
};

struct BlockOutcome {
    BlockHeader header;
    std::vector<TransactionOutcome> transactions;
    /// Settled values that contradict the meter values at hand. The one part of an outcome that nodes may differ in, by
    /// what they have erased, so the state does not follow from it: whoever finds one does not co-sign the block.
    std::vector<DisputedMeter> disputedMeters{};
    /// What settlements and corrections found contradictory. It follows from the log and decides nothing.
    std::vector<settlement::Dispute> disputes{};
    /// New leaves of the result log; the first has index header.resultCount - results.size().
    std::vector<Bytes> results;
};

inline constexpr std::size_t kCorrectionPeriods = 48;

/// The whole market as a deterministic state machine: the same blocks give the same state, headers and results on
/// every machine. Invalid and late transactions stay in the log and change nothing but their outcome.
///
/// Rounds: the first CloseRound may name any round, each further one the next. Until the first one, sheets of any
/// round are taken and those of another round than the first closed one lapse. CloseRound(T) clears
/// the periods [T + gateLead, + openPeriods) and then makes the contracts of T + gateLead.
/// Deadlines count in closed rounds, never by a clock: a contract of period P is confirmed before CloseRound(P),
/// delivery and meter readings are reported from the gate closure of P until it is settled, and P is settled once,
/// after CloseRound(P + 1), by one list of meters or by parts of it. A tariff may change until the gate closure of its
/// period; one that is missing may come until settlement. Per participant the log order counts; between participants no
/// order within a round changes a result.
///
/// Corrections: while a metering operator is registered, a settled period takes its final readings until
/// kCorrectionPeriods later ones were settled. Another SettlePeriod, which lists just the meters read since, posts the
/// differences between those homes and the utility: new HomeSettlementResult leaves of the same period, then a
/// PeriodSettlementResult with the utility's difference and all else 0. Where the terms have zones, renewable energy is
/// settled anew by the new generation too: homes whose part of it changes get a new leaf, and the grid operator's
/// difference stands in the PeriodSettlementResult.
///
/// Zones: where the terms have them, CloseRound clears all open periods together by market::clearMarket, with what
/// earlier rounds left of the links; contracts pair homes inside their zones first, then over as few links as possible.
/// A home that has a position keeps its zone.
///
/// Identities: a revocation or renewal counts from its place in the log on. A change of terms counts from the opening
/// of its round on, that is right behind the CloseRound before; a block's checkpoint is signed by the authorities that
/// are in force after it.
///
/// Invariants: the sum of all accounts is 0.
/// Thread: one at a time; copies are independent.
class LedgerState {
public:
    /// Executes one batch of the sequencer as the next block. The state, header and results follow from the
    /// transactions alone; the values serve BlockOutcome::disputedMeters.
    BlockOutcome execute(std::span<const Bytes> transactions, const SignatureCheck& check,
                         const DetachedValues& values);

    /// Blocks executed.
    [[nodiscard]] std::uint64_t height() const { return m_height; }
    /// Hash of the last block; zeros before the first.
    [[nodiscard]] const Hash256& lastBlock() const { return m_lastBlock; }
    [[nodiscard]] std::uint64_t logSize() const { return m_log.size(); }
    [[nodiscard]] std::uint64_t resultCount() const { return m_results.size(); }
    [[nodiscard]] Hash256 resultRoot() const { return m_results.root(); }

    /// None before OpenMarket.
    [[nodiscard]] const std::optional<MarketId>& market() const { return m_market; }
    /// Rules, keys and threshold in force. Requires: market().
    [[nodiscard]] const OpenMarket& terms() const { return m_terms; }
    [[nodiscard]] const MarketRules& rules() const { return m_terms.rules; }
    /// The authorities in force after the last block: those that co-sign it.
    [[nodiscard]] TrustAnchor trustAnchor() const;
    /// TermsChange::number of the terms in force.
    [[nodiscard]] std::uint32_t termsNumber() const { return m_termsNumber; }
    /// A change that is agreed on and not in force yet.
    [[nodiscard]] const std::optional<TermsChange>& pendingChange() const { return m_pendingChange; }

    [[nodiscard]] const std::map<ParticipantId, Participant>& participants() const { return m_participants; }
    /// The last sequence number used; 0 when unknown. For the market operator: participant 0.
    [[nodiscard]] std::uint64_t lastSequence(ParticipantId participant) const;

    /// The round closed last; none before the first.
    [[nodiscard]] std::optional<Round> lastClosedRound() const { return m_lastClosed; }
    /// The round that takes sheets; none while any does (before the first closed round).
    [[nodiscard]] std::optional<Round> openRound() const;
    /// The log's size right behind the last closed round's CloseRound: no sheet of the open round that counts stands
    /// before it. 0 before the first closed round.
    [[nodiscard]] std::uint64_t roundStart() const { return m_roundStart; }
    /// Homes whose sheet stands in the open round.
    [[nodiscard]] std::size_t sheetCount() const { return m_sheets.size(); }

    /// Net contracted energy of a home so far, + bought; zero after settlement.
    [[nodiscard]] Lots position(ParticipantId home, Period period) const;
    /// Every unsettled period in which the home has a position, ascending.
    [[nodiscard]] std::vector<std::pair<Period, Lots>> positions(ParticipantId home) const;
    /// The part of a position that is of class renewable. Long renewable covers short any, for both are one flow of
    /// energy; short renewable is covered by own generation alone.
    [[nodiscard]] Lots renewablePosition(ParticipantId home, Period period) const;
    /// What the rounds so far let flow from one zone to another over their link, less what went back; of an unsettled
    /// period.
    [[nodiscard]] Lots linkFlow(Period period, ZoneId from, ZoneId to) const;
    /// By contract number; empty before gate closure and after settlement.
    [[nodiscard]] std::span<const Contract> contracts(Period period) const;
    /// Meter readings so far; of a settled period, final ones that were not corrected yet.
    [[nodiscard]] const std::map<ParticipantId, Reading>& readings(Period period) const;
    /// Periods closed for trading and not settled yet, ascending.
    [[nodiscard]] const std::set<Period>& unsettledPeriods() const { return m_unsettled; }
    /// Settled periods with readings that want a correction, ascending.
    [[nodiscard]] std::vector<Period> correctablePeriods() const;
    /// The utility's prices; none when unpublished or settled.
    [[nodiscard]] std::optional<settlement::Tariff> tariff(Period period) const;
    /// Every published tariff of an unsettled period.
    [[nodiscard]] const std::map<Period, settlement::Tariff>& tariffs() const { return m_tariffs; }

    /// Zero for who never traded.
    [[nodiscard]] Money account(ParticipantId home) const;
    [[nodiscard]] Money gridOperatorAccount() const { return m_gridOperator; }
    [[nodiscard]] Money utilityAccount() const { return m_utility; }
    /// Exactly zero, always; for checks.
    [[nodiscard]] WideMoney accountSum() const;

    /// The markets with orders of the round closed last, by period.
    [[nodiscard]] const std::vector<MarketResult>& lastResults() const { return m_lastResults; }
    /// The orders of the round closed last, of all zones and classes, summed per limit, ascending by price; empty
    /// without orders. Any-slot orders are not in them.
    [[nodiscard]] std::span<const CurveStep> curve(Period period) const;
    /// What a home checks the price of a market of the round closed last by; none when the rules did not commit to
    /// curves, the market had no orders or the home no sheet. Makes the market's trees anew.
    [[nodiscard]] std::optional<market::PriceProof> priceProof(ParticipantId home, Period period) const;

private:
    using Step = std::optional<Refusal>;
    struct Context;
    struct MarketCall {
        Round round;
        Period period;
        Hash256 seed;
    };
    /// A committed market of the round closed last.
    struct CommittedMarket {
        market::CurveTerms terms;
        market::Clearing clearing;
    };
    /// The secret that a home's sheet of the round gave.
    struct CurveOwner {
        ParticipantId home;
        Hash256 secret{};
    };

    Step apply(ByteView bytes, Context& context);
    Step admit(const Transaction& transaction, const Context& context);
    Step dispatch(const Transaction& transaction, Context& context);
    Step openMarket(const Transaction& transaction, Context& context);
    Step registerParticipant(const Transaction& transaction);
    Step renewRegistration(const Transaction& transaction);
    Step revokeParticipant(const Transaction& transaction);
    Step changeTerms(const Transaction& transaction, const Context& context);
    /// Refusal of a key or zone that a participant of that role may not have.
    [[nodiscard]] Step checkIdentity(Role role, const crypto::PublicKey& key, ZoneId zone) const;
    [[nodiscard]] Step checkChange(const TermsChange& change) const;
    /// Puts a change into force whose round opens.
    void applyChange();
    Step submitSheet(const Transaction& transaction);
    [[nodiscard]] Step checkSheet(const market::BidSheet& sheet, ParticipantId home) const;
    [[nodiscard]] Step checkExposure(const market::BidSheet& sheet, ParticipantId home) const;
    Step closeRound(const Transaction& transaction, Context& context);
    Step confirmDelivery(const Transaction& transaction);
    Step reportDelivery(const Transaction& transaction);
    Step meterReading(const Transaction& transaction);
    Step publishTariff(const Transaction& transaction);
    Step settlePeriod(const Transaction& transaction, Context& context);

    /// Clears the round's sheets in all zones together; see ZoneRules.
    void clearZones(Round round, const Hash256& seed, std::map<ParticipantId, HomeRoundResult>& homes,
                    Context& context);
    [[nodiscard]] market::Market zoneMarket(Round round) const;
    /// What earlier rounds left of the links.
    [[nodiscard]] std::vector<market::LinkCapacity> linksLeft(Round round) const;
    void listMarkets(Round round, const market::Market& market, const market::MarketClearing& clearing);
    void takeFlows(Round round, std::span<const market::LinkFlow> flows, Context& context);
    void takeFills(const market::MarketClearing& clearing, std::map<ParticipantId, HomeRoundResult>& homes);
    void takeAnySlots(const market::Market& market, const market::MarketClearing& clearing,
                      std::map<ParticipantId, HomeRoundResult>& homes);
    /// One fill's money and energy.
    void trade(ParticipantId home, Period period, market::Side side, Lots lots, Price price);
    [[nodiscard]] std::vector<delivery::Pair> pairsOf(Period period) const;
    void clearMarket(const MarketCall& call, std::vector<market::BookOrder> orders,
                     std::map<ParticipantId, HomeRoundResult>& homes);
    [[nodiscard]] std::optional<CurveCommitment> commitCurves(const MarketCall& call, const market::Clearing& clearing);
    [[nodiscard]] std::vector<market::SlotOwner> slotOwners(Period period) const;
    void makeContracts(Period period, Context& context);
    /// The report of a home's side of a contract that is still open.
    [[nodiscard]] std::expected<settlement::SideReport*, Refusal> findSide(const ContractId& id, ParticipantId home);
    /// Joins a part of a long list of meters to those before it: the whole list once it is there.
    [[nodiscard]] std::expected<std::optional<SettlePeriod>, Refusal> joinParts(SettlePeriod part);
    [[nodiscard]] bool listsWhatWasRead(const SettlePeriod& order) const;
    void disputeMeters(const SettlePeriod& order, Context& context) const;
    [[nodiscard]] settlement::PeriodInput settlementInput(const SettlePeriod& order) const;
    [[nodiscard]] bool fitsAccounts(const settlement::PeriodInput& input) const;
    void postSettlement(const settlement::PeriodInput& input, const SettlePeriod& order, Context& context);
    [[nodiscard]] RenewablePeriod renewablePeriod(const SettlePeriod& order) const;
    /// Sum of what homes sold and bought as renewable, for bounds.
    [[nodiscard]] Energy renewableTurnover(Period period) const;
    void noteDisputes(const settlement::PeriodInput& input, const SettlePeriod& order, Context& context) const;
    [[nodiscard]] bool hasMeteringOperator() const;
    Step correctPeriod(SettlePeriod part, Context& context);
    /// Corrects a home's residual; adds to the utility what the home loses.
    void correctMeter(const SettledMeter& meter, Period period, Money& utility, Context& context);
    /// Settles renewable energy anew by the new readings: adds the homes whose money or missing energy changed, and
    /// tells what the grid operator gets.
    Money correctRenewable(const SettlePeriod& order, std::set<ParticipantId>& changed);
    [[nodiscard]] HomeSettlementResult correctedResult(ParticipantId home, Period period) const;
    [[nodiscard]] bool isGateClosed(Period period) const;
    /// Refusal of a report about a period that is not between gate closure and settlement.
    [[nodiscard]] Step checkReportable(Period period) const;
    [[nodiscard]] bool hasRole(ParticipantId participant, Role role) const;
    void emit(const Result& result, Context& context);

    std::uint64_t m_height = 0;
    Hash256 m_lastBlock{};
    MerkleFrontier m_log;
    MerkleFrontier m_results;

    std::optional<MarketId> m_market;
    OpenMarket m_terms;
    std::uint32_t m_termsNumber = 0;
    std::optional<TermsChange> m_pendingChange;
    std::uint64_t m_operatorSequence = 0;
    std::map<ParticipantId, Participant> m_participants;
    std::set<Hash256> m_revokedKeys; ///< keyIdOf.
    std::optional<ZoneId> m_zone;

    std::optional<Round> m_lastClosed;
    std::uint64_t m_roundStart = 0;
    std::optional<Period> m_firstPeriod;
    std::map<ParticipantId, market::BidSheet> m_sheets;
    std::map<ParticipantId, std::pair<Round, Refusal>> m_refusedSheets;
    std::map<Period, std::map<ParticipantId, Lots>> m_positions;
    std::map<Period, std::map<ParticipantId, Lots>> m_renewables; ///< Of the positions, what is renewable.
    std::map<Period, std::map<std::pair<ZoneId, ZoneId>, Lots>> m_linkFlows;
    std::map<Period, std::vector<Contract>> m_contracts;
    std::map<Period, std::map<ParticipantId, Reading>> m_readings;
    std::map<Period, settlement::Tariff> m_tariffs;
    std::set<Period> m_unsettled;
    /// What a settled period may be corrected by; the last kCorrectionPeriods.
    struct SettledPeriod {
        settlement::Tariff tariff;
        std::vector<settlement::HomeSettlement> homes; ///< By home.
        std::set<ParticipantId> substituted;
        Price missingRenewable; ///< Of the terms by which it was settled.
        RenewablePeriod renewable;
    };
    std::map<Period, SettledPeriod> m_settled;
    std::map<Period, SettlePeriod> m_settling; ///< Parts of lists so far; SettlePeriod::part is that of the next one.

    std::map<ParticipantId, Money> m_accounts;
    Money m_gridOperator;
    Money m_utility;

    std::vector<MarketResult> m_lastResults;
    std::map<Period, std::vector<CurveStep>> m_curves;
    std::vector<CurveOwner> m_curveOwners; ///< By home.
    std::map<Period, CommittedMarket> m_committed;
};

} // namespace dgex::ledger
