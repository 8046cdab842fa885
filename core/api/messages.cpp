// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/messages.h"

#include "core/base/encoding.h"
#include "core/base/overloaded.h"

namespace dgex::api {

namespace {

constexpr std::string_view kRequest = "request";
constexpr std::string_view kAnswer = "answer";
constexpr std::size_t kTransactionSizeMax = ledger::kPayloadSizeMax + ledger::kSignatureSizeMax + 256;
constexpr std::size_t kReceiptSizeMax = ledger::kSignatureSizeMax + 256;
constexpr std::size_t kLeafSizeMax = 1U << 20;
constexpr std::size_t kLeavesMax = 4096;
constexpr std::size_t kPathMax = 64;
constexpr std::size_t kCheckpointSizeMax = 1U << 19;
constexpr std::size_t kTariffPeriodSize = 40;
constexpr std::size_t kCurveStepSize = 24;

void putOptionalPeriod(Encoder& encoder, const std::optional<Period>& period)
{
    encoder.u8(period ? 1 : 0);
    if (period)
        encoder.i64(period->startSeconds());
}

Period takePeriod(Decoder& decoder)
{
    const std::int64_t start = decoder.i64();
    if (Period::isStart(start))
        return Period{start};
    decoder.fail();
    return {};
}

bool takeFlag(Decoder& decoder)
{
    const std::uint8_t flag = decoder.u8();
    if (flag > 1)
        decoder.fail();
    return flag == 1;
}

std::optional<Period> takeOptionalPeriod(Decoder& decoder)
{
    return takeFlag(decoder) ? std::optional{takePeriod(decoder)} : std::nullopt;
}

void putLeaf(Encoder& encoder, const ProvenLeaf& leaf)
{
    encoder.blob(leaf.leaf).u64(leaf.index).u32(static_cast<std::uint32_t>(leaf.path.size()));
    for (const Hash256& hash : leaf.path)
        encoder.raw(hash);
}

ProvenLeaf takeLeaf(Decoder& decoder)
{
    ProvenLeaf leaf{decoder.blob(kLeafSizeMax), decoder.u64(), {}};
    const std::uint32_t count = decoder.listCount(kPathMax, sizeof(Hash256));
    for (std::uint32_t i = 0; i < count; ++i)
        leaf.path.push_back(decoder.array<32>());
    return leaf;
}

std::optional<SubmitRequest> takeSubmit(Decoder& decoder)
{
    SubmitRequest request{decoder.blob(kTransactionSizeMax), std::nullopt};
    if (takeFlag(decoder)) {
        request.values = ledger::decodeMeterValues(decoder.blob(1024));
        if (!request.values)
            return std::nullopt;
    }
    return request;
}

std::optional<SubmitAnswer> takeSubmitted(Decoder& decoder)
{
    SubmitAnswer answer;
    if (!takeFlag(decoder))
        return answer;
    answer.receipt = ledger::decodeReceipt(decoder.blob(kReceiptSizeMax));
    if (!answer.receipt)
        return std::nullopt;
    return answer;
}

std::optional<ResultsAnswer> takeResults(Decoder& decoder)
{
    ResultsAnswer answer;
    const std::optional<ledger::Checkpoint> checkpoint = ledger::decodeCheckpoint(decoder.blob(kCheckpointSizeMax));
    if (!checkpoint)
        return std::nullopt;
    answer.checkpoint = *checkpoint;
    const std::uint32_t count = decoder.listCount(kLeavesMax, 16);
    for (std::uint32_t i = 0; i < count; ++i)
        answer.leaves.push_back(takeLeaf(decoder));
    return answer;
}

TariffAnswer takeTariffs(Decoder& decoder)
{
    TariffAnswer answer;
    const std::uint32_t count = decoder.listCount(kTariffPeriodsMax, kTariffPeriodSize);
    for (std::uint32_t i = 0; i < count; ++i) {
        ledger::TariffPeriod tariff;
        tariff.period = takePeriod(decoder);
        tariff.retail = Price{decoder.i64()};
        tariff.feedIn = Price{decoder.i64()};
        tariff.imbalanceShort = Price{decoder.i64()};
        tariff.imbalanceLong = Price{decoder.i64()};
        answer.periods.push_back(tariff);
    }
    return answer;
}

CurvesAnswer takeCurves(Decoder& decoder)
{
    CurvesAnswer answer{takePeriod(decoder), {}};
    const std::uint32_t count = decoder.listCount(kCurveStepsMax, kCurveStepSize);
    for (std::uint32_t i = 0; i < count; ++i) {
        const Price price{decoder.i64()};
        const Lots buy{decoder.i64()};
        const Lots sell{decoder.i64()};
        if (buy < Lots{} || sell < Lots{} || (i > 0 && price <= answer.steps.back().price))
            decoder.fail();
        answer.steps.push_back({price, buy, sell});
    }
    return answer;
}

} // namespace

std::string_view describe(ApiError error)
{
    switch (error) {
    case ApiError::Unreachable:
        return "the node did not answer";
    case ApiError::BadRequest:
        return "the request is malformed";
    case ApiError::BadAnswer:
        return "the answer is malformed";
    case ApiError::BadTransaction:
        return "the transaction is malformed or for another market";
    case ApiError::NotThere:
        return "nothing is known of that";
    case ApiError::Unavailable:
        return "the node cannot take it now";
    case ApiError::NotAllowed:
        return "the caller may not do this";
    case ApiError::TooMany:
        return "too many calls";
    }
    return "unknown error";
}

Bytes encode(const Request& request)
{
    Encoder encoder;
    encoder.domain(kRequest).u8(static_cast<std::uint8_t>(request.index()));
    std::visit(Overloaded{[&](const SubmitRequest& r) {
                              encoder.blob(r.transaction).u8(r.values ? 1 : 0);
                              if (r.values)
                                  encoder.blob(ledger::encode(*r.values));
                          },
                          [&](const HeadRequest& r) { encoder.u64(r.after).u32(r.waitSeconds); },
                          [&](const RoundRequest& r) { encoder.i64(r.round.startSeconds()).u64(r.home.number); },
                          [&](const SettlementRequest& r) { encoder.i64(r.period.startSeconds()).u64(r.home.number); },
                          [&](const TariffRequest& r) { encoder.i64(r.first.startSeconds()).u32(r.count); },
                          [&](const StandingRequest& r) { encoder.u64(r.participant.number); },
                          [&](const BundleRequest& r) { encoder.i64(r.period.startSeconds()).u64(r.home.number); },
                          [&](const ConsistencyRequest& r) { encoder.u64(r.older).u64(r.newer); },
                          [&](const PromiseRequest& r) { encoder.blob(ledger::encode(r.receipt)); },
                          [&](const CurvesRequest& r) { encoder.i64(r.period.startSeconds()); }},
               request);
    return encoder.take();
}

Bytes encode(const Answer& answer)
{
    Encoder encoder;
    encoder.domain(kAnswer).u8(static_cast<std::uint8_t>(answer.index()));
    std::visit(
        Overloaded{[&](ApiError error) { encoder.u8(static_cast<std::uint8_t>(error)); },
                   [&](const SubmitAnswer& a) {
                       encoder.u8(a.receipt ? 1 : 0);
                       if (a.receipt)
                           encoder.blob(ledger::encode(*a.receipt));
                   },
                   [&](const HeadAnswer& a) {
                       encoder.u64(a.height);
                       putOptionalPeriod(encoder, a.lastClosed);
                       putOptionalPeriod(encoder, a.open);
                   },
                   [&](const ResultsAnswer& a) {
                       encoder.blob(ledger::encode(a.checkpoint)).u32(static_cast<std::uint32_t>(a.leaves.size()));
                       for (const ProvenLeaf& leaf : a.leaves)
                           putLeaf(encoder, leaf);
                   },
                   [&](const TariffAnswer& a) {
                       encoder.u32(static_cast<std::uint32_t>(a.periods.size()));
                       for (const ledger::TariffPeriod& t : a.periods) {
                           encoder.i64(t.period.startSeconds()).i64(t.retail.count()).i64(t.feedIn.count());
                           encoder.i64(t.imbalanceShort.count()).i64(t.imbalanceLong.count());
                       }
                   },
                   [&](const StandingAnswer& a) { encoder.u8(static_cast<std::uint8_t>(a.role)).u64(a.lastSequence); },
                   [&](const ProofAnswer& a) { encoder.blob(a.proof); },
                   [&](const CurvesAnswer& a) {
                       encoder.i64(a.round.startSeconds()).u32(static_cast<std::uint32_t>(a.steps.size()));
                       for (const ledger::CurveStep& s : a.steps)
                           encoder.i64(s.price.count()).i64(s.buy.count()).i64(s.sell.count());
                   }},
        answer);
    return encoder.take();
}

std::optional<Request> decodeRequest(ByteView bytes)
{
    Decoder decoder{bytes};
    decoder.domain(kRequest);
    std::optional<Request> request;
    switch (decoder.u8()) {
    case 0:
        request = takeSubmit(decoder);
        break;
    case 1: {
        const std::uint64_t after = decoder.u64();
        const std::uint32_t wait = decoder.u32();
        if (wait > kHeadWaitMax)
            return std::nullopt;
        request = HeadRequest{after, wait};
        break;
    }
    case 2: {
        const Round round = takePeriod(decoder);
        request = RoundRequest{round, ParticipantId{decoder.u64()}};
        break;
    }
    case 3: {
        const Period period = takePeriod(decoder);
        request = SettlementRequest{period, ParticipantId{decoder.u64()}};
        break;
    }
    case 4: {
        const Period first = takePeriod(decoder);
        const std::uint32_t count = decoder.u32();
        if (count > kTariffPeriodsMax)
            return std::nullopt;
        request = TariffRequest{first, count};
        break;
    }
    case 5:
        request = StandingRequest{ParticipantId{decoder.u64()}};
        break;
    case 6: {
        const Period period = takePeriod(decoder);
        request = BundleRequest{period, ParticipantId{decoder.u64()}};
        break;
    }
    case 7: {
        const std::uint64_t older = decoder.u64();
        request = ConsistencyRequest{older, decoder.u64()};
        break;
    }
    case 8:
        if (const auto receipt = ledger::decodeReceipt(decoder.blob(kReceiptSizeMax)))
            request = PromiseRequest{*receipt};
        break;
    case 9:
        request = CurvesRequest{takePeriod(decoder)};
        break;
    default:
        return std::nullopt;
    }
    return decoder.finished() ? request : std::nullopt;
}

std::optional<Answer> decodeAnswer(ByteView bytes)
{
    Decoder decoder{bytes};
    decoder.domain(kAnswer);
    std::optional<Answer> answer;
    switch (decoder.u8()) {
    case 0: {
        const std::uint8_t error = decoder.u8();
        if (error < 1 || error > static_cast<std::uint8_t>(ApiError::TooMany))
            return std::nullopt;
        answer = static_cast<ApiError>(error);
        break;
    }
    case 1:
        answer = takeSubmitted(decoder);
        break;
    case 2: {
        const std::uint64_t height = decoder.u64();
        const std::optional<Period> lastClosed = takeOptionalPeriod(decoder);
        answer = HeadAnswer{height, lastClosed, takeOptionalPeriod(decoder)};
        break;
    }
    case 3:
        answer = takeResults(decoder);
        break;
    case 4:
        answer = takeTariffs(decoder);
        break;
    case 5: {
        const std::uint8_t role = decoder.u8();
        if (role > static_cast<std::uint8_t>(ledger::Role::Authority))
            return std::nullopt;
        answer = StandingAnswer{static_cast<ledger::Role>(role), decoder.u64()};
        break;
    }
    case 6:
        answer = ProofAnswer{decoder.blob(kProofSizeMax)};
        break;
    case 7:
        answer = takeCurves(decoder);
        break;
    default:
        return std::nullopt;
    }
    return decoder.finished() ? answer : std::nullopt;
}

} // namespace dgex::api
