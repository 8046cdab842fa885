// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commands.h"
#include "app/commands/plan_json.h"
#include "app/commands/policy_config.h"
#include "app/commands/policy_names.h"
#include "app/commands/series_file.h"
#include "app/replay/replay.h"
#include "core/base/text.h"

#include <print>

namespace dgex::app {

namespace {

using Json = nlohmann::ordered_json;
using std::chrono::seconds;
using std::chrono::sys_seconds;

/// What `dgexd plan` reads of HOME.toml. Keys, those in parentheses optional:
///   version = 1
///   name                      of the home in the data folder
///   (zone) = "Asia/Tokyo"     of the home's clock and of the utility's day
///   (stored_percent)          of the battery; without it that of the days lived before
///   (fuse_w), (network_fee) = "0.00"
///   [policy]                  the owner's will, see policy_config.h
struct PlanHome {
    std::string name;
    std::string zone;
    std::optional<int> storedPercent;
    std::optional<Power> fuse;
    Price networkFee;
    policy::UserPolicy policy;
};

struct PlanArguments {
    std::string home;
    std::string data;
    std::string at;
    int daysBefore = 3;
    bool json = false;
};

int fail(const std::string& reason)
{
    std::println(stderr, "dgexd plan: {}", reason);
    return kUsage;
}

std::expected<PlanHome, std::string> readPlanHome(const std::string& file)
{
    auto config = ConfigFile::read(file);
    if (!config)
        return std::unexpected(config.error());
    PlanHome home;
    home.name = config->text("name");
    home.zone = config->text("zone", "Asia/Tokyo");
    if (findZone(home.zone) == nullptr)
        config->refuse("zone", "no such time zone");
    if (config->has("stored_percent"))
        home.storedPercent = static_cast<int>(config->integer("stored_percent", 0, 100));
    if (config->has("fuse_w"))
        home.fuse = Power{config->integer("fuse_w", 1, 10'000'000)};
    home.networkFee = config->price("network_fee", Price{}, kPriceMax, Price{});
    home.policy = readPolicy(*config);
    if (auto finished = config->finish(); !finished)
        return std::unexpected(finished.error());
    return home;
}

/// The clock of a zone around a round.
forecast::HomeProfile profileOf(const std::chrono::time_zone& zone, Round round)
{
    forecast::HomeProfile profile;
    const auto info = zone.get_info(sys_seconds{seconds{round.startSeconds()}});
    profile.zoneOffsetSeconds = static_cast<std::int32_t>(info.offset.count());
    if (info.end.time_since_epoch() < seconds{round.plus(200).startSeconds()})
        profile.clockChanges.push_back({UtcTime::fromSeconds(info.end.time_since_epoch().count()),
                                        static_cast<std::int32_t>(zone.get_info(info.end).offset.count())});
    return profile;
}

struct Moment {
    const PlanHome& home;
    policy::PlanInputs inputs;
    HomeForecast forecast;
    std::string currency;
};

Json forecastOf(forecast::Method method, const std::vector<forecast::Quantiles>& series, Round round)
{
    Json periods = Json::array();
    for (std::size_t i = 0; i < series.size(); ++i) {
        Json one{{"period", toText(round.plus(static_cast<std::int64_t>(i)))}};
        one.update(jsonOf(series[i]));
        periods.push_back(std::move(one));
    }
    return {{"method", nameOf(method)}, {"periods_wh", std::move(periods)}};
}

Json wholeOf(const Moment& moment, const policy::Plan& made)
{
    const policy::PlanInputs& inputs = moment.inputs;
    Json whole{{"home", moment.home.name},
               {"round", toText(inputs.round)},
               {"currency", moment.currency},
               {"policy", jsonOf(inputs.policy)},
               {"battery",
                {{"stored_wh", inputs.battery.stored.count()},
                 {"capacity_wh", inputs.battery.capacity.count()},
                 {"power_w", inputs.battery.powerMax.count()},
                 {"efficiency_permille", inputs.battery.efficiencyPermille}}},
               {"forecast",
                {{"demand", forecastOf(moment.forecast.demandMethod, moment.forecast.demand, inputs.round)},
                 {"pv", forecastOf(moment.forecast.pvMethod, moment.forecast.pv, inputs.round)}}},
               {"expected", jsonOf(policy::preview(inputs))}};
    whole.update(jsonOf(made, inputs));
    return whole;
}

void printReadable(const Moment& moment, const policy::Plan& made)
{
    std::println("{}, round {}: policy {}, reserve {} %, battery {} of {} kWh; prices in {} per kWh", moment.home.name,
                 toText(moment.inputs.round), nameOf(moment.inputs.policy.preset), moment.inputs.policy.reservePercent,
                 toKwh(moment.inputs.battery.stored), toKwh(moment.inputs.battery.capacity), moment.currency);
    std::println("{:<18}{:>9}{:>9}{:>9}{:>8}{:>9}{:>9}{:>9}  {}", "period", "need kWh", "sun kWh", "retail", "price",
                 "stored", "exchange", "utility", "decision");
    for (std::size_t i = 0; i < made.periods.size(); ++i) {
        const policy::PlannedPeriod& one = made.periods[i];
        const policy::PeriodInputs& known = moment.inputs.periods[i];
        std::string decision;
        for (const policy::DecisionRecord& record : made.records) {
            if (record.period != one.period)
                continue;
            decision += decision.empty() ? "" : ", ";
            decision += nameOf(record.rule);
            if (record.order)
                decision += std::format(" {} kWh at {}", toKwh(record.order->quantity), toText(record.order->limit));
        }
        std::println("{:<18}{:>9}{:>9}{:>9}{:>8}{:>9}{:>9}{:>9}  {}", toText(one.period),
                     toKwh(known.demand.mean + one.flexible), toKwh(known.pv.mean), toText(known.retail),
                     known.expectedPrice ? toText(*known.expectedPrice) : "-", toKwh(one.storedAtEnd),
                     toKwh(one.exchange), toKwh(one.utility), decision);
    }
    for (const policy::PlannedLoad& load : made.loads) {
        std::string slots;
        for (const auto& [period, energy] : load.slots)
            slots += std::format(" {} {} kWh", toText(period), toKwh(energy));
        if (load.later > Energy{})
            slots += std::format(" and {} kWh after that", toKwh(load.later));
        std::println("{} by {}:{}{}", moment.inputs.policy.windows[load.load.window].name, toText(load.load.by), slots,
                     load.unmet.isZero() ? "" : std::format(", {} kWh cannot be had", toKwh(load.unmet)));
    }
    const policy::Preview seen = policy::preview(moment.inputs);
    std::println("Expected balance {} {}, by the self-use rule {}; battery {} kWh at the end, by the rule {}",
                 toText(seen.balance), moment.currency, toText(seen.balanceSelfUse), toKwh(seen.storedAtEnd),
                 toKwh(seen.storedAtEndSelfUse));
}

int runPlan(const PlanArguments& arguments)
{
    const auto home = readPlanHome(arguments.home);
    if (!home)
        return fail(home.error());
    const auto at = parsePeriod(arguments.at);
    if (!at)
        return fail("--at " + arguments.at + ": " + std::string{describe(at.error())});
    const auto community = drivers::readCommunity(arguments.data);
    if (!community)
        return fail(drivers::toText(community.error()));
    const auto found = std::ranges::find(community->homes, home->name, &drivers::CommunityHome::name);
    if (found == community->homes.end())
        return fail(std::format("{}: no home '{}' in {}", arguments.home, home->name, arguments.data));
    const forecast::HomeProfile profile = profileOf(*findZone(home->zone), *at);
    ReplayOptions options;
    options.policy = policy::presetPolicy(policy::Preset::Balanced);
    options.networkFee = home->networkFee;
    options.zoneOffsetSeconds = profile.zoneOffsetSeconds;
    const std::int64_t round = at->since(community->first);
    const auto size = static_cast<std::int64_t>(community->size());
    if (round < 48 || round >= size)
        return fail(std::format("--at {}: the data hold {} to {}, and a day before is wanted", arguments.at,
                                toText(community->first), toText(community->first.plus(size))));
    const std::int64_t days = std::min<std::int64_t>(arguments.daysBefore, (round - 2) / 48);
    HomeMoment known =
        momentAt(*community, options, static_cast<std::size_t>(found - community->homes.begin()), round, days);
    Moment moment{*home, std::move(known.inputs), std::move(known.forecast), community->currency};
    policy::PlanInputs& inputs = moment.inputs;
    inputs.policy = home->policy;
    inputs.fuse = home->fuse;
    if (home->storedPercent)
        inputs.battery.stored = Energy{
            divide(Int128{inputs.battery.capacity.count()} * *home->storedPercent, 100, Rounding::HalfAwayFromZero)};
    inputs.loads = policy::flexibleLoads(inputs.policy, inputs.round, inputs.periods.size(), profile, {});
    const policy::Plan made = policy::plan(inputs);
    if (arguments.json)
        std::println("{}", wholeOf(moment, made).dump(2));
    else
        printReadable(moment, made);
    return kGood;
}

} // namespace

void addPlanCommand(CLI::App& program, int& exitCode)
{
    auto arguments = std::make_shared<PlanArguments>();
    CLI::App* command = program.add_subcommand(
        "plan", "Forecasts and plans for one home at one time from the data before it: plan, bids and their reasons");
    command->add_option("HOME", arguments->home, "TOML: version, name of the home in the data, [policy]")
        ->required()
        ->check(CLI::ExistingFile);
    command->add_option("--data", arguments->data, "Folder with measured homes")
        ->required()
        ->check(CLI::ExistingDirectory);
    command->add_option("--at", arguments->at, "Round for which to plan, YYYY-MM-DDTHH:MMZ")->required();
    command->add_option("--days-before", arguments->daysBefore, "Days that the homes live before, to learn prices")
        ->check(CLI::Range(0, 365))
        ->capture_default_str();
    command->add_flag("--json", arguments->json, "Print one JSON object");
    command->callback([arguments, &exitCode] { exitCode = runPlan(*arguments); });
}

} // namespace dgex::app
