// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/echonet/sk_session.h"

#include <algorithm>
#include <charconv>
#include <format>
#include <utility>

namespace dgex::drivers::echonet {

namespace {

constexpr std::chrono::seconds kWaitFirst{5};
constexpr std::chrono::seconds kWaitLast{300};
constexpr std::chrono::minutes kSilentMax{15}; ///< Longer than any polling.
constexpr int kScanFirst = 4;
constexpr int kScanLast = 7;
constexpr std::size_t kFieldsMin = 9; ///< ERXUDP with its addresses, ports, hardware address, secured, length and data.
constexpr std::size_t kPayloadMax = 1'232;
constexpr std::string_view kEndOfLine = "\r\n";

std::vector<std::string_view> fieldsOf(std::string_view line)
{
    std::vector<std::string_view> fields;
    while (!line.empty()) {
        const std::size_t end = line.find(' ');
        if (end != 0)
            fields.push_back(line.substr(0, end));
        line.remove_prefix(end == std::string_view::npos ? line.size() : end + 1);
    }
    return fields;
}

std::optional<int> hexNumber(std::string_view text)
{
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
    const bool isWhole = error == std::errc{} && end == text.data() + text.size() && value >= 0;
    return isWhole && text.size() <= 4 ? std::optional(value) : std::nullopt;
}

bool isHex(std::string_view text)
{
    return std::ranges::all_of(
        text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f'); });
}

bool isAddress(std::string_view text)
{
    return text.size() == 39 && std::ranges::all_of(text, [](char c) { return c == ':' || isHex({&c, 1}); });
}

} // namespace

std::optional<SkDatagram> parseErxudp(std::string_view line)
{
    const auto fields = fieldsOf(line);
    if (fields.size() < kFieldsMin || fields.size() > kFieldsMin + 2 || fields[0] != "ERXUDP" || !isAddress(fields[1]))
        return std::nullopt;
    const auto fromPort = hexNumber(fields[3]);
    const auto toPort = hexNumber(fields[4]);
    const auto length = hexNumber(fields[fields.size() - 2]);
    auto payload = fromHex(fields.back());
    if (!fromPort || !toPort || !length || !payload || std::cmp_not_equal(payload->size(), *length))
        return std::nullopt;
    return SkDatagram{std::string{fields[1]}, *fromPort, *toPort, std::move(*payload)};
}

bool SkSecret::isWellFormed() const
{
    const auto isLetterOrDigit = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    };
    return m_id.size() == 32 && isHex(m_id) && m_password.size() == 12 &&
           std::ranges::all_of(m_password, isLetterOrDigit);
}

std::string SkSession::commandFor(Stage stage) const
{
    const char* side = m_options.hasSides ? " 0" : "";
    switch (stage) {
    case Stage::Reset:
        return "SKRESET";
    case Stage::QuietEcho:
        return "SKSREG SFE 0";
    case Stage::AskFormat:
        return "ROPT";
    case Stage::SetFormat: // It lies in flash memory, so it is asked for before it is set.
        return "WOPT 01";
    case Stage::Password:
        return "SKSETPWD C " + m_options.secret.m_password;
    case Stage::Identifier:
        return "SKSETRBID " + m_options.secret.m_id;
    case Stage::Scan:
        return std::format("SKSCAN 2 FFFFFFFF {:X}{}", m_scanDuration, side);
    case Stage::Address:
        return "SKLL64 " + m_mac;
    case Stage::Channel:
        return "SKSREG S2 " + m_channel;
    case Stage::Pan:
        return "SKSREG S3 " + m_pan;
    case Stage::Join:
        return "SKJOIN " + m_address;
    case Stage::Waiting:
    case Stage::Joined:
        break;
    }
    return {};
}

SkSession::Step SkSession::enter(Stage stage, UtcTime now)
{
    m_stage = stage;
    m_until = now + std::chrono::seconds{stage == Stage::Scan ? 120 : stage == Stage::Join ? 60 : 5};
    if (stage == Stage::Scan) {
        m_channel.clear();
        m_pan.clear();
        m_mac.clear();
    }
    std::string command = commandFor(stage);
    if (command.empty())
        return {};
    return {{command.append(stage == Stage::AskFormat || stage == Stage::SetFormat ? "\r" : kEndOfLine)}, {}};
}

SkSession::Step SkSession::fail(std::string fault, UtcTime now)
{
    m_fault = std::move(fault);
    m_stage = Stage::Waiting;
    m_until = now + m_wait;
    m_wait = std::min(m_wait * 2, kWaitLast);
    return {};
}

SkSession::Step SkSession::begin(UtcTime now)
{
    m_scanDuration = kScanFirst;
    return enter(Stage::Reset, now);
}

SkSession::Step SkSession::tick(UtcTime now)
{
    if (m_stage == Stage::Joined)
        return now - m_heard <= kSilentMax ? Step{} : fail("the meter is silent", now);
    if (now < m_until)
        return {};
    if (m_stage == Stage::Waiting)
        return enter(Stage::Reset, now);
    return fail("the dongle does not answer in time", now);
}

SkSession::Step SkSession::onOk(std::string_view line, UtcTime now)
{
    switch (m_stage) {
    case Stage::Reset:
        return enter(Stage::QuietEcho, now);
    case Stage::QuietEcho:
        return enter(Stage::AskFormat, now);
    case Stage::AskFormat:
        return enter(line.ends_with("01") ? Stage::Password : Stage::SetFormat, now);
    case Stage::SetFormat:
        return enter(Stage::Password, now);
    case Stage::Password:
        return enter(Stage::Identifier, now);
    case Stage::Identifier:
        return enter(Stage::Scan, now);
    case Stage::Channel:
        return enter(Stage::Pan, now);
    case Stage::Pan:
        return enter(Stage::Join, now);
    default: // Scan and join end by an event, the address is a line of its own.
        return {};
    }
}

void SkSession::takePan(std::string_view line)
{
    const auto value = [line](std::string_view name) {
        return line.starts_with(name) ? std::string{line.substr(name.size())} : std::string{};
    };
    if (std::string channel = value("Channel:"); channel.size() == 2 && isHex(channel))
        m_channel = std::move(channel);
    else if (std::string pan = value("Pan ID:"); pan.size() == 4 && isHex(pan))
        m_pan = std::move(pan);
    else if (std::string mac = value("Addr:"); mac.size() == 16 && isHex(mac))
        m_mac = std::move(mac);
}

SkSession::Step SkSession::onEvent(std::string_view line, UtcTime now)
{
    const auto fields = fieldsOf(line);
    const int number = fields.size() > 1 ? hexNumber(fields[1]).value_or(0) : 0;
    if (number == 0x22 && m_stage == Stage::Scan) {
        if (!m_channel.empty() && !m_pan.empty() && !m_mac.empty())
            return enter(Stage::Address, now);
        if (m_scanDuration < kScanLast) {
            ++m_scanDuration;
            return enter(Stage::Scan, now);
        }
        m_scanDuration = kScanFirst;
        return fail("no meter was found", now);
    }
    if (number == 0x24 && m_stage == Stage::Join)
        return fail("the meter refuses: check identifier and password of the B route", now);
    if (number == 0x25) {
        m_wait = kWaitFirst;
        m_fault.clear();
        m_heard = now;
        return enter(Stage::Joined, now);
    }
    const bool isEnd = number >= 0x26 && number <= 0x28; // 29: its life is over; the dongle joins again by itself.
    return isEnd && m_stage == Stage::Joined ? fail("the meter ended the session", now) : Step{};
}

SkSession::Step SkSession::take(std::string_view line, UtcTime now)
{
    while (line.starts_with(' '))
        line.remove_prefix(1);
    if (line.starts_with("ERXUDP ")) {
        auto datagram = parseErxudp(line);
        const bool isOurs = datagram && datagram->toPort == kEchonetPort && datagram->from == m_address;
        if (!isOurs || !isJoined())
            return {};
        m_heard = now;
        return {{}, std::move(datagram)};
    }
    if (line.starts_with("EVENT "))
        return onEvent(line, now);
    if (line.starts_with("FAIL ") && m_stage != Stage::Joined && m_stage != Stage::Waiting)
        return fail(std::format("the dongle refuses a command: {}", line.substr(5, 4)), now);
    if (line == "OK" || line.starts_with("OK "))
        return onOk(line, now);
    if (m_stage == Stage::Scan)
        takePan(line);
    if (m_stage == Stage::Address && isAddress(line)) {
        m_address = line;
        return enter(Stage::Channel, now);
    }
    return {};
}

Bytes SkSession::sending(ByteView message) const
{
    if (!isJoined() || message.size() > kPayloadMax)
        return {};
    const std::string head = std::format("SKSENDTO 1 {} {:04X} 1 {}{:04X} ", m_address, kEchonetPort,
                                         m_options.hasSides ? "0 " : "", message.size());
    Bytes bytes(head.begin(), head.end());
    bytes.insert(bytes.end(), message.begin(), message.end());
    return bytes;
}

} // namespace dgex::drivers::echonet
