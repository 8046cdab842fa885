// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "drivers/line/serial_line.h"

#include <QObject>
#include <QTimer>

#include <chrono>
#include <cstdint>
#include <deque>
#include <expected>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

class QModbusClient;
class QModbusReply;
class QModbusRequest;

namespace dgex::drivers {

/// A TCP host, or a serial line when path is not empty.
struct ModbusEndpoint {
    std::string host;
    int port = 502;
    std::string path = {}; ///< "/dev/ttyUSB0"
    int baud = 9600;
    Parity parity = Parity::None;
    int stopBits = 1;
    /// "192.168.1.20:502", "/dev/ttyUSB0"
    [[nodiscard]] std::string text() const;
    /// Of the serial line only its path counts: a line has one speed.
    friend bool operator<(const ModbusEndpoint& a, const ModbusEndpoint& b) { return a.text() < b.text(); }
};

enum class ModbusFault : std::uint8_t {
    NotConnected,
    Timeout,     ///< Silence, as for a unit that does not exist.
    Refused,     ///< The device answered with an exception.
    WrongAnswer, ///< An answer that is none to what was asked.
    QueueFull
};
[[nodiscard]] std::string_view describe(ModbusFault fault);

struct ModbusError {
    ModbusFault fault = ModbusFault::NotConnected;
    int exceptionCode = 0; ///< Of Refused.
    friend bool operator==(const ModbusError&, const ModbusError&) = default;
};

using Registers = std::vector<std::uint16_t>;

/// How registers are written: by device option, since some devices know only one of the two functions.
enum class WriteFunction : std::uint8_t {
    Automatic, ///< FC 6 for one register, FC 16 for more.
    Single,    ///< Always FC 6, register by register.
    Multiple   ///< Always FC 16.
};

struct ModbusTiming {
    std::chrono::milliseconds answerWithin{1'000};
    std::chrono::milliseconds connectWithin{3'000};
    std::chrono::milliseconds retryFirst{500}; ///< Wait before the next connection; doubles up to retryLast.
    std::chrono::milliseconds retryLast{30'000};
    int silentMax = 10;                 ///< So many requests in a row without an answer end the connection.
    std::chrono::milliseconds pause{0}; ///< Between two requests; serial lines get at least 20 ms after silence.
};

/// One connection to a Modbus host or serial line, shared by all its units. One request is in flight at a time; writes
/// go before waiting reads. It connects when there is something to ask and reconnects by itself with a growing wait;
/// while there is no connection, requests fail at once. A client that reports an error of its port is dropped on its
/// first report, so that an unplugged serial adapter costs one wake-up and not a storm of them.
///
/// Every answer arrives exactly once, at most 0.1 s later than answerWithin after its start, from the event loop, never
/// from inside read() or write(). Nothing is repeated by itself. Thread: that of its event loop.
class ModbusLink {
public:
    using Answer = std::function<void(const std::expected<Registers, ModbusError>&)>;

    explicit ModbusLink(ModbusEndpoint endpoint, const ModbusTiming& timing = {});
    ~ModbusLink();
    ModbusLink(const ModbusLink&) = delete;
    ModbusLink& operator=(const ModbusLink&) = delete;

    /// Reads 1 to 125 holding registers.
    void read(int unit, int address, int count, Answer answer);
    /// Writes registers; the answer holds none. With Single, a failure leaves earlier registers written.
    void write(int unit, int address, const Registers& values, WriteFunction function, Answer answer);
    /// Drops the answers that are still to come to an owner that goes away.
    void forget(const void* owner);
    void readFor(const void* owner, int unit, int address, int count, Answer answer);

    struct Statistics {
        std::uint64_t requests = 0;
        std::uint64_t connections = 0;
        std::uint64_t portErrors = 0; ///< Reports of a broken port or connection that were acted on.
        std::uint64_t timeouts = 0;
        int inFlightMax = 0;
    };
    [[nodiscard]] const Statistics& statistics() const { return m_statistics; }
    [[nodiscard]] bool isConnected() const { return m_isConnected; }
    [[nodiscard]] const ModbusEndpoint& endpoint() const { return m_endpoint; }

private:
    struct Request {
        bool isWrite = false;
        int unit = 0;
        int address = 0;
        int count = 0;
        Registers values;
        bool isSingle = false;
        Answer answer;
        const void* owner = nullptr;
    };
    void enqueue(Request request);
    void pump();
    void openPort();
    void onConnected();
    void dropPort();
    void send();
    void onReply();
    void onSilence();
    void complete(const std::expected<Registers, ModbusError>& result, std::chrono::milliseconds pause);
    void failAll(ModbusFault fault);

    ModbusEndpoint m_endpoint;
    ModbusTiming m_timing;
    std::deque<Request> m_queue;
    std::optional<Request> m_current;
    std::unique_ptr<QObject> m_context; ///< Ends every queued call when the link goes.
    QModbusClient* m_client = nullptr;
    QModbusReply* m_reply = nullptr;
    QMetaObject::Connection m_hangUpWatch;
    QTimer m_deadline;
    QTimer m_reconnect;
    QTimer m_next; ///< The pause between two requests.
    bool m_isConnected = false;
    std::chrono::milliseconds m_wait;
    int m_silent = 0;
    Statistics m_statistics;
};

/// The links of a program: one for every endpoint, whoever asks for it.
class ModbusLinks {
public:
    [[nodiscard]] std::shared_ptr<ModbusLink> at(const ModbusEndpoint& endpoint, const ModbusTiming& timing = {});

private:
    std::map<ModbusEndpoint, std::weak_ptr<ModbusLink>> m_links;
};

} // namespace dgex::drivers
