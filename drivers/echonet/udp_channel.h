// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "drivers/echonet/exchange.h"

#include <QTimer>

#include <memory>

class QUdpSocket;

namespace dgex::drivers::echonet {

/// ECHONET Lite over UDP on IPv4: port 3610 at both ends, multicast group 224.0.23.0. Answers come to the own port from
/// whatever port the peer likes; peers are named by their address.
class UdpChannel final : public Channel {
public:
    struct Options {
        std::string bind = "0.0.0.0";
        int port = 3'610;
        friend auto operator<=>(const Options&, const Options&) = default;
    };
    explicit UdpChannel(Options options);
    ~UdpChannel() override;

    void start() override;
    bool send(const std::string& peer, ByteView message) override;
    bool sendToAll(ByteView message) override;
    [[nodiscard]] bool isOpen() const override { return m_isOpen; }
    [[nodiscard]] std::string fault() const override { return m_fault; }

private:
    void open();
    void onDatagrams();

    Options m_options;
    std::unique_ptr<QUdpSocket> m_socket;
    QTimer m_retry;
    bool m_isOpen = false;
    std::string m_fault;
};

/// The exchanges of a program over UDP: one for every own address and port, whoever asks for it.
class Exchanges {
public:
    [[nodiscard]] std::shared_ptr<Exchange> at(const UdpChannel::Options& options, const ExchangeTiming& timing = {});

private:
    std::map<UdpChannel::Options, std::weak_ptr<Exchange>> m_exchanges;
};

} // namespace dgex::drivers::echonet
