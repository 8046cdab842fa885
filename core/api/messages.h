// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ledger/block.h"
#include "core/ledger/receipt.h"
#include "core/ledger/results.h"
#include "core/ledger/transaction.h"

#include <expected>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

/// The bytes that controllers and nodes exchange, the same in process and over a network. Every message is
/// "DGEX/request/v1" or "DGEX/answer/v1" and a 0 byte, a u8 kind and the fields in the order written here.
namespace dgex::api {

enum class ApiError : std::uint8_t {
    Unreachable = 1,    ///< No answer came; what happened to the request is unknown.
    BadRequest = 2,     ///< Not a request of this version.
    BadAnswer = 3,      ///< Not an answer of this version, or one of another kind than asked.
    BadTransaction = 4, ///< Not a transaction, or one for another market.
    NotThere = 5,       ///< Nothing is known of what was asked for (yet).
    Unavailable = 6,    ///< The node cannot take it now; try again.
    NotAllowed = 7,     ///< Not for this caller.
    TooMany = 8,        ///< The caller asks too much in too short a time; try again later.
};
[[nodiscard]] std::string_view describe(ApiError error);

/// Hands in a transaction, with the meter values that lie beside the log when it is a meter reading.
struct SubmitRequest {
    Bytes transaction;
    std::optional<ledger::MeterValues> values;
};

/// Asks how far the node is.
struct HeadRequest {
    std::uint64_t after = 0;       ///< With waitSeconds: answer as soon as the node is beyond this height.
    std::uint32_t waitSeconds = 0; ///< At most kHeadWaitMax. In process nothing waits.
};
inline constexpr std::uint32_t kHeadWaitMax = 25;

/// Asks for a home's results of a round: every market, the home's own orders and its new contracts.
struct RoundRequest {
    Round round;
    ParticipantId home;
};

/// Asks for the settlement of a home's period.
struct SettlementRequest {
    Period period;
    ParticipantId home;
};

/// Asks for the utility's published prices.
struct TariffRequest {
    Period first;
    std::uint32_t count = 0; ///< At most kTariffPeriodsMax.
};
inline constexpr std::uint32_t kTariffPeriodsMax = 512;

/// Asks what the ledger says of a participant (0: the market operator), to go on after a restart.
struct StandingRequest {
    ParticipantId participant;
};

/// Asks for the proof bundle of a home's period.
struct BundleRequest {
    Period period;
    ParticipantId home;
};

/// Asks for the proof that the checkpoint of one height continues that of another.
struct ConsistencyRequest {
    std::uint64_t older = 0;
    std::uint64_t newer = 0;
};

/// Asks for the evidence that a receipt's promise was broken. NotThere: it was kept, or its round is not closed yet.
struct PromiseRequest {
    ledger::Receipt receipt;
};

/// Asks for the orders of a market's newest round, summed per limit: a public figure, which nothing proves.
struct CurvesRequest {
    Period period;
};

using Request = std::variant<SubmitRequest, HeadRequest, RoundRequest, SettlementRequest, TariffRequest,
                             StandingRequest, BundleRequest, ConsistencyRequest, PromiseRequest, CurvesRequest>;

struct SubmitAnswer {
    /// For a sheet that stands in the log: the authority's promise. None for other transactions, and where the answer
    /// says only that the submission was taken.
    std::optional<ledger::Receipt> receipt = std::nullopt;
};

struct HeadAnswer {
    std::uint64_t height = 0;
    std::optional<Round> lastClosed;
    std::optional<Round> open;
};

/// Result leaves with their way to one checkpoint's result root.
struct ProvenLeaf {
    Bytes leaf;
    std::uint64_t index = 0;
    std::vector<Hash256> path;
};

struct ResultsAnswer {
    ledger::Checkpoint checkpoint;
    std::vector<ProvenLeaf> leaves;
};

struct TariffAnswer {
    std::vector<ledger::TariffPeriod> periods;
};

struct StandingAnswer {
    ledger::Role role = ledger::Role::Home; ///< Of no meaning for the market operator.
    std::uint64_t lastSequence = 0;         ///< The next transaction needs a larger one.
};

/// An encoded ledger::ProofBundle, ledger::ConsistencyProof or ledger::Evidence, as it was asked for.
struct ProofAnswer {
    Bytes proof;
};
inline constexpr std::size_t kProofSizeMax = std::size_t{1} << 25;

struct CurvesAnswer {
    Round round; ///< The round closed last.
    /// Ascending by price, at most kCurveStepsMax: where there are more, neighbours are joined.
    std::vector<ledger::CurveStep> steps;
};
inline constexpr std::size_t kCurveStepsMax = 4096;

using Answer = std::variant<ApiError, SubmitAnswer, HeadAnswer, ResultsAnswer, TariffAnswer, StandingAnswer,
                            ProofAnswer, CurvesAnswer>;

[[nodiscard]] Bytes encode(const Request& request);
[[nodiscard]] Bytes encode(const Answer& answer);
/// None unless the bytes are exactly what encode makes. Bounded.
[[nodiscard]] std::optional<Request> decodeRequest(ByteView bytes);
[[nodiscard]] std::optional<Answer> decodeAnswer(ByteView bytes);

} // namespace dgex::api
