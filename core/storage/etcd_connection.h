// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storage/etcd_client.h"
#include "core/storage/network_thread.h"

#include <QNetworkRequest>
#include <QSslConfiguration>

#include <atomic>
#include <future>

namespace dgex::storage {

/// Endpoints and TLS of a cluster; private to the etcd client. Thread: any.
struct EtcdClient::Connection {
    EtcdConfig config;
    QSslConfiguration tls;

    [[nodiscard]] QNetworkRequest request(std::size_t endpoint, const char* path) const;
};

/// Where calls run, with the member that answered last.
struct EtcdClient::Calls {
    struct Reply {
        int status = 0; ///< Of HTTP; 0 when no answer came.
        std::string body;
    };

    explicit Calls(std::shared_ptr<const Connection> with)
        : connection(std::move(with))
    {
    }
    /// Asks the members in turn until one answers with 200 or says what no other member would answer otherwise.
    std::expected<std::string, EtcdError> post(const char* path, const std::string& body);

    std::shared_ptr<const Connection> connection;
    std::atomic<std::size_t> endpoint{0};
    std::atomic<bool> closed{false};
    NetworkThread network{"etcd calls"};

private:
    Reply attempt(const char* path, const std::string& body);
};

/// Watches a range on a network manager of its own; starts again at another member whenever it ends.
class EtcdClient::Watch {
public:
    using Callback = std::function<void(std::vector<EtcdRecord>)>;
    Watch(std::shared_ptr<const Connection> connection, EtcdRange range, Callback callback);

private:
    void start(QNetworkAccessManager& network, QObject& context);
    /// False when watching must start again; whoever listens finds what got lost.
    bool take(std::string_view chunk);

    std::shared_ptr<const Connection> m_connection;
    EtcdRange m_range;
    Callback m_callback;
    std::size_t m_endpoint = 0;
    std::string m_line;
    NetworkThread m_network{"etcd watch"}; ///< Last, so that it ends first.
};

} // namespace dgex::storage
