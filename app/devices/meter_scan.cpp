// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/devices/meter_scan.h"

#include "app/devices/event_wait.h"
#include "drivers/meters/p1_telegram.h"
#include "drivers/meters/sml_file.h"

#include <algorithm>
#include <format>

namespace dgex::app {

namespace {

using namespace drivers;

/// How meters of one kind set their line.
struct LineSetting {
    int baud;
    int dataBits;
    Parity parity;
};
constexpr LineSetting kSettings[] = {{115'200, 8, Parity::None}, {9'600, 8, Parity::None}, {9'600, 7, Parity::Even}};

/// Waits on one line for a telegram of either kind.
class Listener {
public:
    explicit Listener(LineEndpoint endpoint)
        : m_line(std::move(endpoint), {}, {[this](ByteView bytes) { onBytes(bytes); }})
    {
        m_line.start();
    }
    [[nodiscard]] const std::optional<FoundMeter>& found() const { return m_found; }

private:
    void onBytes(ByteView bytes)
    {
        for (const std::string& text : m_telegrams.feed({reinterpret_cast<const char*>(bytes.data()), bytes.size()})) {
            const auto telegram = meters::decodeP1(text, meters::P1Checksum::WhenPresent);
            if (telegram && !telegram->objects.empty())
                note("p1", meters::sampleOf(*telegram).meter, telegram->header);
        }
        for (const Bytes& frame : m_frames.feed(bytes))
            if (const auto file = meters::decodeSml(frame))
                note("sml", meters::sampleOf(*file).meter, {});
    }
    void note(const char* driver, const std::string& meter, const std::string& make)
    {
        if (!m_found)
            m_found = FoundMeter{m_line.endpoint(), driver, meter.empty() ? make : meter};
    }

    meters::P1Splitter m_telegrams;
    meters::SmlSplitter m_frames;
    std::optional<FoundMeter> m_found;
    ByteLine m_line;
};

std::vector<FoundMeter> listenOnce(const std::vector<LineEndpoint>& lines, std::chrono::milliseconds each)
{
    std::vector<std::unique_ptr<Listener>> listeners;
    for (const LineEndpoint& line : lines)
        listeners.push_back(std::make_unique<Listener>(line));
    waitUntil([&] { return std::ranges::all_of(listeners, [](const auto& one) { return one->found().has_value(); }); },
              each);
    std::vector<FoundMeter> found;
    for (const auto& listener : listeners)
        if (listener->found())
            found.push_back(*listener->found());
    return found;
}

} // namespace

std::vector<FoundMeter> listenForMeters(const std::vector<LineEndpoint>& lines, std::chrono::milliseconds each)
{
    std::vector<FoundMeter> found;
    for (const LineSetting& setting : kSettings) {
        std::vector<LineEndpoint> silent;
        for (LineEndpoint line : lines) {
            const bool isKnown = std::ranges::any_of(
                found, [&line](const FoundMeter& meter) { return meter.line.text() == line.text(); });
            if (isKnown || (line.path.empty() && &setting != std::begin(kSettings)))
                continue;
            line.baud = setting.baud;
            line.dataBits = setting.dataBits;
            line.parity = setting.parity;
            silent.push_back(line);
        }
        if (!silent.empty())
            std::ranges::move(listenOnce(silent, each), std::back_inserter(found));
    }
    return found;
}

std::expected<std::vector<FoundNode>, std::string> findNodes(const std::vector<std::string>& hosts,
                                                             const echonet::UdpChannel::Options& options,
                                                             std::chrono::milliseconds within)
{
    echonet::ExchangeTiming timing;
    timing.answerWithin = within;
    timing.sendings = 1;
    echonet::Exchange exchange{std::make_unique<echonet::UdpChannel>(options), timing};
    exchange.start();
    if (!exchange.channel().isOpen())
        return std::unexpected(exchange.channel().fault());
    std::map<std::string, FoundNode> found;
    std::size_t answers = 0;
    for (const std::string& host : hosts)
        exchange.get(&found, host, echonet::kNodeProfile, {0xD6}, [&, host](const auto& answer) {
            ++answers;
            const auto objects = answer && !answer->properties.empty()
                                     ? echonet::decodeInstances(answer->properties.front().data)
                                     : std::nullopt;
            if (objects)
                found[host] = {host, *objects};
        });
    if (hosts.empty())
        static_cast<void>(exchange.discover(
            [&](const std::string& host, const std::vector<echonet::Eoj>& objects) { found[host] = {host, objects}; }));
    waitUntil([&] { return !hosts.empty() && answers == hosts.size(); }, within + std::chrono::milliseconds{200});
    exchange.forget(&found);
    std::vector<FoundNode> nodes;
    for (auto& [host, node] : found)
        nodes.push_back(std::move(node));
    return nodes;
}

} // namespace dgex::app
