// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <mutex>

class QNetworkAccessManager;
class QObject;
class QThread;

namespace dgex::storage {

/// A thread with an event loop and a network manager of its own, so that blocking callers and long answers never wait
/// for each other. Work reaches it through a mutex-guarded queue of ours; Qt's event only wakes it. Needs a
/// QCoreApplication. Thread: run() from any; everything that runs is on the thread.
class NetworkThread {
public:
    using Work = std::function<void(QNetworkAccessManager&, QObject& context)>;

    explicit NetworkThread(const char* name);
    /// Drops what did not start yet, lets the running work end.
    ~NetworkThread();
    NetworkThread(const NetworkThread&) = delete;
    NetworkThread& operator=(const NetworkThread&) = delete;

    void run(Work work);

private:
    void drain();

    std::mutex m_mutex;
    std::deque<Work> m_work;
    std::unique_ptr<QThread> m_thread;
    std::unique_ptr<QObject> m_context;
    std::unique_ptr<QNetworkAccessManager> m_network; ///< Lives and dies on the thread.
};

} // namespace dgex::storage
