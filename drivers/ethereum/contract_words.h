// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/checkpoint_anchor.h"

#include <optional>
#include <string>
#include <string_view>

namespace dgex::drivers {

// Call data and answers of resources/anchor/CheckpointAnchor.sol as hexadecimal text with 0x in front: the first four
// bytes of the function's Keccak hash, then one 32-byte word for each argument (Solidity's contract ABI specification,
// "Formal specification of the encoding"). Pure.

[[nodiscard]] std::string anchorCall(const ports::DailyCheckpoint& checkpoint);
[[nodiscard]] std::string checkpointCall(std::chrono::sys_days day);
[[nodiscard]] std::string marketCall();
/// The contract's code with the constructor's argument behind it. The market has 16 bytes.
[[nodiscard]] std::string deploymentData(std::string_view code, ByteView market);

/// What checkpointCall answers: none when it is no such answer; a height of 0 stands for "nothing there".
[[nodiscard]] std::optional<ports::DailyCheckpoint> decodeCheckpoint(std::string_view answer,
                                                                     std::chrono::sys_days day);
/// What marketCall answers; none when it is no such answer.
[[nodiscard]] std::optional<Bytes> decodeMarket(std::string_view answer);

/// Whether it reads 0x and 40 hexadecimal digits.
[[nodiscard]] bool isAddress(std::string_view text);

} // namespace dgex::drivers
