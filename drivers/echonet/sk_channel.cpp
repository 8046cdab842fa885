// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/echonet/sk_channel.h"

namespace dgex::drivers::echonet {

namespace {

constexpr std::size_t kLineMax = 4'096;
constexpr std::chrono::seconds kTick{1};

} // namespace

SkChannel::SkChannel(const LineEndpoint& line, const LineTiming& timing, SkSessionOptions options,
                     const ports::Clock& clock)
    : m_clock(clock)
    , m_session(std::move(options))
    , m_line(line, timing,
             {[this](ByteView bytes) { onBytes(bytes); },
              [this] {
                  m_text.clear();
                  m_tick.start(kTick);
                  carryOut(m_session.begin(m_clock.now()));
              },
              [this] { m_tick.stop(); }})
{
    QObject::connect(&m_tick, &QTimer::timeout, &m_tick, [this] { carryOut(m_session.tick(m_clock.now())); });
}

bool SkChannel::send(const std::string& peer, ByteView message)
{
    if (peer != kMeterPeer || !isOpen())
        return false;
    const Bytes bytes = m_session.sending(message);
    return !bytes.empty() && m_line.write(bytes);
}

bool SkChannel::isOpening() const
{
    return !isOpen() && m_line.statistics().losses == 0 && m_session.fault().empty();
}

std::string SkChannel::fault() const
{
    if (isOpen())
        return {};
    if (!m_line.isOpen() && !m_line.fault().empty())
        return m_line.fault();
    return m_session.fault().empty() ? "the meter is not joined yet" : m_session.fault();
}

void SkChannel::carryOut(const SkSession::Step& step)
{
    for (const std::string& command : step.write)
        m_line.write(viewOf(command));
    if (step.datagram)
        receive(std::string{kMeterPeer}, step.datagram->payload);
}

void SkChannel::onBytes(ByteView bytes)
{
    for (const std::uint8_t byte : bytes) {
        if (byte != '\r' && byte != '\n') {
            if (m_text.size() < kLineMax)
                m_text.push_back(static_cast<char>(byte));
            continue;
        }
        if (!m_text.empty())
            carryOut(m_session.take(std::exchange(m_text, {}), m_clock.now()));
    }
}

} // namespace dgex::drivers::echonet
