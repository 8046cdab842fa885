// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/ledger/outcome.h"
#include "core/ledger/transaction.h"
#include "core/market/order.h"
#include "core/settlement/settlement.h"

#include <optional>
#include <utility>
#include <variant>
#include <vector>

namespace dgex::ledger {

// What the market decided: the leaves of the result log. They hold agreed outcomes only, never a key, a signature,
// a transaction's hash or an arrival index, so the same orders give the same result root with other keys.
// Order in the log. A round: MarketResult by period, HomeRoundResult by home, ContractResult by number.
// A settlement: HomeSettlementResult by home, then PeriodSettlementResult.

/// What a market's curves are committed by, and how many participants they are made of: the homes whose sheet stood in
/// the round. See market::PriceStatement.
struct CurveCommitment {
    Hash256 hash{};
    std::uint64_t slots = 0;
    friend bool operator==(const CurveCommitment&, const CurveCommitment&) = default;
};

/// One market of a round. Markets without orders leave none.
struct MarketResult {
    Round round;
    Period period;
    std::optional<Price> price; ///< What sellers get; buyers pay the network fee on top.
    std::optional<std::pair<Price, Price>> priceInterval;
    Lots volume;
    std::uint32_t orders = 0;                ///< After merging a participant's orders at one side and price.
    std::optional<CurveCommitment> curves{}; ///< When the rules ask for it.
    friend bool operator==(const MarketResult&, const MarketResult&) = default;
};

struct HomeOrderResult {
    Period period;
    market::Side side = market::Side::Buy;
    Price limit;
    Lots asked;
    Lots filled;
    /// What the home pays (beside the network fee) or gets per kWh where it trades; else the market's price. Under the
    /// uniform price they are the same.
    std::optional<Price> price;
    friend bool operator==(const HomeOrderResult&, const HomeOrderResult&) = default;
};

/// All of one home's orders in a round. A home without any sheet in the round has none.
struct HomeRoundResult {
    Round round;
    ParticipantId home;
    std::optional<Refusal> refusal;      ///< Why its last refused sheet of the round was refused.
    std::vector<HomeOrderResult> orders; ///< Of the sheet that stood, by (period, side, limit).
    friend bool operator==(const HomeRoundResult&, const HomeRoundResult&) = default;
};

struct ContractResult {
    ContractId contract;
    ParticipantId exporter;
    ParticipantId importer;
    Lots quantity;
    friend bool operator==(const ContractResult&, const ContractResult&) = default;
};

struct HomeSettlementResult {
    Period period;
    settlement::HomeSettlement settlement;
    bool substituted = false; ///< Without a reading: metered is its contracted net.
    Money balance;            ///< The home's account after this settlement.
    friend bool operator==(const HomeSettlementResult&, const HomeSettlementResult&) = default;
};

struct PeriodSettlementResult {
    Period period;
    Energy contracted;
    Energy delivered;
    Energy networkLoss;
    Money gridOperator; ///< Posted by this settlement.
    Money utility;      ///< Posted by this settlement.
    friend bool operator==(const PeriodSettlementResult&, const PeriodSettlementResult&) = default;
};

using Result =
    std::variant<MarketResult, HomeRoundResult, ContractResult, HomeSettlementResult, PeriodSettlementResult>;

/// Canonical bytes of a leaf: u8 version = 1, u8 type (index in Result; 5 for a MarketResult with curves), the fields
/// in order; an optional field is u8 0, or u8 1 and the value; curves are last, as hash and u64 slots, under type 5.
[[nodiscard]] Bytes encode(const Result& result);
/// None unless the bytes are exactly what encode makes.
[[nodiscard]] std::optional<Result> decodeResult(ByteView bytes);

} // namespace dgex::ledger
