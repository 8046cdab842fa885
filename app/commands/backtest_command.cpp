// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commands.h"
#include "app/commands/series_file.h"
#include "core/base/text.h"
#include "core/forecast/backtest.h"

#include <nlohmann/json.hpp>

#include <ctime>
#include <map>
#include <print>

namespace dgex::app {

namespace {

struct BacktestArguments {
    std::string series;
    std::string target;
    std::string zone = "UTC";
    bool json = false;
};

int fail(const std::string& reason)
{
    std::println(stderr, "dgexd backtest: {}", reason);
    return kUsage;
}

/// What was odd about the rows, one line each.
void report(const std::string& file, const MeteredSeries& series)
{
    const auto note = [&file](std::size_t count, std::string_view what) {
        if (count > 0)
            std::println(stderr, "{}: {} {}", file, count, what);
    };
    note(series.doubledRows, "half hours come twice; the last row of each holds");
    note(series.skippedHours, "rows at local times that a clock change skips are left out");
    note(series.repeatedHours, "rows at local times that a clock change repeats stand there once; taken as missing");
    note(series.negative, "values below 0 are taken as missing");
}

/// What is not believed of the whole series, one line for each reason.
void report(const std::string& file, const forecast::Screening& screening)
{
    std::map<forecast::Doubt, std::pair<std::int64_t, std::int64_t>> sums; // Stretches and half hours.
    for (const forecast::Finding& finding : screening.findings) {
        auto& [stretches, halfHours] = sums[finding.doubt];
        ++stretches;
        halfHours += finding.count;
    }
    for (const auto& [doubt, sum] : sums)
        std::println(stderr, "{}: not learned from: {}: {} half hours in {} stretches", file, describe(doubt),
                     sum.second, sum.first);
}

nlohmann::ordered_json jsonOf(const forecast::Screening& screening)
{
    auto all = nlohmann::ordered_json::array();
    for (const forecast::Finding& finding : screening.findings)
        all.push_back(
            {{"reason", describe(finding.doubt)}, {"from", toText(finding.from)}, {"half_hours", finding.count}});
    return all;
}

void printJson(const BacktestArguments& arguments, const forecast::Backtest& result,
               const forecast::Screening& screening)
{
    using Json = nlohmann::ordered_json;
    Json methods = Json::array();
    for (const forecast::Score& score : result.methods)
        methods.push_back({{"name", score.name},
                           {"nmae", score.nmae},
                           {"nrmse", score.nrmse},
                           {"pinball",
                            {{"p10", score.pinball[0]},
                             {"p50", score.pinball[1]},
                             {"p90", score.pinball[2]},
                             {"mean", score.pinballMean}}},
                           {"coverage80", score.coverage80},
                           {"day_total_nmae", score.dayTotalNmae},
                           {"train_s", score.trainSeconds},
                           {"predict_ms", score.predictMilliseconds}});
    const Json whole{{"target", arguments.target},
                     {"days", result.days},
                     {"methods", std::move(methods)},
                     {"screened", jsonOf(screening)}};
    std::println("{}", whole.dump(2));
}

void printTable(const BacktestArguments& arguments, const forecast::Backtest& result)
{
    std::println("{} of {}: {} days, each forecast at local midnight ({}) from the past alone.", arguments.target,
                 arguments.series, result.days, arguments.zone);
    std::println("Errors as shares of the mean energy of a half hour; day total: of the mean energy of a day.\n");
    std::println("{:<12} {:>7} {:>7} {:>9} {:>9} {:>9} {:>9} {:>9} {:>10} {:>8} {:>11}", "method", "nMAE", "nRMSE",
                 "pin P10", "pin P50", "pin P90", "pin mean", "in band", "day total", "train s", "predict ms");
    for (const forecast::Score& score : result.methods)
        std::println("{:<12} {:>7.3f} {:>7.3f} {:>9.4f} {:>9.4f} {:>9.4f} {:>9.4f} {:>7.1f} % {:>10.3f} {:>8.2f} "
                     "{:>11.2f}",
                     score.name, score.nmae, score.nrmse, score.pinball[0], score.pinball[1], score.pinball[2],
                     score.pinballMean, 100 * score.coverage80, score.dayTotalNmae, score.trainSeconds,
                     score.predictMilliseconds);
}

int runBacktest(const BacktestArguments& arguments)
{
    const std::chrono::time_zone* zone = findZone(arguments.zone);
    if (zone == nullptr)
        return fail("--zone " + arguments.zone + ": no such time zone");
    const bool isPv = arguments.target == "pv";
    const auto series = readSeries(arguments.series, isPv ? "pv_wh" : "demand_wh", *zone);
    if (!series)
        return fail(series.error());
    report(arguments.series, *series);
    const forecast::Target target = isPv ? forecast::Target::Pv : forecast::Target::Demand;
    const forecast::Screening screening = forecast::screen(target, series->history, series->profile);
    report(arguments.series, screening);
    const forecast::BacktestOptions options{
        .target = target,
        .profile = series->profile,
        .midnights = localMidnights(series->history, *zone),
        .warmUpDays = isPv ? 60 : 112,
        .stopwatch = [] { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }};
    const forecast::Backtest result = forecast::backtest(series->history, options);
    if (result.days == 0)
        return fail(
            std::format("{}: too short: no day to test behind {} days of past", arguments.series, options.warmUpDays));
    if (arguments.json)
        printJson(arguments, result, screening);
    else
        printTable(arguments, result);
    return kGood;
}

} // namespace

void addBacktestCommand(CLI::App& program, int& exitCode)
{
    auto arguments = std::make_shared<BacktestArguments>();
    CLI::App* command = program.add_subcommand(
        "backtest", "Scores our forecast and simple ones on the days of a metered series, each from its past alone");
    command->add_option("SERIES", arguments->series, "Half hours (CSV: time_local or time_utc, demand_wh or pv_wh)")
        ->required();
    command->add_option("--target", arguments->target, "What to forecast: demand or pv")
        ->required()
        ->check(CLI::IsMember({"demand", "pv"}));
    command->add_option("--zone", arguments->zone, "Time zone of time_local and of midnight, such as Asia/Tokyo")
        ->capture_default_str();
    command->add_flag("--json", arguments->json, "Print JSON instead of a table");
    command->callback([arguments, &exitCode] { exitCode = runBacktest(*arguments); });
}

} // namespace dgex::app
