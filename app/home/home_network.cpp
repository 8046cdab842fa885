// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/home/home_network.h"

#include "app/log_line.h"
#include "core/api/https_transport.h"

#include <format>

namespace dgex::app {

namespace {

constexpr std::uint32_t kNewsWait = api::kHeadWaitMax;
constexpr std::size_t kSubmissionsMax = 1'000;
constexpr int kDoubtfulMax = 5;

bool isTemporary(api::ApiError error)
{
    using enum api::ApiError;
    return error == Unreachable || error == Unavailable || error == TooMany || error == BadAnswer;
}

/// None: nothing that is worth showing came.
std::optional<api::Answer> worth(const std::optional<Bytes>& bytes)
{
    auto answer = bytes ? api::decodeAnswer(*bytes) : std::nullopt;
    const auto* const error = answer ? std::get_if<api::ApiError>(&*answer) : nullptr;
    return error != nullptr && isTemporary(*error) ? std::nullopt : answer;
}

} // namespace

HomeNetwork::HomeNetwork(Ways ways, Options options)
    : m_ways(std::move(ways))
    , m_options(std::move(options))
    , m_receipts(*m_ways.submit, m_options.receipts, m_options.anchor)
    , m_submitter([this] { submitAll(); })
    , m_reader([this] { readAll(); })
    , m_watcher([this] { watch(); })
{
}

HomeNetwork::~HomeNetwork()
{
    {
        const std::lock_guard lock(m_mutex);
        *m_ways.stop = true;
        m_rung.notify_all();
    }
    for (std::thread* const thread : {&m_submitter, &m_reader, &m_watcher})
        thread->join();
}

bool HomeNetwork::rest(std::chrono::milliseconds pause)
{
    std::unique_lock lock(m_mutex);
    return !m_rung.wait_for(lock, pause, [this] { return m_ways.stop->load(); });
}

void HomeNetwork::noteReached(bool isReached)
{
    if (m_isReachable.exchange(isReached) == isReached || *m_ways.stop)
        return;
    if (isReached)
        logLine("info", "reachable", "");
    else
        logLine("warning", "unreachable", "reason=\"no authority answers in time\"");
}

std::optional<Bytes> HomeNetwork::exchange(ByteView request)
{
    const auto decoded = api::decodeRequest(request);
    if (!decoded)
        return api::encode(api::Answer{api::ApiError::BadRequest});
    if (std::holds_alternative<api::TariffRequest>(*decoded))
        return m_tariffs;
    if (!std::holds_alternative<api::SubmitRequest>(*decoded))
        return m_presented && std::ranges::equal(m_presented->first, request) ? std::optional{m_presented->second}
                                                                              : std::nullopt;
    if (!m_takesSubmissions)
        return std::nullopt;
    {
        const std::lock_guard lock(m_mutex);
        if (m_submissions.size() >= kSubmissionsMax)
            return std::nullopt;
        m_submissions.push_back({{request.begin(), request.end()}, std::chrono::steady_clock::now()});
        m_rung.notify_all();
    }
    return m_isReachable ? std::optional{api::encode(api::Answer{api::SubmitAnswer{}})} : std::nullopt;
}

void HomeNetwork::distrust()
{
    for (ports::Transport* const way : {m_ways.submit.get(), m_ways.read.get(), m_ways.watch.get()})
        way->distrust();
    m_looksAfresh = true;
}

void HomeNetwork::ask(api::Request request)
{
    const std::lock_guard lock(m_mutex);
    m_asked.push_back(std::move(request));
    m_rung.notify_all();
}

std::optional<HomeNetwork::Reply> HomeNetwork::next()
{
    const std::lock_guard lock(m_mutex);
    if (m_replies.empty())
        return std::nullopt;
    Reply reply = std::move(m_replies.front());
    m_replies.pop_front();
    return reply;
}

void HomeNetwork::present(Reply reply)
{
    if (std::holds_alternative<api::TariffRequest>(reply.request))
        m_tariffs = std::move(reply.answer);
    else
        m_presented.emplace(api::encode(reply.request), std::move(reply.answer));
}

std::optional<api::HeadAnswer> HomeNetwork::head() const
{
    const std::lock_guard lock(m_mutex);
    return m_head;
}

void HomeNetwork::settleReceipts(Round lastClosed)
{
    const std::lock_guard lock(m_mutex);
    m_receiptsUpTo = lastClosed;
    m_rung.notify_all();
}

std::size_t HomeNetwork::unsent() const
{
    const std::lock_guard lock(m_mutex);
    return m_submissions.size();
}

bool HomeNetwork::handIn(Submission& submission)
{
    const auto answer = m_receipts.exchange(submission.request);
    noteReached(answer.has_value());
    const auto said = worth(answer);
    if (answer == api::encode(api::Answer{api::ApiError::BadAnswer}) && ++submission.doubtful < kDoubtfulMax)
        m_ways.submit->distrust();
    const bool isOld = std::chrono::steady_clock::now() - submission.since > m_options.submitMax;
    if (!said && !isOld && submission.doubtful < kDoubtfulMax)
        return false;
    const auto* const error = said ? std::get_if<api::ApiError>(&*said) : nullptr;
    if (!said || error != nullptr)
        logLine("warning", "not_taken", std::format("reason=\"{}\"", said ? describe(*error) : "no good answer came"));
    return true;
}

void HomeNetwork::submitAll()
{
    for (;;) {
        std::optional<Submission> submission;
        std::optional<Round> receipts;
        {
            std::unique_lock lock(m_mutex);
            m_rung.wait(lock, [this] { return *m_ways.stop || !m_submissions.empty() || m_receiptsUpTo; });
            if (*m_ways.stop)
                return;
            if (!m_submissions.empty())
                submission = std::move(m_submissions.front());
            else
                receipts = std::exchange(m_receiptsUpTo, std::nullopt);
        }
        if (receipts)
            for (const std::filesystem::path& evidence : m_receipts.settle(*receipts))
                logLine("error", "evidence", "file=" + inQuotes(evidence.string()));
        if (!submission)
            continue;
        const bool isDone = handIn(*submission);
        {
            const std::lock_guard lock(m_mutex);
            if (isDone)
                m_submissions.pop_front();
            else
                m_submissions.front() = std::move(*submission);
        }
        if (!isDone && !rest(m_options.retryPause))
            return;
    }
}

void HomeNetwork::readAll()
{
    for (;;) {
        std::optional<api::Request> request;
        {
            std::unique_lock lock(m_mutex);
            m_rung.wait(lock, [this] { return *m_ways.stop || !m_asked.empty(); });
            if (*m_ways.stop)
                return;
            request = std::move(m_asked.front());
            m_asked.pop_front();
        }
        auto answer = m_ways.read->exchange(api::encode(*request));
        noteReached(answer.has_value());
        const auto said = worth(answer);
        const bool isUnknown = std::holds_alternative<api::StandingRequest>(*request) && said &&
                               std::holds_alternative<api::ApiError>(*said);
        const bool isGood = said && !isUnknown;
        {
            const std::lock_guard lock(m_mutex);
            if (isGood)
                m_replies.push_back({std::move(*request), std::move(*answer)});
            else
                m_asked.push_back(std::move(*request));
        }
        if (!isGood && !rest(m_options.retryPause))
            return;
    }
}

void HomeNetwork::watch()
{
    api::Client client{*m_ways.watch};
    std::uint64_t height = 0;
    for (bool goesOn = true; goesOn;) {
        if (m_looksAfresh.exchange(false))
            height = 0;
        const auto head = client.head({height, height == 0 ? 0 : kNewsWait});
        if (head) {
            height = head->height;
            const std::lock_guard lock(m_mutex);
            m_head = *head;
        }
        goesOn = rest(head ? m_options.newsPause : m_options.retryPause);
    }
}

std::expected<HomeNetwork::Ways, std::string> waysOverHttps(const std::vector<std::string>& nodes,
                                                            const api::TlsIdentity& identity, const crypto::Signer& key,
                                                            ParticipantId participant, const MarketId& market)
{
    HomeNetwork::Ways ways;
    for (auto* const way : {&ways.submit, &ways.read, &ways.watch}) {
        api::HttpsTransport::Options options;
        options.endpoints = nodes;
        options.identity = identity.copy();
        options.key = &key;
        options.participant = participant;
        options.market = market;
        options.stop = ways.stop.get();
        auto transport = api::HttpsTransport::make(options);
        if (!transport)
            return std::unexpected(transport.error());
        *way = std::move(*transport);
    }
    return ways;
}

} // namespace dgex::app
