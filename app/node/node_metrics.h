// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/node/node_config.h"
#include "core/node/authority.h"

#include <QTcpServer>

#include <functional>
#include <string>

namespace dgex::app {

/// A node's metrics in the text format of Prometheus (exposition format 0.0.4).
[[nodiscard]] std::string metricsText(const node::Authority& node);

/// Answers every HTTP request with a text. Thread: one with an event loop.
class MetricsServer {
public:
    explicit MetricsServer(std::function<std::string()> text);
    [[nodiscard]] bool listen(const ListenAddress& address);

private:
    std::function<std::string()> m_text;
    QTcpServer m_server;
};

} // namespace dgex::app
