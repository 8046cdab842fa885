// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <chrono>
#include <cstdint>
#include <expected>
#include <memory>
#include <string>

class QNetworkAccessManager;

namespace dgex::drivers {

/// Calls of a chain's node by JSON-RPC 2.0 over HTTP or HTTPS, one at a time; each waits for its answer in an event
/// loop of its own. Needs a QCoreApplication. Thread: the one it was made in.
class JsonRpc {
public:
    explicit JsonRpc(std::string url, std::chrono::milliseconds answerWithin = std::chrono::seconds{20});
    ~JsonRpc();

    /// The answer's result, which may be null. The error is one sentence: no answer, none of JSON-RPC, or what the
    /// node says against the call.
    [[nodiscard]] std::expected<nlohmann::json, std::string> call(const std::string& method,
                                                                  const nlohmann::json& parameters);

private:
    std::string m_url;
    std::unique_ptr<QNetworkAccessManager> m_network;
    std::uint64_t m_lastId = 0;
};

} // namespace dgex::drivers
