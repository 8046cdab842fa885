// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/exchange/batching_transport.h"
#include "app/exchange/home_provenance.h"
#include "app/exchange/lying_authority.h"
#include "app/exchange/market_proofs.h"
#include "app/exchange/market_record.h"
#include "app/exchange/measured_energy.h"
#include "app/exchange/metering_office.h"
#include "app/exchange/neighbourhood_setup.h"
#include "app/exchange/peer_board.h"
#include "app/exchange/self_use_reference.h"
#include "app/exchange/simulated_clock.h"
#include "app/exchange/time_use.h"
#include "app/exchange/worker_pool.h"
#include "core/controller/home_controller.h"
#include "core/node/market_operator.h"
#include "core/node/utility_desk.h"
#include "core/views/operator_snapshot.h"

#include <memory>
#include <vector>

namespace dgex::app {

/// Progress of a long start: what, how much of how much.
using Progress = std::function<void(const std::string& what, std::size_t done, std::size_t all)>;

/// A home of the street that asked to take part.
struct JoinRequest {
    std::string name;
    node::Enrolment enrolment;
    Hash256 fingerprint{}; ///< Of its key.
    UtcTime asked;
    views::EnrolmentState state = views::EnrolmentState::Pending;
    std::optional<UtcTime> takesPartFrom{};
};

/// A whole Digital Grid in one process: homes with simulated devices and their controllers, one ledger authority, the
/// market operator and the utility, on a clock of its own. The parts are the ones of a real exchange; only the
/// devices, the clock and the transport are others. Thread: one; homes bid and check on
/// ExchangeOptions::threads, with the same result on any number.
class Exchange {
public:
    [[nodiscard]] static std::expected<std::unique_ptr<Exchange>, std::string> open(const ExchangeOptions& options,
                                                                                    const Progress& progress);
    ~Exchange();

    [[nodiscard]] UtcTime now() const { return m_clock.now(); }
    /// Lives on to a time in whole steps. The error is one sentence; the exchange is then of no more use.
    std::expected<void, std::string> advanceTo(UtcTime time);
    /// Lives on until a number of whole days was delivered and settled.
    [[nodiscard]] UtcTime endOfDays(int days) const { return m_setup.start.plus(48LL * days).start(); }

    [[nodiscard]] const NeighbourhoodSetup& setup() const { return m_setup; }
    /// Homes that take part, or did; those that may join later are not among them.
    [[nodiscard]] std::size_t homeCount() const { return m_controllers.size(); }
    [[nodiscard]] controller::HomeController& controller(std::size_t home) { return *m_controllers.at(home); }
    [[nodiscard]] const controller::HomeController& controller(std::size_t home) const
    {
        return *m_controllers.at(home);
    }
    /// A home's controller dies and another takes its place, as after a power cut of the DGC: it knows what its marks,
    /// its devices and the ledger tell.
    void restartController(std::size_t home);
    /// The newcomers that have asked so far, oldest first.
    [[nodiscard]] const std::vector<JoinRequest>& joinRequests() const { return m_joinRequests; }
    /// The market operator enrols who asks by this key, in a block of its own; the home takes part from the next half
    /// hour on. The error is one sentence.
    std::expected<void, std::string> approve(const Hash256& fingerprint);
    /// The home asks again six hours later.
    std::expected<void, std::string> refuse(const Hash256& fingerprint);
    /// In a block of its own. The home's devices go on; nothing that it signs counts any more.
    std::expected<void, std::string> revoke(ParticipantId home);
    [[nodiscard]] bool isRevoked(ParticipantId home) const;
    [[nodiscard]] drivers::SimulatedNeighbourhood& neighbourhood() { return *m_neighbourhood; }
    [[nodiscard]] const drivers::SimulatedNeighbourhood& neighbourhood() const { return *m_neighbourhood; }
    [[nodiscard]] const node::Authority& authority() const { return *m_node; }
    /// The authority's answers to homes, which can be falsified for a while.
    [[nodiscard]] LyingAuthority& answers() { return m_answers; }
    [[nodiscard]] const LyingAuthority& answers() const { return m_answers; }
    [[nodiscard]] const MarketRecord& record() const { return m_record; }
    [[nodiscard]] const MarketProofs& marketProofs() const { return *m_marketProofs; }
    [[nodiscard]] const SelfUseReference& reference() const { return *m_reference; }
    /// What the devices of all homes show now.
    [[nodiscard]] MeasuredEnergy measured() const;
    /// Energy that the measurements of a closed period leave open.
    [[nodiscard]] Energy unaccounted(Period period) const;
    /// None unless ExchangeOptions::certificates.
    [[nodiscard]] const std::optional<HomeProvenance>& provenance() const { return m_provenance; }
    [[nodiscard]] const TimeUse& timeUse() const { return m_timeUse; }
    [[nodiscard]] const std::filesystem::path& ledgerFile() const { return m_ledgerFile; }

private:
    Exchange(NeighbourhoodSetup setup, const ExchangeOptions& options);
    std::expected<void, std::string> start(const ExchangeOptions& options, const Progress& progress);
    /// Devices and their control, one step.
    void stepDevices();
    std::expected<void, std::string> openNode();
    std::expected<void, std::string> openMarket();
    void makeControllers();
    /// The next home of the street begins to take part.
    void addController();
    [[nodiscard]] node::Enrolment enrolmentOf(std::size_t home) const;
    [[nodiscard]] JoinRequest* pendingRequest(const Hash256& fingerprint);
    /// At a half hour: approved newcomers begin, and the next one asks.
    void receiveNewcomers();
    void followEnergy(Period ended);
    /// What homes could not prove earlier.
    std::expected<void, std::string> askAgain();
    /// Final readings for what homes could not read, and what they change.
    std::expected<void, std::string> correctSettlements(Period ended);
    [[nodiscard]] std::unique_ptr<controller::HomeController> makeController(std::size_t home);
    std::expected<void, std::string> halfHour(Round round);
    std::expected<void, std::string> commit();
    std::expected<void, std::string> closeRound(Round round);
    /// Settles what ended; the settled periods.
    std::expected<std::vector<Period>, std::string> settleUpTo(Period last);
    /// Lets every home do something, on several threads, then hands in what they sent, in their order.
    std::expected<void, std::string> everyHome(std::atomic<std::int64_t>& time,
                                               const std::function<void(controller::HomeController&)>& work);

    NeighbourhoodSetup m_setup;
    std::filesystem::path m_ledgerFile;
    std::chrono::milliseconds m_step;
    SimulatedClock m_clock;
    MarketRecord m_record;
    PeerBoard m_peers;
    std::vector<std::unique_ptr<PeerPost>> m_posts; ///< One a home.
    std::vector<JoinRequest> m_joinRequests;
    std::optional<UtcTime> m_nextRequest; ///< When the next newcomer asks.
    std::map<Period, Energy> m_unaccounted;
    std::optional<HomeProvenance> m_provenance;
    Energy m_unaccountedAtStart; ///< Of the running period.
    TimeUse m_timeUse;
    WorkerPool m_workers;
    std::mutex m_turns;
    std::vector<std::unique_ptr<ports::RandomSource>> m_randoms;      ///< One a home.
    std::vector<std::unique_ptr<BatchingTransport>> m_homeTransports; ///< One a home.
    LyingAuthority m_answers;
    std::vector<std::unique_ptr<crypto::Signer>> m_timedKeys; ///< One a home.
    MarketId m_market;
    std::unique_ptr<crypto::Signer> m_operatorKey;
    std::unique_ptr<crypto::Signer> m_authorityKey;
    std::unique_ptr<crypto::Signer> m_utilityKey;
    std::unique_ptr<crypto::Signer> m_gridOperatorKey;
    std::vector<std::unique_ptr<crypto::Signer>> m_homeKeys;
    std::unique_ptr<drivers::SimulatedNeighbourhood> m_neighbourhood;
    std::unique_ptr<SelfUseReference> m_reference;
    std::unique_ptr<node::Authority> m_node;
    std::unique_ptr<api::InProcessTransport> m_transport;
    std::unique_ptr<node::MarketOperator> m_operator;
    std::unique_ptr<MarketProofs> m_marketProofs;
    std::unique_ptr<node::UtilityDesk> m_utility;
    std::unique_ptr<MeteringOffice> m_metering;
    std::unique_ptr<ports::RandomSource> m_meteringRandom;
    std::unique_ptr<crypto::Signer> m_meteringKey;
    std::vector<std::unique_ptr<controller::HomeController>> m_controllers;
};

} // namespace dgex::app
