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
constexpr std::size_t kOrderSize = 1 + 8 + 1 + 1 + 8 + 8;

/// The best prices of one participant in one period.
struct OwnBook {
    std::optional<Price> highestBuy;
    std::optional<Price> lowestSell;
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
    if (decoder.u8() != kPriceQuantityStep)
        return std::unexpected(SheetError::Malformed);
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

bool crossesItself(const BidSheet& sheet)
{
    std::map<Period, OwnBook> books;
    for (const Order& order : sheet.orders) {
        OwnBook& book = books[order.period];
        if (order.side == Side::Buy)
            book.highestBuy = std::max(order.limit, book.highestBuy.value_or(order.limit));
        else
            book.lowestSell = std::min(order.limit, book.lowestSell.value_or(order.limit));
    }
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
    encoder.u32(static_cast<std::uint32_t>(sheet.orders.size()));
    for (const Order& order : sheet.orders) {
        encoder.u8(kPriceQuantityStep).i64(order.period.startSeconds());
        encoder.u8(static_cast<std::uint8_t>(order.side)).u8(static_cast<std::uint8_t>(order.energyClass));
        encoder.i64(order.quantity.count()).i64(order.limit.count());
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
    if (!decoder.ok() || decoder.remaining() != count * kOrderSize)
        return std::unexpected(SheetError::Malformed);

    sheet.orders.reserve(count);
    for (std::uint32_t i = 0; i < count; ++i) {
        const std::expected<Order, SheetError> order = decodeOrder(decoder);
        if (!order)
            return std::unexpected(order.error());
        sheet.orders.push_back(*order);
    }
    return sheet;
}

std::expected<void, SheetError> validate(const BidSheet& sheet, std::uint32_t gateLead, std::uint32_t openPeriods,
                                         Price priceBound)
{
    if (sheet.orders.size() > kSheetOrdersMax)
        return std::unexpected(SheetError::TooManyOrders);
    const Price bound = std::min(priceBound, kPriceMax);
    for (const Order& order : sheet.orders) {
        if (order.quantity < Lots{1} || order.quantity > kOrderLotsMax)
            return std::unexpected(SheetError::QuantityOutOfRange);
        if (order.limit > bound || order.limit < -bound)
            return std::unexpected(SheetError::PriceOutOfRange);
        const Int128 lead = (Int128{order.period.startSeconds()} - sheet.round.startSeconds()) / Period::kSeconds;
        if (lead < gateLead || lead >= Int128{gateLead} + openPeriods)
            return std::unexpected(SheetError::PeriodNotOpen);
    }
    if (crossesItself(sheet))
        return std::unexpected(SheetError::CrossesItself);
    return {};
}

} // namespace dgex::market
