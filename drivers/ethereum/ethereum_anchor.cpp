// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/ethereum/ethereum_anchor.h"

#include "drivers/ethereum/contract_words.h"

#include <nlohmann/json.hpp>

#include <QEventLoop>
#include <QTimer>

#include <utility>

namespace dgex::drivers {

namespace {

constexpr std::chrono::milliseconds kAskAgain{250};

void waitFor(std::chrono::milliseconds time)
{
    QEventLoop loop;
    QTimer::singleShot(time, &loop, &QEventLoop::quit);
    loop.exec();
}

std::string textIn(const nlohmann::json& object, const char* key)
{
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// Sends a transaction and waits until a block has it; its receipt.
std::expected<nlohmann::json, std::string> sendAndWait(JsonRpc& rpc, const nlohmann::json& transaction,
                                                       std::chrono::milliseconds minedWithin)
{
    const auto hash = rpc.call("eth_sendTransaction", nlohmann::json::array({transaction}));
    if (!hash)
        return std::unexpected(hash.error());
    if (!hash->is_string())
        return std::unexpected(std::string("eth_sendTransaction: the answer names no transaction"));
    for (std::chrono::milliseconds waited{0}; waited < minedWithin; waited += kAskAgain) {
        auto receipt = rpc.call("eth_getTransactionReceipt", nlohmann::json::array({*hash}));
        if (!receipt)
            return receipt;
        if (receipt->is_object() && textIn(*receipt, "status") == "0x1")
            return receipt;
        if (receipt->is_object())
            return std::unexpected("the contract refused transaction " + hash->get<std::string>());
        waitFor(kAskAgain);
    }
    return std::unexpected("no block took transaction " + hash->get<std::string>() + " yet; check later");
}

} // namespace

EthereumAnchor::EthereumAnchor(EthereumAccess access)
    : m_access(std::move(access))
    , m_rpc(m_access.url)
{
}

std::expected<std::string, std::string> EthereumAnchor::deploy(const EthereumAccess& access, std::string_view code,
                                                               ByteView market)
{
    JsonRpc rpc(access.url);
    const auto receipt =
        sendAndWait(rpc, {{"from", access.account}, {"data", deploymentData(code, market)}}, access.minedWithin);
    if (!receipt)
        return std::unexpected(receipt.error());
    std::string contract = textIn(*receipt, "contractAddress");
    if (!isAddress(contract))
        return std::unexpected(std::string("the chain's receipt names no contract"));
    return contract;
}

std::expected<std::string, std::string> EthereumAnchor::ask(const std::string& data)
{
    const auto answer =
        m_rpc.call("eth_call", nlohmann::json::array({{{"to", m_access.contract}, {"data", data}}, "latest"}));
    if (!answer)
        return std::unexpected(answer.error());
    return answer->is_string() ? answer->get<std::string>() : std::string();
}

std::expected<Bytes, std::string> EthereumAnchor::market()
{
    const auto answer = ask(marketCall());
    if (!answer)
        return std::unexpected(answer.error());
    if (auto market = decodeMarket(*answer))
        return *market;
    return std::unexpected(m_access.contract + " is no contract for checkpoints");
}

std::expected<std::optional<ports::DailyCheckpoint>, std::string> EthereumAnchor::read(std::chrono::sys_days day)
{
    const auto answer = ask(checkpointCall(day));
    if (!answer)
        return std::unexpected(answer.error());
    const auto checkpoint = decodeCheckpoint(*answer, day);
    if (!checkpoint)
        return std::unexpected(m_access.contract + " is no contract for checkpoints");
    return checkpoint->height == 0 ? std::nullopt : checkpoint;
}

std::expected<std::string, std::string> EthereumAnchor::write(const ports::DailyCheckpoint& checkpoint)
{
    const auto receipt =
        sendAndWait(m_rpc, {{"from", m_access.account}, {"to", m_access.contract}, {"data", anchorCall(checkpoint)}},
                    m_access.minedWithin);
    if (!receipt)
        return std::unexpected(receipt.error());
    return textIn(*receipt, "transactionHash");
}

} // namespace dgex::drivers
