// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storage/etcd_client.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <string_view>

/// The JSON bodies of etcd's gateway (API v3): keys and values in base64, 64-bit numbers as text, zeros left out.
/// Private to the etcd client.
namespace dgex::storage::etcd {

[[nodiscard]] std::string toBase64(ByteView bytes);
[[nodiscard]] inline std::string toBase64(std::string_view text)
{
    return toBase64(viewOf(text));
}

[[nodiscard]] nlohmann::json rangeBody(const EtcdRange& range, std::size_t limit, bool lastFirst);
[[nodiscard]] nlohmann::json putBody(const EtcdRecord& record);
[[nodiscard]] nlohmann::json guardedPutBody(const EtcdGuardedPut& put);
[[nodiscard]] nlohmann::json watchBody(const EtcdRange& range);

/// None when the answer is not what etcd says.
[[nodiscard]] std::optional<nlohmann::json> parse(std::string_view text);
[[nodiscard]] std::optional<EtcdPage> pageOf(const nlohmann::json& answer);
[[nodiscard]] std::optional<EtcdPutOutcome> putOutcomeOf(const nlohmann::json& answer);
struct WatchMessage {
    bool canceled = false;
    std::vector<EtcdRecord> puts;
};
[[nodiscard]] std::optional<WatchMessage> watchMessageOf(const nlohmann::json& line);

} // namespace dgex::storage::etcd
