// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/apis/converter_reply.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace dgex::drivers {

namespace {

using Json = nlohmann::json;

const Json* inner(const Json& json, const char* key)
{
    const auto found = json.is_object() ? json.find(key) : json.end();
    return json.is_object() && found != json.end() && found->is_object() ? &*found : nullptr;
}

std::optional<double> number(const Json* json, const char* key)
{
    if (json == nullptr || !json->contains(key) || !(*json)[key].is_number())
        return std::nullopt;
    const double value = (*json)[key].get<double>();
    return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

std::string text(const Json* json, const char* key)
{
    if (json == nullptr || !json->contains(key) || !(*json)[key].is_string())
        return {};
    return (*json)[key].get<std::string>().substr(0, 100);
}

} // namespace

std::optional<ConverterReply> parseConverterReply(std::string_view json)
{
    if (json.size() > kConverterReplyBytesMax)
        return std::nullopt;
    int depth = 0;
    for (const char c : json) {
        depth += c == '{' || c == '[' ? 1 : 0; // Deep nesting would cost stack; real answers have a dozen braces.
        if (depth > 200)
            return std::nullopt;
    }
    const Json root = Json::parse(json, nullptr, /*allow_exceptions=*/false);
    if (!root.is_object())
        return std::nullopt;
    const Json* converter = inner(root, "dcdc");
    converter = converter != nullptr ? converter : &root;
    const Json* meter = inner(*converter, "meter");
    if (meter == nullptr)
        return std::nullopt;
    ConverterReply reply;
    reply.gridWatts = number(meter, "wg");
    reply.gridVolts = number(meter, "vg");
    reply.gridAmperes = number(meter, "ig");
    reply.batteryWatts = number(meter, "wb");
    reply.batteryVolts = number(meter, "vb");
    reply.batteryAmperes = number(meter, "ib");
    reply.degrees = number(meter, "tmp");
    reply.targetVolts = number(inner(*converter, "vdis"), "dvg");
    reply.limitAmperes = number(inner(*converter, "param"), "dig");
    reply.chargePercent = number(inner(root, "battery"), "rsoc");
    reply.operationMode = text(inner(*converter, "status"), "operationMode");
    reply.alarmState = text(inner(*converter, "status"), "alarmState");
    return reply;
}

bool isPlausible(const ConverterReply& reply, double powerMaxWatts)
{
    if (!reply.gridWatts || !reply.gridVolts || !reply.gridAmperes)
        return false;
    const auto within = [](const std::optional<double>& value, double low, double high) {
        return !value || (*value >= low && *value <= high);
    };
    const bool isPossible = within(reply.gridWatts, -powerMaxWatts, powerMaxWatts) &&
                            within(reply.batteryWatts, -powerMaxWatts, powerMaxWatts) &&
                            within(reply.gridVolts, -20, 1'500) && within(reply.batteryVolts, -20, 1'500) &&
                            within(reply.degrees, -60, 200) && within(reply.chargePercent, 0, 100);
    const double product = *reply.gridVolts * *reply.gridAmperes;
    return isPossible && std::abs(*reply.gridWatts - product) <= 100 + 0.3 * std::abs(product);
}

} // namespace dgex::drivers
