// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "drivers/echonet/channel.h"
#include "drivers/echonet/frame.h"

#include <QTimer>

#include <deque>
#include <map>
#include <memory>
#include <optional>

namespace dgex::drivers::echonet {

enum class Fault : std::uint8_t { NotConnected, Timeout, QueueFull };
[[nodiscard]] std::string_view describe(Fault fault);

struct ExchangeTiming {
    std::chrono::milliseconds answerWithin{5'000};
    int sendings = 2; ///< Of one Get; a Set is sent once, since its answer may have been lost behind its effect.
};

/// Questions and answers over a channel that all devices of a home share. One question is open for each peer at a
/// time. An answer belongs to its question by transaction number, object and peer, whatever port it comes from; a
/// partial answer (GetSna, SetCSna) is an answer. Other nodes that ask are told of a controller (05FF01). Every answer
/// arrives once, from the event loop. Thread: that of it.
class Exchange {
public:
    using Answer = std::function<void(const std::expected<Frame, Fault>&)>;
    using Announced = std::function<void(const Frame&)>;

    explicit Exchange(std::unique_ptr<Channel> channel, const ExchangeTiming& timing = {});
    ~Exchange();

    void start() { m_channel->start(); }
    /// Owners forget() what they asked before they go.
    void get(const void* owner, const std::string& peer, Eoj target, const std::vector<std::uint8_t>& codes,
             Answer answer);
    /// Confirmed writing (SetC); goes before waiting questions.
    void set(const void* owner, const std::string& peer, Eoj target, std::vector<Property> properties, Answer answer);
    /// Announcements (Inf, InfC) of an object; InfC is confirmed.
    void listen(const void* owner, const std::string& peer, Eoj source, Announced announced);
    void forget(const void* owner);
    /// Asks all nodes for their objects; found is called for every node that answers, until the exchange goes.
    bool discover(std::function<void(const std::string& peer, const std::vector<Eoj>& objects)> found);

    [[nodiscard]] const Channel& channel() const { return *m_channel; }
    [[nodiscard]] std::uint64_t strayMessages() const { return m_stray; } ///< That could not be decoded.

private:
    struct Question {
        const void* owner = nullptr;
        Frame frame;
        Answer answer;
        int sendings = 1; ///< Left.
    };
    struct Peer {
        std::deque<Question> waiting;
        std::optional<Question> open;
        QTimer deadline;
    };
    struct Listener {
        const void* owner = nullptr;
        std::string peer;
        Eoj source;
        Announced announced;
    };
    void ask(const void* owner, const std::string& peer, Frame frame, Answer answer);
    void next(const std::string& name);
    void send(const std::string& name, Peer& peer);
    void onDeadline(const std::string& name);
    void finish(const std::string& name, const std::expected<Frame, Fault>& result);
    void onMessage(const std::string& name, ByteView message);
    void onAnnouncement(const std::string& name, const Frame& frame);
    std::uint16_t newTransaction() { return ++m_transaction; }

    std::unique_ptr<Channel> m_channel;
    ExchangeTiming m_timing;
    std::unique_ptr<QObject> m_context; ///< Ends every queued call when the exchange goes.
    std::map<std::string, Peer> m_peers;
    std::vector<Listener> m_listeners;
    std::function<void(const std::string&, const std::vector<Eoj>&)> m_found;
    std::uint16_t m_transaction = 0;
    std::optional<std::uint16_t> m_discovery; ///< Its transaction.
    std::uint64_t m_stray = 0;
};

} // namespace dgex::drivers::echonet
