// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/peer_link.h"

#include <map>
#include <tuple>
#include <vector>

namespace dgex::app {

/// Delivery progress between homes of one process. Thread: one; while no home publishes, any may read.
class PeerBoard {
public:
    using Place = std::tuple<Period, std::uint32_t, ParticipantId>;

    void put(const Place& place, const ports::PeerProgress& progress) { m_latest[place] = progress; }
    [[nodiscard]] std::optional<ports::PeerProgress> at(const Place& place) const
    {
        const auto found = m_latest.find(place);
        return found == m_latest.end() ? std::nullopt : std::optional{found->second};
    }
    void forgetBefore(Period period) { m_latest.erase(m_latest.begin(), m_latest.lower_bound({period, 0, {}})); }

private:
    std::map<Place, ports::PeerProgress> m_latest;
};

/// One home's place at the board: what it says waits until it is delivered, so that homes can speak on several threads
/// and hear the same whatever their order. Thread: one; deliver from the board's while no home speaks.
class PeerPost final : public ports::PeerLink {
public:
    /// board outlives the post.
    explicit PeerPost(PeerBoard& board)
        : m_board(board)
    {
    }
    void publish(Period period, std::uint32_t contract, ParticipantId self,
                 const ports::PeerProgress& progress) override
    {
        m_waiting.emplace_back(PeerBoard::Place{period, contract, self}, progress);
    }
    [[nodiscard]] std::optional<ports::PeerProgress> latest(Period period, std::uint32_t contract,
                                                            ParticipantId partner) const override
    {
        return m_board.at({period, contract, partner});
    }
    void deliver()
    {
        for (const auto& [place, progress] : m_waiting)
            m_board.put(place, progress);
        m_waiting.clear();
    }

private:
    PeerBoard& m_board;
    std::vector<std::pair<PeerBoard::Place, ports::PeerProgress>> m_waiting;
};

} // namespace dgex::app
