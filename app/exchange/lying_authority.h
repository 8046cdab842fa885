// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/messages.h"
#include "core/controller/home_controller.h"

#include <deque>
#include <memory>
#include <variant>
#include <vector>

namespace dgex::app {

/// An answer that a home refused because its result does not lead to the root that the authorities signed.
struct RefusedAnswer {
    UtcTime at;
    ParticipantId home;
    std::uint64_t height = 0; ///< Of the checkpoint that came with the answer.
    Hash256 leaf{};           ///< leafHash of the first result in it.
    Hash256 resultRoot{};     ///< Of that checkpoint.
};

/// Between one home and the node. While it lies, every result in an answer is changed to another that looks as good.
/// Thread: one at a time.
class LyingTransport final : public ports::Transport {
public:
    using Question = std::variant<api::RoundRequest, api::SettlementRequest>;
    struct Refusal {
        Question question;
        RefusedAnswer answer; ///< Without its time.
    };

    /// node outlives the transport.
    explicit LyingTransport(ports::Transport& node)
        : m_node(node)
    {
    }
    void setLying(bool lies) { m_lies = lies; }
    [[nodiscard]] std::optional<Bytes> exchange(ByteView request) override;
    /// The home says that it cannot prove the last answer.
    void distrust() override;
    /// What the home refused since the last call.
    [[nodiscard]] std::vector<Refusal> takeRefusals() { return std::exchange(m_refusals, {}); }

private:
    ports::Transport& m_node;
    bool m_lies = false;
    std::optional<Refusal> m_told; ///< The last lie.
    std::vector<Refusal> m_refusals;
};

/// A fault of the authority to inject into a simulation: for a while its answers to all homes are falsified. What a
/// home refuses is kept as evidence, and asked for again every half hour until it can be proven.
/// Thread: the exchange's, while no home works.
class LyingAuthority {
public:
    static constexpr std::size_t kEvidenceMax = 200;

    /// The way of the next home to the node, which outlives this object.
    ports::Transport& addHome(ports::Transport& node);
    [[nodiscard]] ports::Transport& wayOf(std::size_t home) { return *m_homes.at(home).way; }
    void lieUntil(UtcTime time) { m_until = time; }
    /// Starts or ends the lies; to be called before homes ask.
    void setTime(UtcTime now);
    /// Whether some home has something left to ask again.
    [[nodiscard]] bool hasOpenQuestions() const;
    /// A home asks again for what it refused before, oldest first. Thread: any, one at a time for each home.
    void askAgain(std::size_t home, controller::HomeController& controller, UtcTime now);
    /// Takes up what homes have refused; to be called after they asked.
    void collect(UtcTime now);
    /// Newest first, at most kEvidenceMax.
    [[nodiscard]] const std::deque<RefusedAnswer>& evidence() const { return m_evidence; }

private:
    struct Home {
        std::unique_ptr<LyingTransport> way;
        std::vector<LyingTransport::Question> open;
    };
    std::vector<Home> m_homes;
    UtcTime m_until;
    std::deque<RefusedAnswer> m_evidence;
};

} // namespace dgex::app
