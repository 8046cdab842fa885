// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/https_transport.h"

#include "core/api/network_call.h"

#include <QDateTime>

#include <algorithm>
#include <thread>

namespace dgex::api {

namespace {

constexpr std::chrono::milliseconds kPauseFirst{100};
constexpr std::chrono::milliseconds kPauseMax{2'000};
constexpr std::chrono::milliseconds kStopLook{100}; ///< So often a call that is waited for is asked to stop.

Verdict verdictOn(const std::optional<HttpReply>& reply)
{
    return reply ? api::verdictOn(*reply) : Verdict::Useless;
}

void pauseBefore(std::chrono::steady_clock::time_point deadline, std::chrono::milliseconds& pause)
{
    std::this_thread::sleep_until(std::min(deadline, std::chrono::steady_clock::now() + pause));
    pause = std::min(pause * 2, kPauseMax);
}

} // namespace

std::expected<std::unique_ptr<HttpsTransport>, std::string> HttpsTransport::make(const Options& options)
{
    if (options.endpoints.empty() || !std::ranges::all_of(options.endpoints, isEndpoint))
        return std::unexpected("endpoints have the form https://host:port");
    auto client = HttpsClient::make(options.identity);
    if (!client)
        return std::unexpected(client.error());
    Settings settings{options.endpoints, options.key,      options.participant, options.market,
                      options.copies,    options.deadline, options.attempt,     options.stop};
    return std::unique_ptr<HttpsTransport>{new HttpsTransport(std::move(settings), std::move(*client))};
}

std::optional<Bytes> HttpsTransport::exchange(ByteView request)
{
    const std::optional<Request> decoded = decodeRequest(request);
    if (!decoded)
        return encode(Answer{ApiError::BadRequest});
    const HttpCall call = toHttp(*decoded);
    const Time now = std::chrono::steady_clock::now();
    if (std::holds_alternative<SubmitRequest>(*decoded))
        return submit(call, now + m_settings.deadline);
    std::chrono::milliseconds wait{0};
    if (const auto* head = std::get_if<HeadRequest>(&*decoded))
        wait = std::chrono::seconds{head->waitSeconds};
    return read(call, now + m_settings.deadline + wait, m_settings.attempt + wait);
}

PendingReply HttpsTransport::start(std::size_t endpoint, const HttpCall& call, Time deadline,
                                   std::chrono::milliseconds attempt)
{
    HttpsClient::Headers headers;
    const UtcTime now{QDateTime::currentMSecsSinceEpoch()};
    const auto signature =
        m_settings.key != nullptr
            ? m_settings.key->sign(callPreimage(call, m_settings.market, m_settings.participant, now))
            : std::unexpected(crypto::CryptoError::NotSigned);
    if (signature)
        headers = headersOf({m_settings.participant, now, *signature});
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    const auto timeout = std::max(std::min(attempt, left), std::chrono::milliseconds{1});
    return m_client->start(m_settings.endpoints[endpoint % m_settings.endpoints.size()], call, headers, timeout);
}

std::optional<Bytes> HttpsTransport::read(const HttpCall& call, Time deadline, std::chrono::milliseconds attempt)
{
    std::optional<Bytes> second; // An answer that says no: given when nobody says more.
    std::chrono::milliseconds pause = kPauseFirst;
    const std::size_t first = m_preferred;
    for (std::size_t tries = 0; mayTry(deadline); ++tries) {
        const PendingReply pending = start(first + tries, call, deadline, attempt);
        while (mayTry(deadline) &&
               !pending.waitUntil(std::min(deadline, std::chrono::steady_clock::now() + kStopLook))) {
        }
        const auto reply = pending.reply();
        const Verdict verdict = verdictOn(reply);
        if (verdict == Verdict::Good) {
            m_preferred = first + tries;
            return reply->body;
        }
        if (verdict != Verdict::Useless && (!second || verdict == Verdict::KnowsNothing))
            second = reply->body;
        if ((tries + 1) % m_settings.endpoints.size() != 0)
            continue;
        if (second)
            return second;
        pauseBefore(deadline, pause);
    }
    return second;
}

std::optional<Bytes> HttpsTransport::submit(const HttpCall& call, Time deadline)
{
    std::optional<Bytes> refusal;
    std::vector<PendingReply> flying;
    std::chrono::milliseconds pause = kPauseFirst;
    const std::size_t count = m_settings.endpoints.size();
    const std::size_t copies = std::clamp<std::size_t>(m_settings.copies, 1, count);
    std::size_t next = m_preferred;
    std::size_t tries = 0;
    while (mayTry(deadline)) {
        if (flying.empty() && tries > 0 && tries % count == 0) {
            if (refusal)
                return refusal; // Everybody was asked, nobody took it.
            pauseBefore(deadline, pause);
        }
        for (; flying.size() < copies && (tries == 0 || tries % count != 0 || flying.empty()); ++tries)
            flying.push_back(start(next++, call, deadline, m_settings.attempt));
        m_client->waitAny(flying, std::min(deadline, std::chrono::steady_clock::now() + kStopLook));
        for (auto at = flying.begin(); at != flying.end();) {
            if (!at->ended()) {
                ++at;
                continue;
            }
            const auto reply = at->reply();
            const Verdict verdict = verdictOn(reply);
            if (verdict == Verdict::Good)
                return reply->body;
            if (verdict == Verdict::Refused)
                refusal = reply->body;
            at = flying.erase(at);
        }
    }
    return refusal;
}

} // namespace dgex::api
