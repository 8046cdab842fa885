// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/base/time.h"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

/// The text lines of SKSTACK-IP, by which a Wi-SUN dongle (BP35A1 and its kin) joins a smart meter over the B route:
/// ROHM, BP35A1 command reference, version 1.3. Pure and bounded.
namespace dgex::drivers::echonet {

/// An ERXUDP line: a datagram that arrived.
struct SkDatagram {
    std::string from; ///< IPv6 address, as the dongle writes it.
    int fromPort = 0;
    int toPort = 0;
    Bytes payload;
    friend bool operator==(const SkDatagram&, const SkDatagram&) = default;
};
/// None when the line is none, or its length is not that of its data. Lines with the fields for the side or the signal
/// strength, which newer dongles write, are read too.
[[nodiscard]] std::optional<SkDatagram> parseErxudp(std::string_view line);

inline constexpr int kEchonetPort = 3'610;

/// Identifier and password of the B route, which the utility hands out. It has no way to be printed.
class SkSecret {
public:
    SkSecret() = default;
    SkSecret(std::string id, std::string password)
        : m_id(std::move(id))
        , m_password(std::move(password))
    {
    }
    /// 32 hexadecimal digits; 12 letters or digits.
    [[nodiscard]] bool isWellFormed() const;

private:
    friend class SkSession;
    std::string m_id;
    std::string m_password;
};

struct SkSessionOptions {
    SkSecret secret;
    bool hasSides = false; ///< The dongle joins two networks (BP35C0 and its kin); the B route is side 0.
};

/// Joins the meter and keeps joined, by what to write next: time and lines are arguments. A step that takes too long or
/// fails, and a meter that says nothing for 15 minutes, begin anew after a wait that grows from 5 s to 5 min.
class SkSession {
public:
    explicit SkSession(SkSessionOptions options)
        : m_options(std::move(options))
    {
    }
    struct Step {
        std::vector<std::string> write; ///< With their ends of line.
        std::optional<SkDatagram> datagram;
    };
    /// The line was opened: begins to join.
    [[nodiscard]] Step begin(UtcTime now);
    [[nodiscard]] Step take(std::string_view line, UtcTime now);
    /// Call about every second.
    [[nodiscard]] Step tick(UtcTime now);
    /// The bytes that send a message to the meter; empty while it is not joined.
    [[nodiscard]] Bytes sending(ByteView message) const;

    [[nodiscard]] bool isJoined() const { return m_stage == Stage::Joined; }
    [[nodiscard]] const std::string& meter() const { return m_address; } ///< IPv6 address; empty before the join.
    [[nodiscard]] const std::string& fault() const { return m_fault; }

private:
    enum class Stage : std::uint8_t {
        Waiting, ///< For the next attempt.
        Reset,
        QuietEcho,
        AskFormat,
        SetFormat,
        Password,
        Identifier,
        Scan,
        Address,
        Channel,
        Pan,
        Join,
        Joined
    };
    [[nodiscard]] Step enter(Stage stage, UtcTime now);
    [[nodiscard]] Step onOk(std::string_view line, UtcTime now);
    [[nodiscard]] Step onEvent(std::string_view line, UtcTime now);
    [[nodiscard]] Step fail(std::string fault, UtcTime now);
    [[nodiscard]] std::string commandFor(Stage stage) const;
    void takePan(std::string_view line);

    SkSessionOptions m_options;
    Stage m_stage = Stage::Waiting;
    UtcTime m_until;
    UtcTime m_heard; ///< The meter, last.
    std::chrono::seconds m_wait{5};
    int m_scanDuration = 4;
    std::string m_channel;
    std::string m_pan;
    std::string m_mac;
    std::string m_address;
    std::string m_fault;
};

} // namespace dgex::drivers::echonet
