// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/operator_desk.h"

#include "app/commands/pins_file.h"
#include "app/paced_clock.h"
#include "core/base/text.h"

namespace dgex::app {

namespace {

using nlohmann::json;

constexpr std::chrono::seconds kCallMax{10};
constexpr std::chrono::hours kDay{24};
constexpr std::chrono::minutes kClockSlack{5};
constexpr int kSubmissionsMax = 5;

} // namespace

crypto::Validity validFor(std::int64_t days)
{
    const UtcTime now = PacedClock::systemNow();
    return {now - kClockSlack, now + kDay * days};
}

IdentityPaths authorityPaths(const OperatorConfig& config)
{
    return {config.authorityKey, config.identity.secret, config.identity.authority, config.identity.authority};
}

std::expected<OperatorDesk, std::string> OperatorDesk::open(const std::string& file)
{
    auto config = readOperatorConfig(file);
    if (!config)
        return std::unexpected(config.error());
    auto identity = openIdentity(config->identity);
    if (!identity)
        return std::unexpected(identity.error());
    auto anchor = readPins(config->pins);
    if (!anchor)
        return std::unexpected(anchor.error());
    OperatorDesk desk{std::move(*config), std::move(*identity), std::move(*anchor)};
    auto client = api::HttpsClient::make(desk.m_identity.tls);
    if (!client)
        return std::unexpected(client.error());
    desk.m_client = std::move(*client);
    api::HttpsTransport::Options options;
    options.endpoints = {desk.m_config.node};
    options.identity = desk.m_identity.tls.copy();
    options.key = desk.m_identity.key.get();
    options.market = desk.m_anchor.market;
    auto transport = api::HttpsTransport::make(options);
    if (!transport)
        return std::unexpected(transport.error());
    desk.m_transport = std::move(*transport);
    desk.m_ledger = std::make_unique<api::Client>(*desk.m_transport);
    return desk;
}

std::expected<json, std::string> OperatorDesk::call(const api::HttpCall& http) const
{
    const auto reply = m_client->call(m_config.node, http, kCallMax);
    if (!reply)
        return std::unexpected(m_config.node + ": " + reply.error());
    json answer = json::parse(reply->body.begin(), reply->body.end(), nullptr, false);
    if (reply->status >= 400 || answer.is_discarded()) {
        const bool says = answer.is_object() && answer.contains("error") && answer["error"].is_string();
        return std::unexpected(m_config.node + ": " +
                               (says ? answer["error"].get<std::string>() : std::to_string(reply->status)));
    }
    return answer;
}

std::expected<api::Enrolment, std::string> OperatorDesk::fetch(const Hash256& fingerprint) const
{
    const auto answer = call({"GET", "/v1/enrolments/" + toHex(fingerprint), {}, {}});
    if (!answer)
        return std::unexpected(answer.error());
    const std::string text = answer->dump();
    auto enrolment = api::parseEnrolment(viewOf(text));
    // The key stands in the request, so a node that lies about the fingerprint is noticed.
    if (!enrolment || enrolment->fingerprint() != fingerprint)
        return std::unexpected(m_config.node + ": the answer is not about this fingerprint");
    return std::move(*enrolment);
}

std::expected<void, std::string> OperatorDesk::submit(ledger::TransactionType type, const Bytes& payload)
{
    api::ApiError last = api::ApiError::Unreachable;
    for (int tried = 0; tried < kSubmissionsMax; ++tried) {
        const auto own = m_ledger->standing(ParticipantId{0});
        const auto head = m_ledger->head();
        if (!own || !head)
            return std::unexpected(m_config.node + ": " + std::string{describe(own ? head.error() : own.error())});
        const auto transaction = ledger::sign(
            {m_anchor.market, type, ParticipantId{0}, own->lastSequence + 1, payload, {}}, *m_identity.key);
        if (!transaction)
            return std::unexpected(std::string{describe(transaction.error())});
        const auto sent = m_ledger->submit(ledger::encode(*transaction));
        if (sent)
            return {};
        last = sent.error();
        // A desk with the same key may have taken the sequence number: look, then try again.
        (void)m_ledger->head({head->height, 2});
    }
    return std::unexpected(m_config.node + ": the ledger did not take it: " + std::string{describe(last)});
}

} // namespace dgex::app
