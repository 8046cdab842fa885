// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commands/home_config.h"
#include "app/commands/home_life.h"
#include "app/home/bill_file.h"
#include "app/home/home_network.h"
#include "app/home/shared_signer.h"
#include "core/api/enrolment.h"
#include "core/controller/home_controller.h"
#include "core/views/curves.h"

#include <atomic>
#include <set>

namespace dgex::app {

class HomeProcess;

/// Who watches a home's process. All are called in its thread; each may be empty.
struct HomeWatch {
    /// A market's result or settlement came for this half hour.
    std::function<void(const controller::HomeController& home, Period period)> onResult{};
    /// About four times a second, once the home lives.
    std::function<void(HomeProcess& process)> onTurn{};
};

/// A home's controller with its devices and its authorities, in the life of its process: waits for the devices, lives
/// by the configuration's clock, bids, takes results and goes on after a restart. Its authorities never keep it
/// waiting. Thread: one, with or without Qt's event loop; open and run in the same.
class HomeProcess {
public:
    /// Reads the configuration, the keys and the admission. The error is one sentence that names the file.
    /// stop ends every wait and run(); it outlives the process.
    [[nodiscard]] static std::expected<std::unique_ptr<HomeProcess>, std::string>
    open(const std::string& file, const std::atomic<bool>& stop, HomeWatch watch = {});
    ~HomeProcess();
    HomeProcess(const HomeProcess&) = delete;
    HomeProcess& operator=(const HomeProcess&) = delete;

    void run();
    [[nodiscard]] const HomeConfig& config() const { return m_config; }
    /// Of the home's key, in groups for people.
    [[nodiscard]] std::string fingerprint() const;
    /// Requires: called by the watch.
    [[nodiscard]] const controller::HomeController& controller() const { return *m_controller; }
    /// The instant that the home has lived to.
    [[nodiscard]] UtcTime now() const { return m_lived; }
    /// The first half hour that this process settles; earlier ones are in bills().
    [[nodiscard]] Period since() const { return m_since; }
    [[nodiscard]] const BillLines& bills() const { return m_bills->lines(); }
    /// Its newest curves are asked for now and after each round; shown by curves().
    void watchMarket(Period period);
    /// Of the market's newest round, of those that were watched; null: not known.
    [[nodiscard]] std::shared_ptr<const views::Curves> curves(Period period) const;
    /// The owner's new will; kept for the next start. Requires: no fault in it.
    void setPolicy(const policy::UserPolicy& policy);

private:
    class NoPeerLink;
    class SystemRandom;

    HomeProcess(HomeConfig config, OpenIdentity identity, const api::Admission& admission,
                const std::atomic<bool>& stop, HomeWatch watch);
    std::expected<void, std::string> connect();
    void openWeather();
    /// False when the process was told to stop before the devices were heard.
    bool openLife();
    void reportDevices(const std::vector<std::string>& faults);
    void makeController();
    void reportWeather();
    /// A file of the home beside its admission.
    [[nodiscard]] std::filesystem::path fileOf(std::string_view what) const;
    void keepMarks();
    void liveTo(UtcTime now);
    void halfHour(Period ended);
    /// Takes what the network brought and asks for what is new; never waits.
    void followLedger();
    void askFor(const api::HeadAnswer& head);
    void take(HomeNetwork::Reply reply);
    /// Goes on with the ledger's sequence numbers, and with what it still has to deliver.
    void takeStanding(const api::StandingAnswer& standing);
    void takeRound(Round round, bool isThere);
    void askCurves();
    void takeCurves(Period period, const api::Answer& answer);
    void takeSettlement(Period period, bool isThere);
    void bid();
    void told(Period period) const;
    void reportIncidents();

    HomeConfig m_config;
    api::TlsIdentity m_tls;
    SharedSigner m_key;
    api::Admission m_admission;
    const std::atomic<bool>& m_stop;
    HomeWatch m_watch;
    std::unique_ptr<ports::PeerLink> m_peers;
    std::unique_ptr<ports::RandomSource> m_random;
    std::unique_ptr<HomeNetwork> m_network;
    std::unique_ptr<HomeLife> m_life;
    std::vector<std::string> m_deviceFaults;         ///< As logged last.
    std::unique_ptr<ports::WeatherSource> m_weather; ///< None: no weather is configured.
    std::string m_weatherError;                      ///< As logged last.
    std::unique_ptr<controller::HomeController> m_controller;
    std::unique_ptr<BillFile> m_bills;
    Period m_since;
    UtcTime m_lived;
    std::optional<Period> m_kept;   ///< Of the kept marks.
    std::optional<Round> m_bidFor;  ///< The round that a sheet is due for.
    std::optional<Round> m_known;   ///< The last round whose results were wanted; none before the home's standing came.
    std::optional<Round> m_printed; ///< Rounds behind it are printed.
    std::set<Round> m_wantedRounds;
    std::set<Period> m_unsettled;
    std::set<Period> m_asked; ///< Periods whose settlement was asked for.
    std::set<Round> m_askedRounds;
    std::uint64_t m_askedAt = 0; ///< Height of the ledger when it was asked last.
    std::optional<Period> m_distrusted;
    std::optional<Period> m_watched;
    bool m_curvesAsked = false;
    std::map<Period, std::shared_ptr<const views::Curves>> m_curves;
    std::set<controller::Incident> m_incidents; ///< As logged last.
};

} // namespace dgex::app
