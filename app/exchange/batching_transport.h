// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/services.h"

#include <mutex>
#include <vector>

namespace dgex::app {

/// Lets controllers work on several threads although the node has one: what a home hands in waits until the homes'
/// turn comes, so that the node sees it in the homes' order whatever the threads did; questions pass one at a time.
/// Thread: any; deliver from the node's while no controller works.
class BatchingTransport final : public ports::Transport {
public:
    /// turns: shared by all homes, so that only one asks at a time. Both outlive the transport.
    BatchingTransport(ports::Transport& node, std::mutex& turns)
        : m_node(node)
        , m_turns(turns)
    {
    }
    [[nodiscard]] std::optional<Bytes> exchange(ByteView request) override;
    /// Hands in what waits. False when the node did not take something.
    [[nodiscard]] bool deliver();
    /// Throws away what waits: of a home that was revoked.
    void drop() { m_waiting.clear(); }

private:
    ports::Transport& m_node;
    std::mutex& m_turns;
    std::vector<Bytes> m_waiting;
};

} // namespace dgex::app
