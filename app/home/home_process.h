// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commands/home_config.h"
#include "app/commands/home_life.h"
#include "app/commands/kept_receipts.h"
#include "core/api/enrolment.h"
#include "core/api/https_transport.h"
#include "core/controller/home_controller.h"

#include <atomic>
#include <set>

namespace dgex::app {

/// Who watches a home's process. All are called in its thread; each may be empty.
struct HomeWatch {
    /// A market's result or settlement came for this half hour.
    std::function<void(const controller::HomeController& home, Period period)> onResult{};
    /// About four times a second, once the home lives; may change the policy.
    std::function<void(controller::HomeController& home, UtcTime now)> onTurn{};
};

/// A home's controller with its devices and its authorities, in the life of its process: waits for them, lives by the
/// configuration's clock, bids, takes results and goes on after a restart. Thread: one, with or without Qt's
/// event loop; open and run in the same.
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

private:
    class NoPeerLink;
    class SystemRandom;

    HomeProcess(HomeConfig config, OpenIdentity identity, const api::Admission& admission,
                const std::atomic<bool>& stop, HomeWatch watch);
    std::expected<void, std::string> connect();
    /// Waits until an authority knows the home, and goes on with its sequence numbers.
    bool resume();
    void openWeather();
    /// False when the process was told to stop before the devices were heard.
    bool openLife();
    void reportDevices(const std::vector<std::string>& faults);
    void makeController();
    void reportWeather();
    [[nodiscard]] std::filesystem::path marksFile() const;
    /// After a restart: the running period's counters and what the ledger still has to deliver.
    void catchUp();
    void keepMarks();
    void liveTo(UtcTime now);
    void halfHour(Period ended);
    void takeResults();
    void told(Period period) const;
    void reportIncidents();

    HomeConfig m_config;
    OpenIdentity m_identity;
    api::Admission m_admission;
    const std::atomic<bool>& m_stop;
    HomeWatch m_watch;
    std::unique_ptr<ports::PeerLink> m_peers;
    std::unique_ptr<ports::RandomSource> m_random;
    std::unique_ptr<api::HttpsTransport> m_transport;
    std::unique_ptr<KeptReceipts> m_receipts;
    std::unique_ptr<HomeLife> m_life;
    std::vector<std::string> m_deviceFaults;         ///< As logged last.
    std::unique_ptr<ports::WeatherSource> m_weather; ///< None: no weather is configured.
    std::string m_weatherError;                      ///< As logged last.
    std::unique_ptr<controller::HomeController> m_controller;
    std::uint64_t m_lastSequence = 0;
    UtcTime m_lived;
    std::optional<Period> m_kept; ///< Of the kept marks.
    std::optional<Round> m_taken; ///< The last round whose results came.
    std::set<Period> m_unsettled;
    std::set<controller::Incident> m_incidents; ///< As logged last.
};

} // namespace dgex::app
