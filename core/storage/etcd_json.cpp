// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/etcd_json.h"

#include <QByteArray>

#include <charconv>

namespace dgex::storage::etcd {

namespace {

using nlohmann::json;

std::optional<Bytes> fromBase64(const std::string& text)
{
    const auto decoded = QByteArray::fromBase64Encoding(QByteArray::fromRawData(text.data(), std::ssize(text)),
                                                        QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded)
        return std::nullopt;
    return Bytes((*decoded).begin(), (*decoded).end());
}

/// A 64-bit number, which is written as text; 0 when it is left out.
std::optional<std::int64_t> numberOf(const json& object, const char* name)
{
    const auto found = object.find(name);
    if (found == object.end())
        return 0;
    if (found->is_number_integer())
        return found->get<std::int64_t>();
    if (!found->is_string())
        return std::nullopt;
    const auto& text = found->get_ref<const std::string&>();
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size())
        return std::nullopt;
    return number;
}

bool flagOf(const json& object, const char* name)
{
    const auto found = object.find(name);
    return found != object.end() && found->is_boolean() && found->get<bool>();
}

std::optional<EtcdRecord> recordOf(const json& pair)
{
    if (!pair.is_object() || !pair.contains("key") || !pair["key"].is_string())
        return std::nullopt;
    const auto key = fromBase64(pair["key"].get_ref<const std::string&>());
    const auto value = pair.find("value");
    if (!key || (value != pair.end() && !value->is_string()))
        return std::nullopt;
    EtcdRecord record{.key = std::string(key->begin(), key->end()), .value = {}};
    if (value == pair.end())
        return record;
    auto bytes = fromBase64(value->get_ref<const std::string&>());
    if (!bytes)
        return std::nullopt;
    record.value = std::move(*bytes);
    return record;
}

std::optional<std::vector<EtcdRecord>> recordsOf(const json& object)
{
    std::vector<EtcdRecord> records;
    const auto pairs = object.find("kvs");
    if (pairs == object.end())
        return records;
    if (!pairs->is_array())
        return std::nullopt;
    for (const json& pair : *pairs) {
        auto record = recordOf(pair);
        if (!record)
            return std::nullopt;
        records.push_back(std::move(*record));
    }
    return records;
}

} // namespace

std::string toBase64(ByteView bytes)
{
    const auto raw = QByteArray::fromRawData(reinterpret_cast<const char*>(bytes.data()), std::ssize(bytes));
    return raw.toBase64().toStdString();
}

json rangeBody(const EtcdRange& range, std::size_t limit, bool lastFirst)
{
    json body{{"key", toBase64(range.begin)}, {"range_end", toBase64(range.end)}, {"limit", std::to_string(limit)}};
    body["sort_target"] = "KEY";
    body["sort_order"] = lastFirst ? "DESCEND" : "ASCEND";
    return body;
}

json putBody(const EtcdRecord& record)
{
    return {{"key", toBase64(record.key)}, {"value", toBase64(record.value)}};
}

json guardedPutBody(const EtcdGuardedPut& put)
{
    json compares = json::array();
    compares.push_back(
        {{"key", toBase64(put.record.key)}, {"target", "CREATE"}, {"result", "EQUAL"}, {"create_revision", "0"}});
    if (!put.mustExist.empty())
        compares.push_back(
            {{"key", toBase64(put.mustExist)}, {"target", "CREATE"}, {"result", "GREATER"}, {"create_revision", "0"}});
    json success = json::array();
    success.push_back({{"request_put", putBody(put.record)}});
    json failure = json::array();
    failure.push_back({{"request_range", rangeBody(put.otherwise, put.otherwiseMax, false)}});
    return {{"compare", compares}, {"success", success}, {"failure", failure}};
}

json watchBody(const EtcdRange& range)
{
    return {{"create_request", {{"key", toBase64(range.begin)}, {"range_end", toBase64(range.end)}}}};
}

std::optional<json> parse(std::string_view text)
{
    json parsed = json::parse(text, nullptr, false);
    if (!parsed.is_object())
        return std::nullopt;
    return parsed;
}

std::optional<EtcdPage> pageOf(const json& answer)
{
    const auto header = answer.find("header");
    auto records = recordsOf(answer);
    if (header == answer.end() || !header->is_object() || !records)
        return std::nullopt;
    const auto revision = numberOf(*header, "revision");
    if (!revision)
        return std::nullopt;
    return EtcdPage{.records = std::move(*records), .more = flagOf(answer, "more"), .revision = *revision};
}

std::optional<EtcdPutOutcome> putOutcomeOf(const json& answer)
{
    if (!answer.contains("header"))
        return std::nullopt;
    EtcdPutOutcome outcome{.done = flagOf(answer, "succeeded"), .found = {}};
    if (outcome.done)
        return outcome;
    const auto responses = answer.find("responses");
    if (responses == answer.end() || !responses->is_array() || responses->size() != 1)
        return std::nullopt;
    const auto range = responses->front().find("response_range");
    if (range == responses->front().end() || !range->is_object())
        return std::nullopt;
    auto found = recordsOf(*range);
    if (!found)
        return std::nullopt;
    outcome.found = std::move(*found);
    return outcome;
}

std::optional<WatchMessage> watchMessageOf(const json& line)
{
    const auto result = line.find("result");
    if (result == line.end() || !result->is_object())
        return std::nullopt;
    WatchMessage message{.canceled = flagOf(*result, "canceled"), .puts = {}};
    const auto events = result->find("events");
    if (events == result->end())
        return message;
    if (!events->is_array())
        return std::nullopt;
    for (const json& event : *events) {
        // PUT is the zero that is left out.
        if (!event.is_object() || event.value("type", "PUT") != "PUT" || !event.contains("kv"))
            continue;
        auto record = recordOf(event["kv"]);
        if (!record)
            return std::nullopt;
        message.puts.push_back(std::move(*record));
    }
    return message;
}

} // namespace dgex::storage::etcd
