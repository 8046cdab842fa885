// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/enrol_steps.h"
#include "app/commands/operator_config.h"
#include "app/commands/pins_file.h"
#include "app/paced_clock.h"
#include "core/api/enrolment.h"
#include "core/api/https_transport.h"
#include "core/api/service.h"
#include "core/base/text.h"

#include <nlohmann/json.hpp>

#include <format>
#include <iostream>
#include <iterator>
#include <print>

namespace dgex::app {

namespace {

using nlohmann::json;

constexpr std::chrono::seconds kCallMax{10};
constexpr std::chrono::hours kDay{24};
constexpr std::uint64_t kFirstParticipant = 101;
constexpr std::uint64_t kParticipantsTried = 1'000'000;
constexpr int kSubmissionsMax = 5;
constexpr std::int64_t kAuthorityDays = 3650;
/// Clocks of homes may be a little behind.
constexpr std::chrono::minutes kClockSlack{5};

crypto::Validity validFor(std::int64_t days)
{
    const UtcTime now = PacedClock::systemNow();
    return {now - kClockSlack, now + kDay * days};
}

IdentityPaths authorityPaths(const OperatorConfig& config)
{
    return {config.authorityKey, config.identity.secret, config.identity.authority, config.identity.authority};
}

/// The operator at a node's API.
struct Desk {
    OperatorConfig config;
    OpenIdentity identity;
    std::unique_ptr<api::HttpsClient> client;

    [[nodiscard]] std::expected<json, std::string> call(const api::HttpCall& http) const
    {
        const auto reply = client->call(config.node, http, kCallMax);
        if (!reply)
            return std::unexpected(config.node + ": " + reply.error());
        const json answer = json::parse(reply->body.begin(), reply->body.end(), nullptr, false);
        if (reply->status >= 400 || answer.is_discarded()) {
            const bool says = answer.is_object() && answer.contains("error") && answer["error"].is_string();
            return std::unexpected(config.node + ": " +
                                   (says ? answer["error"].get<std::string>() : std::to_string(reply->status)));
        }
        return answer;
    }
};

std::expected<Desk, std::string> openDesk(const std::string& file)
{
    auto config = readOperatorConfig(file);
    if (!config)
        return std::unexpected(config.error());
    auto identity = openIdentity(config->identity);
    if (!identity)
        return std::unexpected(identity.error());
    auto client = api::HttpsClient::make(identity->tls);
    if (!client)
        return std::unexpected(client.error());
    return Desk{std::move(*config), std::move(*identity), std::move(*client)};
}

std::expected<api::Enrolment, std::string> fetch(const Desk& desk, const Hash256& fingerprint)
{
    const auto answer = desk.call({"GET", "/v1/enrolments/" + toHex(fingerprint), {}, {}});
    if (!answer)
        return std::unexpected(answer.error());
    const std::string text = answer->dump();
    auto enrolment = api::parseEnrolment(viewOf(text));
    // The key stands in the request, so a node that lies about the fingerprint is noticed.
    if (!enrolment || enrolment->fingerprint() != fingerprint)
        return std::unexpected(desk.config.node + ": the answer is not about this fingerprint");
    return std::move(*enrolment);
}

/// The participant's number: that of an earlier approval, or the next free one.
std::expected<ParticipantId, std::string> numberFor(const Desk& desk, api::Client& client,
                                                    const api::Enrolment& enrolment)
{
    if (const auto admission = api::decodeAdmission(enrolment.admission))
        return admission->participant;
    const auto list = desk.call({"GET", "/v1/enrolments", {}, {}});
    if (!list)
        return std::unexpected(list.error());
    std::uint64_t next = kFirstParticipant;
    for (const json& one : *list) {
        const auto bytes = fromHex(one.value("admission", ""));
        if (const auto admission = bytes ? api::decodeAdmission(*bytes) : std::nullopt)
            next = std::max(next, admission->participant.number + 1);
    }
    for (std::uint64_t tried = 0; tried < kParticipantsTried; ++tried, ++next) {
        const auto standing = client.standing(ParticipantId{next});
        if (!standing && standing.error() == api::ApiError::NotThere)
            return ParticipantId{next};
        if (!standing)
            return std::unexpected(desk.config.node + ": " + std::string{describe(standing.error())});
    }
    return std::unexpected("no participant number is free");
}

/// Registers on the ledger and waits until it stands there; nothing to do when it does.
std::expected<void, std::string> registerParticipant(const Desk& desk, api::Client& client,
                                                     const ledger::TrustAnchor& anchor, const api::Enrolment& enrolment,
                                                     ParticipantId number)
{
    const auto fail = [&desk](api::ApiError error) {
        return std::unexpected(desk.config.node + ": " + std::string{describe(error)});
    };
    const ledger::RegisterParticipant registration{number,        ledger::Role::Home,
                                                   enrolment.key, enrolment.request.meter,
                                                   ZoneId{0},     enrolment.request.connectionCapacity};
    for (int tried = 0; tried < kSubmissionsMax; ++tried) {
        const auto known = client.standing(number);
        if (known)
            return {};
        if (known.error() != api::ApiError::NotThere)
            return fail(known.error());
        const auto own = client.standing(ParticipantId{0});
        const auto head = client.head();
        if (!own || !head)
            return fail(own ? head.error() : own.error());
        const auto transaction = ledger::sign({anchor.market,
                                               ledger::TransactionType::RegisterParticipant,
                                               ParticipantId{0},
                                               own->lastSequence + 1,
                                               ledger::encode(registration),
                                               {}},
                                              *desk.identity.key);
        if (!transaction)
            return std::unexpected(std::string{describe(transaction.error())});
        if (const auto sent = client.submit(ledger::encode(*transaction)); !sent)
            return fail(sent.error());
        // Another transaction of the operator may have taken the sequence number: look, then try again.
        (void)client.head({head->height, 5});
    }
    return client.standing(number) ? std::expected<void, std::string>{}
                                   : std::unexpected("the ledger did not take the registration");
}

} // namespace

std::expected<OperatorConfig, std::string> readOperatorConfig(const std::string& file)
{
    auto config = ConfigFile::read(file);
    if (!config)
        return std::unexpected(config.error());
    OperatorConfig found;
    found.identity = identityPaths(*config);
    found.authorityKey = config->path("authority_key");
    found.node = config->text("node");
    if (!api::isEndpoint(found.node))
        config->refuse("node", "https://host:port is expected");
    found.pins = config->path("authorities");
    found.certificateDays = config->integer("certificate_days", 1, kAuthorityDays, found.certificateDays);
    if (auto finished = config->finish(); !finished)
        return std::unexpected(finished.error());
    return found;
}

std::expected<void, std::string> setUpOperator(const std::string& file, const std::string& name)
{
    const auto config = readOperatorConfig(file);
    if (!config)
        return std::unexpected(config.error());
    const auto authorityKey = openKey(authorityPaths(*config));
    if (!authorityKey)
        return std::unexpected(authorityKey.error());
    const auto store = [](const std::filesystem::path& place, const std::string& text) {
        const auto stored = crypto::replaceFile(place, viewOf(text), 0644);
        return stored ? std::expected<void, std::string>{} : std::unexpected(stored.error().reason);
    };
    if (!std::filesystem::exists(config->identity.authority)) {
        const auto made = crypto::makeAuthority(**authorityKey, name, validFor(kAuthorityDays));
        if (!made)
            return std::unexpected(name + ": " + std::string{describe(made.error())});
        if (auto stored = store(config->identity.authority, *made); !stored)
            return stored;
    }
    const auto authority = readText(config->identity.authority);
    const auto key = openKey(config->identity);
    if (!authority || !key)
        return std::unexpected(authority ? key.error() : authority.error());
    const auto certificate = crypto::issue(
        {name, crypto::CertificateUse::Participant, (*key)->publicKey(), validFor(config->certificateDays), {}},
        **authorityKey, *authority);
    if (!certificate)
        return std::unexpected(name + ": " + std::string{describe(certificate.error())});
    return store(config->identity.certificate, *certificate);
}

std::expected<std::string, std::string> issueCertificate(const std::string& file, const IssueOrder& order)
{
    const auto config = readOperatorConfig(file);
    if (!config)
        return std::unexpected(config.error());
    const auto text = order.request == "-"
                          ? std::string{std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>()}
                          : readText(order.request);
    if (!text)
        return std::unexpected(text.error());
    const auto request = crypto::readRequest(*text);
    if (!request)
        return std::unexpected(order.request + ": " + std::string{describe(request.error())});
    const auto key = openKey(authorityPaths(*config));
    const auto authority = readText(config->identity.authority);
    if (!key || !authority)
        return std::unexpected(key ? authority.error() : key.error());
    const auto issued = crypto::issue(
        {request->name, order.use, request->key, validFor(config->certificateDays), order.hosts}, **key, *authority);
    if (!issued)
        return std::unexpected(order.request + ": " + std::string{describe(issued.error())});
    return *issued;
}

std::expected<void, std::string> listEnrolments(const std::string& file)
{
    const auto desk = openDesk(file);
    if (!desk)
        return std::unexpected(desk.error());
    const auto list = desk->call({"GET", "/v1/enrolments", {}, {}});
    if (!list)
        return std::unexpected(list.error());
    for (const json& one : *list) {
        const std::string text = one.dump();
        const auto enrolment = api::parseEnrolment(viewOf(text));
        if (!enrolment)
            return std::unexpected(desk->config.node + ": a request in the answer cannot be read");
        std::println("{:8}  {}  {}  meter {}  {} W  {}", nameOf(enrolment->state), toText(enrolment->received),
                     crypto::fingerprintText(enrolment->fingerprint()), enrolment->request.meter,
                     enrolment->request.connectionCapacity.count(), enrolment->name);
    }
    return {};
}

std::expected<ParticipantId, std::string> approveEnrolment(const std::string& file, const Hash256& fingerprint)
{
    auto desk = openDesk(file);
    if (!desk)
        return std::unexpected(desk.error());
    const auto anchor = readPins(desk->config.pins);
    const auto enrolment = fetch(*desk, fingerprint);
    if (!anchor || !enrolment)
        return std::unexpected(anchor ? enrolment.error() : anchor.error());
    api::HttpsTransport::Options options;
    options.endpoints = {desk->config.node};
    options.identity = desk->identity.tls.copy();
    options.key = desk->identity.key.get();
    options.market = anchor->market;
    auto transport = api::HttpsTransport::make(options);
    if (!transport)
        return std::unexpected(transport.error());
    api::Client client{**transport};
    const auto number = numberFor(*desk, client, *enrolment);
    if (!number)
        return std::unexpected(number.error());
    if (enrolment->state != api::EnrolmentState::Approved) {
        const auto authorityKey = openKey(authorityPaths(desk->config));
        if (!authorityKey)
            return std::unexpected(authorityKey.error());
        const auto certificate = crypto::issue({enrolment->name,
                                                crypto::CertificateUse::Participant,
                                                enrolment->key,
                                                validFor(desk->config.certificateDays),
                                                {}},
                                               **authorityKey, desk->identity.tls.authorityPem);
        if (!certificate)
            return std::unexpected(std::string{describe(certificate.error())});
        const auto admission = api::sign({*anchor, *number, *certificate, {}}, **authorityKey);
        if (!admission)
            return std::unexpected(std::string{describe(admission.error())});
        const auto approved =
            desk->call({"POST", "/v1/enrolments/" + toHex(fingerprint) + "/approval", {}, api::encode(*admission)});
        if (!approved)
            return std::unexpected(approved.error());
    }
    if (auto done = registerParticipant(*desk, client, *anchor, *enrolment, *number); !done)
        return std::unexpected(done.error());
    return *number;
}

std::expected<void, std::string> refuseEnrolment(const std::string& file, const Hash256& fingerprint,
                                                 const std::string& reason)
{
    const auto desk = openDesk(file);
    if (!desk)
        return std::unexpected(desk.error());
    const std::string body = json{{"reason", reason}}.dump();
    const auto done =
        desk->call({"POST", "/v1/enrolments/" + toHex(fingerprint) + "/refusal", {}, {body.begin(), body.end()}});
    return done ? std::expected<void, std::string>{} : std::unexpected(done.error());
}

} // namespace dgex::app
