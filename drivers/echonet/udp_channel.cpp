// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/echonet/udp_channel.h"

#include <QNetworkDatagram>
#include <QNetworkInterface>
#include <QUdpSocket>

#include <format>

namespace dgex::drivers::echonet {

namespace {

constexpr std::chrono::seconds kRetry{10};
constexpr int kDatagramsAtOnce = 64;

QHostAddress group()
{
    return QHostAddress(QStringLiteral("224.0.23.0"));
}

qint64 write(QUdpSocket& socket, const QHostAddress& to, int port, ByteView message)
{
    return socket.writeDatagram(reinterpret_cast<const char*>(message.data()), static_cast<qint64>(message.size()), to,
                                static_cast<quint16>(port));
}

} // namespace

UdpChannel::UdpChannel(Options options)
    : m_options(std::move(options))
    , m_socket(std::make_unique<QUdpSocket>())
{
    m_retry.setSingleShot(true);
    QObject::connect(&m_retry, &QTimer::timeout, m_socket.get(), [this] { open(); });
    QObject::connect(m_socket.get(), &QUdpSocket::readyRead, m_socket.get(), [this] { onDatagrams(); });
}

UdpChannel::~UdpChannel() = default;

void UdpChannel::start()
{
    if (!m_isOpen && !m_retry.isActive())
        open();
}

void UdpChannel::open()
{
    const QHostAddress own(QString::fromStdString(m_options.bind));
    m_isOpen = m_socket->bind(own, static_cast<quint16>(m_options.port),
                              QAbstractSocket::ShareAddress | QAbstractSocket::ReuseAddressHint);
    if (!m_isOpen) {
        m_fault = std::format("{}:{}: {}", m_options.bind, m_options.port, m_socket->errorString().toStdString());
        m_socket->close();
        m_retry.start(kRetry);
        return;
    }
    m_fault.clear();
    for (const QNetworkInterface& interface : QNetworkInterface::allInterfaces())
        if (interface.flags().testFlag(QNetworkInterface::CanMulticast) &&
            interface.flags().testFlag(QNetworkInterface::IsRunning))
            m_socket->joinMulticastGroup(group(), interface); // Without it announcements are not heard, answers are.
}

bool UdpChannel::send(const std::string& peer, ByteView message)
{
    const QHostAddress to(QString::fromStdString(peer));
    return m_isOpen && !to.isNull() && write(*m_socket, to, m_options.port, message) > 0;
}

bool UdpChannel::sendToAll(ByteView message)
{
    bool isSent = false;
    for (const QNetworkInterface& interface : QNetworkInterface::allInterfaces()) {
        if (!m_isOpen || !interface.flags().testFlag(QNetworkInterface::CanMulticast) ||
            !interface.flags().testFlag(QNetworkInterface::IsRunning))
            continue;
        m_socket->setMulticastInterface(interface);
        isSent = write(*m_socket, group(), m_options.port, message) > 0 || isSent;
    }
    return isSent;
}

void UdpChannel::onDatagrams()
{
    for (int i = 0; i < kDatagramsAtOnce && m_socket->hasPendingDatagrams(); ++i) {
        const QNetworkDatagram datagram = m_socket->receiveDatagram();
        const QByteArray bytes = datagram.data();
        receive(QHostAddress(datagram.senderAddress().toIPv4Address()).toString().toStdString(),
                {reinterpret_cast<const std::uint8_t*>(bytes.constData()), static_cast<std::size_t>(bytes.size())});
    }
    if (m_socket->hasPendingDatagrams())
        QMetaObject::invokeMethod(m_socket.get(), [this] { onDatagrams(); }, Qt::QueuedConnection);
}

std::shared_ptr<Exchange> Exchanges::at(const UdpChannel::Options& options, const ExchangeTiming& timing)
{
    std::weak_ptr<Exchange>& known = m_exchanges[options];
    std::shared_ptr<Exchange> exchange = known.lock();
    if (!exchange) {
        exchange = std::make_shared<Exchange>(std::make_unique<UdpChannel>(options), timing);
        known = exchange;
    }
    return exchange;
}

} // namespace dgex::drivers::echonet
