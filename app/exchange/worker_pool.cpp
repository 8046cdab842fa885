// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exchange/worker_pool.h"

#include "core/base/assert.h"

namespace dgex::app {

WorkerPool::WorkerPool(unsigned threads)
{
    DGEX_ASSERT(threads >= 1);
    for (unsigned i = 1; i < threads; ++i)
        m_threads.emplace_back([this] { run(); });
}

WorkerPool::~WorkerPool()
{
    {
        const std::lock_guard lock{m_mutex};
        m_ends = true;
    }
    m_wake.notify_all();
}

void WorkerPool::drain(std::unique_lock<std::mutex>& lock)
{
    while (m_next < m_count) {
        const std::size_t index = m_next++;
        ++m_running;
        const auto* work = m_work;
        lock.unlock();
        (*work)(index);
        lock.lock();
        --m_running;
    }
    if (m_running == 0)
        m_done.notify_all();
}

void WorkerPool::run()
{
    std::unique_lock lock{m_mutex};
    while (!m_ends) {
        drain(lock);
        m_wake.wait(lock, [this] { return m_ends || m_next < m_count; });
    }
}

void WorkerPool::forEach(std::size_t count, const std::function<void(std::size_t)>& work)
{
    std::unique_lock lock{m_mutex};
    m_work = &work;
    m_next = 0;
    m_count = count;
    m_wake.notify_all();
    drain(lock);
    m_done.wait(lock, [this] { return m_next == m_count && m_running == 0; });
    m_count = 0;
    m_next = 0;
}

} // namespace dgex::app
