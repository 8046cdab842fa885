// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/home/own_home.h"

#include "app/commands/enrol_steps.h"
#include "app/home/home_process.h"
#include "app/views/home_view.h"
#include "core/crypto/certificate.h"

namespace dgex::app {

namespace {

constexpr std::chrono::seconds kSnapshotEvery{1};
constexpr std::chrono::milliseconds kLookEvery{100};
constexpr std::chrono::hours kDecisionMax{24};

} // namespace

/// What happens in the home's thread between its steps.
class OwnHome::Turns {
public:
    explicit Turns(OwnHome& own)
        : m_own(own)
    {
    }
    void operator()(HomeProcess& process)
    {
        std::vector<policy::UserPolicy> wanted;
        std::optional<Period> watched;
        {
            const std::lock_guard lock(m_own.m_mutex);
            wanted.swap(m_own.m_wanted);
            watched = m_own.m_watched;
        }
        if (watched)
            process.watchMarket(*watched);
        for (const policy::UserPolicy& policy : wanted)
            process.setPolicy(policy);
        const auto now = std::chrono::steady_clock::now();
        if (wanted.empty() && m_shown && now - *m_shown < kSnapshotEvery)
            return;
        m_shown = now;
        HomeSurroundings around;
        around.now = process.now();
        around.currency = process.config().currency;
        around.zoneOffsetSeconds = process.controller().identity().profile.offsetAt(around.now);
        around.since = process.since();
        around.earlier = &process.bills();
        around.curvesOf = [&process](Period period) { return std::tuple{process.curves(period), std::nullopt}; };
        auto snapshot = std::make_shared<const views::HomeSnapshot>(homeView(process.controller(), around));
        const std::lock_guard lock(m_own.m_mutex);
        m_own.m_home = std::move(snapshot);
    }

private:
    OwnHome& m_own;
    std::optional<std::chrono::steady_clock::time_point> m_shown;
};

std::expected<std::unique_ptr<OwnHome>, std::string> OwnHome::open(const std::string& configFile)
{
    std::unique_ptr<OwnHome> own{new OwnHome};
    std::promise<std::optional<std::string>> opened;
    auto error = opened.get_future();
    own->m_thread = std::jthread(
        [&own = *own, configFile, opened = std::move(opened)] mutable { own.run(configFile, std::move(opened)); });
    if (const auto reason = error.get())
        return std::unexpected(*reason);
    return own;
}

void OwnHome::run(const std::string& configFile, std::promise<std::optional<std::string>> opened)
{
    const auto config = readHomeConfig(configFile);
    if (!config)
        return opened.set_value(config.error());
    views::SetupSnapshot setup;
    setup.meter = config->meter;
    if (std::error_code ignored; !std::filesystem::exists(config->admission, ignored)) {
        show(setup);
        opened.set_value(std::nullopt);
        if (!joinMarket(configFile))
            return;
        opened = {};
    }
    // The process and all that it waits with belong to this thread.
    const auto process = HomeProcess::open(configFile, m_stop, {.onResult = {}, .onTurn = Turns{*this}});
    if (process) {
        setup.state = views::JoinState::Joined;
        setup.fingerprint = (*process)->fingerprint();
    } else {
        setup.state = views::JoinState::Failed;
        setup.reason = process.error();
    }
    show(setup);
    opened.set_value(process ? std::nullopt : std::optional{process.error()});
    if (process)
        (*process)->run();
}

bool OwnHome::joinMarket(const std::string& configFile)
{
    views::SetupSnapshot state = *setup();
    while (!m_stop) {
        std::optional<std::string> meter;
        {
            const std::lock_guard lock(m_mutex);
            meter.swap(m_joinWith);
        }
        if (!meter) {
            std::this_thread::sleep_for(kLookEvery);
            continue;
        }
        const auto be = [&](views::JoinState now, std::string reason = {}) {
            state.state = now;
            state.reason = std::move(reason);
            show(state);
        };
        state.meter = *meter;
        be(views::JoinState::Asking);
        const auto joined = app::join(configFile, {.wait = kDecisionMax,
                                                   .meter = *meter,
                                                   .onKey =
                                                       [&](const Hash256& fingerprint) {
                                                           state.fingerprint = crypto::fingerprintText(fingerprint);
                                                           be(views::JoinState::Asking);
                                                       },
                                                   .onAsked = [&] { be(views::JoinState::Waiting); },
                                                   .stop = &m_stop});
        if (!joined)
            be(views::JoinState::Failed, joined.error());
        else if (joined->outcome == JoinOutcome::Refused)
            be(views::JoinState::Refused, joined->reason);
        else if (joined->outcome == JoinOutcome::Approved)
            return true;
    }
    return false;
}

void OwnHome::show(views::SetupSnapshot setup)
{
    auto shown = std::make_shared<const views::SetupSnapshot>(std::move(setup));
    const std::lock_guard lock(m_mutex);
    m_setup = std::move(shown);
}

std::shared_ptr<const views::SetupSnapshot> OwnHome::setup() const
{
    const std::lock_guard lock(m_mutex);
    return m_setup;
}

void OwnHome::watchMarket(Period period)
{
    const std::lock_guard lock(m_mutex);
    m_watched = period;
}

void OwnHome::join(const std::string& meter)
{
    const std::lock_guard lock(m_mutex);
    m_joinWith = meter;
}

OwnHome::~OwnHome()
{
    m_stop = true;
}

std::shared_ptr<const views::HomeSnapshot> OwnHome::home() const
{
    const std::lock_guard lock(m_mutex);
    return m_home;
}

void OwnHome::setPolicy(const policy::UserPolicy& policy)
{
    const std::lock_guard lock(m_mutex);
    m_wanted.push_back(policy);
}

} // namespace dgex::app
