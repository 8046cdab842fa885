// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/base/ids.h"
#include "core/base/time.h"
#include "core/base/units.h"
#include "core/crypto/signing.h"
#include "core/market/clearing.h"
#include "core/market/market.h"

#include <expected>
#include <optional>
#include <string_view>
#include <vector>

namespace dgex::ledger {

/// Numbers are part of the signed bytes and never change.
enum class TransactionType : std::uint16_t {
    OpenMarket = 1,          ///< By the market operator (participant 0): rules and keys; first transaction of a ledger.
    RegisterParticipant = 2, ///< By the market operator.
    SubmitSheet = 3,         ///< By a home; payload market::BidSheet.
    CloseRound = 4,          ///< By the market operator.
    ConfirmDelivery = 5,     ///< By a home.
    ReportDelivery = 6,      ///< By a home.
    MeterReading = 7,        ///< By a home (provisional) or the metering operator (final).
    SettlePeriod = 8,        ///< By the market operator.
    PublishTariff = 9,       ///< By the utility.
    RenewRegistration = 10,  ///< By the market operator.
    RevokeParticipant = 11,  ///< By the market operator or by the participant itself.
    ChangeTerms = 12,        ///< By the market operator or an authority, with the authorities' signatures.
};
inline constexpr TransactionType kTransactionTypeLast = TransactionType::ChangeTerms;

/// One signed transaction. Signed preimage, all integers big-endian:
///   "DGEX/transaction/v1" 0, market (16 bytes), u16 type, u64 participant, u64 sequence, u32 length + payload.
/// Encoded form: the preimage, u16 algorithm, u32 length + signature.
struct Transaction {
    MarketId market;
    TransactionType type = TransactionType::SubmitSheet;
    ParticipantId participant;
    /// Strictly increasing per participant: a repeated one is a duplicate, which makes submission idempotent.
    std::uint64_t sequence = 0;
    Bytes payload;
    crypto::Signature signature;
    friend bool operator==(const Transaction&, const Transaction&) = default;
};

inline constexpr std::size_t kPayloadSizeMax = 1U << 20;
inline constexpr std::size_t kSignatureSizeMax = 4096;
inline constexpr std::size_t kAuthoritiesMax = 64;

[[nodiscard]] Bytes signedPreimage(const Transaction& transaction);
[[nodiscard]] Bytes encode(const Transaction& transaction);
/// None unless the bytes are exactly what encode makes.
[[nodiscard]] std::optional<Transaction> decodeTransaction(ByteView bytes);
/// Fills in the signature.
[[nodiscard]] std::expected<Transaction, crypto::CryptoError> sign(Transaction transaction,
                                                                   const crypto::Signer& signer);

/// Every payload below starts with u8 version = 1 and encodes its fields in the order written here.

/// Zones that trade with each other over links, and the two classes of energy. Such a market takes any-slot orders.
/// Link capacities hold for a half hour and all rounds together: what earlier rounds let flow is taken off.
struct ZoneRules {
    std::vector<ZoneId> zones;           ///< Ascending, 1 to kTermsZonesMax: where homes may be registered.
    std::vector<market::ZoneLink> links; ///< Between them, each pair once, at most kTermsLinksMax.
    /// What a seller of renewable energy pays per kWh that it did not generate; buyers of renewable energy get it pro
    /// rata. 0 <= price <= kPriceMax.
    Price missingRenewable{};
};
inline constexpr std::size_t kTermsZonesMax = 256;
inline constexpr std::size_t kTermsLinksMax = 4096;
inline constexpr Lots kTermsLinkLotsMax{1'000'000'000};

/// Market rules, version 1.
struct MarketRules {
    std::uint32_t gateLead = 1;                  ///< Periods between a round and its first open period.
    std::uint32_t openPeriods = 48;              ///< Markets per round.
    market::AuctionRules auction;                ///< With any pricing rule.
    Money creditLimit{100'000LL * 100'000};      ///< A home's worst case owed in open orders, 100,000 currency units.
    std::array<char, 3> currency{'J', 'P', 'Y'}; ///< ISO 4217.
    std::uint8_t currencyExponent = 0;
    /// Results of markets hold a commitment to their curves, so that homes can check prices (market/price_proof.h).
    bool commitCurves = false;
    /// None: the market has one zone, that of its first home, and trades one class. Zones ask for the uniform price,
    /// and their curves are not committed to.
    std::optional<ZoneRules> zones{};
};

/// Payload version 1 with the uniform price; version 2 with another pricing rule (u8) as the last field; version 3 with
/// any pricing rule and then u8 flags as the last fields: 1 for markets that commit to their curves, 2 for zones, which
/// follow as u32 count, u16 zones, u32 count, links as u16 from, u16 to, i64 lots, and i64 price of missing renewable.
struct OpenMarket {
    MarketRules rules;
    crypto::PublicKey operatorKey;
    std::vector<crypto::PublicKey> authorities; ///< Keys that co-sign checkpoints, in index order.
    std::uint32_t threshold = 1;                ///< Co-signatures that make a checkpoint final.
};

/// An Authority's key is one of those that co-sign checkpoints.
enum class Role : std::uint8_t { Home = 0, Utility = 1, GridOperator = 2, MeteringOperator = 3, Authority = 4 };

inline constexpr std::size_t kCertificateSizeMax = 4096;

/// Payload version 1 without a certificate, version 2 with it as the last field (blob).
struct RegisterParticipant {
    ParticipantId participant; ///< >= 1, not yet taken.
    Role role = Role::Home;
    crypto::PublicKey key;
    std::string meter; ///< Meter number, at most 64 bytes.
    ZoneId zone;
    Power connectionCapacity; ///< > 0; bounds |position + open orders| per half hour.
    Bytes certificate{};      ///< X.509 DER for the key, at most kCertificateSizeMax; may be empty. Not looked into.
};

/// A participant's registration from here on in the log: another key, certificate, meter or connection. Number, role
/// and sequence numbers stay. It also takes back a revoked participant, with a key that was never revoked.
struct RenewRegistration {
    ParticipantId participant;
    crypto::PublicKey key;
    std::string meter;
    ZoneId zone;
    Power connectionCapacity;
    Bytes certificate; ///< May be empty.
};

enum class RevocationReason : std::uint8_t {
    Unspecified = 0,
    KeyCompromised = 1, ///< Stolen or lost with its device.
    Left = 2,
    BrokeRules = 3
};

/// From here on in the log nothing that the participant signs counts. What it signed before stands: its sheet of the
/// open round clears, its contracts are settled.
struct RevokeParticipant {
    ParticipantId participant;
    RevocationReason reason = RevocationReason::Unspecified;
};

/// An authority's signature under its index among the authorities in force.
struct AuthoritySignature {
    std::uint32_t authority = 0;
    crypto::Signature signature;
    friend bool operator==(const AuthoritySignature&, const AuthoritySignature&) = default;
};

struct CloseRound {
    Round round; ///< Rounds close in order, none left out.
};

/// Names a contract: the pair number within the delivery period, from 0, as pairing made it.
struct ContractId {
    Period period;
    std::uint32_t number = 0;
    friend constexpr auto operator<=>(ContractId, ContractId) = default;
};

struct ConfirmDelivery {
    std::vector<ContractId> contracts;
};

/// What a side says of a contract after the period.
enum class DeliveryStatus : std::uint8_t {
    Complete = 0,    ///< Within tolerance of the contract.
    OwnFault = 1,    ///< This side could not.
    PartnerFault = 2 ///< The partner did not move its share; this side followed.
};

struct DeliveredContract {
    ContractId contract;
    Energy delivered; ///< At this side's DGR, grid side, >= 0.
    DeliveryStatus status = DeliveryStatus::Complete;
};

struct ReportDelivery {
    std::vector<DeliveredContract> contracts;
};

enum class ReadingKind : std::uint8_t { Provisional = 0, Final = 1 };

/// A half hour's meter values. They lie beside the log; the log holds only their hash.
struct MeterValues {
    ParticipantId home;
    Period period;
    Energy imported;                     ///< Whole connection, >= 0.
    Energy exported;                     ///< Whole connection, >= 0.
    Energy generated;                    ///< Gross photovoltaic generation, >= 0.
    std::array<std::uint8_t, 16> salt{}; ///< So that the hash does not give the values away.
};

struct MeterReading {
    ParticipantId home;
    Period period;
    ReadingKind kind = ReadingKind::Provisional;
    Hash256 values{}; ///< hashOf(MeterValues)
};

/// The metered values of one home that a settlement used.
struct SettledMeter {
    ParticipantId home;
    Energy net; ///< imported - exported
    Energy generated;
};

/// Meters in one SettlePeriod of the market operator's desk: far below what one transaction and one batch carry.
inline constexpr std::size_t kMetersPerPart = 10'000;

/// The list names every home with a reading and no other. Its values stand on the ledger for good, as what the bill is
/// made of; the readings behind them may be erased. Authorities that hold the readings do not co-sign other values.
/// A long list comes in parts, each with the homes behind those of the part before; the last one settles. Part 0 begins
/// the list anew.
/// Payload version 1 of a whole list: period, u32 count and per meter u64 home, i64 net, i64 generated; version 2 of a
/// part: period, u32 part, u8 more (0 or 1), then as in version 1.
struct SettlePeriod {
    Period period;
    std::vector<SettledMeter> meters; ///< Sorted by home.
    std::uint32_t part = 0;
    bool more = false; ///< Another part follows.
    [[nodiscard]] bool isWhole() const { return part == 0 && !more; }
};

struct TariffPeriod {
    Period period;
    Price retail;         ///< A home pays it for residual import.
    Price feedIn;         ///< A home gets it for residual export.
    Price imbalanceShort; ///< A home pays it for energy it owed and did not deliver, or took beyond its contract.
    Price imbalanceLong;  ///< A home gets it for contracted energy it did not take, or delivered beyond its contract.
};

struct PublishTariff {
    std::vector<TariffPeriod> periods;
};

/// Another market's terms: rules, operator key, authorities, threshold.
/// Signed by authorities: "DGEX/terms-change/v1" 0, market (16 bytes), u32 number, i64 effective, u32 length + terms as
/// in an OpenMarket payload.
struct TermsChange {
    std::uint32_t number = 1; ///< One above that of the terms in force; those of OpenMarket have 0.
    /// The first round that has the new terms: its sheets are checked, and it is cleared, by them. Later than the open
    /// round, by at most a year.
    Round effective;
    /// Gate lead, currency, exponent and every zone stay (more may come); more than half of the authorities are needed
    /// for a final checkpoint.
    OpenMarket terms;
};

/// Takes effect with co-signatures of as many authorities of the terms in force as their threshold.
/// Payload: u8 version, u32 number, i64 effective, u32 length + terms, u32 count, then per signature u32 authority, u16
/// algorithm, u32 length + signature, ascending by authority.
struct ChangeTerms {
    TermsChange change;
    std::vector<AuthoritySignature> signatures;
};

[[nodiscard]] Bytes encode(const OpenMarket&);
[[nodiscard]] Bytes encode(const RegisterParticipant&);
[[nodiscard]] Bytes encode(const CloseRound&);
[[nodiscard]] Bytes encode(const ConfirmDelivery&);
[[nodiscard]] Bytes encode(const ReportDelivery&);
[[nodiscard]] Bytes encode(const MeterValues&);
[[nodiscard]] Bytes encode(const MeterReading&);
[[nodiscard]] Bytes encode(const SettlePeriod&);
[[nodiscard]] Bytes encode(const PublishTariff&);
[[nodiscard]] Bytes encode(const RenewRegistration&);
[[nodiscard]] Bytes encode(const RevokeParticipant&);
[[nodiscard]] Bytes encode(const ChangeTerms&);
[[nodiscard]] std::optional<OpenMarket> decodeOpenMarket(ByteView);
[[nodiscard]] std::optional<RegisterParticipant> decodeRegisterParticipant(ByteView);
[[nodiscard]] std::optional<CloseRound> decodeCloseRound(ByteView);
[[nodiscard]] std::optional<ConfirmDelivery> decodeConfirmDelivery(ByteView);
[[nodiscard]] std::optional<ReportDelivery> decodeReportDelivery(ByteView);
[[nodiscard]] std::optional<MeterValues> decodeMeterValues(ByteView);
[[nodiscard]] std::optional<MeterReading> decodeMeterReading(ByteView);
[[nodiscard]] std::optional<SettlePeriod> decodeSettlePeriod(ByteView);
[[nodiscard]] std::optional<PublishTariff> decodePublishTariff(ByteView);
[[nodiscard]] std::optional<RenewRegistration> decodeRenewRegistration(ByteView);
[[nodiscard]] std::optional<RevokeParticipant> decodeRevokeParticipant(ByteView);
[[nodiscard]] std::optional<ChangeTerms> decodeChangeTerms(ByteView);

/// What authorities sign of a change.
[[nodiscard]] Bytes signedPreimage(const MarketId& market, const TermsChange& change);
/// Adds the authority's signature in its place (replacing its former one).
[[nodiscard]] std::expected<ChangeTerms, crypto::CryptoError>
coSign(ChangeTerms change, const MarketId& market, std::uint32_t authority, const crypto::Signer& signer);

/// SHA-256 over "DGEX/meter-values/v1" 0 and the encoded values.
[[nodiscard]] Hash256 hashOf(const MeterValues& values);

} // namespace dgex::ledger
