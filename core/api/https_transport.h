// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/https_client.h"
#include "core/ports/services.h"

#include <atomic>

namespace dgex::api {

/// The way of a controller to several nodes or gateways that it need not trust.
///   A submission goes to several of them at once (two by default, the next ones when these fail) and succeeds with the
///   first good answer; the others go on in the background.
///   A reading goes to one; when no answer comes in time, or it knows nothing, to the next. distrust() moves on for
///   good, when an answer's proof did not hold.
/// Every call is signed, so that a relay may carry it, and is tried again with growing pauses until the deadline, at
/// which the caller has its answer or none. Thread: any, one at a time.
class HttpsTransport final : public ports::Transport {
public:
    struct Options {
        std::vector<std::string> endpoints; ///< "https://host:port", at least one.
        TlsIdentity identity;
        const crypto::Signer* key = nullptr; ///< Outlives the transport.
        ParticipantId participant;
        MarketId market;
        std::size_t copies = 2;                    ///< To so many endpoints a submission goes at once.
        std::chrono::milliseconds deadline{8'000}; ///< Of a whole exchange.
        std::chrono::milliseconds attempt{3'000};  ///< Of one try at one endpoint.
        const std::atomic<bool>* stop = nullptr;   ///< Once it is true no more tries are made. Outlives the transport.
    };
    [[nodiscard]] static std::expected<std::unique_ptr<HttpsTransport>, std::string> make(const Options& options);

    [[nodiscard]] std::optional<Bytes> exchange(ByteView request) override;
    void distrust() override { ++m_preferred; }

private:
    using Time = std::chrono::steady_clock::time_point;
    struct Settings {
        std::vector<std::string> endpoints;
        const crypto::Signer* key;
        ParticipantId participant;
        MarketId market;
        std::size_t copies;
        std::chrono::milliseconds deadline;
        std::chrono::milliseconds attempt;
        const std::atomic<bool>* stop;
    };

    HttpsTransport(Settings settings, std::unique_ptr<HttpsClient> client)
        : m_settings(std::move(settings))
        , m_client(std::move(client))
    {
    }
    /// Whether one more try may be made.
    [[nodiscard]] bool mayTry(Time deadline) const
    {
        return (m_settings.stop == nullptr || !*m_settings.stop) && std::chrono::steady_clock::now() < deadline;
    }
    [[nodiscard]] std::optional<Bytes> read(const HttpCall& call, Time deadline, std::chrono::milliseconds attempt);
    [[nodiscard]] std::optional<Bytes> submit(const HttpCall& call, Time deadline);
    [[nodiscard]] PendingReply start(std::size_t endpoint, const HttpCall& call, Time deadline,
                                     std::chrono::milliseconds attempt);

    Settings m_settings;
    std::unique_ptr<HttpsClient> m_client;
    std::atomic<std::size_t> m_preferred{0};
};

} // namespace dgex::api
