// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/peer_link.h"

#include <map>
#include <tuple>

namespace dgex::app {

/// Delivery progress between homes of one process. Thread: one.
class PeerBoard final : public ports::PeerLink {
public:
    void publish(Period period, std::uint32_t contract, ParticipantId self,
                 const ports::PeerProgress& progress) override
    {
        m_latest[{period, contract, self}] = progress;
    }
    [[nodiscard]] std::optional<ports::PeerProgress> latest(Period period, std::uint32_t contract,
                                                            ParticipantId partner) const override
    {
        const auto found = m_latest.find({period, contract, partner});
        return found == m_latest.end() ? std::nullopt : std::optional{found->second};
    }
    void forgetBefore(Period period) { m_latest.erase(m_latest.begin(), m_latest.lower_bound({period, 0, {}})); }

private:
    std::map<std::tuple<Period, std::uint32_t, ParticipantId>, ports::PeerProgress> m_latest;
};

} // namespace dgex::app
