// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace dgex::views {

/// How far a home is on its way into the market.
enum class JoinState : std::uint8_t {
    Unasked, ///< Not asked yet.
    Asking,  ///< Makes its key, or waits for the operator's computer.
    Waiting, ///< The operator has not decided.
    Refused, ///< reason says why.
    Failed,  ///< reason says what is in the way; may be tried again.
    Joined
};

/// What the set-up of a home's panel shows.
struct SetupSnapshot {
    std::string meter;       ///< The number on the meter, as known so far.
    std::string fingerprint; ///< Of the home's key, in groups; empty until there is a key.
    JoinState state = JoinState::Unasked;
    std::string reason; ///< Not translated.
};

} // namespace dgex::views
