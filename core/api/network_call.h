// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/https_client.h"

#include <functional>

class QNetworkAccessManager;
class QSslConfiguration;

namespace dgex::api {

/// A call for callOver.
struct OutgoingCall {
    std::string endpoint; ///< "https://host:port"
    HttpCall http;
    HttpsClient::Headers headers;
    std::chrono::milliseconds timeout;
};

/// Makes one HTTPS call and calls back once, also when network is deleted before. Redirects are not followed.
/// Thread: network's, which must run an event loop.
void callOver(QNetworkAccessManager& network, const QSslConfiguration& configuration, const OutgoingCall& call,
              std::function<void(std::expected<HttpReply, std::string>)> done);

/// What an answer of a node is worth to who asked several.
enum class Verdict {
    Good,
    KnowsNothing, ///< NotThere: another node may know more.
    Refused,      ///< The caller or its request is at fault, says this node.
    Useless       ///< Busy, broken or not an answer.
};
[[nodiscard]] Verdict verdictOn(const HttpReply& reply);

/// The headers of a signed call.
[[nodiscard]] HttpsClient::Headers headersOf(const CallSignature& signature);

} // namespace dgex::api
