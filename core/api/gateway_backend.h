// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/backend.h"
#include "core/api/tls_identity.h"

#include <chrono>
#include <expected>
#include <memory>
#include <string>
#include <vector>

namespace dgex::api {

/// A relay between homes and authorities: it holds a key for its own connections and none that could sign for anyone.
/// What homes sign travels through it unchanged, so it can withhold and delay but not invent: authorities check the
/// home's signature on every transaction and reading, homes check the proof of every result.
/// A submission goes to several authorities at once and is answered by the first that takes it; a reading goes to one
/// after the other. Of the enrolment paths only the homes' own are relayed.
/// Thread: the server's, which runs an event loop.
class GatewayBackend final : public Backend {
public:
    struct Options {
        std::vector<std::string> authorities; ///< "https://host:port", at least one.
        TlsIdentity identity;                 ///< Of the gateway.
        std::size_t copies = 2;               ///< Authorities that a submission goes to at once.
        std::chrono::milliseconds attempt{5'000};
        std::size_t relayedMax = 2'000; ///< Calls at a time; more get 503.
    };
    [[nodiscard]] static std::expected<std::unique_ptr<GatewayBackend>, std::string> make(const Options& options);
    ~GatewayBackend() override;

    void handle(const Call& call, Reply reply) override;

private:
    GatewayBackend();
    class Implementation;
    std::shared_ptr<Implementation> m_implementation; ///< Calls on their way watch whether it is still there.
};

} // namespace dgex::api
