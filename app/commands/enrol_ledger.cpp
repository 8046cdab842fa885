// SPDX-License-Identifier: GPL-3.0-or-later
// The steps of `dgexd enrol` that change who is registered on the ledger.
#include "app/commands/enrol_steps.h"
#include "app/commands/home_desk.h"
#include "app/commands/operator_desk.h"
#include "core/base/text.h"

namespace dgex::app {

namespace {

using nlohmann::json;

constexpr std::uint64_t kFirstParticipant = 101;
constexpr std::uint64_t kParticipantsTried = 1'000'000;

/// The next free participant number.
std::expected<ParticipantId, std::string> freeNumber(OperatorDesk& desk)
{
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
        const auto standing = desk.ledger().standing(ParticipantId{next});
        if (!standing && standing.error() == api::ApiError::NotThere)
            return ParticipantId{next};
        if (!standing)
            return std::unexpected(desk.config().node + ": " + std::string{describe(standing.error())});
    }
    return std::unexpected("no participant number is free");
}

/// Issues a certificate and leaves the admission at the node.
std::expected<api::Admission, std::string> admit(const OperatorDesk& desk, const api::Enrolment& enrolment,
                                                 ParticipantId number)
{
    const auto key = openKey(authorityPaths(desk.config()));
    if (!key)
        return std::unexpected(key.error());
    const auto certificate = crypto::issue({enrolment.name,
                                            crypto::CertificateUse::Participant,
                                            enrolment.key,
                                            validFor(desk.config().certificateDays),
                                            {}},
                                           **key, desk.tls().authorityPem);
    if (!certificate)
        return std::unexpected(std::string{describe(certificate.error())});
    auto admission = api::sign({desk.anchor(), number, *certificate, {}}, **key);
    if (!admission)
        return std::unexpected(std::string{describe(admission.error())});
    const auto left = desk.call(
        {"POST", "/v1/enrolments/" + toHex(enrolment.fingerprint()) + "/approval", {}, api::encode(*admission)});
    if (!left)
        return std::unexpected(left.error());
    return std::move(*admission);
}

} // namespace

std::expected<ParticipantId, std::string> approveEnrolment(const std::string& file, const Hash256& fingerprint,
                                                           ledger::Role role, ZoneId zone)
{
    auto desk = OperatorDesk::open(file);
    if (!desk)
        return std::unexpected(desk.error());
    const auto enrolment = desk->fetch(fingerprint);
    if (!enrolment)
        return std::unexpected(enrolment.error());
    std::optional<api::Admission> admission = api::decodeAdmission(enrolment->admission);
    if (!admission) {
        const auto number = freeNumber(*desk);
        auto made = number ? admit(*desk, *enrolment, *number) : std::unexpected(number.error());
        if (!made)
            return std::unexpected(made.error());
        admission = std::move(*made);
    }
    const ParticipantId number = admission->participant;
    if (desk->ledger().standing(number))
        return number;
    auto certificate = crypto::certificateDer(admission->certificatePem);
    if (!certificate)
        return std::unexpected(std::string{describe(certificate.error())});
    const ledger::RegisterParticipant registration{.participant = number,
                                                   .role = role,
                                                   .key = enrolment->key,
                                                   .meter = enrolment->request.meter,
                                                   .zone = zone,
                                                   .connectionCapacity = enrolment->request.connectionCapacity,
                                                   .certificate = std::move(*certificate)};
    if (const auto done = desk->submit(ledger::TransactionType::RegisterParticipant, encode(registration));
        !done && !desk->ledger().standing(number))
        return std::unexpected(done.error());
    return number;
}

std::expected<ParticipantId, std::string> renewEnrolment(const std::string& file, const Hash256& fingerprint,
                                                         std::optional<ParticipantId> number, ZoneId zone)
{
    auto desk = OperatorDesk::open(file);
    if (!desk)
        return std::unexpected(desk.error());
    const auto enrolment = desk->fetch(fingerprint);
    if (!enrolment)
        return std::unexpected(enrolment.error());
    if (const auto former = api::decodeAdmission(enrolment->admission))
        number = number.value_or(former->participant);
    if (!number)
        return std::unexpected("a new key renews a participant: --participant tells which");
    if (const auto standing = desk->ledger().standing(*number); !standing)
        return std::unexpected("participant " + std::to_string(number->number) + ": " +
                               std::string{describe(standing.error())});
    const auto admission = admit(*desk, *enrolment, *number);
    if (!admission)
        return std::unexpected(admission.error());
    auto certificate = crypto::certificateDer(admission->certificatePem);
    if (!certificate)
        return std::unexpected(std::string{describe(certificate.error())});
    const ledger::RenewRegistration renewal{.participant = *number,
                                            .key = enrolment->key,
                                            .meter = enrolment->request.meter,
                                            .zone = zone,
                                            .connectionCapacity = enrolment->request.connectionCapacity,
                                            .certificate = std::move(*certificate)};
    if (const auto done = desk->submit(ledger::TransactionType::RenewRegistration, encode(renewal)); !done)
        return std::unexpected(done.error());
    return *number;
}

std::expected<void, std::string> revokeParticipant(const std::string& file, ParticipantId number,
                                                   ledger::RevocationReason reason)
{
    auto desk = OperatorDesk::open(file);
    if (!desk)
        return std::unexpected(desk.error());
    return desk->submit(ledger::TransactionType::RevokeParticipant,
                        encode(ledger::RevokeParticipant{.participant = number, .reason = reason}));
}

std::expected<void, std::string> leaveMarket(const std::string& file)
{
    auto desk = HomeDesk::open(file);
    if (!desk)
        return std::unexpected(desk.error());
    const api::Admission& admission = desk->admission;
    api::Client client{*desk->transport};
    const auto standing = client.standing(admission.participant);
    if (!standing)
        return std::unexpected(std::string{describe(standing.error())});
    const auto transaction = ledger::sign({admission.anchor.market,
                                           ledger::TransactionType::RevokeParticipant,
                                           admission.participant,
                                           standing->lastSequence + 1,
                                           encode(ledger::RevokeParticipant{.participant = admission.participant,
                                                                            .reason = ledger::RevocationReason::Left}),
                                           {}},
                                          *desk->identity.key);
    if (!transaction)
        return std::unexpected(std::string{describe(transaction.error())});
    const auto sent = client.submit(ledger::encode(*transaction));
    return sent ? std::expected<void, std::string>{} : std::unexpected(std::string{describe(sent.error())});
}

} // namespace dgex::app
