// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: pieces of work run once each whatever the threads, and what homes hand in from threads reaches the node in the
// homes' order. Method: counters and a node that writes down what it gets; the thread sanitizer runs these too.
#include "app/exchange/batching_transport.h"
#include "app/exchange/worker_pool.h"
#include "core/api/messages.h"
#include "core/api/service.h"

#include <QtTest>

#include <algorithm>
#include <atomic>
#include <memory>

using namespace dgex;
using namespace dgex::app;

namespace {

/// Remembers requests in their order and takes all of them.
class Recorder final : public ports::Transport {
public:
    std::optional<Bytes> exchange(ByteView request) override
    {
        if (m_inside.fetch_add(1) != 0)
            m_overlapped = true;
        seen.emplace_back(request.begin(), request.end());
        --m_inside;
        return fails ? std::nullopt : std::optional{api::encode(api::Answer{api::SubmitAnswer{}})};
    }
    std::vector<Bytes> seen;
    bool fails = false;
    [[nodiscard]] bool overlapped() const { return m_overlapped; }

private:
    std::atomic<int> m_inside{0};
    std::atomic<bool> m_overlapped{false};
};

} // namespace

class TestWorkerPool : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyPieceRunsOnce_data()
    {
        QTest::addColumn<unsigned>("threads");
        QTest::addColumn<std::size_t>("pieces");
        for (const unsigned threads : {1U, 2U, 5U})
            for (const std::size_t pieces : {0UZ, 1UZ, 3UZ, 1000UZ})
                QTest::addRow("%u threads, %zu pieces", threads, pieces) << threads << pieces;
    }
    void everyPieceRunsOnce()
    {
        QFETCH(unsigned, threads);
        QFETCH(std::size_t, pieces);
        WorkerPool pool{threads};
        QCOMPARE(pool.threads(), threads);
        for (int again = 0; again < 20; ++again) {
            std::vector<int> runs(pieces); // Each piece writes its own place: no lock is needed to see it here.
            pool.forEach(pieces, [&](std::size_t piece) { ++runs[piece]; });
            for (const int one : runs)
                QCOMPARE(one, 1);
        }
    }

    void submissionsWaitForTheHomesTurn()
    {
        Recorder node;
        std::mutex turns;
        std::vector<std::unique_ptr<BatchingTransport>> homes;
        for (int i = 0; i < 8; ++i)
            homes.push_back(std::make_unique<BatchingTransport>(node, turns));
        WorkerPool pool{4};
        pool.forEach(homes.size(), [&](std::size_t home) {
            api::Client client{*homes[home]};
            client.submit(Bytes{static_cast<std::uint8_t>(home), 1}, std::nullopt);
            client.submit(Bytes{static_cast<std::uint8_t>(home), 2}, std::nullopt);
        });
        QVERIFY(node.seen.empty());
        for (const auto& home : homes)
            QVERIFY(home->deliver());
        QCOMPARE(node.seen.size(), 16U);
        for (std::size_t i = 0; i < 16; ++i) {
            const Bytes ends{static_cast<std::uint8_t>(i / 2), static_cast<std::uint8_t>(i % 2 + 1)};
            QVERIFY(std::ranges::search(node.seen[i], ends).begin() != node.seen[i].end());
        }
        // What was handed in is not handed in again.
        for (const auto& home : homes)
            QVERIFY(home->deliver());
        QCOMPARE(node.seen.size(), 16U);
        QVERIFY(!node.overlapped());
    }

    void questionsPassOneAtATime()
    {
        Recorder node;
        std::mutex turns;
        std::vector<std::unique_ptr<BatchingTransport>> homes;
        for (int i = 0; i < 8; ++i)
            homes.push_back(std::make_unique<BatchingTransport>(node, turns));
        WorkerPool pool{4};
        pool.forEach(400, [&](std::size_t piece) {
            api::Client client{*homes[piece % homes.size()]};
            (void)client.head();
        });
        QCOMPARE(node.seen.size(), 400U);
        QVERIFY(!node.overlapped());
    }

    void aNodeThatTakesNothingIsNoticed()
    {
        Recorder node;
        node.fails = true;
        std::mutex turns;
        BatchingTransport home{node, turns};
        api::Client client{home};
        client.submit(Bytes{1}, std::nullopt);
        QVERIFY(!home.deliver());
    }
};

QTEST_GUILESS_MAIN(TestWorkerPool)
#include "tst_worker_pool.moc"
