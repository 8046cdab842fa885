// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/base/ids.h"
#include "core/base/time.h"
#include "core/base/units.h"
#include "core/ports/devices.h"
#include "core/views/curves.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace dgex::views {

enum class MarketPhase : std::uint8_t { Open, GateClosed, Delivering, Delivered, Settled };

/// What became of the operator's own check of a market's result against the signed log.
enum class ProofState : std::uint8_t { Unchecked, Verified, Failed };

/// All contracts of a period.
struct DeliveryTotals {
    std::uint32_t contracts = 0;
    std::uint32_t confirmed = 0; ///< By both sides.
    std::uint32_t tooLittle = 0;
    Energy contracted;
    Energy received;
};

struct MarketRow {
    Period period;
    MarketPhase phase = MarketPhase::Open;
    Round lastRound;
    std::optional<Price> price; ///< Of the newest round with trades.
    std::optional<std::pair<Price, Price>> priceInterval;
    Lots volume;                          ///< Over all rounds.
    std::uint32_t orders = 0;             ///< In the newest round.
    std::shared_ptr<const Curves> curves; ///< Of the newest round with trades, else of the newest; may be null.
    ProofState proof = ProofState::Unchecked;
    DeliveryTotals delivery;
};

struct ParticipantRow {
    ParticipantId id;
    std::string name;
    enum class Role : std::uint8_t { Home, Utility, GridOperator, MeteringOperator, Authority } role = Role::Home;
    std::string meter;
    std::string keyFingerprint; ///< First 16 hexadecimal digits of SHA-256 over the public key.
    Power connectionCapacity;
    std::optional<Energy> generated{}; ///< Today; none: nobody sees the home's devices.
    std::optional<Round> lastSheet;
    Money balance; ///< + received.
    bool revoked = false;
};

enum class EnrolmentState : std::uint8_t { Pending, Approved, Refused };

/// A home that asks to take part.
struct EnrolmentRow {
    Hash256 key{};           ///< Its fingerprint.
    std::string fingerprint; ///< The same in groups, as the home shows it too.
    std::string name;
    std::string meter;
    ZoneId zone;
    Power connectionCapacity;
    UtcTime asked;
    EnrolmentState state = EnrolmentState::Pending;
    std::optional<UtcTime> takesPartFrom{}; ///< Of an approval.
};

struct BlockRow {
    std::uint64_t height = 0;
    UtcTime madeAt;
    std::uint32_t transactions = 0;
    std::uint32_t invalid = 0; ///< Refused, without second copies of what was taken.
    Hash256 hash{};
    Hash256 resultRoot{};
    std::uint32_t signatures = 0; ///< Valid co-signatures.
};

struct AuthorityRow {
    std::uint32_t index = 0;
    std::string keyFingerprint;
    std::uint64_t height = 0;
    UtcTime lastSeen;
};

struct FleetRow {
    ParticipantId home;
    std::string name;
    ports::Reading<ports::DgrState> state;
    Power capacity;
};

/// An answer of an authority that a home refused: its result does not lead to the root that the authorities signed.
struct EvidenceRow {
    UtcTime at;
    std::string home;         ///< Who refused it.
    std::uint64_t height = 0; ///< Of the checkpoint that came with the answer.
    Hash256 leaf{};           ///< Hash of the result that was given.
    Hash256 resultRoot{};     ///< What the authorities signed.
};

enum class DeliveryPhase : std::uint8_t { Contracted, Confirmed, Delivering, Delivered, Short };

struct DeliveryRow {
    Period period;
    std::uint32_t number = 0;
    std::string exporter;
    std::string importer;
    Energy contracted;
    std::optional<Energy> sent;     ///< By the exporter's DGR.
    std::optional<Energy> received; ///< By the importer's DGR.
    bool exporterConfirmed = false;
    bool importerConfirmed = false;
    DeliveryPhase phase = DeliveryPhase::Contracted;
};

/// One settled period; homes + utility + gridOperator is 0.
struct SettlementRow {
    Period period;
    Energy contracted;
    Energy delivered;
    Energy imbalance; ///< Shortfalls and excesses added up, >= 0.
    Energy networkLoss;
    Money homes;
    Money utility;
    Money gridOperator;
    Energy unaccounted;            ///< Energy balance that the measurements leave open.
    std::uint32_t corrections = 0; ///< By final readings, after the first settlement.
};

enum class DisputeCause : std::uint8_t {
    BeyondConnection, ///< The meter read more than the connection carries.
    AgainstDgr,       ///< Reading and DGR record together are more than it carries.
    SidesDiffer,      ///< The two DGRs of a contract moved different amounts.
    FinalDiffers      ///< The metering operator read something else than the home.
};

enum class DisputeState : std::uint8_t {
    Open,      ///< A final reading can still correct the settlement.
    Corrected, ///< A final reading has corrected it.
    Stands     ///< Too late for a correction.
};

/// Two statements of one half hour that cannot both be true.
struct DisputeRow {
    Period period;
    ParticipantId home;
    std::string name;
    DisputeCause cause = DisputeCause::BeyondConnection;
    Energy read;    ///< By the meter, + imported; of SidesDiffer: what was sent.
    Energy against; ///< The limit, what the DGR moved, what was received, or what the home had said.
    DisputeState state = DisputeState::Open;
};

enum class AlarmCode : std::uint8_t {
    RouterTripped,
    RouterSilent,
    MeterSilent,
    DeliveryShort,
    AuthorityBehind,
    SheetRefused,
    ProofFailed,
    Disputed ///< A dispute that is still open.
};

struct AlarmRow {
    std::uint64_t id = 0;
    int priority = 3; ///< 1 highest to 4.
    AlarmCode code = AlarmCode::RouterTripped;
    std::string source;      ///< Empty for a group.
    std::uint32_t count = 1; ///< Alarms of the same cause grouped into this one.
    UtcTime since;           ///< Of the first.
    bool active = true;
    bool acknowledged = false;
    std::optional<UtcTime> shelvedUntil{}; ///< Kept quiet by the operator until then.
};

/// Everything that the operator's console shows.
struct OperatorSnapshot {
    UtcTime now;
    std::string currency{"JPY"};
    std::int32_t zoneOffsetSeconds = 0;
    Round lastRound;
    Round nextRound;
    std::vector<MarketRow> markets; ///< Past day, delivering and open periods in order.
    std::vector<ParticipantRow> participants;
    std::vector<EnrolmentRow> enrolments; ///< Newest first.
    std::vector<BlockRow> blocks;         ///< Newest first, at most 200.
    std::vector<AuthorityRow> authorities;
    std::vector<EvidenceRow> evidence; ///< Newest first, at most 200.
    std::uint32_t quorum = 1;          ///< k of k-of-n.
    std::uint64_t logSize = 0;
    Hash256 logRoot{};
    Hash256 resultRoot{};
    std::vector<FleetRow> fleet;
    std::vector<DeliveryRow> deliveries;    ///< Newest period first.
    std::vector<SettlementRow> settlements; ///< Newest first.
    std::vector<DisputeRow> disputes;       ///< Newest first, at most 200.
    std::vector<AlarmRow> alarms;
    int alarmsInTenMinutes = 0; ///< Single ones, before grouping; ANSI/ISA-18.2 wants 1 or 2.
    int alarmsInADay = 0;
    std::uint32_t silentHomes = 0; ///< Whose devices have no fresh value; the sums below leave them out.
    Power neighbourhoodLoad;
    Power neighbourhoodPv;
    Power tradedNow;
    Lots tradedToday;
};

} // namespace dgex::views
