// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commands.h"
#include "app/commands/policy_names.h"
#include "app/replay/replay.h"
#include "core/base/text.h"

#include <nlohmann/json.hpp>

#include <cstdio>
#include <print>

namespace dgex::app {

namespace {

using Json = nlohmann::ordered_json;

struct ReplayArguments {
    ReplayOptions options;
    std::string data;
    std::string policy{"balanced"};
    std::string fee{"0"};
    std::string losses{"0"};
    int reserve = -1;
    int days = 0;
    bool json = false;
};

struct Sums {
    Money noBattery;
    Money selfUse;
    Money planned;
    Money neighbours;
    Money perfect;
    Money fees;
};

Sums sumsOf(const ReplayResult& result)
{
    Sums sums;
    for (const HomeCosts& home : result.homes) {
        sums.noBattery += home.noBattery;
        sums.selfUse += home.selfUse;
        sums.planned += home.planned;
        sums.neighbours += home.neighbours;
        sums.perfect += home.perfect;
        sums.fees += home.fees;
    }
    return sums;
}

/// How much less than `before`, in percent with two decimals; null when nothing was paid before.
Json lessPercent(Money cost, Money before)
{
    if (before <= Money{})
        return nullptr;
    return formatDecimal(divide(Int128{(before - cost).count()} * 10'000, before.count(), Rounding::HalfAwayFromZero),
                         2);
}

Json homeOf(const HomeCosts& home)
{
    return {{"home", home.name},
            {"no_battery", toText(home.noBattery)},
            {"self_use_rule", toText(home.selfUse)},
            {"utility_only", toText(home.planned)},
            {"with_neighbours", toText(home.neighbours)},
            {"perfect_foresight", toText(home.perfect)},
            {"saved", toText(home.selfUse - home.neighbours)},
            {"saved_percent", lessPercent(home.neighbours, home.selfUse)},
            {"fees", toText(home.fees)},
            {"bought_kwh", toKwh(home.bought)},
            {"sold_kwh", toKwh(home.sold)},
            {"discharged_kwh", toKwh(home.discharged)},
            {"discharged_by_rule_kwh", toKwh(home.dischargedSelfUse)},
            {"stored_at_end_kwh", toKwh(home.storedAtEnd)},
            {"stored_at_end_by_rule_kwh", toKwh(home.storedAtEndSelfUse)}};
}

Json communityOf(const ReplayResult& result, const Sums& sums)
{
    const Money withGrid = sums.neighbours - sums.fees + result.losses;
    return {{"no_battery", toText(sums.noBattery)},
            {"self_use_rule", toText(sums.selfUse)},
            {"utility_only", toText(sums.planned)},
            {"with_neighbours", toText(sums.neighbours)},
            {"perfect_foresight_each_alone", toText(sums.perfect)},
            {"perfect_foresight_together", toText(result.perfectCommunity)},
            {"self_use_rule_together", toText(result.pooledRule)},
            {"saved_percent", lessPercent(sums.neighbours, sums.selfUse)},
            {"saved_percent_utility_only", lessPercent(sums.planned, sums.selfUse)},
            {"saved_percent_perfect_foresight_each_alone", lessPercent(sums.perfect, sums.selfUse)},
            {"saved_percent_perfect_foresight_together", lessPercent(result.perfectCommunity, sums.selfUse)},
            {"saved_percent_self_use_rule_together", lessPercent(result.pooledRule, sums.selfUse)},
            {"saved_by_planning", toText(sums.selfUse - sums.planned)},
            {"saved_by_trading", toText(sums.planned - sums.neighbours)},
            {"fees", toText(sums.fees)},
            {"losses", toText(result.losses)},
            {"saved_percent_with_grid_operator", lessPercent(withGrid, sums.selfUse)},
            {"traded_kwh", toKwh(result.traded)},
            {"exchanged_kwh", toKwh(result.exchanged)}};
}

Json summaryOf(const ReplayArguments& arguments, const drivers::Community& community, const ReplayResult& result)
{
    const ReplayOptions& options = arguments.options;
    const Sums sums = sumsOf(result);
    Json homes = Json::array();
    Json paysMore = Json::array();
    for (const HomeCosts& home : result.homes) {
        homes.push_back(homeOf(home));
        if (home.neighbours > home.selfUse)
            paysMore.push_back(home.name);
    }
    const double plans = static_cast<double>(std::max<std::uint64_t>(1, result.plans));
    return {{"start", toText(result.first)},
            {"days", result.days},
            {"history_days", options.firstDay},
            {"currency", community.currency},
            {"policy", nameOf(options.policy.preset)},
            {"reserve_percent", options.policy.reservePercent},
            {"risk_percent", options.policy.riskPercent},
            {"network_fee", toText(options.networkFee)},
            {"losses_percent", formatDecimal(options.lossPermille, 1)},
            {"gate_lead", options.gateLead},
            {"known",
             {{"utility_prices", options.pricesKnown ? "all" : "until the end of the day, from 10:00 of the next day"},
              {"neighbours_prices", "published results and own unserved orders"},
              {"meters", options.meterLag == 0 ? "until the gate" : "until a half hour before the gate"}}},
            {"filled_periods", community.filledPeriods},
            {"per_home", homes},
            {"pays_more", paysMore},
            {"community", communityOf(result, sums)},
            {"seconds",
             {{"forecast", std::format("{:.2f}", result.forecastSeconds)},
              {"plan", std::format("{:.2f}", result.planSeconds)},
              {"market", std::format("{:.2f}", result.marketSeconds)}}},
            {"forecast_and_plan_ms", std::format("{:.3f}", (2 * result.forecastSeconds + result.planSeconds) * 1000 *
                                                               static_cast<double>(options.threads) / plans)}};
}

void printReadable(const Json& summary)
{
    const auto text = [](const Json& object, const char* key) {
        return object[key].is_null() ? std::string{"-"} : object[key].get<std::string>();
    };
    std::println("{} days from {}, policy {}, reserve {} %, network fee {} {} per kWh, losses {} %",
                 summary["days"].get<std::int64_t>(), text(summary, "start"), text(summary, "policy"),
                 summary["reserve_percent"].get<int>(), text(summary, "network_fee"), text(summary, "currency"),
                 text(summary, "losses_percent"));
    std::println("{:<14}{:>16}{:>16}{:>16}{:>16}{:>16}{:>9}", "Paid", "no battery", "self-use rule", "utility only",
                 "neighbours", "foresight", "less %");
    const auto row = [&](const std::string& name, const Json& one, const char* perfect) {
        std::println("{:<14}{:>16}{:>16}{:>16}{:>16}{:>16}{:>9}", name, text(one, "no_battery"),
                     text(one, "self_use_rule"), text(one, "utility_only"), text(one, "with_neighbours"),
                     text(one, perfect), text(one, "saved_percent"));
    };
    for (const Json& home : summary["per_home"])
        row(text(home, "home"), home, "perfect_foresight");
    const Json& all = summary["community"];
    row("all", all, "perfect_foresight_each_alone");
    std::println("As one home: {} % less by the self-use rule, {} % with perfect foresight",
                 text(all, "saved_percent_self_use_rule_together"),
                 text(all, "saved_percent_perfect_foresight_together"));
    std::println("Saved {} by planning, {} by trading; {} kWh exchanged; fees {}, losses {}",
                 text(all, "saved_by_planning"), text(all, "saved_by_trading"), text(all, "exchanged_kwh"),
                 text(all, "fees"), text(all, "losses"));
    std::println("Homes that pay more than by the self-use rule: {}", summary["pays_more"].size());
}

int fail(const std::string& reason)
{
    std::println(stderr, "dgexd replay: {}", reason);
    return kUsage;
}

int runReplay(ReplayArguments& arguments)
{
    ReplayOptions& options = arguments.options;
    options.policy = policy::presetPolicy(*presetNamed(arguments.policy));
    if (arguments.reserve >= 0)
        options.policy.reservePercent = arguments.reserve;
    const auto fee = parseDecimal(arguments.fee, 2);
    if (!fee || *fee < 0 || *fee > kPriceMax.count())
        return fail("--fee " + arguments.fee + ": a price per kWh of at most two decimals is expected");
    options.networkFee = Price{*fee};
    const auto losses = parseDecimal(arguments.losses, 1);
    if (!losses || *losses < 0 || *losses > 1000)
        return fail("--losses " + arguments.losses + ": percent from 0 to 100 of at most one decimal is expected");
    options.lossPermille = static_cast<int>(*losses);
    const auto community = drivers::readCommunity(arguments.data);
    if (!community)
        return fail(drivers::toText(community.error()));
    const auto daysOfData = static_cast<std::int64_t>(community->size() / 48);
    options.days = arguments.days > 0 ? arguments.days : daysOfData - options.firstDay;
    if (options.days < 1 || options.firstDay + options.days > daysOfData)
        return fail(std::format("{}: {} days of history and {} to replay are wanted, the data hold {}", arguments.data,
                                options.firstDay, options.days, daysOfData));
    const auto progress = [](std::int64_t done, std::int64_t all) {
        std::print(stderr, "\rday {} of {}{}", done, all, done == all ? "\n" : "");
    };
    const ReplayResult result = replay(*community, options, meterForecasts(*community, options), progress);
    const Json summary = summaryOf(arguments, *community, result);
    if (arguments.json)
        std::println("{}", summary.dump(2));
    else
        printReadable(summary);
    return kGood;
}

} // namespace

void addReplayCommand(CLI::App& program, int& exitCode)
{
    auto arguments = std::make_shared<ReplayArguments>();
    ReplayOptions& options = arguments->options;
    CLI::App* command = program.add_subcommand(
        "replay", "Replays measured homes through forecast, plan and market, and compares what they would have paid");
    command->add_option("--data", arguments->data, "Folder with measured homes")
        ->required()
        ->check(CLI::ExistingDirectory);
    command->add_option("--policy", arguments->policy, "Policy of every home")
        ->check(CLI::IsMember(presetNames()))
        ->capture_default_str();
    command->add_option("--days", arguments->days, "Days to replay; 0: all that the data hold")
        ->check(CLI::Range(0, 36'600))
        ->capture_default_str();
    command->add_option("--history", options.firstDay, "Days of the data before, known to the meters only")
        ->check(CLI::Range(1, 36'600))
        ->capture_default_str();
    command->add_option("--reserve", arguments->reserve, "Reserve in percent instead of the policy's")
        ->check(CLI::Range(0, 100));
    command->add_option("--fee", arguments->fee, "Network fee per kWh, paid by buyers")->capture_default_str();
    command->add_option("--losses", arguments->losses, "Percent of traded energy lost on the way")
        ->capture_default_str();
    command->add_flag("--prices-known", options.pricesKnown, "All prices of the utility are known ahead");
    command->add_option("--threads", options.threads, "Threads; the result is the same")
        ->check(CLI::Range(1, 64))
        ->capture_default_str();
    command->add_flag("--json", arguments->json, "Print one JSON object");
    command->callback([arguments, &exitCode] { exitCode = runReplay(*arguments); });
}

} // namespace dgex::app
