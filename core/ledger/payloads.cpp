// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crypto/hash.h"
#include "core/ledger/block.h"
#include "core/ledger/fields.h"
#include "core/ledger/transaction.h"

#include <algorithm>
#include <functional>
#include <set>
#include <utility>

namespace dgex::ledger {

namespace {

constexpr std::uint8_t kWithPricingRule = 2;
constexpr std::uint8_t kWithFlags = 3;
constexpr std::uint8_t kCommitCurves = 1;
constexpr std::uint8_t kZones = 2;
constexpr std::uint8_t kInParts = 2;
constexpr std::uint32_t kGateLeadMax = 48;
constexpr std::uint32_t kOpenPeriodsMax = 96;
constexpr std::uint32_t kPriceFractionMax = 1'000'000;
/// 100 million currency units.
constexpr Money kCreditLimitMax{10'000'000'000'000};
/// Money counts five decimals; a currency with more would not fit.
constexpr std::uint8_t kCurrencyExponentMax = 5;
constexpr std::size_t kContractsMax = 16'384;
constexpr std::size_t kTariffPeriodsMax = 4096;
constexpr std::size_t kContractIdSize = 12;
constexpr std::size_t kDeliveredContractSize = kContractIdSize + 9;
constexpr std::size_t kSettledMeterSize = 24;
constexpr std::size_t kTariffPeriodSize = 40;
constexpr std::size_t kPublicKeySizeMin = 6;
constexpr std::size_t kLinkSize = 12;

std::uint32_t count32(std::size_t count)
{
    DGEX_ASSERT(count <= UINT32_MAX);
    return static_cast<std::uint32_t>(count);
}

void writeContractId(Encoder& out, const ContractId& contract)
{
    writePeriod(out, contract.period);
    out.u32(contract.number);
}

ContractId readContractId(Decoder& in)
{
    ContractId contract;
    contract.period = readPeriod(in);
    contract.number = in.u32();
    return contract;
}

void writeRules(Encoder& out, const MarketRules& rules)
{
    out.u32(rules.gateLead).u32(rules.openPeriods);
    out.u32(rules.auction.kNumerator).u32(rules.auction.kDenominator);
    out.i64(rules.auction.priceBound.count()).i64(rules.auction.networkFee.count());
    out.i64(rules.creditLimit.count());
    for (const char letter : rules.currency)
        out.u8(static_cast<std::uint8_t>(letter));
    out.u8(rules.currencyExponent);
}

MarketRules readRules(Decoder& in)
{
    MarketRules rules;
    rules.gateLead = readWithin32(in, 1, kGateLeadMax);
    rules.openPeriods = readWithin32(in, 1, kOpenPeriodsMax);
    rules.auction.kNumerator = readWithin32(in, 0, kPriceFractionMax);
    rules.auction.kDenominator = readWithin32(in, 1, kPriceFractionMax);
    if (rules.auction.kNumerator > rules.auction.kDenominator)
        in.fail();
    rules.auction.priceBound = readWithin(in, Price{1}, kPriceMax);
    rules.auction.networkFee = readWithin(in, Price{0}, kPriceMax);
    rules.creditLimit = readWithin(in, Money{0}, kCreditLimitMax);
    for (char& letter : rules.currency) {
        letter = static_cast<char>(in.u8());
        if (letter < 'A' || letter > 'Z')
            in.fail();
    }
    rules.currencyExponent = in.u8();
    if (rules.currencyExponent > kCurrencyExponentMax)
        in.fail();
    return rules;
}

void writeZones(Encoder& out, const ZoneRules& rules)
{
    out.u32(count32(rules.zones.size()));
    for (const ZoneId zone : rules.zones)
        out.u16(zone.number);
    out.u32(count32(rules.links.size()));
    for (const market::ZoneLink& link : rules.links)
        out.u16(link.from.number).u16(link.to.number).i64(link.capacity.count());
    out.i64(rules.missingRenewable.count());
}

ZoneRules readZones(Decoder& in)
{
    ZoneRules rules;
    const std::uint32_t zones = in.listCount(kTermsZonesMax, sizeof(std::uint16_t));
    for (std::uint32_t i = 0; i < zones; ++i)
        rules.zones.push_back({in.u16()});
    if (rules.zones.empty() || std::ranges::adjacent_find(rules.zones, std::greater_equal{}) != rules.zones.end())
        in.fail();
    std::set<std::pair<ZoneId, ZoneId>> known;
    const std::uint32_t links = in.listCount(kTermsLinksMax, kLinkSize);
    for (std::uint32_t i = 0; i < links; ++i) {
        market::ZoneLink link;
        link.from = {in.u16()};
        link.to = {in.u16()};
        link.capacity = readWithin(in, Lots{0}, kTermsLinkLotsMax);
        const auto isKnown = [&](ZoneId zone) { return std::ranges::binary_search(rules.zones, zone); };
        if (link.from == link.to || !isKnown(link.from) || !isKnown(link.to) ||
            !known.emplace(link.from, link.to).second)
            in.fail();
        rules.links.push_back(link);
    }
    rules.missingRenewable = readWithin(in, Price{0}, kPriceMax);
    return rules;
}

/// The last fields of version 3.
void writeFlags(Encoder& out, const MarketRules& rules)
{
    const int flags = (rules.commitCurves ? kCommitCurves : 0) | (rules.zones ? kZones : 0);
    out.u8(static_cast<std::uint8_t>(flags));
    if (rules.zones)
        writeZones(out, *rules.zones);
}

void readFlags(Decoder& in, MarketRules& rules)
{
    const std::uint8_t flags = in.u8();
    rules.commitCurves = flags == kCommitCurves;
    if (flags == kZones)
        rules.zones = readZones(in);
    const bool fits = rules.commitCurves || (rules.zones && rules.auction.pricing == market::PricingRule::Uniform);
    if (!fits)
        in.fail();
}

} // namespace

Bytes encode(const OpenMarket& market)
{
    const bool isUniform = market.rules.auction.pricing == market::PricingRule::Uniform;
    const bool hasFlags = market.rules.commitCurves || market.rules.zones;
    Encoder out = payload(hasFlags ? kWithFlags : isUniform ? 1 : kWithPricingRule);
    writeRules(out, market.rules);
    writeKey(out, market.operatorKey);
    out.u32(count32(market.authorities.size()));
    for (const crypto::PublicKey& key : market.authorities)
        writeKey(out, key);
    out.u32(market.threshold);
    if (hasFlags || !isUniform)
        out.u8(static_cast<std::uint8_t>(market.rules.auction.pricing));
    if (hasFlags)
        writeFlags(out, market.rules);
    return out.take();
}

std::optional<OpenMarket> decodeOpenMarket(ByteView bytes)
{
    Decoder in(bytes);
    const std::uint8_t version = in.u8();
    if (version < 1 || version > kWithFlags)
        in.fail();
    OpenMarket market;
    market.rules = readRules(in);
    market.operatorKey = readKey(in);
    const std::uint32_t count = in.listCount(kAuthoritiesMax, kPublicKeySizeMin);
    for (std::uint32_t i = 0; i < count; ++i) {
        market.authorities.push_back(readKey(in));
        // One key twice would count twice towards the threshold.
        if (std::ranges::count(market.authorities, market.authorities.back()) > 1)
            in.fail();
    }
    market.threshold = in.u32();
    if (market.threshold < 1 || market.threshold > market.authorities.size())
        in.fail();
    if (version >= kWithPricingRule) {
        market.rules.auction.pricing = readEnumeration(in, market::PricingRule::McAfee);
        if (version == kWithPricingRule && market.rules.auction.pricing == market::PricingRule::Uniform)
            in.fail();
    }
    if (version == kWithFlags)
        readFlags(in, market.rules);
    return finished(in, std::move(market));
}

Bytes encode(const CloseRound& close)
{
    Encoder out = payload();
    writePeriod(out, close.round);
    return out.take();
}

std::optional<CloseRound> decodeCloseRound(ByteView bytes)
{
    Decoder in = payloadReader(bytes);
    return finished(in, CloseRound{.round = readPeriod(in)});
}

Bytes encode(const ConfirmDelivery& confirmation)
{
    Encoder out = payload();
    out.u32(count32(confirmation.contracts.size()));
    for (const ContractId& contract : confirmation.contracts)
        writeContractId(out, contract);
    return out.take();
}

std::optional<ConfirmDelivery> decodeConfirmDelivery(ByteView bytes)
{
    Decoder in = payloadReader(bytes);
    ConfirmDelivery confirmation;
    const std::uint32_t count = in.listCount(kContractsMax, kContractIdSize);
    for (std::uint32_t i = 0; i < count; ++i)
        confirmation.contracts.push_back(readContractId(in));
    return finished(in, std::move(confirmation));
}

Bytes encode(const ReportDelivery& report)
{
    Encoder out = payload();
    out.u32(count32(report.contracts.size()));
    for (const DeliveredContract& delivered : report.contracts) {
        writeContractId(out, delivered.contract);
        out.i64(delivered.delivered.count()).u8(static_cast<std::uint8_t>(delivered.status));
    }
    return out.take();
}

std::optional<ReportDelivery> decodeReportDelivery(ByteView bytes)
{
    Decoder in = payloadReader(bytes);
    ReportDelivery report;
    const std::uint32_t count = in.listCount(kContractsMax, kDeliveredContractSize);
    for (std::uint32_t i = 0; i < count; ++i) {
        DeliveredContract delivered;
        delivered.contract = readContractId(in);
        delivered.delivered = readWithin(in, Energy{0}, kPeriodEnergyMax);
        delivered.status = readEnumeration(in, DeliveryStatus::PartnerFault);
        report.contracts.push_back(delivered);
    }
    return finished(in, std::move(report));
}

Bytes encode(const MeterValues& values)
{
    Encoder out = payload();
    out.u64(values.home.number);
    writePeriod(out, values.period);
    out.i64(values.imported.count()).i64(values.exported.count()).i64(values.generated.count()).raw(values.salt);
    return out.take();
}

std::optional<MeterValues> decodeMeterValues(ByteView bytes)
{
    Decoder in = payloadReader(bytes);
    MeterValues values;
    values.home = readHome(in);
    values.period = readPeriod(in);
    values.imported = readWithin(in, Energy{0}, kPeriodEnergyMax);
    values.exported = readWithin(in, Energy{0}, kPeriodEnergyMax);
    values.generated = readWithin(in, Energy{0}, kPeriodEnergyMax);
    values.salt = in.array<16>();
    return finished(in, std::move(values));
}

Hash256 hashOf(const MeterValues& values)
{
    Encoder out;
    out.domain("meter-values").raw(encode(values));
    return crypto::sha256(out.bytes());
}

Bytes encode(const MeterReading& reading)
{
    Encoder out = payload();
    out.u64(reading.home.number);
    writePeriod(out, reading.period);
    out.u8(static_cast<std::uint8_t>(reading.kind)).raw(reading.values);
    return out.take();
}

std::optional<MeterReading> decodeMeterReading(ByteView bytes)
{
    Decoder in = payloadReader(bytes);
    MeterReading reading;
    reading.home = readHome(in);
    reading.period = readPeriod(in);
    reading.kind = readEnumeration(in, ReadingKind::Final);
    reading.values = in.array<32>();
    return finished(in, std::move(reading));
}

Bytes encode(const SettlePeriod& settle)
{
    Encoder out = payload(settle.isWhole() ? 1 : kInParts);
    writePeriod(out, settle.period);
    if (!settle.isWhole())
        out.u32(settle.part).u8(settle.more ? 1 : 0);
    out.u32(count32(settle.meters.size()));
    for (const SettledMeter& meter : settle.meters)
        out.u64(meter.home.number).i64(meter.net.count()).i64(meter.generated.count());
    return out.take();
}

std::optional<SettlePeriod> decodeSettlePeriod(ByteView bytes)
{
    Decoder in(bytes);
    const std::uint8_t version = in.u8();
    if (version != 1 && version != kInParts)
        in.fail();
    SettlePeriod settle;
    settle.period = readPeriod(in);
    if (version == kInParts) {
        settle.part = in.u32();
        const std::uint8_t more = in.u8();
        settle.more = more == 1;
        if (more > 1 || settle.isWhole())
            in.fail();
    }
    const std::uint32_t count = in.listCount(kPayloadSizeMax / kSettledMeterSize, kSettledMeterSize);
    for (std::uint32_t i = 0; i < count; ++i) {
        SettledMeter meter;
        meter.home = readHome(in);
        meter.net = readWithin(in, -kPeriodEnergyMax, kPeriodEnergyMax);
        meter.generated = readWithin(in, Energy{0}, kPeriodEnergyMax);
        if (!settle.meters.empty() && meter.home <= settle.meters.back().home)
            in.fail();
        settle.meters.push_back(meter);
    }
    return finished(in, std::move(settle));
}

Bytes encode(const PublishTariff& tariff)
{
    Encoder out = payload();
    out.u32(count32(tariff.periods.size()));
    for (const TariffPeriod& period : tariff.periods) {
        writePeriod(out, period.period);
        out.i64(period.retail.count()).i64(period.feedIn.count());
        out.i64(period.imbalanceShort.count()).i64(period.imbalanceLong.count());
    }
    return out.take();
}

std::optional<PublishTariff> decodePublishTariff(ByteView bytes)
{
    Decoder in = payloadReader(bytes);
    PublishTariff tariff;
    const std::uint32_t count = in.listCount(kTariffPeriodsMax, kTariffPeriodSize);
    for (std::uint32_t i = 0; i < count; ++i) {
        TariffPeriod period;
        period.period = readPeriod(in);
        period.retail = readWithin(in, -kPriceMax, kPriceMax);
        period.feedIn = readWithin(in, -kPriceMax, kPriceMax);
        period.imbalanceShort = readWithin(in, -kPriceMax, kPriceMax);
        period.imbalanceLong = readWithin(in, -kPriceMax, kPriceMax);
        if (!tariff.periods.empty() && period.period <= tariff.periods.back().period)
            in.fail();
        tariff.periods.push_back(period);
    }
    return finished(in, std::move(tariff));
}

} // namespace dgex::ledger
