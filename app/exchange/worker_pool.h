// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace dgex::app {

/// Does independent pieces of work on several threads. What a piece does must not depend on the others, so that the
/// result is the same on any number of threads. Thread: forEach from the one that made it.
class WorkerPool {
public:
    /// threads: at least 1, the caller's included.
    explicit WorkerPool(unsigned threads);
    ~WorkerPool();
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;

    /// Calls work(0) to work(count - 1), each once, and waits for all. work must not throw.
    void forEach(std::size_t count, const std::function<void(std::size_t)>& work);
    [[nodiscard]] unsigned threads() const { return static_cast<unsigned>(m_threads.size()) + 1; }

private:
    void run();
    void drain(std::unique_lock<std::mutex>& lock);

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::condition_variable m_done;
    const std::function<void(std::size_t)>* m_work = nullptr;
    std::size_t m_next = 0;
    std::size_t m_count = 0;
    std::size_t m_running = 0;
    bool m_ends = false;
    std::vector<std::jthread> m_threads;
};

} // namespace dgex::app
