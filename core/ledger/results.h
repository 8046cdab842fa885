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
// Order in the log. A round: MarketResult by period, zone and class, LinkResult by period, then as the terms list
// links, HomeRoundResult by home, ContractResult by number. A settlement: HomeSettlementResult by home, then
// PeriodSettlementResult.

/// All orders of a market at one limit.
struct CurveStep {
    Price price;
    Lots buy;
    Lots sell;
    friend bool operator==(const CurveStep&, const CurveStep&) = default;
};

/// What a market's curves are committed by, and how many participants they are made of: the homes whose sheet stood in
/// the round. See market::PriceStatement.
struct CurveCommitment {
    Hash256 hash{};
    std::uint64_t slots = 0;
    friend bool operator==(const CurveCommitment&, const CurveCommitment&) = default;
};

/// Which market of a period it is where the terms have zones.
struct MarketPlace {
    ZoneId zone;
    market::EnergyClass energyClass = market::EnergyClass::Any;
    Lots bought;
    Lots sold; ///< The difference came over links, or as renewable energy that serves any demand.
    friend bool operator==(const MarketPlace&, const MarketPlace&) = default;
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
    std::optional<MarketPlace> place{}; ///< In a market of zones; never with curves. The volume is the greater side.
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
    market::EnergyClass energyClass = market::EnergyClass::Any;
    friend bool operator==(const HomeOrderResult&, const HomeOrderResult&) = default;
};

/// What an any-slot order got in a period where it trades.
struct AnySlotPart {
    Period period;
    Lots filled; ///< > 0
    Price price;
    friend bool operator==(const AnySlotPart&, const AnySlotPart&) = default;
};

struct HomeAnySlotResult {
    market::Side side = market::Side::Buy;
    Price limit;
    Lots asked;
    std::vector<AnySlotPart> parts; ///< Ascending by period.
    friend bool operator==(const HomeAnySlotResult&, const HomeAnySlotResult&) = default;
};

/// All of one home's orders in a round. A home without any sheet in the round has none.
struct HomeRoundResult {
    Round round;
    ParticipantId home;
    std::optional<Refusal> refusal;            ///< Why its last refused sheet of the round was refused.
    std::vector<HomeOrderResult> orders;       ///< Of the sheet that stood, by (period, class, side, limit).
    std::vector<HomeAnySlotResult> anySlots{}; ///< In the order of the sheet.
    friend bool operator==(const HomeRoundResult&, const HomeRoundResult&) = default;
};

struct ContractResult {
    ContractId contract;
    ParticipantId exporter;
    ParticipantId importer;
    Lots quantity;
    friend bool operator==(const ContractResult&, const ContractResult&) = default;
};

/// How a home stands with the renewable energy that it traded in a period.
struct RenewableSettlement {
    Lots net;       ///< Of class renewable, + bought.
    Energy missing; ///< Sold and not generated, >= 0.
    Money money;    ///< + received by the home.
    friend bool operator==(const RenewableSettlement&, const RenewableSettlement&) = default;
};

struct HomeSettlementResult {
    Period period;
    settlement::HomeSettlement settlement;
    bool substituted = false;                       ///< Without a reading: metered is its contracted net.
    Money balance;                                  ///< The home's account after this settlement.
    std::optional<RenewableSettlement> renewable{}; ///< Of homes with a position of class renewable.
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

/// What a round lets flow on a link in a period, where the terms have zones.
struct LinkResult {
    Round round;
    Period period;
    ZoneId from;
    ZoneId to;
    Lots quantity; ///< > 0
    Price rent;    ///< Price at the end minus price at the start, >= 0: what the grid operator earns per kWh.
    friend bool operator==(const LinkResult&, const LinkResult&) = default;
};

using Result = std::variant<MarketResult, HomeRoundResult, ContractResult, HomeSettlementResult, PeriodSettlementResult,
                            LinkResult>;

/// Canonical bytes of a leaf: u8 version = 1, u8 type, the fields in order; an optional field is u8 0, or u8 1 and the
/// value. Types 0 to 4 are the first of Result; 5 is a MarketResult with curves last, as hash and u64 slots; 6 a
/// MarketResult with its place last (u16, u8, i64, i64); 7 a HomeRoundResult in which every order has its class (u8)
/// last and any-slot orders follow (u32 count; u8 side, limit, asked, u32 count of period, filled, price), written only
/// when something is renewable or any-slot; 8 a HomeSettlementResult with its renewable fields last; 9 a LinkResult.
[[nodiscard]] Bytes encode(const Result& result);
/// None unless the bytes are exactly what encode makes.
[[nodiscard]] std::optional<Result> decodeResult(ByteView bytes);

} // namespace dgex::ledger
