// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/checkpoint_anchor.h"
#include "drivers/ethereum/json_rpc.h"

#include <chrono>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace dgex::drivers {

struct EthereumAccess {
    std::string url;      ///< Of a node's JSON-RPC, http or https.
    std::string account;  ///< 0x and 40 digits; needed to write only.
    std::string contract; ///< 0x and 40 digits.
    std::chrono::milliseconds minedWithin{std::chrono::seconds{90}};
};

/// Checkpoints in a contract (resources/anchor/CheckpointAnchor.sol) on an Ethereum-compatible chain, a
/// Proof-of-Authority one as a rule. The account's key stays with the chain's node or its signer, which signs
/// eth_sendTransaction: DGEX holds no key of the chain.
class EthereumAnchor final : public ports::CheckpointAnchor {
public:
    explicit EthereumAnchor(EthereumAccess access);

    /// Puts a new contract for a market (16 bytes) onto the chain and returns its address. The code is hexadecimal
    /// text as Solidity's compiler writes it.
    [[nodiscard]] static std::expected<std::string, std::string> deploy(const EthereumAccess& access,
                                                                        std::string_view code, ByteView market);
    /// The market that the contract was made for; an error when it is no such contract.
    [[nodiscard]] std::expected<Bytes, std::string> market();

    std::expected<std::optional<ports::DailyCheckpoint>, std::string> read(std::chrono::sys_days day) override;
    std::expected<std::string, std::string> write(const ports::DailyCheckpoint& checkpoint) override;

private:
    [[nodiscard]] std::expected<std::string, std::string> ask(const std::string& data);

    EthereumAccess m_access;
    JsonRpc m_rpc;
};

} // namespace dgex::drivers
