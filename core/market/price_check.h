// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/market/explanation.h"
#include "core/market/price_proof.h"

namespace dgex::market {

/// What is wrong with a price proof.
enum class PriceFault {
    WrongRules,      ///< Rules outside their ranges, or not those that the home knows.
    WrongCommitment, ///< The statement is not the published one.
    OtherMarket,
    OtherPeriod,
    OtherParticipant,
    OtherOrders,       ///< The orders are not those that the home sent.
    OtherSlotCount,    ///< More or fewer participants than the market is known to have.
    SlotMissing,       ///< The home's slot does not lie in the tree of slots.
    OrderMissing,      ///< An order of the home does not lie in the curves.
    OrderCountsDiffer, ///< The curves hold more or fewer orders than the slots.
    LevelMissing,      ///< A level that the price hangs on does not lie in the curves or is not shown.
    WrongVolume,
    WrongPrice,
    WrongFill,
};
/// One English sentence fragment for logs and the command line.
[[nodiscard]] std::string_view describe(PriceFault fault);

/// What a home knows by itself. What is left out is not compared.
struct HomeKnowledge {
    /// From a market result under a final checkpoint. Without it a proof shows only that it agrees with itself.
    std::optional<Hash256> commitment;
    std::optional<MarketId> market;
    std::optional<Period> period;
    std::optional<AuctionRules> rules;
    std::optional<ParticipantId> participant;
    /// How many participants the market has.
    std::optional<std::uint64_t> slots;
    /// Its orders in this market as it sent them; those at one side and limit are merged here.
    std::optional<std::vector<BookOrder>> orders;
};

/// What a home computed by itself from the curves.
struct CheckedPrice {
    Hash256 commitment{};
    std::optional<Price> price;
    std::optional<Price> buyerPrice;
    std::optional<std::pair<Price, Price>> priceInterval;
    Lots volume;
    std::vector<Fill> fills;
    /// By fill: why it is what it is, as clearMarket would say.
    std::vector<Explanation> reasons;
};

/// Checks that the home's orders are in the committed curves, all of them and no other in its name, and computes price,
/// volume and its fills anew (PriceStatement says what that proves). Time and memory follow the proof's size.
[[nodiscard]] std::expected<CheckedPrice, PriceFault> checkPrice(const PriceProof& proof,
                                                                 const HomeKnowledge& knowledge = {});

} // namespace dgex::market
