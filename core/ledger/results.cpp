// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ledger/results.h"

#include "core/ledger/fields.h"

#include <algorithm>
#include <limits>

namespace dgex::ledger {

namespace {

constexpr std::uint8_t kVersion = 1;
constexpr std::uint8_t kMarketWithCurves = 5;
constexpr std::uint8_t kMarketOfZone = 6;
constexpr std::uint8_t kRoundWithClasses = 7;
constexpr std::uint8_t kSettlementWithRenewable = 8;
constexpr std::uint8_t kLink = 9;
/// Merged orders of one home in a round: as many as a sheet may hold.
constexpr std::size_t kHomeOrderSizeMin = 34;
constexpr std::size_t kAnySlotSizeMin = 21;
constexpr std::size_t kAnySlotPartSize = 24;

template <class Amount>
Amount readAny(Decoder& in)
{
    return Amount{in.i64()};
}

Lots readLots(Decoder& in)
{
    return readWithin(in, Lots{0}, Lots{std::numeric_limits<std::int64_t>::max()});
}

ParticipantId readParticipant(Decoder& in)
{
    return {in.u64()};
}

void writeOptionalPrice(Encoder& out, const std::optional<Price>& price)
{
    out.u8(price ? 1 : 0);
    if (price)
        out.i64(price->count());
}

std::optional<Price> readOptionalPrice(Decoder& in)
{
    if (!readFlag(in))
        return std::nullopt;
    return readAny<Price>(in);
}

void writeContract(Encoder& out, const ContractId& contract)
{
    writePeriod(out, contract.period);
    out.u32(contract.number);
}

bool hasClasses(const HomeRoundResult& result)
{
    return !result.anySlots.empty() || std::ranges::any_of(result.orders, [](const HomeOrderResult& order) {
        return order.energyClass != market::EnergyClass::Any;
    });
}

/// The type under which a result is written.
struct TypeOf {
    std::uint8_t operator()(const MarketResult& result) const
    {
        return result.curves ? kMarketWithCurves : result.place ? kMarketOfZone : std::uint8_t{0};
    }
    std::uint8_t operator()(const HomeRoundResult& result) const { return hasClasses(result) ? kRoundWithClasses : 1; }
    std::uint8_t operator()(const ContractResult&) const { return 2; }
    std::uint8_t operator()(const HomeSettlementResult& result) const
    {
        return result.renewable ? kSettlementWithRenewable : 3;
    }
    std::uint8_t operator()(const PeriodSettlementResult&) const { return 4; }
    std::uint8_t operator()(const LinkResult&) const { return kLink; }
};

struct Writer {
    Encoder& out;

    void operator()(const MarketResult& result) const
    {
        writePeriod(out, result.round);
        writePeriod(out, result.period);
        writeOptionalPrice(out, result.price);
        out.u8(result.priceInterval ? 1 : 0);
        if (result.priceInterval)
            out.i64(result.priceInterval->first.count()).i64(result.priceInterval->second.count());
        out.i64(result.volume.count()).u32(result.orders);
        DGEX_ASSERT(!result.curves || !result.place);
        if (result.curves)
            out.raw(result.curves->hash).u64(result.curves->slots);
        if (result.place) {
            out.u16(result.place->zone.number).u8(static_cast<std::uint8_t>(result.place->energyClass));
            out.i64(result.place->bought.count()).i64(result.place->sold.count());
        }
    }
    void operator()(const HomeRoundResult& result) const
    {
        writePeriod(out, result.round);
        out.u64(result.home.number);
        out.u8(result.refusal ? 1 : 0);
        if (result.refusal) {
            out.u8(static_cast<std::uint8_t>(result.refusal->error)).u8(result.refusal->sheet ? 1 : 0);
            if (result.refusal->sheet)
                out.u8(static_cast<std::uint8_t>(*result.refusal->sheet));
        }
        DGEX_ASSERT(result.orders.size() <= market::kSheetOrdersMax);
        out.u32(static_cast<std::uint32_t>(result.orders.size()));
        for (const HomeOrderResult& order : result.orders) {
            writePeriod(out, order.period);
            out.u8(static_cast<std::uint8_t>(order.side)).i64(order.limit.count());
            out.i64(order.asked.count()).i64(order.filled.count());
            writeOptionalPrice(out, order.price);
            if (hasClasses(result))
                out.u8(static_cast<std::uint8_t>(order.energyClass));
        }
        if (hasClasses(result))
            writeAnySlots(result.anySlots);
    }
    void writeAnySlots(const std::vector<HomeAnySlotResult>& anySlots) const
    {
        out.u32(static_cast<std::uint32_t>(anySlots.size()));
        for (const HomeAnySlotResult& order : anySlots) {
            out.u8(static_cast<std::uint8_t>(order.side)).i64(order.limit.count()).i64(order.asked.count());
            out.u32(static_cast<std::uint32_t>(order.parts.size()));
            for (const AnySlotPart& part : order.parts) {
                writePeriod(out, part.period);
                out.i64(part.filled.count()).i64(part.price.count());
            }
        }
    }
    void operator()(const ContractResult& result) const
    {
        writeContract(out, result.contract);
        out.u64(result.exporter.number).u64(result.importer.number).i64(result.quantity.count());
    }
    void operator()(const HomeSettlementResult& result) const
    {
        const settlement::HomeSettlement& home = result.settlement;
        writePeriod(out, result.period);
        out.u64(home.home.number).i64(home.metered.count()).i64(home.throughDgr.count()).i64(home.residual.count());
        out.i64(home.shortfall.count()).i64(home.excess.count());
        out.i64(home.residualMoney.count()).i64(home.imbalanceMoney.count());
        out.u8(result.substituted ? 1 : 0).i64(result.balance.count());
        if (result.renewable)
            out.i64(result.renewable->net.count())
                .i64(result.renewable->missing.count())
                .i64(result.renewable->money.count());
    }
    void operator()(const LinkResult& result) const
    {
        writePeriod(out, result.round);
        writePeriod(out, result.period);
        out.u16(result.from.number).u16(result.to.number).i64(result.quantity.count()).i64(result.rent.count());
    }
    void operator()(const PeriodSettlementResult& result) const
    {
        writePeriod(out, result.period);
        out.i64(result.contracted.count()).i64(result.delivered.count()).i64(result.networkLoss.count());
        out.i64(result.gridOperator.count()).i64(result.utility.count());
    }
};

MarketResult readMarketResult(Decoder& in, std::uint8_t type)
{
    MarketResult result;
    result.round = readPeriod(in);
    result.period = readPeriod(in);
    result.price = readOptionalPrice(in);
    if (readFlag(in)) {
        const auto low = readAny<Price>(in);
        const auto high = readAny<Price>(in);
        result.priceInterval = {low, high};
    }
    result.volume = readLots(in);
    result.orders = in.u32();
    if (type == kMarketWithCurves) {
        const Hash256 hash = in.array<32>();
        result.curves = CurveCommitment{.hash = hash, .slots = in.u64()};
    }
    if (type == kMarketOfZone) {
        MarketPlace place{.zone = {in.u16()}, .energyClass = {}, .bought = {}, .sold = {}};
        place.energyClass = readEnumeration(in, market::EnergyClass::Renewable);
        place.bought = readLots(in);
        place.sold = readLots(in);
        result.place = place;
    }
    return result;
}

std::optional<Refusal> readRefusal(Decoder& in)
{
    if (!readFlag(in))
        return std::nullopt;
    Refusal refusal;
    refusal.error = readEnumeration(in, kTransactionErrorLast);
    const bool hasSheetError = readFlag(in);
    if (hasSheetError)
        refusal.sheet = readEnumeration(in, market::kSheetErrorLast);
    if (refusal.error < TransactionError::Malformed || hasSheetError != (refusal.error == TransactionError::BadSheet))
        in.fail();
    return refusal;
}

std::vector<HomeAnySlotResult> readAnySlots(Decoder& in)
{
    std::vector<HomeAnySlotResult> anySlots;
    const std::uint32_t count = in.listCount(market::kSheetAnySlotsMax, kAnySlotSizeMin);
    for (std::uint32_t i = 0; i < count; ++i) {
        HomeAnySlotResult order;
        order.side = readEnumeration(in, market::Side::Sell);
        order.limit = readAny<Price>(in);
        order.asked = readLots(in);
        const std::uint32_t parts = in.listCount(market::kAnySlotPeriodsMax, kAnySlotPartSize);
        for (std::uint32_t n = 0; n < parts; ++n) {
            AnySlotPart part;
            part.period = readPeriod(in);
            part.filled = readLots(in);
            part.price = readAny<Price>(in);
            order.parts.push_back(part);
        }
        anySlots.push_back(std::move(order));
    }
    return anySlots;
}

HomeRoundResult readHomeRoundResult(Decoder& in, std::uint8_t type)
{
    HomeRoundResult result;
    result.round = readPeriod(in);
    result.home = readParticipant(in);
    result.refusal = readRefusal(in);
    const std::uint32_t count = in.listCount(market::kSheetOrdersMax, kHomeOrderSizeMin);
    for (std::uint32_t i = 0; i < count; ++i) {
        HomeOrderResult order;
        order.period = readPeriod(in);
        order.side = readEnumeration(in, market::Side::Sell);
        order.limit = readAny<Price>(in);
        order.asked = readLots(in);
        order.filled = readLots(in);
        order.price = readOptionalPrice(in);
        if (type == kRoundWithClasses)
            order.energyClass = readEnumeration(in, market::EnergyClass::Renewable);
        result.orders.push_back(order);
    }
    if (type == kRoundWithClasses) {
        result.anySlots = readAnySlots(in);
        if (!hasClasses(result))
            in.fail();
    }
    return result;
}

ContractResult readContractResult(Decoder& in)
{
    ContractResult result;
    result.contract.period = readPeriod(in);
    result.contract.number = in.u32();
    result.exporter = readParticipant(in);
    result.importer = readParticipant(in);
    result.quantity = readLots(in);
    return result;
}

HomeSettlementResult readHomeSettlementResult(Decoder& in, std::uint8_t type)
{
    HomeSettlementResult result;
    result.period = readPeriod(in);
    settlement::HomeSettlement& home = result.settlement;
    home.home = readParticipant(in);
    home.metered = readAny<Energy>(in);
    home.throughDgr = readAny<Energy>(in);
    home.residual = readAny<Energy>(in);
    home.shortfall = readAny<Energy>(in);
    home.excess = readAny<Energy>(in);
    home.residualMoney = readAny<Money>(in);
    home.imbalanceMoney = readAny<Money>(in);
    result.substituted = readFlag(in);
    result.balance = readAny<Money>(in);
    if (type == kSettlementWithRenewable) {
        RenewableSettlement renewable;
        renewable.net = readAny<Lots>(in);
        renewable.missing = readAny<Energy>(in);
        renewable.money = readAny<Money>(in);
        result.renewable = renewable;
    }
    return result;
}

PeriodSettlementResult readPeriodSettlementResult(Decoder& in)
{
    PeriodSettlementResult result;
    result.period = readPeriod(in);
    result.contracted = readAny<Energy>(in);
    result.delivered = readAny<Energy>(in);
    result.networkLoss = readAny<Energy>(in);
    result.gridOperator = readAny<Money>(in);
    result.utility = readAny<Money>(in);
    return result;
}

LinkResult readLinkResult(Decoder& in)
{
    LinkResult result;
    result.round = readPeriod(in);
    result.period = readPeriod(in);
    result.from = {in.u16()};
    result.to = {in.u16()};
    result.quantity = readLots(in);
    result.rent = readAny<Price>(in);
    return result;
}

Result readResult(Decoder& in)
{
    const std::uint8_t type = in.u8();
    switch (type) {
    case 0:
    case kMarketWithCurves:
    case kMarketOfZone:
        return readMarketResult(in, type);
    case 1:
    case kRoundWithClasses:
        return readHomeRoundResult(in, type);
    case 2:
        return readContractResult(in);
    case 3:
    case kSettlementWithRenewable:
        return readHomeSettlementResult(in, type);
    case 4:
        return readPeriodSettlementResult(in);
    case kLink:
        return readLinkResult(in);
    default:
        in.fail();
        return MarketResult{};
    }
}

} // namespace

Bytes encode(const Result& result)
{
    Encoder out;
    out.u8(kVersion).u8(std::visit(TypeOf{}, result));
    std::visit(Writer{out}, result);
    return out.take();
}

std::optional<Result> decodeResult(ByteView bytes)
{
    Decoder in(bytes);
    if (in.u8() != kVersion)
        in.fail();
    Result result = readResult(in);
    if (!in.finished())
        return std::nullopt;
    return result;
}

} // namespace dgex::ledger
