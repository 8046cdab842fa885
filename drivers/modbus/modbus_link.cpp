// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/modbus/modbus_link.h"

#include "core/base/assert.h"

#include <QModbusRtuSerialClient>
#include <QModbusTcpClient>
#include <QSerialPort>
#include <QVariant>

#include <algorithm>

namespace dgex::drivers {

namespace {

constexpr std::size_t kQueueMax = 1'000;
constexpr std::chrono::milliseconds kSerialQuiet{20};
constexpr std::chrono::milliseconds kGrace{100}; ///< Left to Qt's own time-out, before ours.
constexpr int kReadMax = 125;

QModbusClient* makeClient(const ModbusEndpoint& endpoint)
{
    if (endpoint.path.empty()) {
        auto* client = new QModbusTcpClient;
        client->setConnectionParameter(QModbusDevice::NetworkAddressParameter, QString::fromStdString(endpoint.host));
        client->setConnectionParameter(QModbusDevice::NetworkPortParameter, endpoint.port);
        return client;
    }
    auto* client = new QModbusRtuSerialClient;
    client->setConnectionParameter(QModbusDevice::SerialPortNameParameter, QString::fromStdString(endpoint.path));
    client->setConnectionParameter(QModbusDevice::SerialBaudRateParameter, endpoint.baud);
    constexpr int kParities[] = {QSerialPort::NoParity, QSerialPort::EvenParity, QSerialPort::OddParity};
    client->setConnectionParameter(QModbusDevice::SerialParityParameter,
                                   kParities[static_cast<std::size_t>(endpoint.parity)]);
    client->setConnectionParameter(QModbusDevice::SerialDataBitsParameter, QSerialPort::Data8);
    client->setConnectionParameter(QModbusDevice::SerialStopBitsParameter, endpoint.stopBits);
    return client;
}

std::unexpected<ModbusError> failure(ModbusFault fault, int code = 0)
{
    return std::unexpected(ModbusError{fault, code});
}

void append(QByteArray& bytes, int word)
{
    bytes.append(static_cast<char>(word >> 8 & 0xFF));
    bytes.append(static_cast<char>(word & 0xFF));
}

} // namespace

std::string ModbusEndpoint::text() const
{
    return path.empty() ? host + ':' + std::to_string(port) : path;
}

std::string_view describe(ModbusFault fault)
{
    switch (fault) {
    case ModbusFault::NotConnected:
        return "no connection";
    case ModbusFault::Timeout:
        return "no answer";
    case ModbusFault::Refused:
        return "refused by the device";
    case ModbusFault::WrongAnswer:
        return "an answer that does not fit";
    case ModbusFault::QueueFull:
        return "too many requests are waiting";
    }
    return "unknown fault";
}

ModbusLink::ModbusLink(ModbusEndpoint endpoint, const ModbusTiming& timing)
    : m_endpoint(std::move(endpoint))
    , m_timing(timing)
    , m_context(std::make_unique<QObject>())
    , m_wait(timing.retryFirst)
{
    for (QTimer* timer : {&m_deadline, &m_reconnect, &m_next})
        timer->setSingleShot(true);
    if (!m_endpoint.path.empty())
        m_timing.pause = std::max(m_timing.pause, std::chrono::milliseconds{4});
    QObject::connect(&m_next, &QTimer::timeout, m_context.get(), [this] { pump(); });
    QObject::connect(&m_reconnect, &QTimer::timeout, m_context.get(), [this] { openPort(); });
    QObject::connect(&m_deadline, &QTimer::timeout, m_context.get(), [this] {
        if (!m_current) {
            dropPort(); // The connection took too long.
            return;
        }
        onSilence();
    });
}

ModbusLink::~ModbusLink()
{
    m_context.reset();
    if (m_client != nullptr) {
        m_client->disconnect();
        m_client->disconnectDevice();
        delete m_client;
    }
}

void ModbusLink::read(int unit, int address, int count, Answer answer)
{
    readFor(nullptr, unit, address, count, std::move(answer));
}

void ModbusLink::readFor(const void* owner, int unit, int address, int count, Answer answer)
{
    DGEX_ASSERT(count > 0 && count <= kReadMax && address >= 0 && address + count <= 65536);
    enqueue({false, unit, address, count, {}, false, std::move(answer), owner});
}

void ModbusLink::write(int unit, int address, const Registers& values, WriteFunction function, Answer answer)
{
    DGEX_ASSERT(!values.empty() && values.size() <= 100);
    const bool isSingle =
        function == WriteFunction::Single || (function == WriteFunction::Automatic && values.size() == 1);
    enqueue({true, unit, address, static_cast<int>(values.size()), values, isSingle, std::move(answer), nullptr});
}

void ModbusLink::forget(const void* owner)
{
    std::erase_if(m_queue, [owner](const Request& request) { return request.owner == owner; });
    if (m_current && m_current->owner == owner)
        m_current->answer = [](const auto&) {};
}

void ModbusLink::enqueue(Request request)
{
    if (m_queue.size() >= kQueueMax || (!m_isConnected && m_reconnect.isActive())) {
        const ModbusFault fault = m_queue.size() >= kQueueMax ? ModbusFault::QueueFull : ModbusFault::NotConnected;
        QMetaObject::invokeMethod(
            m_context.get(), [answer = std::move(request.answer), fault] { answer(failure(fault)); },
            Qt::QueuedConnection);
        return;
    }
    const auto place = request.isWrite ? std::ranges::find_if_not(m_queue, &Request::isWrite) : m_queue.end();
    m_queue.insert(place, std::move(request));
    if (!m_next.isActive())
        m_next.start(0);
}

void ModbusLink::pump()
{
    if (m_current || m_queue.empty() || m_reconnect.isActive())
        return;
    if (m_isConnected)
        send();
    else if (m_client == nullptr)
        openPort();
}

void ModbusLink::openPort()
{
    if (m_client != nullptr || m_queue.empty())
        return;
    m_client = makeClient(m_endpoint);
    m_client->setTimeout(static_cast<int>(std::max<std::int64_t>(50, m_timing.answerWithin.count())));
    m_client->setNumberOfRetries(0);
    QObject::connect(m_client, &QModbusClient::stateChanged, m_context.get(), [this](QModbusDevice::State state) {
        if (state == QModbusDevice::ConnectedState)
            onConnected();
        else if (state == QModbusDevice::UnconnectedState)
            dropPort();
    });
    QObject::connect(m_client, &QModbusClient::errorOccurred, m_context.get(), [this](QModbusDevice::Error error) {
        if (error == QModbusDevice::ReadError || error == QModbusDevice::WriteError ||
            error == QModbusDevice::ConnectionError || error == QModbusDevice::ConfigurationError)
            dropPort();
    });
    m_deadline.start(m_timing.connectWithin);
    if (!m_client->connectDevice())
        dropPort();
}

void ModbusLink::onConnected()
{
    m_deadline.stop();
    m_isConnected = true;
    ++m_statistics.connections;
    if (const auto* line = qobject_cast<const QSerialPort*>(m_client->device()))
        m_hangUpWatch = watchHangUp(*line, m_context.get(), [this] { dropPort(); });
    m_next.start(0);
}

/// Leaves the client at once: it is deaf from here on and closed from the event loop, not from inside its own signal.
void ModbusLink::dropPort()
{
    if (m_client == nullptr)
        return;
    QModbusClient* client = std::exchange(m_client, nullptr);
    if (QModbusReply* reply = std::exchange(m_reply, nullptr))
        reply->disconnect(m_context.get());
    m_silent = 0;
    QObject::disconnect(m_hangUpWatch);
    client->disconnect();
    QMetaObject::invokeMethod(client, [client] { client->disconnectDevice(); }, Qt::QueuedConnection);
    client->deleteLater();
    ++m_statistics.portErrors;
    m_isConnected = false;
    m_deadline.stop();
    m_next.stop();
    m_reconnect.start(m_wait);
    m_wait = std::min(m_wait * 2, m_timing.retryLast);
    failAll(ModbusFault::NotConnected);
}

void ModbusLink::failAll(ModbusFault fault)
{
    std::deque<Request> dropped = std::exchange(m_queue, {});
    if (m_current)
        dropped.push_front(*std::exchange(m_current, std::nullopt));
    QMetaObject::invokeMethod(
        m_context.get(),
        [dropped = std::move(dropped), fault] {
            for (const Request& request : dropped)
                request.answer(failure(fault));
        },
        Qt::QueuedConnection);
}

void ModbusLink::send()
{
    m_current = std::move(m_queue.front());
    m_queue.pop_front();
    const Request& request = *m_current;
    ++m_statistics.requests;
    m_statistics.inFlightMax = std::max(m_statistics.inFlightMax, 1);
    QByteArray data;
    append(data, request.address);
    QModbusPdu::FunctionCode code = QModbusPdu::ReadHoldingRegisters;
    if (!request.isWrite) {
        append(data, request.count);
    } else if (request.isSingle) {
        code = QModbusPdu::WriteSingleRegister;
        append(data, request.values.front());
    } else {
        code = QModbusPdu::WriteMultipleRegisters;
        append(data, request.count);
        data.append(static_cast<char>(request.count * 2));
        for (const std::uint16_t value : request.values)
            append(data, value);
    }
    m_deadline.start(m_timing.answerWithin + kGrace);
    m_reply = m_client->sendRawRequest(QModbusRequest{code, data}, request.unit);
    if (m_reply == nullptr) {
        dropPort();
        return;
    }
    if (m_reply->isFinished())
        QMetaObject::invokeMethod(m_context.get(), [this] { onReply(); }, Qt::QueuedConnection);
    else
        QObject::connect(m_reply, &QModbusReply::finished, m_context.get(), [this] { onReply(); });
}

void ModbusLink::onReply()
{
    if (m_reply == nullptr || !m_current)
        return;
    QModbusReply* reply = std::exchange(m_reply, nullptr);
    reply->deleteLater();
    const QModbusResponse response = reply->rawResult();
    if (reply->error() == QModbusDevice::TimeoutError) {
        onSilence();
    } else if (reply->error() == QModbusDevice::ProtocolError && response.isException()) {
        complete(failure(ModbusFault::Refused, response.exceptionCode()), m_timing.pause);
    } else if (reply->error() != QModbusDevice::NoError) {
        complete(failure(ModbusFault::WrongAnswer), m_timing.pause);
    } else if (m_current->isWrite) {
        complete(Registers{}, m_timing.pause);
    } else {
        const QByteArray data = response.data();
        Registers values;
        for (qsizetype i = 1; i + 1 < data.size(); i += 2)
            values.push_back(static_cast<std::uint16_t>(static_cast<std::uint8_t>(data[i]) << 8 |
                                                        static_cast<std::uint8_t>(data[i + 1])));
        const bool fits = std::cmp_equal(values.size(), m_current->count);
        if (fits)
            complete(values, m_timing.pause);
        else
            complete(failure(ModbusFault::WrongAnswer), m_timing.pause);
    }
}

void ModbusLink::onSilence()
{
    ++m_statistics.timeouts;
    if (++m_silent >= m_timing.silentMax) {
        dropPort(); // A host that lost its power never closes its connection.
        return;
    }
    complete(failure(ModbusFault::Timeout), m_endpoint.path.empty() ? m_timing.pause : kSerialQuiet);
}

void ModbusLink::complete(const std::expected<Registers, ModbusError>& result, std::chrono::milliseconds pause)
{
    m_deadline.stop();
    if (m_reply != nullptr) {
        m_reply->disconnect(m_context.get());
        m_reply->deleteLater();
        m_reply = nullptr;
    }
    if (result || result.error().fault == ModbusFault::Refused) {
        m_wait = m_timing.retryFirst;
        m_silent = 0;
    }
    Request done = *std::exchange(m_current, std::nullopt);
    m_next.start(pause);
    const bool hasMore = result && done.isWrite && done.isSingle && done.values.size() > 1;
    if (!hasMore) {
        done.answer(result);
        return;
    }
    done.values.erase(done.values.begin());
    --done.count;
    ++done.address;
    m_queue.push_front(std::move(done));
}

std::shared_ptr<ModbusLink> ModbusLinks::at(const ModbusEndpoint& endpoint, const ModbusTiming& timing)
{
    std::weak_ptr<ModbusLink>& known = m_links[endpoint];
    std::shared_ptr<ModbusLink> link = known.lock();
    if (!link) {
        link = std::make_shared<ModbusLink>(endpoint, timing);
        known = link;
    }
    return link;
}

} // namespace dgex::drivers
