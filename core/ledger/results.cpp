// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ledger/results.h"

#include "core/ledger/fields.h"

#include <limits>

namespace dgex::ledger {

namespace {

constexpr std::uint8_t kVersion = 1;
/// The type of a MarketResult with its curves.
constexpr std::uint8_t kMarketWithCurves = 5;
/// Merged orders of one home in a round: as many as a sheet may hold.
constexpr std::size_t kHomeOrderSizeMin = 34;

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
        if (result.curves)
            out.raw(result.curves->hash).u64(result.curves->slots);
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
    }
    void operator()(const PeriodSettlementResult& result) const
    {
        writePeriod(out, result.period);
        out.i64(result.contracted.count()).i64(result.delivered.count()).i64(result.networkLoss.count());
        out.i64(result.gridOperator.count()).i64(result.utility.count());
    }
};

MarketResult readMarketResult(Decoder& in, bool hasCurves)
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
    if (hasCurves) {
        const Hash256 hash = in.array<32>();
        result.curves = CurveCommitment{.hash = hash, .slots = in.u64()};
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
        refusal.sheet = readEnumeration(in, market::SheetError::CrossesItself);
    if (refusal.error < TransactionError::Malformed || hasSheetError != (refusal.error == TransactionError::BadSheet))
        in.fail();
    return refusal;
}

HomeRoundResult readHomeRoundResult(Decoder& in)
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
        result.orders.push_back(order);
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

HomeSettlementResult readHomeSettlementResult(Decoder& in)
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

Result readResult(Decoder& in)
{
    switch (in.u8()) {
    case 0:
        return readMarketResult(in, false);
    case 1:
        return readHomeRoundResult(in);
    case 2:
        return readContractResult(in);
    case 3:
        return readHomeSettlementResult(in);
    case 4:
        return readPeriodSettlementResult(in);
    case kMarketWithCurves:
        return readMarketResult(in, true);
    default:
        in.fail();
        return MarketResult{};
    }
}

} // namespace

Bytes encode(const Result& result)
{
    Encoder out;
    const auto* const market = std::get_if<MarketResult>(&result);
    const bool hasCurves = market != nullptr && market->curves;
    out.u8(kVersion).u8(hasCurves ? kMarketWithCurves : static_cast<std::uint8_t>(result.index()));
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
