// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "drivers/line/serial_line.h"

#include <QTimer>

#include <chrono>
#include <memory>

class QIODevice;

namespace dgex::drivers {

/// A TCP host, or a serial line when path is not empty.
struct LineEndpoint {
    std::string host;
    int port = 0;
    std::string path = {}; ///< "/dev/ttyUSB0"
    int baud = 115'200;
    int dataBits = 8;
    Parity parity = Parity::None;
    int stopBits = 1;
    /// "192.168.1.20:2001", "/dev/ttyUSB0"
    [[nodiscard]] std::string text() const;
};

struct LineTiming {
    std::chrono::milliseconds openWithin{5'000};
    std::chrono::milliseconds retryFirst{500}; ///< Wait before the line is opened again; doubles up to retryLast.
    std::chrono::milliseconds retryLast{30'000};
    std::chrono::milliseconds silentMax{60'000}; ///< A line that gives no byte for so long is opened again.
};

/// A stream of bytes that opens itself again, with a growing wait, after whatever ended it. An unplugged adapter costs
/// one wake-up. Thread: that of its event loop; the calls come from it, never from inside start() or write().
class ByteLine {
public:
    struct Calls {
        std::function<void(ByteView)> bytes;
        std::function<void()> opened = {};
        std::function<void()> lost = {}; ///< Also for an opening that failed.
    };
    ByteLine(LineEndpoint endpoint, const LineTiming& timing, Calls calls);
    ~ByteLine();
    ByteLine(const ByteLine&) = delete;
    ByteLine& operator=(const ByteLine&) = delete;

    void start();
    /// False while the line is not open.
    bool write(ByteView bytes);

    struct Statistics {
        std::uint64_t openings = 0;
        std::uint64_t losses = 0; ///< With openings that failed.
        std::uint64_t bytes = 0;
    };
    [[nodiscard]] const Statistics& statistics() const { return m_statistics; }
    [[nodiscard]] bool isOpen() const { return m_isOpen; }
    [[nodiscard]] const std::string& fault() const { return m_fault; } ///< Why it was last lost.
    [[nodiscard]] const LineEndpoint& endpoint() const { return m_endpoint; }

private:
    void open();
    void openHost();
    void openSerial();
    void onOpen();
    void onBytes();
    void drop(std::string fault);

    LineEndpoint m_endpoint;
    LineTiming m_timing;
    Calls m_calls;
    std::unique_ptr<QObject> m_context; ///< Ends every queued call when the line goes.
    QIODevice* m_device = nullptr;
    QMetaObject::Connection m_hangUpWatch;
    QTimer m_deadline; ///< Of the opening, then of the next byte.
    QTimer m_retry;
    bool m_isOpen = false;
    std::chrono::milliseconds m_wait;
    Statistics m_statistics;
    std::string m_fault;
};

} // namespace dgex::drivers
