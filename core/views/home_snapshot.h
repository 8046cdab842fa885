// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/ids.h"
#include "core/policy/preview.h"
#include "core/ports/devices.h"
#include "core/views/curves.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// Immutable pictures of the core for the user interface. Absent values are shown as absent, never as 0.
namespace dgex::views {

/// Live powers of a home. + flows into the home bus for pv, battery (discharging), neighbours and utility (import);
/// load is what the home uses, >= 0.
struct LiveFlow {
    std::optional<Power> pv;
    std::optional<Power> load;
    std::optional<Power> battery;
    std::optional<Power> neighbours; ///< Through the DGR's grid side.
    std::optional<Power> utility;
    std::optional<int> batteryPercent; ///< None: the home has no battery or it is silent.
    bool hasBattery = false;
    bool hasPv = false;
    UtcTime measuredAt;
};

/// What the home does now, in one word; the sentence is made by the UI.
enum class Activity : std::uint8_t {
    SellsToNeighbours,
    BuysFromNeighbours,
    StoresSurplus,
    RunsOnBattery,
    UsesOwnSolar,
    BuysFromUtility,
    SellsToUtility,
    TradingPaused,
    NoData
};

/// The facts behind the sentence "what the home does now".
struct NowReason {
    Activity activity = Activity::NoData;
    Power power;                                  ///< >= 0, of the activity.
    std::optional<Price> price;                   ///< Of the trade, when it is one.
    std::optional<policy::DecisionRecord> record; ///< The decision for the current period.
};

/// One market of the home: its price, its bid and its fill.
struct HomeMarketRow {
    Period period;
    bool open = false;           ///< Can still be traded.
    std::optional<Price> price;  ///< Clearing price of the newest round with trades.
    Lots volume;                 ///< Of the whole market in that round.
    std::optional<Price> retail; ///< The utility's price.
    std::optional<Price> feedIn;
    Lots bought;                                 ///< Filled so far over all rounds, >= 0.
    Lots sold;                                   ///< Filled so far over all rounds, >= 0.
    std::vector<market::Order> orders;           ///< In the newest sheet.
    std::vector<policy::DecisionRecord> records; ///< Newest decisions for this market.
    std::shared_ptr<const Curves> curves; ///< Of the newest round with trades, else of the newest; null: not public.
    std::optional<std::pair<Price, Price>> priceInterval; ///< The prices that would clear the curves.
};

/// The steps from a bid to money; each with its time when it happened.
struct TradePath {
    std::optional<UtcTime> bid;
    std::optional<UtcTime> contract;
    std::optional<UtcTime> confirmed;
    std::optional<UtcTime> delivered;
    std::optional<UtcTime> metered;
    std::optional<UtcTime> settled;
    bool proofVerified = false; ///< The result was proven against a co-signed checkpoint.
};

/// A half hour of this home in which it traded, newest first in the snapshot.
struct TradeRow {
    Period period;
    Lots net;    ///< + bought, - sold.
    Money money; ///< + received.
    std::vector<std::string> partners;
    std::optional<Energy> delivered; ///< Through the DGR, >= 0.
    TradePath path;
};

struct ForecastPoint {
    Period period;
    forecast::Quantiles quantiles;
    std::optional<Energy> actual; ///< Known for past periods.
};

struct ForecastView {
    forecast::Method method = forecast::Method::TypicalProfile;
    std::vector<ForecastPoint> points; ///< Some past periods, then the next 48.
    int insideBand = 0;                ///< Of the past comparisons, how many lay in P10-P90.
    int comparisons = 0;
};

struct PlannedStorage {
    Period period;
    Energy stored; ///< At the period's end.
};

/// One day of the bill, in the home's local calendar.
struct BillDay {
    std::int64_t dayStartSeconds = 0; ///< UTC instant of local midnight.
    Energy boughtFromNeighbours;
    Energy soldToNeighbours;
    Energy boughtFromUtility;
    Energy soldToUtility;
    Money trades;                     ///< + received.
    Money fees;                       ///< <= 0
    Money imbalance;                  ///< + received.
    Money utility;                    ///< + received.
    std::optional<Money> utilityOnly; ///< The same day without neighbours, when known.
    [[nodiscard]] Money total() const { return trades + fees + imbalance + utility; }
};

struct DeviceRow {
    std::string name; ///< A model or number; not translated.
    enum class Kind : std::uint8_t { Meter, LoadMeter, PvInverter, Battery, Router, Charger } kind = Kind::Meter;
    ports::Quality quality = ports::Quality::Invalid;
    UtcTime lastSeen;
};

enum class AlertCode : std::uint8_t {
    RouterTripped,
    RouterSilent,
    MeterSilent,
    DeliveryShort,
    ProofFailed,
    NodeUnreachable,
    SheetRefused
};

struct Alert {
    AlertCode code = AlertCode::MeterSilent;
    UtcTime since;
    bool active = true;
};

/// Everything that the panel of one home shows.
struct HomeSnapshot {
    UtcTime now; ///< The market's clock.
    ParticipantId participant;
    std::string homeName;
    std::string currency{"JPY"};        ///< ISO 4217
    std::int32_t zoneOffsetSeconds = 0; ///< Local time minus UTC.
    LiveFlow flow;
    NowReason reason;
    Money today; ///< Balance of the local day so far, + received.
    std::optional<Money> todayUtilityOnly;
    policy::UserPolicy policy;
    std::vector<HomeMarketRow> markets; ///< The period in delivery first, then the open ones: 49 rows.
    ForecastView demand;
    ForecastView pv;
    Energy batteryCapacity;
    Energy batteryStored;
    std::vector<PlannedStorage> storagePlan;
    std::shared_ptr<const policy::PlanInputs> planMadeFrom; ///< For policy::preview; none before the first plan.
    std::vector<policy::PlannedLoad> plannedLoads;          ///< When comfort windows are to take their energy.
    forecast::HomeProfile profile;                          ///< For policy::withPolicy.
    std::vector<TradeRow> trades;
    std::vector<BillDay> bills; ///< Oldest first, today last.
    ports::Reading<ports::DgrState> router;
    std::vector<DeviceRow> devices;
    std::vector<Alert> alerts;
    std::uint64_t ledgerHeight = 0;
    std::uint64_t proofsChecked = 0;
    std::uint64_t proofsFailed = 0;
    Round nextRound;
};

} // namespace dgex::views
