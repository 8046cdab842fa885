// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/sunspec/sunspec_ports.h"

#include <QPointer>

#include <algorithm>
#include <cmath>

namespace dgex::drivers {

namespace {

constexpr std::chrono::milliseconds kStep{250};

} // namespace

SunSpecControl::SunSpecControl(SunSpecDevice& device, const Options& options,
                               std::function<std::optional<Power>()> measured)
    : m_device(device)
    , m_options(options)
    , m_measured(std::move(measured))
    , m_keeper(options.keeper)
    , m_context(std::make_unique<QObject>())
{
    QObject::connect(&m_timer, &QTimer::timeout, m_context.get(), [this] { step(); });
}

SunSpecControl::Way SunSpecControl::way() const
{
    const auto usable = [this](std::uint16_t model, std::string_view point, std::string_view reversion) {
        return m_device.canWrite(model, point) && (m_options.mayLackReversion || m_device.canWrite(model, reversion));
    };
    if (m_options.kind == Kind::Limit) {
        if (usable(704, "WMaxLimPct", "WMaxLimPctRvrtTms"))
            return Way::Limit704;
        return usable(123, "WMaxLimPct", "WMaxLimPct_RvrtTms") ? Way::Limit123 : Way::None;
    }
    if (usable(704, "WSet", "WSetRvrtTms"))
        return Way::Watts704;
    if (usable(704, "WSetPct", "WSetRvrtTms") && ratedWatts() > 0)
        return Way::Percent704;
    if (usable(124, "OutWRte", "InOutWRte_RvrtTms") && m_device.number(124, "WChaMax").value.value_or(0) > 0)
        return Way::Rates124;
    return Way::None;
}

double SunSpecControl::ratedWatts() const
{
    for (const auto& [model, point] :
         {std::pair<std::uint16_t, std::string_view>{702, "WMax"}, {702, "WMaxRtg"}, {121, "WMax"}, {120, "WRtg"}}) {
        if (const auto watts = m_device.number(model, point).value; watts && *watts > 0)
            return *watts;
    }
    return 0;
}

ports::CommandResult SunSpecControl::set(Power generated, std::chrono::milliseconds validFor)
{
    if (!m_device.health().isReachable || m_device.models().empty())
        return ports::CommandResult::NotReachable;
    const Way chosen = way();
    const bool needsRating = m_options.kind == Kind::Limit;
    if (chosen == Way::None || validFor.count() <= 0 || (needsRating && (ratedWatts() <= 0 || generated < Power{})))
        return ports::CommandResult::Refused;
    m_keeper.command(generated, validFor, m_device.clock().now());
    m_timer.start(kStep);
    step();
    return ports::CommandResult::Accepted;
}

std::vector<SunSpecDevice::Setting> SunSpecControl::settingsFor(Way way, const CommandKeeper::Action& action) const
{
    const auto watts = static_cast<double>(action.power.count());
    const auto seconds = static_cast<double>(action.reversion.count());
    const bool isOn = action.kind == CommandKeeper::Action::Kind::Write;
    std::vector<SunSpecDevice::Setting> all;
    switch (way) {
    case Way::Watts704:
    case Way::Percent704:
        if (!isOn)
            return {{"WSetEna", 0}};
        all = {{"WSetRvrtTms", seconds}, {"WSetEnaRvrt", 0}, {"WSetMod", way == Way::Watts704 ? 1.0 : 0.0}};
        if (way == Way::Watts704)
            all.push_back({"WSet", watts});
        else
            all.push_back({"WSetPct", watts / ratedWatts() * 100});
        all.push_back({"WSetEna", 1});
        break;
    case Way::Rates124: {
        if (!isOn)
            return {{"StorCtl_Mod", 0}};
        const double percent = watts / *m_device.number(124, "WChaMax").value * 100;
        all = {{"InOutWRte_RvrtTms", seconds}, {"OutWRte", percent}, {"InWRte", -percent}, {"StorCtl_Mod", 3}};
        break;
    }
    case Way::Limit704:
        if (!isOn)
            return {{"WMaxLimPctEna", 0}};
        all = {{"WMaxLimPctRvrtTms", seconds},
               {"WMaxLimPctEnaRvrt", 0},
               {"WMaxLimPct", std::min(100.0, watts / ratedWatts() * 100)},
               {"WMaxLimPctEna", 1}};
        break;
    case Way::Limit123:
        if (!isOn)
            return {{"WMaxLim_Ena", 0}};
        all = {{"WMaxLimPct_RvrtTms", seconds},
               {"WMaxLimPct", std::min(100.0, watts / ratedWatts() * 100)},
               {"WMaxLim_Ena", 1}};
        break;
    case Way::None:
        break;
    }
    const std::uint16_t model = way == Way::Rates124 ? 124 : way == Way::Limit123 ? 123 : 704;
    std::erase_if(all, [&](const SunSpecDevice::Setting& setting) {
        const bool isOptional = setting.point.contains("Rvrt") || setting.point == "WSetMod";
        return isOptional && !m_device.canWrite(model, setting.point);
    });
    return all;
}

void SunSpecControl::step()
{
    const CommandKeeper::Action action = m_keeper.step(m_device.clock().now(), m_measured());
    if (action.kind == CommandKeeper::Action::Kind::Nothing) {
        if (!m_keeper.power())
            m_timer.stop();
        return;
    }
    const Way chosen = way();
    if (chosen == Way::None) {
        m_keeper.done(false, m_device.clock().now());
        return;
    }
    const std::uint16_t model = chosen == Way::Rates124 ? 124 : chosen == Way::Limit123 ? 123 : 704;
    m_device.write(model, settingsFor(chosen, action),
                   [this, guard = QPointer<QObject>(m_context.get())](bool written) {
                       if (guard)
                           m_keeper.done(written, m_device.clock().now());
                   });
}

} // namespace dgex::drivers
