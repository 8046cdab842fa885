// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/backend.h"
#include "core/api/tls_identity.h"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace dgex::api {

/// One call on its way. Thread: any.
class PendingReply {
public:
    PendingReply();
    ~PendingReply();
    /// Waits until it ended or the time came. True: it ended.
    bool waitUntil(std::chrono::steady_clock::time_point until) const;
    [[nodiscard]] bool ended() const;
    /// None: no answer came (yet). Requires ended() to be final.
    [[nodiscard]] std::optional<HttpReply> reply() const;
    /// Why no answer came; for logs.
    [[nodiscard]] std::string failure() const;

private:
    friend class HttpsClient;
    struct State;
    std::shared_ptr<State> m_state;
};

/// Makes HTTPS calls from a thread of its own, so that callers need no event loop. Answers above answerBytesMax are
/// given up. Thread: any.
class HttpsClient {
public:
    using Headers = std::vector<std::pair<std::string, std::string>>;
    static constexpr std::size_t kAnswerBytesMax = 64U << 20;

    /// Error: the identity cannot be read.
    [[nodiscard]] static std::expected<std::unique_ptr<HttpsClient>, std::string> make(const TlsIdentity& identity);
    ~HttpsClient();
    HttpsClient(const HttpsClient&) = delete;
    HttpsClient& operator=(const HttpsClient&) = delete;

    /// endpoint: "https://host:port". The call ends by itself after the timeout.
    [[nodiscard]] PendingReply start(const std::string& endpoint, const HttpCall& call, const Headers& headers,
                                     std::chrono::milliseconds timeout);
    /// Starts and waits.
    [[nodiscard]] std::expected<HttpReply, std::string> call(const std::string& endpoint, const HttpCall& call,
                                                             std::chrono::milliseconds timeout);
    /// Waits until one of the calls ended or the time came.
    void waitAny(const std::vector<PendingReply>& calls, std::chrono::steady_clock::time_point until) const;

private:
    HttpsClient();
    class Worker;
    std::unique_ptr<Worker> m_worker;
};

/// Whether a text is "https://host:port" (an IPv6 host in brackets).
[[nodiscard]] bool isEndpoint(const std::string& text);

} // namespace dgex::api
