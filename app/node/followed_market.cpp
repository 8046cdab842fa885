// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/node/followed_market.h"

#include "app/commands/enrol_steps.h"
#include "app/commands/operator_desk.h"
#include "app/node/node_process.h"
#include "app/views/ledger_view.h"

#include <algorithm>

namespace dgex::app {

namespace {

constexpr std::chrono::milliseconds kSnapshotEvery{1000};
constexpr std::chrono::seconds kLookEvery{5};
/// An authority whose co-signature stayed away for so many blocks is behind.
constexpr std::uint64_t kBlocksBehind = 3;

views::EnrolmentState stateOf(api::EnrolmentState state)
{
    switch (state) {
    case api::EnrolmentState::Pending:
        return views::EnrolmentState::Pending;
    case api::EnrolmentState::Approved:
        return views::EnrolmentState::Approved;
    case api::EnrolmentState::Refused:
        return views::EnrolmentState::Refused;
    }
    return views::EnrolmentState::Pending;
}

} // namespace

std::expected<std::unique_ptr<FollowedMarket>, std::string> FollowedMarket::open(const FollowedMarketOptions& options)
{
    if (!options.desk.empty())
        if (const auto desk = OperatorDesk::open(options.desk); !desk)
            return std::unexpected(desk.error());
    std::unique_ptr<FollowedMarket> market{new FollowedMarket(options)};
    std::promise<std::optional<std::string>> opened;
    auto error = opened.get_future();
    market->m_follower =
        std::jthread([&market = *market, opened = std::move(opened)] mutable { market.follow(std::move(opened)); });
    if (const auto reason = error.get())
        return std::unexpected(*reason);
    if (!options.desk.empty())
        market->m_attendant = std::jthread([&market = *market](const std::stop_token& stop) { market.attend(stop); });
    return market;
}

FollowedMarket::~FollowedMarket()
{
    m_stop = true;
}

void FollowedMarket::follow(std::promise<std::optional<std::string>> opened)
{
    const auto config = readNodeConfig(m_options.node);
    if (!config)
        return opened.set_value(config.error());
    SystemClock clock;
    NodeWatch watch;
    watch.onBlock = [this, &clock](const ledger::BlockOutcome& outcome, const ledger::LedgerState& state) {
        m_record.take(outcome, state, clock.now());
    };
    watch.onTurn = [this](const NodeProcess& node) { publish(node); };
    const auto node = NodeProcess::open(*config, /*follow=*/true, std::move(watch));
    opened.set_value(node ? std::nullopt : std::optional{node.error()});
    if (!node)
        return;
    if (!(*node)->run(m_stop, /*once=*/false)) {
        const std::lock_guard lock(m_mutex);
        m_failure = "the ledger could not be followed further; the log says why";
    }
}

void FollowedMarket::publish(const NodeProcess& node)
{
    const UtcTime now = SystemClock{}.now();
    std::vector<ListCommand> commands;
    std::vector<views::EnrolmentRow> enrolments;
    {
        const std::lock_guard lock(m_mutex);
        commands.swap(m_listCommands);
        enrolments = m_enrolments;
    }
    for (const ListCommand& command : commands)
        command(m_alarms, now);
    if (commands.empty() && m_shown && now - *m_shown < kSnapshotEvery)
        return;
    m_shown = now;
    const ledger::Checkpoint& checkpoint = node.authority().checkpoint();
    for (const ledger::CoSignature& signature : checkpoint.signatures)
        if (auto& [height, at] = m_seen[signature.authority]; height < checkpoint.height) {
            height = checkpoint.height;
            at = now;
        }
    views::OperatorSnapshot view = ledgerView({.authority = node.authority(),
                                               .record = m_record,
                                               .now = now,
                                               .currency = m_options.currency,
                                               .zoneOffsetSeconds = m_options.zoneOffsetSeconds});
    view.enrolments = std::move(enrolments);
    std::vector<RaisedAlarm> raised = disputeAlarms(view.disputes);
    for (views::AuthorityRow& row : view.authorities) {
        std::tie(row.height, row.lastSeen) = m_seen[row.index];
        if (row.height + kBlocksBehind < checkpoint.height)
            raised.push_back({ParticipantId{row.index}, row.keyFingerprint, views::AlarmCode::AuthorityBehind, 2,
                              row.lastSeen, true});
    }
    m_alarms.fill(view, raised);
    auto shown = std::make_shared<const views::OperatorSnapshot>(std::move(view));
    const std::lock_guard lock(m_mutex);
    m_console = std::move(shown);
}

void FollowedMarket::attend(const std::stop_token& stop)
{
    while (!stop.stop_requested()) {
        std::vector<Errand> errands;
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait_for(lock, stop, kLookEvery, [this] { return !m_errands.empty(); });
            errands.swap(m_errands);
        }
        for (const Errand& errand : errands)
            if (const auto done = errand(m_options.desk); !done)
                logLine("error", "desk", "reason=" + inQuotes(done.error()));
        if (!stop.stop_requested())
            lookForEnrolments();
    }
}

void FollowedMarket::lookForEnrolments()
{
    const auto desk = OperatorDesk::open(m_options.desk);
    const auto list = desk ? desk->call({"GET", "/v1/enrolments", {}, {}}) : std::unexpected(desk.error());
    if (!list) {
        logLine("warning", "enrolments", "reason=" + inQuotes(list.error()));
        return;
    }
    std::vector<views::EnrolmentRow> rows;
    for (const nlohmann::json& one : *list) {
        const std::string text = one.dump();
        if (const auto enrolment = api::parseEnrolment(viewOf(text)))
            rows.push_back({enrolment->fingerprint(), crypto::fingerprintText(enrolment->fingerprint()),
                            enrolment->name, enrolment->request.meter, ZoneId{}, enrolment->request.connectionCapacity,
                            enrolment->received, stateOf(enrolment->state)});
    }
    std::ranges::reverse(rows); // Newest first.
    const std::lock_guard lock(m_mutex);
    m_enrolments = std::move(rows);
}

void FollowedMarket::post(Errand errand)
{
    const std::lock_guard lock(m_mutex);
    if (m_options.desk.empty()) {
        logLine("error", "desk", "reason=\"this console has no desk: start it with --desk operator.toml\"");
        return;
    }
    m_errands.push_back(std::move(errand));
    m_wake.notify_all();
}

std::shared_ptr<const views::OperatorSnapshot> FollowedMarket::console() const
{
    const std::lock_guard lock(m_mutex);
    return m_console;
}

std::string FollowedMarket::failure() const
{
    const std::lock_guard lock(m_mutex);
    return m_failure;
}

void FollowedMarket::acknowledgeAlarm(std::uint64_t id)
{
    const std::lock_guard lock(m_mutex);
    m_listCommands.emplace_back([id](AlarmList& alarms, UtcTime) { alarms.acknowledge(id); });
}

void FollowedMarket::shelveAlarm(std::uint64_t id, std::chrono::minutes time)
{
    const std::lock_guard lock(m_mutex);
    m_listCommands.emplace_back([id, time](AlarmList& alarms, UtcTime now) { alarms.shelve(id, now + time); });
}

void FollowedMarket::approveEnrolment(const Hash256& key)
{
    post([key](const std::string& desk) {
        const auto number = app::approveEnrolment(desk, key, ledger::Role::Home);
        return number ? std::expected<void, std::string>{} : std::unexpected(number.error());
    });
}

void FollowedMarket::refuseEnrolment(const Hash256& key)
{
    post([key](const std::string& desk) { return app::refuseEnrolment(desk, key, "refused by the operator"); });
}

void FollowedMarket::revokeParticipant(ParticipantId participant)
{
    post([participant](const std::string& desk) {
        return app::revokeParticipant(desk, participant, ledger::RevocationReason::Unspecified);
    });
}

} // namespace dgex::app
