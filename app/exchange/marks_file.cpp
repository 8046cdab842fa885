// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exchange/marks_file.h"

#include "core/base/text.h"

#include <QFile>
#include <QSaveFile>

#include <nlohmann/json.hpp>

namespace dgex::app {

namespace {

constexpr int kVersion = 1;
constexpr qint64 kSizeMax = 4096;

nlohmann::json toJson(const std::optional<Energy>& energy)
{
    return energy ? nlohmann::json(energy->count()) : nlohmann::json();
}

nlohmann::json toJson(const std::optional<ports::MeterCounters>& counters)
{
    if (!counters)
        return {};
    return {{"imported_wh", counters->imported.count()}, {"exported_wh", counters->exported.count()}};
}

std::optional<Energy> energyAt(const nlohmann::json& json, const char* key)
{
    const auto found = json.find(key);
    if (found == json.end() || !found->is_number_integer())
        return std::nullopt;
    return Energy{found->get<std::int64_t>()};
}

std::optional<ports::MeterCounters> countersAt(const nlohmann::json& json, const char* key)
{
    const auto found = json.find(key);
    if (found == json.end() || !found->is_object())
        return std::nullopt;
    const auto imported = energyAt(*found, "imported_wh");
    const auto exported = energyAt(*found, "exported_wh");
    return imported && exported ? std::optional{ports::MeterCounters{*imported, *exported}} : std::nullopt;
}

} // namespace

bool writeMarks(const std::filesystem::path& file, const controller::PeriodMarks& marks)
{
    const nlohmann::json json{{"version", kVersion},
                              {"period", toText(marks.period)},
                              {"router", toJson(marks.router)},
                              {"meter", toJson(marks.meter)},
                              {"consumed_wh", toJson(marks.consumed)},
                              {"generated_wh", toJson(marks.generated)}};
    QSaveFile saved{QString::fromStdString(file.string())};
    return saved.open(QIODevice::WriteOnly) && saved.write(QByteArray::fromStdString(json.dump(2) + "\n")) > 0 &&
           saved.commit();
}

std::optional<controller::PeriodMarks> readMarks(const std::filesystem::path& file)
{
    QFile saved{QString::fromStdString(file.string())};
    if (!saved.open(QIODevice::ReadOnly))
        return std::nullopt;
    const nlohmann::json json = nlohmann::json::parse(saved.read(kSizeMax).toStdString(), nullptr, false);
    if (!json.is_object() || json.value("version", nlohmann::json()) != kVersion || !json.contains("period") ||
        !json["period"].is_string())
        return std::nullopt;
    const auto period = parsePeriod(json["period"].get<std::string>());
    if (!period)
        return std::nullopt;
    return controller::PeriodMarks{.period = *period,
                                   .router = countersAt(json, "router"),
                                   .meter = countersAt(json, "meter"),
                                   .consumed = energyAt(json, "consumed_wh"),
                                   .generated = energyAt(json, "generated_wh")};
}

} // namespace dgex::app
