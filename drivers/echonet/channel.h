// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"

#include <functional>
#include <string>

namespace dgex::drivers::echonet {

/// What carries ECHONET Lite messages to peers and back: UDP, or a dongle of the B route. Thread: that of its event
/// loop; received is called from it, never from inside send().
class Channel {
public:
    virtual ~Channel() = default;
    virtual void start() = 0;
    /// False when there is no way to send now.
    virtual bool send(const std::string& peer, ByteView message) = 0;
    /// To all nodes that can be reached at once.
    virtual bool sendToAll(ByteView message) = 0;
    [[nodiscard]] virtual bool isOpen() const = 0;
    /// Not open yet, and nothing has failed so far: a dongle may search for its meter for a minute.
    [[nodiscard]] virtual bool isOpening() const { return false; }
    [[nodiscard]] virtual std::string fault() const = 0; ///< Why it is not open; empty when there was nothing.
    void onReceived(std::function<void(const std::string& peer, ByteView message)> received)
    {
        m_received = std::move(received);
    }

protected:
    void receive(const std::string& peer, ByteView message) const
    {
        if (m_received)
            m_received(peer, message);
    }

private:
    std::function<void(const std::string&, ByteView)> m_received;
};

} // namespace dgex::drivers::echonet
