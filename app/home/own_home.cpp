// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/home/own_home.h"

#include "app/home/home_process.h"
#include "app/views/home_view.h"

#include <future>

namespace dgex::app {

namespace {

constexpr std::chrono::seconds kSnapshotEvery{1};

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
        {
            const std::lock_guard lock(m_own.m_mutex);
            wanted.swap(m_own.m_wanted);
        }
        for (const policy::UserPolicy& policy : wanted)
            process.setPolicy(policy);
        const auto now = std::chrono::steady_clock::now();
        if (wanted.empty() && m_shown && now - *m_shown < kSnapshotEvery)
            return;
        m_shown = now;
        HomeSurroundings around;
        around.now = process.now();
        around.currency = process.config().currency;
        around.zoneOffsetSeconds = process.controller().identity().profile.zoneOffsetSeconds;
        around.since = process.since();
        around.earlier = &process.bills();
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
    // The process and all that it waits with belong to the thread that runs it.
    own->m_thread = std::jthread([&own = *own, configFile, opened = std::move(opened)] mutable {
        const auto process = HomeProcess::open(configFile, own.m_stop, {.onResult = {}, .onTurn = Turns{own}});
        opened.set_value(process ? std::nullopt : std::optional{process.error()});
        if (process)
            (*process)->run();
    });
    if (const auto reason = error.get())
        return std::unexpected(*reason);
    return own;
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
