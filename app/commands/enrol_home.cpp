// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/enrol_steps.h"
#include "app/commands/home_config.h"
#include "core/api/enrolment.h"
#include "core/api/https_client.h"

#include <print>
#include <thread>

namespace dgex::app {

namespace {

constexpr std::chrono::seconds kCallMax{10};
constexpr std::chrono::seconds kPause{1};

std::expected<api::Enrolment, std::string> enrolmentIn(const std::expected<api::HttpReply, std::string>& reply,
                                                       const std::string& endpoint, const crypto::PublicKey& key)
{
    if (!reply)
        return std::unexpected(endpoint + ": " + reply.error());
    auto enrolment = reply->status < 300 ? api::parseEnrolment(reply->body) : std::nullopt;
    if (!enrolment || enrolment->key != key)
        return std::unexpected(endpoint + ": it answered " + std::to_string(reply->status));
    return std::move(*enrolment);
}

std::expected<void, std::string> store(const HomeConfig& config, const api::Enrolment& enrolment,
                                       const std::string& authority)
{
    const auto admission = api::decodeAdmission(enrolment.admission);
    if (!admission || !api::holds(*admission, authority, enrolment.key, PacedClock::systemNow()))
        return std::unexpected(config.enrol + ": its admission is not signed by the operator for this home's key");
    for (const auto& [file, bytes] : {std::pair{config.identity.certificate, Bytes{admission->certificatePem.begin(),
                                                                                   admission->certificatePem.end()}},
                                      std::pair{config.admission, enrolment.admission}})
        if (const auto stored = crypto::replaceFile(file, bytes, 0644); !stored)
            return std::unexpected(stored.error().reason);
    std::println(stderr, "enrolled as participant {}", admission->participant.number);
    return {};
}

} // namespace

std::expected<JoinOutcome, std::string> join(const std::string& file, std::chrono::seconds wait)
{
    const auto config = readHomeConfig(file);
    if (!config)
        return std::unexpected(config.error());
    const auto key = openKey(config->identity);
    const auto authority = readText(config->identity.authority);
    if (!key || !authority)
        return std::unexpected(key ? authority.error() : key.error());
    const crypto::PublicKey& own = (*key)->publicKey();
    const auto request = crypto::makeRequest(**key, config->name);
    const auto client = api::HttpsClient::make({{}, {}, *authority});
    if (!request || !client)
        return std::unexpected(request ? client.error() : config->name + ": " + std::string{describe(request.error())});
    const Hash256 fingerprint = crypto::fingerprintOf(own);
    std::println(stderr, "The fingerprint of this home's key; the operator must see the same:\n{}",
                 crypto::fingerprintText(fingerprint));
    const auto body = api::toJson(api::EnrolmentRequest{*request, config->meter, config->connectionCapacity});
    auto enrolment =
        enrolmentIn((*client)->call(config->enrol, {"POST", "/v1/enrolments", {}, body}, kCallMax), config->enrol, own);
    const auto deadline = std::chrono::steady_clock::now() + wait;
    while (enrolment && enrolment->state == api::EnrolmentState::Pending &&
           std::chrono::steady_clock::now() < deadline) {
        std::this_thread::sleep_for(kPause);
        const api::HttpCall look{"GET", "/v1/enrolments/" + toHex(fingerprint), {}, {}};
        enrolment = enrolmentIn((*client)->call(config->enrol, look, kCallMax), config->enrol, own);
    }
    if (!enrolment)
        return std::unexpected(enrolment.error());
    switch (enrolment->state) {
    case api::EnrolmentState::Pending:
        std::println(stderr, "the operator has not decided yet; ask again with the same command");
        return JoinOutcome::Pending;
    case api::EnrolmentState::Refused:
        std::println(stderr, "the operator refused: {}", enrolment->reason);
        return JoinOutcome::Refused;
    case api::EnrolmentState::Approved:
        break;
    }
    if (auto stored = store(*config, *enrolment, *authority); !stored)
        return std::unexpected(stored.error());
    return JoinOutcome::Approved;
}

} // namespace dgex::app
