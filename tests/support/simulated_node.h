// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ledger/evidence.h"
#include "core/node/authority.h"
#include "tests/support/ledger_community.h"
#include "tests/support/simulated_services.h"

namespace dgex::test {

class SimulatedClock final : public ports::Clock {
public:
    [[nodiscard]] UtcTime now() const override { return time + skew; }
    UtcTime time;
    std::chrono::milliseconds skew{0};
};

/// An authority of a simulated network with its disk, its clock and how the world treats it.
struct Node {
    std::shared_ptr<SimulatedStore> disk = std::make_shared<SimulatedStore>();
    std::unique_ptr<HashSigner> key;
    SimulatedClock clock;
    Weather weather;
    std::optional<std::uint64_t> liesFrom;
    bool wasLiedTo = false;
    bool halted = false;
    int downTicks = 0;
    std::size_t checkedBlocks = 0;
    std::unique_ptr<node::Authority> authority;
    std::vector<ledger::Evidence> evidence;
};

/// A transaction on its way into the log.
struct Errand {
    Bytes transaction;
    std::optional<Round> round; ///< Of a sheet.
    std::size_t firstNode = 0;
    bool answered = false;
    bool acknowledged = false;
    std::optional<ledger::Receipt> receipt;
    bool byLiar = false; ///< Acknowledged by a node that was lied to, or by the one that lies itself.
};

struct Message {
    int due = 0;
    std::size_t node = 0;
    std::shared_ptr<Errand> errand;
};

/// How far each node is and what holds it, for whoever looks into a failure.
inline std::string standingOf(std::span<const Node> nodes, std::size_t batches)
{
    std::string text = std::to_string(batches) + " batches";
    for (const Node& node : nodes) {
        text += node.halted ? ", halted" : node.authority ? "" : ", down";
        if (!node.authority)
            continue;
        text += ", final " + std::to_string(node.authority->finalHeight()) + " of " +
                std::to_string(node.authority->state().height()) + " with " +
                std::to_string(node.authority->firstOpenSignatures()) + " signatures";
        for (const ledger::GateObjection& objection : node.authority->objections())
            text += " (" + std::string{describe(objection.reason)} + ")";
    }
    return text;
}

} // namespace dgex::test
