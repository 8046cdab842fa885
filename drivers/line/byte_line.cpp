// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/line/byte_line.h"

#include <QSerialPort>
#include <QTcpSocket>

#include <algorithm>

namespace dgex::drivers {

namespace {

constexpr qint64 kReadMax = 65'536;

} // namespace

std::string LineEndpoint::text() const
{
    return path.empty() ? host + ':' + std::to_string(port) : path;
}

ByteLine::ByteLine(LineEndpoint endpoint, const LineTiming& timing, Calls calls)
    : m_endpoint(std::move(endpoint))
    , m_timing(timing)
    , m_calls(std::move(calls))
    , m_context(std::make_unique<QObject>())
    , m_wait(timing.retryFirst)
{
    m_deadline.setSingleShot(true);
    m_retry.setSingleShot(true);
    QObject::connect(&m_retry, &QTimer::timeout, m_context.get(), [this] { open(); });
    QObject::connect(&m_deadline, &QTimer::timeout, m_context.get(),
                     [this] { drop(m_isOpen ? "nothing arrives" : "no connection in time"); });
}

ByteLine::~ByteLine()
{
    m_context.reset();
    delete m_device;
}

void ByteLine::start()
{
    if (m_device == nullptr)
        m_retry.start(0);
}

bool ByteLine::write(ByteView bytes)
{
    return m_isOpen && m_device->write(reinterpret_cast<const char*>(bytes.data()),
                                       static_cast<qint64>(bytes.size())) == static_cast<qint64>(bytes.size());
}

void ByteLine::open()
{
    if (m_device != nullptr)
        return;
    m_deadline.start(m_timing.openWithin);
    if (m_endpoint.path.empty())
        openHost();
    else
        openSerial();
}

void ByteLine::openHost()
{
    auto* socket = new QTcpSocket;
    m_device = socket;
    QObject::connect(socket, &QTcpSocket::connected, m_context.get(), [this] { onOpen(); });
    QObject::connect(socket, &QTcpSocket::errorOccurred, m_context.get(),
                     [this, socket] { drop(socket->errorString().toStdString()); });
    socket->connectToHost(QString::fromStdString(m_endpoint.host), static_cast<quint16>(m_endpoint.port));
}

void ByteLine::openSerial()
{
    auto* line = new QSerialPort(QString::fromStdString(m_endpoint.path));
    m_device = line;
    constexpr QSerialPort::Parity kParities[] = {QSerialPort::NoParity, QSerialPort::EvenParity,
                                                 QSerialPort::OddParity};
    line->setBaudRate(m_endpoint.baud);
    line->setDataBits(static_cast<QSerialPort::DataBits>(m_endpoint.dataBits));
    line->setParity(kParities[static_cast<std::size_t>(m_endpoint.parity)]);
    line->setStopBits(m_endpoint.stopBits == 2 ? QSerialPort::TwoStop : QSerialPort::OneStop);
    if (!line->open(QIODevice::ReadWrite)) {
        drop(line->errorString().toStdString());
        return;
    }
    QObject::connect(line, &QSerialPort::errorOccurred, m_context.get(), [this, line](QSerialPort::SerialPortError e) {
        if (e != QSerialPort::NoError && e != QSerialPort::TimeoutError)
            drop(line->errorString().toStdString());
    });
    m_hangUpWatch = watchHangUp(*line, m_context.get(), [this] { drop("the line was pulled out"); });
    onOpen();
}

void ByteLine::onOpen()
{
    m_isOpen = true;
    ++m_statistics.openings;
    m_deadline.start(m_timing.silentMax);
    QObject::connect(m_device, &QIODevice::readyRead, m_context.get(), [this] { onBytes(); });
    if (m_calls.opened)
        m_calls.opened();
}

void ByteLine::onBytes()
{
    while (m_device != nullptr && m_device->bytesAvailable() > 0) {
        const QByteArray bytes = m_device->read(kReadMax);
        if (bytes.isEmpty())
            return;
        m_statistics.bytes += static_cast<std::uint64_t>(bytes.size());
        m_wait = m_timing.retryFirst;
        m_deadline.start(m_timing.silentMax);
        m_calls.bytes({reinterpret_cast<const std::uint8_t*>(bytes.data()), static_cast<std::size_t>(bytes.size())});
    }
}

/// Leaves the device at once: it is deaf from here on and goes from the event loop, not from inside its own signal.
void ByteLine::drop(std::string fault)
{
    if (m_device == nullptr)
        return;
    QIODevice* device = std::exchange(m_device, nullptr);
    QObject::disconnect(m_hangUpWatch);
    device->disconnect();
    QMetaObject::invokeMethod(device, [device] { device->close(); }, Qt::QueuedConnection);
    device->deleteLater();
    ++m_statistics.losses;
    m_isOpen = false;
    m_fault = std::move(fault);
    m_deadline.stop();
    m_retry.start(m_wait);
    m_wait = std::min(m_wait * 2, m_timing.retryLast);
    if (m_calls.lost)
        m_calls.lost();
}

} // namespace dgex::drivers
