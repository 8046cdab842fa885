// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/echonet/exchange.h"

#include <algorithm>

namespace dgex::drivers::echonet {

namespace {

constexpr std::size_t kWaitingMax = 200;
constexpr std::uint8_t kInstanceListS = 0xD6;
constexpr std::uint8_t kInstanceListAnnouncement = 0xD5;

bool answers(const Frame& answer, const Frame& question)
{
    const bool isGet = question.service == Service::Get;
    const Service good = isGet ? Service::GetRes : Service::SetRes;
    const Service partial = isGet ? Service::GetSna : Service::SetCSna;
    return answer.transaction == question.transaction && answer.source == question.target &&
           (answer.service == good || answer.service == partial);
}

/// What every node must tell of itself (ECHONET Lite specification, part 2, section 6.11.1): a controller, nothing
/// else.
const std::map<std::uint8_t, Bytes>& ownNode()
{
    static const std::map<std::uint8_t, Bytes> kNode{
        {0x80, {0x30}},                   // on
        {0x82, {0x01, 0x0E, 0x01, 0x00}}, // version 1.14, specified format
        {0x83, Bytes(17, 0x00)},          // no identification number
        {0x8A, {0xFF, 0xFF, 0xFF}},       // no maker
        {0x9D, {1, 0xD5}},
        {0x9E, {0}},
        {0x9F, {11, 0x80, 0x82, 0x83, 0x8A, 0x9D, 0x9E, 0x9F, 0xD3, 0xD4, 0xD6, 0xD7}},
        {0xD3, {0, 0, 1}},
        {0xD4, {0, 2}},
        {0xD6, {1, kController.group, kController.kind, kController.instance}},
        {0xD7, {1, kController.group, kController.kind}}};
    return kNode;
}

Frame answerOfOwnNode(const Frame& question)
{
    Frame answer{question.transaction, kNodeProfile, question.source, Service::GetRes, {}, {}};
    for (const Property& asked : question.properties) {
        const auto held = ownNode().find(asked.code);
        answer.properties.push_back({asked.code, held != ownNode().end() ? held->second : Bytes{}});
        if (held == ownNode().end())
            answer.service = Service::GetSna;
    }
    return answer;
}

const Property* find(const Frame& frame, std::uint8_t code)
{
    const auto found = std::ranges::find(frame.properties, code, &Property::code);
    return found != frame.properties.end() ? &*found : nullptr;
}

} // namespace

std::string_view describe(Fault fault)
{
    switch (fault) {
    case Fault::NotConnected:
        return "no connection";
    case Fault::Timeout:
        return "no answer";
    case Fault::QueueFull:
        return "too many requests are waiting";
    }
    return {};
}

Exchange::Exchange(std::unique_ptr<Channel> channel, const ExchangeTiming& timing)
    : m_channel(std::move(channel))
    , m_timing(timing)
    , m_context(std::make_unique<QObject>())
{
    m_channel->onReceived([this](const std::string& peer, ByteView message) { onMessage(peer, message); });
}

Exchange::~Exchange() = default;

void Exchange::get(const void* owner, const std::string& peer, Eoj target, const std::vector<std::uint8_t>& codes,
                   Answer answer)
{
    Frame frame{newTransaction(), kController, target, Service::Get, {}, {}};
    for (const std::uint8_t code : codes)
        frame.properties.push_back({code, {}});
    ask(owner, peer, std::move(frame), std::move(answer));
}

void Exchange::set(const void* owner, const std::string& peer, Eoj target, std::vector<Property> properties,
                   Answer answer)
{
    ask(owner, peer, {newTransaction(), kController, target, Service::SetC, std::move(properties), {}},
        std::move(answer));
}

void Exchange::ask(const void* owner, const std::string& name, Frame frame, Answer answer)
{
    const auto [place, isNew] = m_peers.try_emplace(name);
    Peer& peer = place->second;
    if (isNew) {
        peer.deadline.setSingleShot(true);
        QObject::connect(&peer.deadline, &QTimer::timeout, m_context.get(), [this, name] { onDeadline(name); });
    }
    if (peer.waiting.size() >= kWaitingMax) {
        QMetaObject::invokeMethod(
            m_context.get(), [answer = std::move(answer)] { answer(std::unexpected(Fault::QueueFull)); },
            Qt::QueuedConnection);
        return;
    }
    const bool isGet = frame.service == Service::Get;
    const auto isSet = [](const Question& question) { return question.frame.service == Service::SetC; };
    const auto at = isGet ? peer.waiting.end() : std::ranges::find_if_not(peer.waiting, isSet);
    peer.waiting.insert(at, {owner, std::move(frame), std::move(answer), isGet ? m_timing.sendings : 1});
    QMetaObject::invokeMethod(m_context.get(), [this, name] { next(name); }, Qt::QueuedConnection);
}

void Exchange::next(const std::string& name)
{
    Peer& peer = m_peers.at(name);
    if (peer.open || peer.waiting.empty())
        return;
    peer.open = std::move(peer.waiting.front());
    peer.waiting.pop_front();
    send(name, peer);
}

void Exchange::send(const std::string& name, Peer& peer)
{
    --peer.open->sendings;
    if (m_channel->send(name, encode(peer.open->frame)))
        peer.deadline.start(m_timing.answerWithin);
    else
        finish(name, std::unexpected(Fault::NotConnected));
}

void Exchange::onDeadline(const std::string& name)
{
    Peer& peer = m_peers.at(name);
    if (!peer.open)
        return;
    if (peer.open->sendings > 0)
        send(name, peer);
    else
        finish(name, std::unexpected(Fault::Timeout));
}

void Exchange::finish(const std::string& name, const std::expected<Frame, Fault>& result)
{
    Peer& peer = m_peers.at(name);
    peer.deadline.stop();
    const Question done = *std::exchange(peer.open, std::nullopt);
    QMetaObject::invokeMethod(m_context.get(), [this, name] { next(name); }, Qt::QueuedConnection);
    if (done.answer)
        done.answer(result);
}

void Exchange::listen(const void* owner, const std::string& peer, Eoj source, Announced announced)
{
    m_listeners.push_back({owner, peer, source, std::move(announced)});
}

void Exchange::forget(const void* owner)
{
    std::erase_if(m_listeners, [owner](const Listener& listener) { return listener.owner == owner; });
    for (auto& [name, peer] : m_peers) {
        std::erase_if(peer.waiting, [owner](const Question& question) { return question.owner == owner; });
        if (peer.open && peer.open->owner == owner)
            peer.open->answer = nullptr;
    }
}

bool Exchange::discover(std::function<void(const std::string&, const std::vector<Eoj>&)> found)
{
    m_found = std::move(found);
    const Frame frame{newTransaction(), kController, kNodeProfile, Service::Get, {{kInstanceListS, {}}}, {}};
    m_discovery = frame.transaction;
    return m_channel->sendToAll(encode(frame));
}

void Exchange::onMessage(const std::string& name, ByteView message)
{
    const auto frame = decodeFrame(message);
    if (!frame) {
        ++m_stray;
        return;
    }
    const auto peer = m_peers.find(name);
    if (peer != m_peers.end() && peer->second.open && answers(*frame, peer->second.open->frame))
        finish(name, *frame);
    else
        onAnnouncement(name, *frame);
}

void Exchange::onAnnouncement(const std::string& name, const Frame& frame)
{
    if (frame.service == Service::Get && frame.target.classCode() == kNodeProfile.classCode()) {
        const bool isOwn = frame.source == kController && frame.transaction == m_discovery;
        if (!isOwn) // The own question to all nodes comes back.
            m_channel->send(name, encode(answerOfOwnNode(frame)));
        return;
    }
    const bool isAnnounced = frame.service == Service::Inf || frame.service == Service::InfC;
    const Property* list = find(frame, frame.service == Service::GetRes ? kInstanceListS : kInstanceListAnnouncement);
    if (m_found && list != nullptr && frame.source.classCode() == kNodeProfile.classCode())
        if (const auto objects = decodeInstances(list->data))
            m_found(name, *objects);
    if (!isAnnounced)
        return;
    if (frame.service == Service::InfC) {
        Frame confirmed{frame.transaction, kController, frame.source, Service::InfCRes, {}, {}};
        for (const Property& property : frame.properties)
            confirmed.properties.push_back({property.code, {}});
        m_channel->send(name, encode(confirmed));
    }
    for (const Listener& listener : std::vector<Listener>{m_listeners})
        if (listener.peer == name && listener.source == frame.source)
            listener.announced(frame);
}

} // namespace dgex::drivers::echonet
