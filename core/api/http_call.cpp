// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/http_call.h"

#include "core/base/encoding.h"
#include "core/base/overloaded.h"
#include "core/base/text.h"
#include "core/crypto/hash.h"

#include <charconv>
#include <format>
#include <vector>

namespace dgex::api {

namespace {

constexpr std::string_view kRoot = "/v1/";
constexpr std::size_t kBodyMax = (1U << 20) + (1U << 14);

std::vector<std::string_view> split(std::string_view text, char mark)
{
    std::vector<std::string_view> parts;
    for (std::size_t at = 0;;) {
        const std::size_t end = text.find(mark, at);
        parts.push_back(text.substr(at, end - at));
        if (end == std::string_view::npos)
            return parts;
        at = end + 1;
    }
}

/// Digits without sign or leading zero, so that every number has one spelling.
std::optional<std::uint64_t> number(std::string_view text)
{
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || (text.size() > 1 && text[0] == '0'))
        return std::nullopt;
    return value;
}

/// The values of a query that has exactly these keys in this order.
std::optional<std::vector<std::string_view>> valuesOf(std::string_view query, std::initializer_list<const char*> keys)
{
    const std::vector<std::string_view> parts = split(query, '&');
    std::vector<std::string_view> values;
    if (parts.size() != keys.size())
        return std::nullopt;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const std::string key = std::string{keys.begin()[i]} + "=";
        if (!parts[i].starts_with(key))
            return std::nullopt;
        values.push_back(parts[i].substr(key.size()));
    }
    return values;
}

std::unexpected<CallError> malformed()
{
    return std::unexpected(CallError::Malformed);
}

std::expected<Request, CallError> headRequest(std::string_view query)
{
    if (query.empty())
        return HeadRequest{};
    const auto values = valuesOf(query, {"after", "wait"});
    const auto after = values ? number((*values)[0]) : std::nullopt;
    const auto wait = values ? number((*values)[1]) : std::nullopt;
    if (!after || !wait || *wait > kHeadWaitMax || (*after == 0 && *wait == 0))
        return malformed();
    return HeadRequest{*after, static_cast<std::uint32_t>(*wait)};
}

std::expected<Request, CallError> tariffRequest(std::string_view query)
{
    const auto values = valuesOf(query, {"first", "count"});
    if (!values)
        return malformed();
    const auto first = parsePeriod((*values)[0]);
    const auto count = number((*values)[1]);
    if (!first || !count || *count > kTariffPeriodsMax)
        return malformed();
    return TariffRequest{*first, static_cast<std::uint32_t>(*count)};
}

template <class Wanted>
std::expected<Request, CallError> homeRequest(std::string_view period, std::string_view query)
{
    const auto parsed = parsePeriod(period);
    const auto values = valuesOf(query, {"home"});
    const auto home = values ? number((*values)[0]) : std::nullopt;
    if (!parsed || !home)
        return malformed();
    return Wanted{*parsed, ParticipantId{*home}};
}

std::expected<Request, CallError> curvesRequest(std::string_view period, std::string_view query)
{
    const auto parsed = parsePeriod(period);
    if (!parsed || !query.empty())
        return malformed();
    return CurvesRequest{*parsed};
}

/// A request that travels as the body of a POST.
template <class Wanted>
std::expected<Request, CallError> bodyRequest(const HttpCall& call)
{
    if (call.method != "POST")
        return std::unexpected(CallError::WrongMethod);
    std::optional<Request> request = decodeRequest(call.body);
    if (!call.query.empty() || !request || !std::holds_alternative<Wanted>(*request))
        return malformed();
    return std::move(*request);
}

std::expected<Request, CallError> consistencyRequest(std::string_view query)
{
    const auto values = valuesOf(query, {"older", "newer"});
    const auto older = values ? number((*values)[0]) : std::nullopt;
    const auto newer = values ? number((*values)[1]) : std::nullopt;
    if (!older || !newer)
        return malformed();
    return ConsistencyRequest{*older, *newer};
}

std::expected<Request, CallError> standingRequest(std::string_view home, std::string_view query)
{
    const auto parsed = number(home);
    if (!parsed || !query.empty())
        return malformed();
    return StandingRequest{ParticipantId{*parsed}};
}

/// The request of a GET path below /v1/; NoSuchPath for all others.
std::expected<Request, CallError> readRequest(const std::vector<std::string_view>& parts, std::string_view query)
{
    if (parts.size() == 1 && parts[0] == "head")
        return headRequest(query);
    if (parts.size() == 1 && parts[0] == "tariffs")
        return tariffRequest(query);
    if (parts.size() == 2 && parts[0] == "participants")
        return standingRequest(parts[1], query);
    if (parts.size() == 3 && parts[0] == "rounds" && parts[2] == "results")
        return homeRequest<RoundRequest>(parts[1], query);
    if (parts.size() == 3 && parts[0] == "periods" && parts[2] == "settlement")
        return homeRequest<SettlementRequest>(parts[1], query);
    if (parts.size() == 3 && parts[0] == "periods" && parts[2] == "proof")
        return homeRequest<BundleRequest>(parts[1], query);
    if (parts.size() == 3 && parts[0] == "periods" && parts[2] == "curves")
        return curvesRequest(parts[1], query);
    if (parts.size() == 1 && parts[0] == "consistency")
        return consistencyRequest(query);
    return std::unexpected(CallError::NoSuchPath);
}

} // namespace

HttpCall toHttp(const Request& request)
{
    const auto get = [](std::string path, std::string query) {
        return HttpCall{"GET", std::string{kRoot} + std::move(path), std::move(query), {}};
    };
    return std::visit(
        Overloaded{
            [&](const SubmitRequest&) {
                return HttpCall{"POST", std::string{kRoot} + "transactions", {}, encode(request)};
            },
            [&](const HeadRequest& r) {
                return get("head", r.after == 0 && r.waitSeconds == 0
                                       ? ""
                                       : std::format("after={}&wait={}", r.after, r.waitSeconds));
            },
            [&](const RoundRequest& r) {
                return get("rounds/" + toText(r.round) + "/results", std::format("home={}", r.home.number));
            },
            [&](const SettlementRequest& r) {
                return get("periods/" + toText(r.period) + "/settlement", std::format("home={}", r.home.number));
            },
            [&](const TariffRequest& r) {
                return get("tariffs", std::format("first={}&count={}", toText(r.first), r.count));
            },
            [&](const StandingRequest& r) { return get(std::format("participants/{}", r.participant.number), {}); },
            [&](const BundleRequest& r) {
                return get("periods/" + toText(r.period) + "/proof", std::format("home={}", r.home.number));
            },
            [&](const ConsistencyRequest& r) {
                return get("consistency", std::format("older={}&newer={}", r.older, r.newer));
            },
            [&](const PromiseRequest&) {
                return HttpCall{"POST", std::string{kRoot} + "promises", {}, encode(request)};
            },
            [&](const CurvesRequest& r) { return get("periods/" + toText(r.period) + "/curves", {}); }},
        request);
}

std::expected<Request, CallError> fromHttp(const HttpCall& call)
{
    if (call.path.size() > kPathSizeMax || !call.path.starts_with(kRoot))
        return std::unexpected(CallError::NoSuchPath);
    if (call.query.size() > kQuerySizeMax || call.body.size() > kBodyMax)
        return malformed();
    const std::vector<std::string_view> parts = split(std::string_view{call.path}.substr(kRoot.size()), '/');
    if (parts.size() == 1 && parts[0] == "transactions")
        return bodyRequest<SubmitRequest>(call);
    if (parts.size() == 1 && parts[0] == "promises")
        return bodyRequest<PromiseRequest>(call);
    auto request = readRequest(parts, call.query);
    if (!request && request.error() == CallError::NoSuchPath)
        return request;
    if (call.method != "GET")
        return std::unexpected(CallError::WrongMethod);
    if (!call.body.empty())
        return malformed();
    return request;
}

int statusOf(const Answer& answer)
{
    const auto* error = std::get_if<ApiError>(&answer);
    if (error == nullptr)
        return 200;
    switch (*error) {
    case ApiError::BadRequest:
    case ApiError::BadAnswer:
        return 400;
    case ApiError::NotAllowed:
        return 403;
    case ApiError::NotThere:
        return 404;
    case ApiError::BadTransaction:
        return 422;
    case ApiError::TooMany:
        return 429;
    case ApiError::Unreachable:
    case ApiError::Unavailable:
        break;
    }
    return 503;
}

int statusOf(CallError error)
{
    switch (error) {
    case CallError::NoSuchPath:
        return 404;
    case CallError::WrongMethod:
        return 405;
    case CallError::Malformed:
        break;
    }
    return 400;
}

Bytes callPreimage(const HttpCall& call, const MarketId& market, ParticipantId participant, UtcTime time)
{
    Encoder encoder;
    encoder.domain("call").raw(market.bytes).u64(participant.number).i64(time.milliseconds());
    encoder.text(call.method).text(call.path).text(call.query).raw(crypto::sha256(call.body));
    return encoder.take();
}

} // namespace dgex::api
