// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/gateway_backend.h"

#include "core/api/network_call.h"
#include "core/api/openapi.h"

#include <QNetworkAccessManager>
#include <QSslConfiguration>

#include <algorithm>
#include <map>

namespace dgex::api {

namespace {

constexpr std::string_view kEnrolments = "/v1/enrolments";

/// The homes' own enrolment calls: POST /v1/enrolments and GET /v1/enrolments/{fingerprint}.
bool isHomesEnrolment(const HttpCall& call)
{
    if (call.path == kEnrolments)
        return call.method == "POST";
    return call.method == "GET" && call.path.starts_with(kEnrolments) && call.query.empty() &&
           crypto::parseFingerprint(std::string_view{call.path}.substr(kEnrolments.size() + 1)).has_value();
}

HttpReply refusal(ApiError error, int status)
{
    HttpReply reply = replyOf(error);
    reply.status = status;
    return reply;
}

} // namespace

class GatewayBackend::Implementation : public std::enable_shared_from_this<Implementation> {
public:
    /// One call on its way to the authorities.
    struct Relay {
        HttpCall http;
        HttpsClient::Headers headers;
        std::chrono::milliseconds timeout;
        bool isJson = false; ///< Answered by JSON, not by an Answer.
        Reply reply;         ///< Emptied when it was answered.
        std::size_t next = 0;
        std::size_t left = 0;   ///< Authorities not asked yet.
        std::size_t flying = 0; ///< Asked and silent so far.
        std::optional<HttpReply> refused;
    };

    explicit Implementation(const Options& options, QSslConfiguration tls)
        : m_authorities(options.authorities)
        , m_configuration(std::move(tls))
        , m_copies(std::max<std::size_t>(options.copies, 1))
        , m_attempt(options.attempt)
        , m_relayedMax(options.relayedMax)
    {
    }

    void relay(const Call& call, bool isSubmission, bool isJson, std::chrono::milliseconds wait, Reply reply)
    {
        if (m_relayed >= m_relayedMax) {
            reply(replyOf(ApiError::Unavailable));
            return;
        }
        ++m_relayed;
        auto relay = std::make_shared<Relay>();
        relay->http = call.http;
        if (call.signature)
            relay->headers = headersOf(*call.signature);
        relay->timeout = m_attempt + wait;
        relay->isJson = isJson;
        relay->reply = std::move(reply);
        relay->next = m_preferred;
        relay->left = m_authorities.size();
        for (std::size_t copies = isSubmission ? m_copies : 1; copies > 0 && relay->left > 0; --copies)
            ask(relay);
    }

    /// Homes that wait for the same block share one call, so that their number does not count in connections.
    void poll(const Call& call, std::chrono::milliseconds wait, Reply reply)
    {
        std::vector<Reply>& waiting = m_polls[call.http.query];
        if (waiting.size() >= m_relayedMax) {
            reply(replyOf(ApiError::TooMany));
            return;
        }
        waiting.push_back(std::move(reply));
        if (waiting.size() > 1)
            return;
        Call shared = call;
        shared.signature.reset();
        relay(shared, false, false, wait, [this, query = call.http.query](HttpReply answer) {
            for (const Reply& one : std::exchange(m_polls[query], {}))
                one(answer);
            m_polls.erase(query);
        });
    }

private:
    void ask(const std::shared_ptr<Relay>& relay)
    {
        const std::size_t authority = relay->next++ % m_authorities.size();
        --relay->left;
        ++relay->flying;
        callOver(m_network, m_configuration, {m_authorities[authority], relay->http, relay->headers, relay->timeout},
                 [weak = weak_from_this(), relay, authority](std::expected<HttpReply, std::string> reply) {
                     if (const auto self = weak.lock())
                         self->take(relay, authority, std::move(reply));
                 });
    }

    void take(const std::shared_ptr<Relay>& relay, std::size_t authority, std::expected<HttpReply, std::string> reply)
    {
        --relay->flying;
        if (!relay->reply)
            return;
        const Verdict verdict = !reply          ? Verdict::Useless
                                : relay->isJson ? (reply->status < 500 ? Verdict::Good : Verdict::Useless)
                                                : verdictOn(*reply);
        if (verdict == Verdict::Good) {
            m_preferred = authority;
            answer(*relay, std::move(*reply));
            return;
        }
        if (verdict != Verdict::Useless)
            relay->refused = std::move(*reply);
        if (relay->left > 0)
            ask(relay);
        else if (relay->flying == 0)
            answer(*relay, relay->refused ? std::move(*relay->refused) : replyOf(ApiError::Unavailable));
    }

    void answer(Relay& relay, HttpReply reply)
    {
        --m_relayed;
        std::exchange(relay.reply, nullptr)(std::move(reply));
    }

    std::vector<std::string> m_authorities;
    QSslConfiguration m_configuration;
    std::size_t m_copies;
    std::chrono::milliseconds m_attempt;
    std::size_t m_relayedMax;
    std::size_t m_relayed = 0;
    std::size_t m_preferred = 0;                       ///< That answered last.
    std::map<std::string, std::vector<Reply>> m_polls; ///< By the query that names height and wait.
    QNetworkAccessManager m_network;
};

GatewayBackend::GatewayBackend() = default;
GatewayBackend::~GatewayBackend() = default;

std::expected<std::unique_ptr<GatewayBackend>, std::string> GatewayBackend::make(const Options& options)
{
    if (options.authorities.empty() || !std::ranges::all_of(options.authorities, isEndpoint))
        return std::unexpected("authorities have the form https://host:port");
    auto tls = configurationOf(options.identity);
    if (!tls)
        return std::unexpected("the gateway's certificate, key or authority cannot be read");
    std::unique_ptr<GatewayBackend> gateway{new GatewayBackend};
    gateway->m_implementation = std::make_shared<Implementation>(options, std::move(*tls));
    return gateway;
}

void GatewayBackend::handle(const Call& call, Reply reply)
{
    if (call.http.path == "/v1/openapi.json" && call.http.method == "GET") {
        const std::string_view document = openApiDocument();
        reply({200, std::string{kJsonType}, {document.begin(), document.end()}});
        return;
    }
    if (call.http.path.starts_with(kEnrolments)) {
        if (isHomesEnrolment(call.http))
            m_implementation->relay(call, false, true, {}, std::move(reply));
        else
            reply(errorReply(403, "the operator decides at an authority, not through a gateway"));
        return;
    }
    if (!call.peer || call.peer->use != crypto::CertificateUse::Participant) {
        reply(replyOf(ApiError::NotAllowed));
        return;
    }
    const auto request = fromHttp(call.http);
    if (!request) {
        reply(refusal(ApiError::BadRequest, statusOf(request.error())));
        return;
    }
    if (const auto* head = std::get_if<HeadRequest>(&*request); head != nullptr && head->waitSeconds > 0)
        m_implementation->poll(call, std::chrono::seconds{head->waitSeconds}, std::move(reply));
    else
        m_implementation->relay(call, std::holds_alternative<SubmitRequest>(*request), false, {}, std::move(reply));
}

} // namespace dgex::api
