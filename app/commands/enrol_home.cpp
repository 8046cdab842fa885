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

std::expected<ParticipantId, std::string> store(const HomeConfig& config, const api::Enrolment& enrolment,
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
    return admission->participant;
}

} // namespace

std::expected<JoinResult, std::string> join(const std::string& file, const JoinWish& wish)
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
    if (wish.onKey)
        wish.onKey(fingerprint);
    const auto body = api::toJson(
        api::EnrolmentRequest{*request, wish.meter.empty() ? config->meter : wish.meter, config->connectionCapacity});
    auto enrolment =
        enrolmentIn((*client)->call(config->enrol, {"POST", "/v1/enrolments", {}, body}, kCallMax), config->enrol, own);
    if (enrolment && wish.onAsked)
        wish.onAsked();
    const auto deadline = std::chrono::steady_clock::now() + wish.wait;
    const auto isStopped = [&] { return wish.stop != nullptr && *wish.stop; };
    while (enrolment && enrolment->state == api::EnrolmentState::Pending && !isStopped() &&
           std::chrono::steady_clock::now() < deadline) {
        std::this_thread::sleep_for(kPause);
        const api::HttpCall look{"GET", "/v1/enrolments/" + toHex(fingerprint), {}, {}};
        enrolment = enrolmentIn((*client)->call(config->enrol, look, kCallMax), config->enrol, own);
    }
    if (!enrolment)
        return std::unexpected(enrolment.error());
    if (enrolment->state == api::EnrolmentState::Pending)
        return JoinResult{JoinOutcome::Pending, {}, {}};
    if (enrolment->state == api::EnrolmentState::Refused)
        return JoinResult{JoinOutcome::Refused, enrolment->reason, {}};
    const auto stored = store(*config, *enrolment, *authority);
    if (!stored)
        return std::unexpected(stored.error());
    return JoinResult{JoinOutcome::Approved, {}, *stored};
}

} // namespace dgex::app
