// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/home/kept_receipts.h"
#include "core/api/tls_identity.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

namespace dgex::app {

/// A home's authorities behind a controller that must never wait: it is asked in the control loop and answers at once,
/// whatever the network does. Three threads of its own work meanwhile:
///   one hands transactions in, in their order, each until it is taken or refused (then that is logged);
///   one asks what ask() was given, each until there is an answer (of its standing, until the ledger knows the home);
///   one waits for news of the ledger (a long poll).
/// Of requests that exchange() gets, a submission is taken over, tariffs are those that came last, and a reading gets
/// what present() was given for it. None stands for all else: nothing is known.
/// Thread: the caller's, one at a time.
class HomeNetwork final : public ports::Transport {
public:
    /// One way to the authorities for each thread.
    struct Ways {
        /// Set at the end: the ways then give up soon.
        std::shared_ptr<std::atomic<bool>> stop = std::make_shared<std::atomic<bool>>(false);
        std::unique_ptr<ports::Transport> submit{};
        std::unique_ptr<ports::Transport> read{};
        std::unique_ptr<ports::Transport> watch{};
    };
    struct Options {
        std::filesystem::path receipts; ///< Folder, see KeptReceipts.
        ledger::TrustAnchor anchor;
        std::chrono::milliseconds newsPause{1'000};     ///< At least, between two looks for news.
        std::chrono::milliseconds retryPause{1'000};    ///< Before what failed is tried again.
        std::chrono::milliseconds submitMax{1'800'000}; ///< So long a transaction is tried.
    };
    struct Reply {
        api::Request request;
        Bytes answer;
    };

    HomeNetwork(Ways ways, Options options);
    ~HomeNetwork() override;
    HomeNetwork(const HomeNetwork&) = delete;
    HomeNetwork& operator=(const HomeNetwork&) = delete;

    [[nodiscard]] std::optional<Bytes> exchange(ByteView request) override;
    /// Turns all ways to other nodes.
    void distrust() override;

    /// From now on submissions are taken over: the home's sequence number is known.
    void takeSubmissions() { m_takesSubmissions = true; }
    void ask(api::Request request);
    /// The answers that came, oldest first; none when there is none now.
    [[nodiscard]] std::optional<Reply> next();
    /// What exchange() shall answer to this request, until the next one comes.
    void present(Reply reply);
    /// How far the ledger is, as heard last.
    [[nodiscard]] std::optional<api::HeadAnswer> head() const;
    /// Looks after the receipts up to a round; evidence of broken ones is logged with its file.
    void settleReceipts(Round lastClosed);
    /// Whether the last exchange got any answer.
    [[nodiscard]] bool isReachable() const { return m_isReachable; }
    /// Transactions that were neither taken nor refused yet.
    [[nodiscard]] std::size_t unsent() const;

private:
    struct Submission {
        Bytes request;
        std::chrono::steady_clock::time_point since;
        int doubtful = 0; ///< Answers whose receipt did not hold.
    };

    void submitAll();
    void readAll();
    void watch();
    /// Whether the submission is done with.
    [[nodiscard]] bool handIn(Submission& submission);
    void noteReached(bool isReached);
    /// False: the end has come.
    bool rest(std::chrono::milliseconds pause);

    Ways m_ways;
    Options m_options;
    KeptReceipts m_receipts;
    bool m_takesSubmissions = false;
    std::optional<std::pair<Bytes, Bytes>> m_presented; ///< Request and answer.
    std::optional<Bytes> m_tariffs;

    std::atomic<bool> m_isReachable{true};
    std::atomic<bool> m_looksAfresh{false};
    mutable std::mutex m_mutex; ///< Of everything below.
    std::condition_variable m_rung;
    std::deque<Submission> m_submissions;
    std::optional<Round> m_receiptsUpTo;
    std::deque<api::Request> m_asked;
    std::deque<Reply> m_replies;
    std::optional<api::HeadAnswer> m_head;

    std::thread m_submitter;
    std::thread m_reader;
    std::thread m_watcher;
};

/// The ways of an enrolled home by HTTPS. The key outlives them and is shared by several threads. The error is one
/// sentence.
[[nodiscard]] std::expected<HomeNetwork::Ways, std::string>
waysOverHttps(const std::vector<std::string>& nodes, const api::TlsIdentity& identity, const crypto::Signer& key,
              ParticipantId participant, const MarketId& market);

} // namespace dgex::app
