// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/access.h"

#include <functional>
#include <string>

namespace dgex::api {

/// An answer over HTTP.
struct HttpReply {
    int status = 503;
    std::string contentType{kAnswerType};
    Bytes body;
};

/// An answer of the API with its status.
[[nodiscard]] HttpReply replyOf(const Answer& answer);
/// {"error": reason} with a status.
[[nodiscard]] HttpReply errorReply(int status, std::string_view reason);

/// What stands behind an HTTPS server. Thread: the server's.
class Backend {
public:
    using Reply = std::function<void(HttpReply)>;
    virtual ~Backend() = default;
    /// Answers once, at once or later, from any thread.
    virtual void handle(const Call& call, Reply reply) = 0;
};

} // namespace dgex::api
