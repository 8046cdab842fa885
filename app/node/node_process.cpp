// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/node/node_process.h"

#include "app/exchange/dispute_name.h"
#include "core/base/text.h"
#include "core/crypto/hash.h"
#include "core/crypto/key_file.h"

#include <QEventLoop>

#include <algorithm>
#include <chrono>
#include <format>
#include <fstream>

namespace dgex::app {

namespace {

/// Between two looks at the log when nothing woke the node.
constexpr std::chrono::milliseconds kPause{100};
/// Between two polls for a wake-up.
constexpr std::chrono::milliseconds kWakePause{5};
/// After which the desk sends a closing again that did not come into the log.
constexpr std::chrono::seconds kResend{15};
constexpr std::chrono::milliseconds kEtcdAttempt{1500};
constexpr std::chrono::milliseconds kEtcdDeadline{3000};
constexpr std::chrono::hours kForgetEvery{1};
/// Half hours ahead that the utility's prices are known for, and how many it publishes at least at once.
constexpr int kTariffAhead = 98;
constexpr int kTariffStep = 12;

std::expected<std::string, std::string> readText(const std::filesystem::path& file)
{
    std::ifstream stream{file};
    std::string text{std::istreambuf_iterator<char>{stream}, {}};
    if (!stream || text.empty())
        return std::unexpected(file.string() + " cannot be read");
    return text;
}

void logDisputes(const ledger::BlockOutcome& outcome, const ledger::LedgerState&)
{
    for (const settlement::Dispute& dispute : outcome.disputes)
        logLine("warning", "dispute",
                std::format("home={} period={} cause={} read_wh={} against_wh={}", dispute.home.number,
                            toText(dispute.period), nameOf(dispute.cause), dispute.read.count(),
                            dispute.against.count()));
}

} // namespace

std::expected<std::unique_ptr<NodeProcess>, std::string> NodeProcess::open(const NodeConfig& config, bool follow,
                                                                           NodeWatch watch)
{
    std::error_code error;
    std::filesystem::create_directories(config.folder / "evidence", error);
    if (error)
        return std::unexpected(config.folder.string() + ": " + error.message());
    std::unique_ptr<NodeProcess> process{new NodeProcess};
    process->m_folder = config.folder;
    process->m_watch = std::move(watch);
    if (auto done = process->readKeys(config, follow); !done)
        return std::unexpected(done.error());
    if (auto done = process->openAuthority(config); !done)
        return std::unexpected(done.error());
    if (auto done = process->openServers(config); !done)
        return std::unexpected(done.error());
    return process;
}

NodeProcess::~NodeProcess()
{
    m_enrolmentServer.reset();
    m_server.reset();
    if (m_etcd)
        m_etcd->close();
}

std::expected<void, std::string> NodeProcess::readKeys(const NodeConfig& config, bool follow)
{
    const bool signs = config.authorityKey && !follow;
    if (!signs && (follow || (!config.marketOperator && !config.utility)))
        return {};
    const auto secret = crypto::readSecretFile(config.secretFile, /*makeIfMissing=*/false);
    if (!secret)
        return std::unexpected(secret.error().reason);
    const auto read = [&](const std::filesystem::path& file, std::unique_ptr<crypto::Signer>& key) {
        auto found = crypto::readKeyFile(file, *secret);
        if (found)
            key = std::move(*found);
        return found ? std::string{} : found.error().reason;
    };
    if (signs)
        if (const std::string wrong = read(*config.authorityKey, m_authorityKey); !wrong.empty())
            return std::unexpected(wrong);
    if (config.marketOperator && !follow) {
        if (const std::string wrong = read(config.marketOperator->key, m_operatorKey); !wrong.empty())
            return std::unexpected(wrong);
        m_terms = config.marketOperator;
    }
    if (config.utility && !follow) {
        if (const std::string wrong = read(config.utility->key, m_utilityKey); !wrong.empty())
            return std::unexpected(wrong);
        m_utility = config.utility;
    }
    return {};
}

std::expected<void, std::string> NodeProcess::openAuthority(const NodeConfig& config)
{
    auto file = storage::LedgerFile::open((config.folder / "node.ledger").string());
    if (!file)
        return std::unexpected((config.folder / "node.ledger").string() + ": " + std::string{describe(file.error())});
    m_file = *file;
    m_retention = config.retention;
    node::Authority::Parts parts;
    parts.store = std::make_shared<node::SqliteNodeStore>(*file, !config.etcd);
    if (config.etcd) {
        // The API waits while a step does: rather try again in the next one.
        storage::EtcdConfig etcd = *config.etcd;
        etcd.attemptTimeout = kEtcdAttempt;
        etcd.deadline = kEtcdDeadline;
        auto client = storage::EtcdClient::open(etcd);
        if (!client)
            return std::unexpected(client.error());
        m_etcd = std::move(*client);
        parts.sequencer = std::make_unique<storage::EtcdSequencer>(m_etcd, config.prefix);
        parts.board = std::make_shared<storage::EtcdBoard>(m_etcd, config.prefix);
        parts.board->watch([woken = m_woken] { *woken = true; });
        parts.keepBatches = config.keepBatches;
    } else {
        parts.sequencer = std::make_unique<storage::SqliteSequencer>(*file);
    }
    parts.sequencer->tail([woken = m_woken](const ports::SequencedBatch&) { *woken = true; });
    parts.key = m_authorityKey.get();
    parts.market = config.market;
    parts.history = config.folder;
    parts.clock = &m_clock;
    parts.tolerance = config.gate;
    parts.onEvidence = [this](const ledger::Evidence& evidence) { keepEvidence(evidence); };
    auto authority = node::Authority::open(
        std::move(parts), [this](const ledger::BlockOutcome& outcome, const ledger::LedgerState& state) {
            logDisputes(outcome, state);
            if (m_watch.onBlock)
                m_watch.onBlock(outcome, state);
        });
    if (!authority)
        return std::unexpected(authority.error().reason);
    m_authority = std::move(*authority);
    if (m_operatorKey)
        m_desk = std::make_unique<node::MarketOperator>(*m_authority, *m_operatorKey, config.market);
    return {};
}

std::expected<void, std::string> NodeProcess::openServers(const NodeConfig& config)
{
    if (config.metrics) {
        m_metrics = std::make_unique<MetricsServer>([this] { return metricsText(*m_authority); });
        if (!m_metrics->listen(*config.metrics))
            return std::unexpected(
                std::format("cannot listen on {}:{}", config.metrics->address, config.metrics->port));
    }
    if (!config.api || !m_authorityKey)
        return {};
    const auto certificate = readText(config.api->certificate);
    const auto authority = readText(config.api->authority);
    auto key = crypto::exportPem(*m_authorityKey);
    if (!certificate || !authority || !key)
        return std::unexpected(!certificate ? certificate.error()
                               : !authority ? authority.error()
                                            : "the authority's key cannot be used for HTTPS");
    m_registry = std::make_unique<api::LedgerRegistry>(m_authority->state());
    m_enrolments = std::make_unique<api::EnrolmentDesk>(config.folder / "enrolments");
    m_backend = std::make_unique<api::NodeBackend>(
        api::NodeBackend::Parts{m_authority.get(), m_registry.get(), config.market, m_enrolments.get(), {}});
    api::HttpsServer::Options options;
    options.address = config.api->listen.address;
    options.port = config.api->listen.port;
    options.identity.certificatePem = *certificate;
    options.identity.keyPem = std::move(*key);
    options.identity.authorityPem = *authority;
    auto server = api::ServerThread::listen(options, *m_backend);
    if (!server)
        return std::unexpected(server.error());
    m_server = std::move(*server);
    if (!config.api->enrol)
        return {};
    m_enrolmentBackend = std::make_unique<api::EnrolmentBackend>(*m_enrolments);
    options.address = config.api->enrol->address;
    options.port = config.api->enrol->port;
    options.asksForCertificate = false;
    auto way = api::ServerThread::listen(options, *m_enrolmentBackend);
    if (!way)
        return std::unexpected(way.error());
    m_enrolmentServer = std::move(*way);
    return {};
}

void NodeProcess::keepEvidence(const ledger::Evidence& evidence) const
{
    const Bytes bytes = ledger::encode(evidence);
    const std::string name = toHex(ByteView{crypto::sha256(bytes)}.first<8>()) + ".evidence";
    const auto written = crypto::replaceFile(m_folder / "evidence" / name, bytes, 0644);
    logLine("error", "evidence",
            std::format("file={} kept={}", inQuotes((m_folder / "evidence" / name).string()), !!written));
}

/// Opens the market on an empty log, settles what ended and closes the round that is due: one step at a time, each
/// once the one before stands in the log. Another desk with the same key may do the same; the log takes the first.
void NodeProcess::operate()
{
    const UtcTime now = m_clock.now();
    if (!m_desk || !m_authority->isReachable() || m_authority->pendingCount() > 0)
        return;
    const ledger::LedgerState& state = m_authority->state();
    if (!state.market()) {
        if (state.height() == 0)
            static_cast<void>(m_desk->openMarket(m_terms->rules, m_terms->authorities, m_terms->threshold));
        return;
    }
    const Round due = Period::containing(now);
    const auto closed = state.lastClosedRound();
    if (closed && !state.unsettledPeriods().empty()) {
        const Period first = *state.unsettledPeriods().begin();
        if (first < *closed && state.tariff(first) && node::isDueForSettlement(state, first, now) &&
            (m_closing != first || now - m_sentAt > kResend)) {
            m_closing = first;
            m_sentAt = now;
            static_cast<void>(m_desk->settle(first));
            return;
        }
    }
    if (const auto corrections = state.correctablePeriods();
        !corrections.empty() && (m_closing != corrections.front() || now - m_sentAt > kResend)) {
        m_closing = corrections.front();
        m_sentAt = now;
        static_cast<void>(m_desk->settle(corrections.front()));
        return;
    }
    const Round next = closed ? closed->plus(1) : due;
    if (next > due || (m_closing == next && now - m_sentAt < kResend))
        return;
    m_closing = next;
    m_sentAt = now;
    static_cast<void>(m_desk->closeRound(next));
}

bool NodeProcess::supply(Period now)
{
    const ledger::LedgerState& state = m_authority->state();
    if (!m_utility || !state.market() || !m_authority->isReachable() || m_authority->pendingCount() > 0)
        return false;
    if (!state.participants().contains(m_utility->participant)) {
        m_supply.reset();
        const UtcTime at = m_clock.now();
        const bool may = m_desk && at - m_enrolledAt > kResend;
        if (may) {
            m_enrolledAt = at;
            static_cast<void>(m_desk->enrol(
                {m_utility->participant, ledger::Role::Utility, m_utilityKey->publicKey(), "utility", Power{1}}));
        }
        return may;
    }
    if (!m_supply)
        m_supply = std::make_unique<node::UtilityDesk>(*m_authority, *m_utilityKey, *state.market(),
                                                       m_utility->participant, [this](Period period) {
                                                           ledger::TariffPeriod prices = m_utility->prices;
                                                           prices.period = period;
                                                           return prices;
                                                       });
    const auto& known = state.tariffs();
    const Period first = known.empty() ? now.plus(1) : known.rbegin()->first.plus(1);
    const Period until = now.plus(kTariffAhead);
    if (first.plus(kTariffStep) > until)
        return false;
    static_cast<void>(m_supply->publish(first, until));
    return true;
}

void NodeProcess::step()
{
    if (!supply(Period::containing(m_clock.now())))
        operate();
    const std::uint64_t before = m_authority->finalHeight();
    if (const auto done = m_authority->step(); !done) {
        logLine("error", "failed", "reason=" + inQuotes(done.error().reason));
        m_failed = true;
    }
    if (m_backend && m_authority->finalHeight() != before)
        m_backend->blockArrived(m_authority->finalHeight());
    forgetReadings();
    logProgress();
}

void NodeProcess::forgetReadings()
{
    const UtcTime now = m_clock.now();
    if (!m_retention || now - m_forgotAt < kForgetEvery)
        return;
    m_forgotAt = now;
    const auto erased = storage::BlockStore{m_file}.eraseValuesBefore(Period::containing(now - *m_retention));
    if (!erased)
        logLine("error", "readings_kept", "reason=" + inQuotes(describe(erased.error())));
    else if (*erased > 0)
        logLine("info", "readings_erased", std::format("count={}", *erased));
}

void NodeProcess::logProgress()
{
    if (auto objections = m_authority->objections(); objections != m_loggedObjections) {
        for (const ledger::GateObjection& objection : objections)
            logLine("warning", "objection",
                    std::format("height={} period={} reason={}", m_authority->finalHeight() + 1,
                                toText(objection.round), inQuotes(describe(objection.reason))));
        m_loggedObjections = std::move(objections);
    }
    if (m_authority->finalHeight() == m_loggedHeight)
        return;
    m_loggedHeight = m_authority->finalHeight();
    const ledger::Checkpoint& checkpoint = m_authority->checkpoint();
    logLine("info", "final",
            std::format("height={} executed={} log_size={} co_signatures={} result_root={}", checkpoint.height,
                        m_authority->state().height(), checkpoint.logSize, checkpoint.signatures.size(),
                        toHex(checkpoint.resultRoot)));
}

/// Every due round is closed and final.
bool NodeProcess::isIdle() const
{
    const auto closed = m_authority->state().lastClosedRound();
    return closed && *closed >= Period::containing(m_clock.now()) && m_authority->pendingCount() == 0 &&
           m_authority->finalHeight() == m_authority->state().height();
}

bool NodeProcess::run(const std::atomic<bool>& stop, bool once)
{
    logLine("info", "ready",
            std::format("role={} height={} api_port={} enrol_port={}", m_authorityKey ? "authority" : "follower",
                        m_authority->finalHeight(), m_server ? m_server->port() : 0,
                        m_enrolmentServer ? m_enrolmentServer->port() : 0));
    QEventLoop loop;
    QTimer timer;
    auto last = std::chrono::steady_clock::now() - kPause;
    auto turned = last;
    QObject::connect(&timer, &QTimer::timeout, &timer, [&] {
        if (stop || m_failed)
            return loop.quit();
        const auto now = std::chrono::steady_clock::now();
        if (m_watch.onTurn && now - turned >= kPause) {
            turned = now;
            m_watch.onTurn(*this);
        }
        const bool woken = m_woken->exchange(false);
        if (!woken && m_authority->pendingCount() == 0 && now - last < kPause)
            return;
        step();
        if (once && isIdle())
            return loop.quit();
        last = std::chrono::steady_clock::now();
    });
    timer.start(kWakePause);
    loop.exec();
    logLine("info", "stopped", std::format("height={}", m_authority->finalHeight()));
    return !m_failed;
}

} // namespace dgex::app
