// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/node/node_metrics.h"

#include <QTcpSocket>

#include <format>

namespace dgex::app {

namespace {

void add(std::string& text, std::string_view name, std::string_view kind, std::string_view help, std::uint64_t value)
{
    text += std::format("# HELP dgex_{0} {2}\n# TYPE dgex_{0} {1}\ndgex_{0} {3}\n", name, kind, help, value);
}

} // namespace

std::string metricsText(const node::Authority& node)
{
    const node::NodeCounts& counts = node.counts();
    std::string text;
    add(text, "height", "gauge", "Blocks executed.", node.state().height());
    add(text, "final_height", "gauge", "Blocks that enough authorities co-signed.", node.finalHeight());
    add(text, "log_size", "gauge", "Transactions in the log.", node.state().logSize());
    add(text, "participants", "gauge", "Registered participants.", node.state().participants().size());
    add(text, "pending_transactions", "gauge", "Transactions taken and not sequenced yet.", node.pendingCount());
    add(text, "reachable", "gauge", "Whether sequencer and board answered last.", node.isReachable() ? 1 : 0);
    add(text, "transactions_total", "counter", "Transactions executed since the start.", counts.transactions);
    add(text, "refused_total", "counter", "Transactions without effect since the start.", counts.refused);
    add(text, "submissions_total", "counter", "Submissions received.", counts.submissions);
    add(text, "receipts_total", "counter", "Receipts given.", counts.receipts);
    add(text, "co_signatures_total", "counter", "Checkpoints co-signed.", counts.coSignatures);
    add(text, "objections_total", "counter", "Closings that the fair gate objected to.", counts.objections);
    add(text, "evidence_total", "counter", "Authorities found to have signed two things.", counts.evidence);
    add(text, "unavailable_total", "counter", "Calls that sequencer or board did not answer.", counts.unavailable);
    return text;
}

MetricsServer::MetricsServer(std::function<std::string()> text)
    : m_text(std::move(text))
{
    QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] {
        while (QTcpSocket* const socket = m_server.nextPendingConnection()) {
            QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
            QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket] {
                const std::string body = m_text();
                socket->readAll();
                const std::string head = std::format("HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4\r\n"
                                                     "Content-Length: {}\r\nConnection: close\r\n\r\n",
                                                     body.size());
                socket->write((head + body).c_str());
                socket->disconnectFromHost();
            });
        }
    });
}

bool MetricsServer::listen(const ListenAddress& address)
{
    return m_server.listen(QHostAddress{QString::fromStdString(address.address)}, address.port);
}

} // namespace dgex::app
