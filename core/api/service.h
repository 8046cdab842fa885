// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/messages.h"
#include "core/ports/services.h"

#include <functional>

namespace dgex::api {

/// What a node offers behind the API. Thread: the node's.
class Service {
public:
    virtual ~Service() = default;
    [[nodiscard]] virtual Answer serve(const Request& request) = 0;
    /// Serves and calls back once, from the node's thread: at once, or later when what the answer acknowledges has
    /// become durable. A network server answers by this one.
    virtual void serveLater(const Request& request, std::function<void(const Answer&)> reply) { reply(serve(request)); }
};

/// Decodes a request, lets the service serve it and encodes the answer. Bad bytes get BadRequest.
[[nodiscard]] Bytes answer(ByteView request, Service& service);

/// Carries the exact bytes to a service in the same process. Thread: the service's.
class InProcessTransport final : public ports::Transport {
public:
    explicit InProcessTransport(Service& service)
        : m_service(service)
    {
    }
    [[nodiscard]] std::optional<Bytes> exchange(ByteView request) override { return answer(request, m_service); }

private:
    Service& m_service;
};

/// A controller's side of the API: typed calls over any transport. Believes nothing: proofs are checked by the caller.
class Client {
public:
    explicit Client(ports::Transport& transport)
        : m_transport(&transport)
    {
    }
    std::expected<void, ApiError> submit(Bytes transaction, std::optional<ledger::MeterValues> values = std::nullopt);
    [[nodiscard]] std::expected<HeadAnswer, ApiError> head(HeadRequest request = {});
    [[nodiscard]] std::expected<ResultsAnswer, ApiError> round(Round round, ParticipantId home);
    [[nodiscard]] std::expected<ResultsAnswer, ApiError> settlement(Period period, ParticipantId home);
    [[nodiscard]] std::expected<TariffAnswer, ApiError> tariffs(Period first, std::uint32_t count);
    [[nodiscard]] std::expected<StandingAnswer, ApiError> standing(ParticipantId participant);
    /// The bytes of a ProofBundle, a ConsistencyProof or Evidence, not checked yet.
    [[nodiscard]] std::expected<Bytes, ApiError> bundle(Period period, ParticipantId home);
    [[nodiscard]] std::expected<Bytes, ApiError> consistency(std::uint64_t older, std::uint64_t newer);
    [[nodiscard]] std::expected<Bytes, ApiError> brokenPromise(const ledger::Receipt& receipt);

private:
    std::expected<Bytes, ApiError> proof(const Request& request);
    template <class Wanted>
    std::expected<Wanted, ApiError> ask(const Request& request);

    ports::Transport* m_transport;
};

} // namespace dgex::api
