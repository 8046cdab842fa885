// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/backend.h"
#include "core/api/tls_identity.h"

#include <chrono>
#include <expected>
#include <memory>
#include <string>

namespace dgex::api {

/// Bounds on what callers may cost.
struct ServerLimits {
    std::size_t connectionsMax = 1024;
    std::size_t requestBytesMax = (1U << 20) + (1U << 16); ///< Of a whole request; a longer one ends the connection.
    std::chrono::milliseconds arrivalMax{10'000};          ///< From a connection or a first byte to the whole request.
    std::chrono::milliseconds idleMax{60'000};             ///< Of a connection between two requests.
    std::chrono::milliseconds answerMax{30'000};           ///< Then the caller gets 503 and does not know the outcome.
    std::uint32_t callsPerSecond = 20;                     ///< Of one participant.
    std::uint32_t callsAtOnce = 100;                       ///< That a silent participant may make in a burst.
    std::uint32_t relayFactor = 50;                        ///< A relay may call so many times more.
};

/// HTTPS with mutual TLS 1.3 in front of a backend. Serves from the thread that made it, which must run an event loop.
class HttpsServer {
public:
    struct Options {
        std::string address{"127.0.0.1"};
        std::uint16_t port = 0; ///< 0: any free one.
        TlsIdentity identity;
        /// Without it callers show no certificate and calls carry no peer: for enrolment only.
        bool asksForCertificate = true;
        ServerLimits limits;
    };

    /// backend outlives the server. The error is one sentence.
    [[nodiscard]] static std::expected<std::unique_ptr<HttpsServer>, std::string> listen(const Options& options,
                                                                                         Backend& backend);
    ~HttpsServer();
    HttpsServer(const HttpsServer&) = delete;
    HttpsServer& operator=(const HttpsServer&) = delete;

    [[nodiscard]] std::uint16_t port() const;
    [[nodiscard]] std::size_t connections() const;

private:
    HttpsServer();
    class Implementation;
    std::unique_ptr<Implementation> m_implementation;
};

} // namespace dgex::api
