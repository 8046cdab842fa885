// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/market/sheet.h"

#include "core/base/encoding.h"

#include <algorithm>
#include <map>
#include <optional>

namespace dgex::market {

namespace {

constexpr std::uint8_t kVersion = 1;
constexpr std::uint8_t kWithSalt = 2;
constexpr std::uint8_t kPriceQuantityStep = 0;
constexpr std::uint8_t kAnySlot = 1;
constexpr std::size_t kOrderSize = 1 + 8 + 1 + 1 + 8 + 8;

/// The best prices of one participant in one period.
struct OwnBook {
    std::optional<Price> highestBuy;
    std::optional<Price> lowestSell;

    void add(Side side, Price limit)
    {
        if (side == Side::Buy)
            highestBuy = std::max(limit, highestBuy.value_or(limit));
        else
            lowestSell = std::min(limit, lowestSell.value_or(limit));
    }
};

std::expected<Period, SheetError> decodePeriod(Decoder& decoder)
{
    const std::int64_t seconds = decoder.i64();
    if (!decoder.ok() || seconds < 0 || seconds >= kSheetSecondsEnd || !Period::isStart(seconds))
        return std::unexpected(SheetError::Malformed);
    return Period{seconds};
}

std::expected<Order, SheetError> decodeOrder(Decoder& decoder)
{
    const std::expected<Period, SheetError> period = decodePeriod(decoder);
    if (!period)
        return std::unexpected(period.error());
    const std::uint8_t side = decoder.u8();
    if (side > static_cast<std::uint8_t>(Side::Sell))
        return std::unexpected(SheetError::UnknownSide);
    const std::uint8_t energyClass = decoder.u8();
    if (energyClass > static_cast<std::uint8_t>(EnergyClass::Renewable))
        return std::unexpected(SheetError::UnknownClass);
    const Lots quantity{decoder.i64()};
    const Price limit{decoder.i64()};
    return Order{.period = *period,
                 .side = static_cast<Side>(side),
                 .energyClass = static_cast<EnergyClass>(energyClass),
                 .quantity = quantity,
                 .limit = limit};
}

std::expected<SheetAnySlot, SheetError> decodeAnySlot(Decoder& decoder)
{
    const std::uint8_t side = decoder.u8();
    if (side > static_cast<std::uint8_t>(Side::Sell))
        return std::unexpected(SheetError::UnknownSide);
    SheetAnySlot order{
        .side = static_cast<Side>(side), .quantity = {}, .lotsPerPeriod = {}, .limit = {}, .periods = {}};
    order.quantity = Lots{decoder.i64()};
    order.lotsPerPeriod = Lots{decoder.i64()};
    order.limit = Price{decoder.i64()};
    const std::uint32_t count = decoder.listCount(kAnySlotPeriodsMax, sizeof(std::int64_t));
    for (std::uint32_t i = 0; i < count; ++i) {
        const std::expected<Period, SheetError> period = decodePeriod(decoder);
        if (!period)
            return std::unexpected(period.error());
        order.periods.push_back(*period);
    }
    if (!decoder.ok() || order.periods.empty() ||
        std::ranges::adjacent_find(order.periods, std::greater_equal{}) != order.periods.end())
        return std::unexpected(SheetError::Malformed);
    return order;
}

/// Orders of one period first, then any-slot orders.
std::expected<void, SheetError> decodeOrders(Decoder& decoder, std::uint32_t count, BidSheet& sheet)
{
    for (std::uint32_t i = 0; i < count; ++i) {
        const std::uint8_t kind = decoder.u8();
        if (kind == kPriceQuantityStep && sheet.anySlots.empty()) {
            const std::expected<Order, SheetError> order = decodeOrder(decoder);
            if (!order)
                return std::unexpected(order.error());
            sheet.orders.push_back(*order);
        } else if (kind == kAnySlot) {
            if (sheet.anySlots.size() == kSheetAnySlotsMax)
                return std::unexpected(SheetError::TooManyOrders);
            std::expected<SheetAnySlot, SheetError> order = decodeAnySlot(decoder);
            if (!order)
                return std::unexpected(order.error());
            sheet.anySlots.push_back(std::move(*order));
        } else {
            return std::unexpected(SheetError::Malformed);
        }
    }
    return {};
}

bool crossesItself(const BidSheet& sheet)
{
    std::map<Period, OwnBook> books;
    for (const Order& order : sheet.orders)
        books[order.period].add(order.side, order.limit);
    for (const SheetAnySlot& order : sheet.anySlots)
        for (const Period period : order.periods)
            books[period].add(order.side, order.limit);
    return std::ranges::any_of(books, [](const auto& entry) {
        const OwnBook& book = entry.second;
        return book.highestBuy && book.lowestSell && *book.highestBuy >= *book.lowestSell;
    });
}

} // namespace

std::string_view describe(SheetError error)
{
    switch (error) {
    case SheetError::Malformed:
        return "not the canonical bytes of a bid sheet";
    case SheetError::UnknownVersion:
        return "unknown version of the bid sheet";
    case SheetError::UnknownPayloadKind:
        return "the orders are sealed or of an unknown kind";
    case SheetError::TooManyOrders:
        return "more orders than a sheet may hold";
    case SheetError::UnknownSide:
        return "a side that is neither buy nor sell";
    case SheetError::UnknownClass:
        return "an unknown class of energy";
    case SheetError::QuantityOutOfRange:
        return "a quantity outside its range";
    case SheetError::PriceOutOfRange:
        return "a price beyond the market's bound";
    case SheetError::PeriodNotOpen:
        return "a period that is not open in the round";
    case SheetError::CrossesItself:
        return "the highest buy reaches the lowest sell in a period";
    case SheetError::AnySlotNotTraded:
        return "an order for any of several periods in a market that takes none";
    }
    return "unknown error";
}

Bytes encode(const BidSheet& sheet)
{
    Encoder encoder;
    encoder.u8(sheet.salt ? kWithSalt : kVersion).u8(static_cast<std::uint8_t>(PayloadKind::Clear));
    encoder.i64(sheet.round.startSeconds());
    if (sheet.salt)
        encoder.raw(*sheet.salt);
    encoder.u32(static_cast<std::uint32_t>(sheet.orders.size() + sheet.anySlots.size()));
    for (const Order& order : sheet.orders) {
        encoder.u8(kPriceQuantityStep).i64(order.period.startSeconds());
        encoder.u8(static_cast<std::uint8_t>(order.side)).u8(static_cast<std::uint8_t>(order.energyClass));
        encoder.i64(order.quantity.count()).i64(order.limit.count());
    }
    for (const SheetAnySlot& order : sheet.anySlots) {
        encoder.u8(kAnySlot).u8(static_cast<std::uint8_t>(order.side)).i64(order.quantity.count());
        encoder.i64(order.lotsPerPeriod.count()).i64(order.limit.count());
        encoder.u32(static_cast<std::uint32_t>(order.periods.size()));
        for (const Period period : order.periods)
            encoder.i64(period.startSeconds());
    }
    return encoder.take();
}

std::expected<BidSheet, SheetError> decodeSheet(ByteView bytes)
{
    Decoder decoder(bytes);
    const std::uint8_t version = decoder.u8();
    const std::uint8_t payloadKind = decoder.u8();
    if (!decoder.ok())
        return std::unexpected(SheetError::Malformed);
    if (version != kVersion && version != kWithSalt)
        return std::unexpected(SheetError::UnknownVersion);
    if (payloadKind != static_cast<std::uint8_t>(PayloadKind::Clear))
        return std::unexpected(SheetError::UnknownPayloadKind);

    const std::expected<Period, SheetError> round = decodePeriod(decoder);
    if (!round)
        return std::unexpected(round.error());
    BidSheet sheet{.round = *round, .orders = {}};
    if (version == kWithSalt)
        sheet.salt = decoder.array<32>();
    const std::uint32_t count = decoder.u32();
    if (count > kSheetOrdersMax)
        return std::unexpected(SheetError::TooManyOrders);
    if (!decoder.ok() || decoder.remaining() < count * kOrderSize)
        return std::unexpected(SheetError::Malformed);
    sheet.orders.reserve(count);
    if (const auto read = decodeOrders(decoder, count, sheet); !read)
        return std::unexpected(read.error());
    if (!decoder.finished())
        return std::unexpected(SheetError::Malformed);
    return sheet;
}

std::expected<void, SheetError> validate(const BidSheet& sheet, std::uint32_t gateLead, std::uint32_t openPeriods,
                                         Price priceBound)
{
    if (sheet.orders.size() + sheet.anySlots.size() > kSheetOrdersMax || sheet.anySlots.size() > kSheetAnySlotsMax)
        return std::unexpected(SheetError::TooManyOrders);
    const Price bound = std::min(priceBound, kPriceMax);
    const auto fits = [](Lots quantity) { return quantity >= Lots{1} && quantity <= kOrderLotsMax; };
    const auto isOpen = [&](Period period) {
        const Int128 lead = (Int128{period.startSeconds()} - sheet.round.startSeconds()) / Period::kSeconds;
        return lead >= gateLead && lead < Int128{gateLead} + openPeriods;
    };
    for (const Order& order : sheet.orders) {
        if (!fits(order.quantity))
            return std::unexpected(SheetError::QuantityOutOfRange);
        if (order.limit > bound || order.limit < -bound)
            return std::unexpected(SheetError::PriceOutOfRange);
        if (!isOpen(order.period))
            return std::unexpected(SheetError::PeriodNotOpen);
    }
    for (const SheetAnySlot& order : sheet.anySlots) {
        if (!fits(order.quantity) || !fits(order.lotsPerPeriod))
            return std::unexpected(SheetError::QuantityOutOfRange);
        if (order.limit > bound || order.limit < -bound)
            return std::unexpected(SheetError::PriceOutOfRange);
        if (!std::ranges::all_of(order.periods, isOpen))
            return std::unexpected(SheetError::PeriodNotOpen);
        if (order.periods.empty() ||
            std::ranges::adjacent_find(order.periods, std::greater_equal{}) != order.periods.end())
            return std::unexpected(SheetError::Malformed);
    }
    if (crossesItself(sheet))
        return std::unexpected(SheetError::CrossesItself);
    return {};
}

} // namespace dgex::market
