// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/service.h"
#include "core/controller/half_hour_log.h"
#include "core/controller/home_book.h"
#include "core/delivery/completion.h"
#include "core/delivery/equal_amount.h"
#include "core/forecast/home_forecast.h"
#include "core/ledger/block.h"
#include "core/ledger/results.h"
#include "core/policy/price_memory.h"
#include "core/ports/devices.h"
#include "core/ports/peer_link.h"
#include "core/ports/weather.h"

#include <deque>
#include <functional>
#include <string>

namespace dgex::controller {

/// Who a controller acts for.
struct HomeIdentity {
    ParticipantId id;
    std::string name;
    forecast::HomeProfile profile;
    std::uint32_t gateLead = 1;     ///< Of the market's rules.
    std::uint32_t openPeriods = 48; ///< Of the market's rules.
    Price networkFee;               ///< Of the market's rules; paid by buyers.
    std::optional<Power> fuse{};    ///< Of the home's connection, each direction; none: no limit of its own.
};

/// What a controller works with; everything outlives it.
struct ControllerParts {
    ports::HomeDevices devices;
    const crypto::Signer* key = nullptr;
    ports::Transport* node = nullptr;
    ports::PeerLink* peers = nullptr;
    ports::RandomSource* random = nullptr;
    std::function<double()> stopwatch{};     ///< Seconds since any fixed instant; none: work times stay 0.
    ports::WeatherSource* weather = nullptr; ///< None: forecasts go without.
};

/// How the checks of results went.
struct ProofCounts {
    std::uint64_t checked = 0;
    std::uint64_t failed = 0;
};

/// Seconds that a controller has spent on its decisions.
struct WorkTimes {
    double forecast = 0; ///< Training included.
    double plan = 0;     ///< Plan, bids and decision records.
};

/// How well a forecast's band held.
struct BandCounts {
    int inside = 0;
    int comparisons = 0;
};

/// What was planned last for a period before it began.
struct Schedule {
    struct Load {
        std::string window; ///< Name of the comfort window.
        Period by;
        policy::LoadKind kind = policy::LoadKind::Charge;
        Energy energy; ///< In the period, > 0.
    };
    policy::BatteryWindow window;
    std::vector<Load> loads;
};
/// The first period of a plan.
[[nodiscard]] Schedule scheduleOf(const policy::Plan& plan, const policy::UserPolicy& policy);

/// The counters as they stood at a period's start: what a controller must not lose in a restart.
struct PeriodMarks {
    Period period;
    std::optional<ports::MeterCounters> router; ///< Of the DGR's grid side.
    std::optional<ports::MeterCounters> meter;
    std::optional<Energy> consumed;
    std::optional<Energy> generated;
};

/// What a controller noticed that its owner should know.
enum class Incident : std::uint8_t {
    RouterTripped,
    RouterSilent,
    MeterSilent,
    DeliveryShort,
    ProofFailed,
    NodeUnreachable,
    SheetRefused
};

struct IncidentRecord {
    Incident incident = Incident::MeterSilent;
    UtcTime since;
    bool active = true;
};

/// The Digital Grid Controller of one home: observes, forecasts, plans, bids, checks the proof of every result,
/// confirms, delivers and reports. The shell that owns the clock calls the steps in their order:
/// control every control step; bid before each gate; closePeriod, then takeRound at each half hour; takeSettlement when
/// the period was settled.
/// Thread: one at a time.
class HomeController {
public:
    /// Requires: the key, node, peers and random parts and the devices meter, load and router.
    HomeController(HomeIdentity identity, ControllerParts parts, ledger::TrustAnchor anchor);

    /// Counts from the next bid on. Requires: no fault in the policy (policy::faultOf).
    void setPolicy(const policy::UserPolicy& policy) { m_policy = policy; }
    [[nodiscard]] const policy::UserPolicy& policy() const { return m_policy; }
    /// Energies that the meters remember from before the controller came.
    void seedHistory(forecast::History demand, forecast::History pv);
    /// Goes on with the ledger's sequence numbers after a restart.
    void continueAfter(std::uint64_t sequence) { m_sequence = sequence; }
    /// Reads the counters at the start of the first period.
    void begin(UtcTime now);
    /// After a restart: goes on in the running period from the marks that an earlier controller of this home left, as
    /// far as they are of this period and no counter has gone back; without them this period's amounts are
    /// unknown and nothing more is moved in it. Trades and contracts come with takeRound of the last openPeriods +
    /// gateLead rounds.
    void resume(const PeriodMarks& marks, UtcTime now);
    /// To be kept outside the controller whenever the period changed.
    [[nodiscard]] const PeriodMarks& marks() const { return m_marks; }

    /// Commands battery and DGR for the next step; 1 s to 5 s.
    void control(UtcTime now, std::chrono::milliseconds step);
    /// Plans and sends the sheet of a round that is about to close.
    void bid(Round round, UtcTime now);
    /// At a period's end: reports the delivery and the meter.
    void closePeriod(Period period, UtcTime now);
    /// Takes the proven results of a closed round and confirms the new contracts.
    void takeRound(Round round, UtcTime now);
    void takeSettlement(Period period, UtcTime now);

    [[nodiscard]] const HomeIdentity& identity() const { return m_identity; }
    [[nodiscard]] const ports::HomeDevices& devices() const { return m_parts.devices; }
    [[nodiscard]] const HomeBook& book() const { return m_book; }
    [[nodiscard]] const policy::Plan& plan() const { return m_plan; }
    /// What the newest plan was made from, for policy::preview; without periods before the first plan.
    [[nodiscard]] const policy::PlanInputs& planMadeFrom() const { return m_planMadeFrom; }
    [[nodiscard]] const forecast::Forecast& demandForecast() const { return m_demandMaker.current(); }
    [[nodiscard]] const forecast::Forecast& pvForecast() const { return m_pvMaker.current(); }
    [[nodiscard]] const HalfHourLog& demand() const { return m_demand; }
    [[nodiscard]] const HalfHourLog& pv() const { return m_pv; }
    [[nodiscard]] const std::map<Period, ledger::TariffPeriod>& tariffs() const { return m_tariffs; }
    [[nodiscard]] BandCounts demandBand() const { return m_demandBand; }
    [[nodiscard]] BandCounts pvBand() const { return m_pvBand; }
    /// What was forecast for past periods just before they began.
    [[nodiscard]] const std::map<Period, forecast::Quantiles>& issuedDemand() const { return m_issuedDemand; }
    [[nodiscard]] const std::map<Period, forecast::Quantiles>& issuedPv() const { return m_issuedPv; }
    [[nodiscard]] WorkTimes workTimes() const { return m_workTimes; }
    [[nodiscard]] ProofCounts proofs() const { return m_proofs; }
    [[nodiscard]] std::uint64_t ledgerHeight() const { return m_height; }
    [[nodiscard]] const std::deque<IncidentRecord>& incidents() const { return m_incidents; }
    /// Energy kept in the battery for outages under the policy, now.
    [[nodiscard]] Energy reserve() const;

private:
    [[nodiscard]] policy::PlanInputs planInputs(Round round, UtcTime now);
    void updateForecasts();
    void learnTariffs(Round round);
    void learnPrice(Period period);
    /// How the battery may answer in a period: as planned, without a plan by the self-use rule.
    [[nodiscard]] policy::BatteryWindow windowOf(Period period) const;
    bool send(ledger::TransactionType type, Bytes payload, UtcTime now,
              std::optional<ledger::MeterValues> values = std::nullopt);

    /// The proven results of an answer; those that fail their proof are counted and left out.
    [[nodiscard]] std::vector<ledger::Result> proven(const api::ResultsAnswer& answer, UtcTime now);
    void take(const ledger::MarketResult& result);
    /// What hides the orders of a round from other homes. No key is in it, for it enters results.
    [[nodiscard]] Hash256 sheetSalt(Round round);
    void take(const ledger::HomeRoundResult& result, UtcTime now);
    void take(const ledger::ContractResult& result, UtcTime now);
    void confirm(Period period, UtcTime now);

    /// The counters now; of the start of the period that contains it.
    [[nodiscard]] PeriodMarks marksAt(UtcTime now) const;
    void beginDelivery(Period period, UtcTime now);
    /// Tells the partners of the next period that this side is ready.
    void announce(Period period, UtcTime now);
    void steerRouter(UtcTime now, std::chrono::milliseconds step);
    void steerBattery(UtcTime now, std::chrono::milliseconds step);
    void reportDelivery(Period period, UtcTime now);
    void reportMeter(Period period, UtcTime now);
    void compareForecast(Period period);
    [[nodiscard]] std::optional<Energy> movedSinceStart(UtcTime now) const;
    /// Gives the car its planned energy, spread over what is left of the period, and notes what it took.
    void steerCharger(UtcTime now, std::chrono::milliseconds step);
    /// What the car took counts for the windows that were planned for the period, and is no part of the usual demand.
    void closeComfort(Period period);
    /// What windows will have had when a round begins, if the running period goes as planned.
    [[nodiscard]] policy::LoadProgress comfortBefore(Round round) const;
    void watchDevices(UtcTime now);
    void note(Incident incident, bool active, UtcTime now);

    HomeIdentity m_identity;
    ControllerParts m_parts;
    api::Client m_client;
    ledger::TrustAnchor m_anchor;
    crypto::Verifier m_verifier;
    policy::UserPolicy m_policy;
    std::uint64_t m_sequence = 0;

    HalfHourLog m_demand;
    HalfHourLog m_pv;
    std::optional<Period> m_firstPeriod; ///< The first that this home could trade; earlier ones are not settled.
    PeriodMarks m_marks;
    bool m_isResumed = false; ///< The marks of the running period are an earlier controller's.

    std::map<Period, ledger::TariffPeriod> m_tariffs;
    policy::PriceMemory m_prices; ///< Of the last rounds before delivery.
    forecast::HomeForecast m_demandMaker;
    forecast::HomeForecast m_pvMaker;
    std::optional<UtcTime> m_weatherKnown; ///< Issue of the weather forecast that is known.
    std::map<Period, forecast::Quantiles> m_issuedDemand;
    std::map<Period, forecast::Quantiles> m_issuedPv;
    BandCounts m_demandBand;
    BandCounts m_pvBand;
    policy::Plan m_plan;
    std::optional<Hash256> m_saltSecret;
    policy::PlanInputs m_planMadeFrom;
    std::map<Period, Schedule> m_schedules; ///< Of the running period and the next one.
    policy::LoadProgress m_comfort;         ///< What comfort windows have had.
    std::int64_t m_chargerWattMs = 0;       ///< Taken by the car in the running period.
    std::optional<Period> m_charging;       ///< The period that it belongs to.
    std::int64_t m_wattMilliseconds = 0;    ///< Commanded to the battery in the running period, + discharge.
    std::optional<Period> m_steered;        ///< The period that they belong to.
    HomeBook m_book;

    delivery::EqualAmountState m_delivery;
    std::vector<std::uint32_t> m_deliveryNumbers; ///< Contract numbers in the order of m_delivery.contracts.

    WorkTimes m_workTimes;
    ProofCounts m_proofs;
    std::uint64_t m_height = 0;
    std::deque<IncidentRecord> m_incidents;
};

} // namespace dgex::controller
