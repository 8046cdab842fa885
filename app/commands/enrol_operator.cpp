// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/enrol_steps.h"
#include "app/commands/operator_desk.h"
#include "core/base/text.h"

#include <nlohmann/json.hpp>

#include <format>
#include <iostream>
#include <iterator>
#include <print>

namespace dgex::app {

namespace {

using nlohmann::json;

constexpr std::int64_t kAuthorityDays = 3650;
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
    const auto desk = OperatorDesk::open(file);
    if (!desk)
        return std::unexpected(desk.error());
    const auto list = desk->call({"GET", "/v1/enrolments", {}, {}});
    if (!list)
        return std::unexpected(list.error());
    for (const json& one : *list) {
        const std::string text = one.dump();
        const auto enrolment = api::parseEnrolment(viewOf(text));
        if (!enrolment)
            return std::unexpected(desk->config().node + ": a request in the answer cannot be read");
        std::println("{:8}  {}  {}  meter {}  {} W  {}", nameOf(enrolment->state), toText(enrolment->received),
                     crypto::fingerprintText(enrolment->fingerprint()), enrolment->request.meter,
                     enrolment->request.connectionCapacity.count(), enrolment->name);
    }
    return {};
}

std::expected<void, std::string> refuseEnrolment(const std::string& file, const Hash256& fingerprint,
                                                 const std::string& reason)
{
    const auto desk = OperatorDesk::open(file);
    if (!desk)
        return std::unexpected(desk.error());
    const std::string body = json{{"reason", reason}}.dump();
    const auto done =
        desk->call({"POST", "/v1/enrolments/" + toHex(fingerprint) + "/refusal", {}, {body.begin(), body.end()}});
    return done ? std::expected<void, std::string>{} : std::unexpected(done.error());
}

} // namespace dgex::app
