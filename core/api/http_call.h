// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/messages.h"
#include "core/crypto/signing.h"

#include <expected>
#include <optional>
#include <string>
#include <string_view>

/// The requests of the API as HTTP calls. Paths start with /v1; the OpenAPI document (openapi.h) lists them all.
/// Answers travel as the canonical bytes of api::Answer, errors too, with the status that statusOf gives.
namespace dgex::api {

inline constexpr std::string_view kAnswerType = "application/octet-stream";
inline constexpr std::string_view kJsonType = "application/json";
inline constexpr std::size_t kPathSizeMax = 256;
inline constexpr std::size_t kQuerySizeMax = 256;

struct HttpCall {
    std::string method; ///< GET or POST.
    std::string path;   ///< Without a query.
    std::string query;  ///< Without the question mark; may be empty.
    Bytes body;
    friend bool operator==(const HttpCall&, const HttpCall&) = default;
};

enum class CallError {
    NoSuchPath,
    WrongMethod,
    Malformed ///< A path, query or body that is not exactly what toHttp makes.
};

[[nodiscard]] HttpCall toHttp(const Request& request);
/// Bounded; for bytes from anybody.
[[nodiscard]] std::expected<Request, CallError> fromHttp(const HttpCall& call);
/// 200, or 400, 403, 404, 422, 429 or 503 for an error.
[[nodiscard]] int statusOf(const Answer& answer);
[[nodiscard]] int statusOf(CallError error);

/// Shows an authority behind a relay who asks: a home signs its call, because its own TLS ends at the relay. Travels in
/// the headers DGEX-Participant (decimal), DGEX-Time (milliseconds since 1970) and DGEX-Signature (base64).
struct CallSignature {
    ParticipantId participant;
    UtcTime time;
    crypto::Signature signature;
};
/// How far a signed call's time may be off the server's clock.
inline constexpr std::chrono::milliseconds kCallAgeMax{120'000};

/// "DGEX/call/v1" 0, market, u64 participant, i64 time, texts method, path and query, SHA-256 of the body.
[[nodiscard]] Bytes callPreimage(const HttpCall& call, const MarketId& market, ParticipantId participant, UtcTime time);

} // namespace dgex::api
