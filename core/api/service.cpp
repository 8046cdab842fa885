// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/service.h"

namespace dgex::api {

Bytes answer(ByteView request, Service& service)
{
    const std::optional<Request> decoded = decodeRequest(request);
    return encode(decoded ? service.serve(*decoded) : Answer{ApiError::BadRequest});
}

template <class Wanted>
std::expected<Wanted, ApiError> Client::ask(const Request& request)
{
    const std::optional<Bytes> bytes = m_transport->exchange(encode(request));
    if (!bytes)
        return std::unexpected(ApiError::Unreachable);
    std::optional<Answer> answer = decodeAnswer(*bytes);
    if (!answer)
        return std::unexpected(ApiError::BadAnswer);
    if (const auto* error = std::get_if<ApiError>(&*answer))
        return std::unexpected(*error);
    auto* wanted = std::get_if<Wanted>(&*answer);
    if (wanted == nullptr)
        return std::unexpected(ApiError::BadAnswer);
    return std::move(*wanted);
}

std::expected<void, ApiError> Client::submit(Bytes transaction, std::optional<ledger::MeterValues> values)
{
    const auto answer = ask<SubmitAnswer>(SubmitRequest{std::move(transaction), std::move(values)});
    return answer ? std::expected<void, ApiError>{} : std::unexpected(answer.error());
}

std::expected<HeadAnswer, ApiError> Client::head(HeadRequest request)
{
    return ask<HeadAnswer>(request);
}

std::expected<ResultsAnswer, ApiError> Client::round(Round round, ParticipantId home)
{
    return ask<ResultsAnswer>(RoundRequest{round, home});
}

std::expected<ResultsAnswer, ApiError> Client::settlement(Period period, ParticipantId home)
{
    return ask<ResultsAnswer>(SettlementRequest{period, home});
}

std::expected<TariffAnswer, ApiError> Client::tariffs(Period first, std::uint32_t count)
{
    return ask<TariffAnswer>(TariffRequest{first, count});
}

std::expected<Bytes, ApiError> Client::proof(const Request& request)
{
    auto answer = ask<ProofAnswer>(request);
    if (!answer)
        return std::unexpected(answer.error());
    return std::move(answer->proof);
}

std::expected<Bytes, ApiError> Client::bundle(Period period, ParticipantId home)
{
    return proof(BundleRequest{period, home});
}

std::expected<Bytes, ApiError> Client::consistency(std::uint64_t older, std::uint64_t newer)
{
    return proof(ConsistencyRequest{older, newer});
}

std::expected<Bytes, ApiError> Client::brokenPromise(const ledger::Receipt& receipt)
{
    return proof(PromiseRequest{receipt});
}

std::expected<StandingAnswer, ApiError> Client::standing(ParticipantId participant)
{
    return ask<StandingAnswer>(StandingRequest{participant});
}

} // namespace dgex::api
