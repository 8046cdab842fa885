// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commands.h"
#include "app/commands/enrol_steps.h"
#include "app/commands/identity_file.h"
#include "app/commands/pins_file.h"
#include "core/storage/proof_source.h"

#include <functional>
#include <map>
#include <print>

namespace dgex::app {

namespace {

struct EnrolOptions {
    std::string config;
    std::string name;
    std::string fingerprint;
    std::string reason;
    std::string key;
    std::string secret;
    std::string ledger;
    std::int64_t wait = 0;
    ledger::Role role = ledger::Role::Home;
    std::uint64_t participant = 0;
    std::uint16_t zone = 0;
    ledger::RevocationReason revocation = ledger::RevocationReason::Unspecified;
    IssueOrder order;
};

int failed(const std::string& reason)
{
    std::println(stderr, "dgexd enrol: {}", reason);
    return kUsage;
}

int done(const std::expected<void, std::string>& outcome)
{
    return outcome ? kGood : failed(outcome.error());
}

int runRequest(const EnrolOptions& options)
{
    const auto key = openKey({options.key, options.secret, {}, {}});
    if (!key)
        return failed(key.error());
    const auto request = crypto::makeRequest(**key, options.name);
    if (!request)
        return failed(options.name + ": " + std::string{describe(request.error())});
    std::println(stderr, "fingerprint {}", crypto::fingerprintText(crypto::fingerprintOf((*key)->publicKey())));
    std::print("{}", *request);
    return kGood;
}

int runIssue(const EnrolOptions& options)
{
    const auto certificate = issueCertificate(options.config, options.order);
    if (!certificate)
        return failed(certificate.error());
    std::print("{}", *certificate);
    return kGood;
}

enum class Decision { Approve, Renew, Refuse };

int runDecision(const EnrolOptions& options, Decision decision)
{
    const auto fingerprint = crypto::parseFingerprint(options.fingerprint);
    if (!fingerprint)
        return failed(options.fingerprint + ": a fingerprint has 64 hexadecimal digits");
    if (decision == Decision::Refuse)
        return done(refuseEnrolment(options.config, *fingerprint, options.reason));
    const std::optional<ParticipantId> renewed =
        options.participant == 0 ? std::nullopt : std::optional{ParticipantId{options.participant}};
    const auto number = decision == Decision::Approve
                            ? approveEnrolment(options.config, *fingerprint, options.role, {options.zone})
                            : renewEnrolment(options.config, *fingerprint, renewed, {options.zone});
    if (!number)
        return failed(number.error());
    std::println("{}", number->number);
    return kGood;
}

int runJoin(const EnrolOptions& options)
{
    JoinWish wish{.wait = std::chrono::seconds{options.wait}};
    wish.onKey = [](const Hash256& fingerprint) {
        std::println(stderr, "The fingerprint of this home's key; the operator must see the same:\n{}",
                     crypto::fingerprintText(fingerprint));
    };
    const auto joined = join(options.config, wish);
    if (!joined)
        return failed(joined.error());
    switch (joined->outcome) {
    case JoinOutcome::Pending:
        std::println(stderr, "the operator has not decided yet; ask again with the same command");
        return kRefused;
    case JoinOutcome::Refused:
        std::println(stderr, "the operator refused: {}", joined->reason);
        return kRefused;
    case JoinOutcome::Approved:
        std::println(stderr, "enrolled as participant {}", joined->participant.number);
        break;
    }
    return kGood;
}

int runPins(const EnrolOptions& options)
{
    const auto source = storage::ProofSource::read(options.ledger, ParticipantId{0});
    if (!source)
        return failed(source.error());
    std::print("{}", pinsText(source->anchor()));
    return kGood;
}

using Step = std::function<int(const EnrolOptions&)>;

CLI::App* addStep(CLI::App& enrol, const char* name, const char* help, const std::shared_ptr<EnrolOptions>& options,
                  int& exitCode, Step step)
{
    CLI::App* command = enrol.add_subcommand(name, help);
    command->callback([options, &exitCode, step = std::move(step)] {
        exitCode = crypto::protectProcess() ? step(*options)
                                            : failed("the system does not let this process keep its memory to itself");
    });
    return command;
}

void addFiles(CLI::App& enrol, const std::shared_ptr<EnrolOptions>& options, int& exitCode)
{
    CLI::App* request = addStep(enrol, "request", "Makes a key where none is and prints a certificate request for it",
                                options, exitCode, runRequest);
    request->add_option("--key", options->key, "Sealed private key")->required();
    request->add_option("--secret", options->secret, "File that opens the key; without it a passphrase is asked for");
    request->add_option("--name", options->name, "Who holds the key")->required();
    CLI::App* issue = addStep(enrol, "issue", "Prints a certificate for a request", options, exitCode, runIssue);
    issue->add_option("REQUEST", options->order.request, "PKCS#10 file, or - for standard input")->required();
    issue->add_option("--config", options->config, "The operator's TOML file")->required();
    const std::map<std::string, crypto::CertificateUse> uses{{"participant", crypto::CertificateUse::Participant},
                                                             {"node", crypto::CertificateUse::Node},
                                                             {"gateway", crypto::CertificateUse::Gateway}};
    issue->add_option("--use", options->order.use, "participant, node or gateway")
        ->required()
        ->transform(CLI::CheckedTransformer(uses));
    issue->add_option("--host", options->order.hosts, "Name or address that a node or gateway answers by");
    CLI::App* pins = addStep(enrol, "pins", "Prints a ledger's keys, to be pinned by homes and for `check-proof`",
                             options, exitCode, runPins);
    pins->add_option("LEDGER", options->ledger, "Ledger file of an authority that you trust")->required();
}

void addRevocation(CLI::App& enrol, const std::shared_ptr<EnrolOptions>& options, int& exitCode)
{
    CLI::App* revoke =
        addStep(enrol, "revoke", "Ends what a participant may do", options, exitCode, [](const EnrolOptions& o) {
            return done(revokeParticipant(o.config, ParticipantId{o.participant}, o.revocation));
        });
    revoke->add_option("PARTICIPANT", options->participant, "Number of the participant")
        ->required()
        ->check(CLI::PositiveNumber);
    const std::map<std::string, ledger::RevocationReason> reasons{
        {"unspecified", ledger::RevocationReason::Unspecified},
        {"key-compromised", ledger::RevocationReason::KeyCompromised},
        {"left", ledger::RevocationReason::Left},
        {"broke-rules", ledger::RevocationReason::BrokeRules}};
    revoke->add_option("--reason", options->revocation, "unspecified, key-compromised, left or broke-rules")
        ->transform(CLI::CheckedTransformer(reasons));
    revoke->add_option("--config", options->config, "The operator's TOML file")->required();
    CLI::App* leave = addStep(enrol, "leave", "The home's side: gives up its own registration", options, exitCode,
                              [](const EnrolOptions& o) { return done(leaveMarket(o.config)); });
    leave->add_option("--config", options->config, "The home's TOML file")->required();
}

} // namespace

void addEnrolCommand(CLI::App& program, int& exitCode)
{
    auto options = std::make_shared<EnrolOptions>();
    CLI::App& enrol = *program.add_subcommand("enrol", "Keys and certificates: a home asks, the operator decides");
    enrol.require_subcommand(1);
    CLI::App* authority =
        addStep(enrol, "authority", "Sets up the operator: the authority for certificates and the operator's own",
                options, exitCode, [](const EnrolOptions& o) { return done(setUpOperator(o.config, o.name)); });
    authority->add_option("--name", options->name, "Name of the operator")->required();
    CLI::App* list = addStep(enrol, "list", "Prints the requests of homes", options, exitCode,
                             [](const EnrolOptions& o) { return done(listEnrolments(o.config)); });
    CLI::App* approve = addStep(enrol, "approve", "Admits a home and prints its participant number", options, exitCode,
                                [](const EnrolOptions& o) { return runDecision(o, Decision::Approve); });
    const std::map<std::string, ledger::Role> roles{{"home", ledger::Role::Home},
                                                    {"utility", ledger::Role::Utility},
                                                    {"grid-operator", ledger::Role::GridOperator},
                                                    {"metering-operator", ledger::Role::MeteringOperator}};
    approve->add_option("--role", options->role, "home (default), utility, grid-operator or metering-operator")
        ->transform(CLI::CheckedTransformer(roles));
    CLI::App* renew = addStep(enrol, "renew", "Gives a participant another certificate, for its key or a new one",
                              options, exitCode, [](const EnrolOptions& o) { return runDecision(o, Decision::Renew); });
    renew->add_option("--participant", options->participant, "Whom a new key is for")->check(CLI::PositiveNumber);
    for (CLI::App* decision : {approve, renew})
        decision->add_option("--zone", options->zone, "Zone of the home where the market has zones (else 0)");
    CLI::App* refuse = addStep(enrol, "refuse", "Refuses a home", options, exitCode,
                               [](const EnrolOptions& o) { return runDecision(o, Decision::Refuse); });
    refuse->add_option("--reason", options->reason, "Told to the home")->required();
    for (CLI::App* decision : {approve, renew, refuse})
        decision->add_option("FINGERPRINT", options->fingerprint, "As the home shows it")->required();
    addRevocation(enrol, options, exitCode);
    for (CLI::App* command : {authority, list, approve, renew, refuse})
        command->add_option("--config", options->config, "The operator's TOML file")->required();
    CLI::App* join = addStep(enrol, "join",
                             "The home's side: makes its key, shows its fingerprint, asks, and stores the certificate",
                             options, exitCode, runJoin);
    join->add_option("--config", options->config, "The home's TOML file")->required();
    join->add_option("--wait", options->wait, "Seconds to wait for the operator's decision")
        ->check(CLI::Range(0, 86400));
    addFiles(enrol, options, exitCode);
}

} // namespace dgex::app
