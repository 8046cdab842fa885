// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/services.h"
#include "drivers/echonet/channel.h"
#include "drivers/echonet/sk_session.h"
#include "drivers/line/byte_line.h"

namespace dgex::drivers::echonet {

/// The one peer of the B route.
inline constexpr std::string_view kMeterPeer = "meter";

/// ECHONET Lite over the B route: a dongle on a serial line that has joined the smart meter. The clock must outlive it.
class SkChannel final : public Channel {
public:
    SkChannel(const LineEndpoint& line, const LineTiming& timing, SkSessionOptions options, const ports::Clock& clock);

    void start() override { m_line.start(); }
    bool send(const std::string& peer, ByteView message) override;
    bool sendToAll(ByteView message) override { return send(std::string{kMeterPeer}, message); }
    [[nodiscard]] bool isOpen() const override { return m_line.isOpen() && m_session.isJoined(); }
    [[nodiscard]] bool isOpening() const override;
    [[nodiscard]] std::string fault() const override;
    [[nodiscard]] const ByteLine::Statistics& lineStatistics() const { return m_line.statistics(); }

private:
    void onBytes(ByteView bytes);
    void carryOut(const SkSession::Step& step);

    const ports::Clock& m_clock;
    SkSession m_session;
    ByteLine m_line;
    QTimer m_tick;
    std::string m_text;
};

} // namespace dgex::drivers::echonet
