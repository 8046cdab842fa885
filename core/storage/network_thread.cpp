// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/network_thread.h"

#include <QNetworkAccessManager>
#include <QThread>

namespace dgex::storage {

NetworkThread::NetworkThread(const char* name)
    : m_thread(std::make_unique<QThread>())
    , m_context(std::make_unique<QObject>())
{
    m_thread->setObjectName(QLatin1StringView{name});
    m_context->moveToThread(m_thread.get());
    m_thread->start();
}

NetworkThread::~NetworkThread()
{
    {
        const std::lock_guard lock(m_mutex);
        m_work.clear();
    }
    QMetaObject::invokeMethod(
        m_context.get(),
        [this] {
            m_network.reset();
            m_thread->quit();
        },
        Qt::QueuedConnection);
    m_thread->wait();
}

void NetworkThread::run(Work work)
{
    {
        const std::lock_guard lock(m_mutex);
        m_work.push_back(std::move(work));
    }
    QMetaObject::invokeMethod(m_context.get(), [this] { drain(); }, Qt::QueuedConnection);
}

void NetworkThread::drain()
{
    std::deque<Work> work;
    {
        const std::lock_guard lock(m_mutex);
        work.swap(m_work);
    }
    if (!m_network)
        m_network = std::make_unique<QNetworkAccessManager>();
    for (const Work& one : work)
        one(*m_network, *m_context);
}

} // namespace dgex::storage
