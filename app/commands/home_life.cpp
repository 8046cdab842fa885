// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/home_life.h"

#include "app/devices/home_devices.h"
#include "app/exchange/neighbourhood_setup.h"
#include "core/base/text.h"

#include <QEventLoop>
#include <QFile>
#include <QTimer>

#include <format>
#include <map>
#include <thread>

namespace dgex::app {

namespace {

constexpr std::chrono::milliseconds kTurn{100};
constexpr int kTurnsBetweenWords = 100;
constexpr std::int64_t kPastMax = 400 * 48; ///< Half hours.

class SimulatedLife final : public HomeLife {
public:
    SimulatedLife(const HomeConfig& config, UtcTime start, std::chrono::milliseconds step)
    {
        ExchangeOptions options;
        options.homes = config.house + 1;
        options.seed = config.seed;
        const auto setup = setUpNeighbourhood(options);
        DGEX_ASSERT(setup.has_value());
        m_profile = setup->profiles[config.house];
        m_devices = std::make_unique<drivers::SimulatedNeighbourhood>(
            drivers::SimulatedNeighbourhoodConfig{start, step, setup->weather, {setup->homes[config.house]}});
    }
    [[nodiscard]] bool isReady() const override { return true; }
    [[nodiscard]] ports::HomeDevices devices() override { return m_devices->devices(0); }
    [[nodiscard]] forecast::HomeProfile profile() override { return m_profile; }
    [[nodiscard]] std::optional<Past> past() override
    {
        const auto half = m_devices->history(0, kHistoryDays);
        Past past{{half.front().period, {}}, {half.front().period, {}}};
        for (const drivers::HalfHour& one : half) {
            past.demand.values.emplace_back(one.demand);
            past.pv.values.emplace_back(one.generation);
        }
        return past;
    }
    void remember(Period, std::optional<Energy>, std::optional<Energy>) override {}
    void advanceTo(UtcTime now) override { m_devices->advanceTo(now); }
    [[nodiscard]] bool catchesUp() const override { return true; }
    void rest(std::chrono::milliseconds time) override { std::this_thread::sleep_for(time); }
    [[nodiscard]] std::vector<std::string> faults() const override { return {}; }

private:
    forecast::HomeProfile m_profile;
    std::unique_ptr<drivers::SimulatedNeighbourhood> m_devices;
};

struct Remembered {
    Period period;
    std::optional<Energy> demand;
    std::optional<Energy> generated;
};

std::optional<Energy> energyOf(const QByteArray& text)
{
    bool isNumber = false;
    const qlonglong wattHours = text.toLongLong(&isNumber);
    return isNumber && wattHours >= 0 ? std::optional(Energy{wattHours}) : std::nullopt;
}

/// `period,demand_wh,generated_wh`; what was not measured is empty.
std::optional<Remembered> rememberedIn(const QByteArray& line)
{
    const QList<QByteArray> fields = line.trimmed().split(',');
    const auto period = parsePeriod(fields[0].toStdString());
    if (fields.size() != 3 || !period)
        return std::nullopt;
    return Remembered{*period, energyOf(fields[1]), energyOf(fields[2])};
}

class ConfiguredLife final : public HomeLife {
public:
    ConfiguredLife(const HomeConfig& config, std::unique_ptr<ConfiguredHome> home)
        : m_config(config)
        , m_home(std::move(home))
        , m_file(QString::fromStdString(config.admission.string() + ".history"))
    {
        m_home->start();
    }
    [[nodiscard]] bool isReady() const override { return m_home->isReady(); }
    [[nodiscard]] ports::HomeDevices devices() override { return m_home->devices(); }
    [[nodiscard]] forecast::HomeProfile profile() override
    {
        forecast::HomeProfile profile = m_config.profile;
        if (const ports::PvInverter* pv = m_home->devices().pv)
            profile.pvPeak = pv->peak();
        return profile;
    }
    [[nodiscard]] std::optional<Past> past() override;
    void remember(Period period, std::optional<Energy> demand, std::optional<Energy> generated) override;
    void advanceTo(UtcTime) override { m_home->step(); }
    [[nodiscard]] bool catchesUp() const override { return false; }
    void rest(std::chrono::milliseconds time) override
    {
        QEventLoop loop;
        QTimer::singleShot(time, &loop, &QEventLoop::quit);
        loop.exec();
    }
    [[nodiscard]] std::vector<std::string> faults() const override { return m_home->faults(); }

private:
    const HomeConfig& m_config;
    std::unique_ptr<ConfiguredHome> m_home;
    QFile m_file;
};

std::optional<HomeLife::Past> ConfiguredLife::past()
{
    if (!m_file.open(QIODevice::ReadOnly))
        return std::nullopt;
    const Period now = Period::containing(m_config.clock.now());
    std::map<Period, Remembered> known;
    while (!m_file.atEnd())
        if (const auto one = rememberedIn(m_file.readLine()); one && one->period < now)
            if (now.since(one->period) <= kPastMax)
                known.insert_or_assign(one->period, *one);
    m_file.close();
    if (known.empty())
        return std::nullopt;
    Past past{{known.begin()->first, {}}, {known.begin()->first, {}}};
    for (Period period = known.begin()->first; period < now; period = period.plus(1)) {
        const auto one = known.find(period);
        past.demand.values.push_back(one != known.end() ? one->second.demand : std::nullopt);
        past.pv.values.push_back(one != known.end() ? one->second.generated : std::nullopt);
    }
    return past;
}

void ConfiguredLife::remember(Period period, std::optional<Energy> demand, std::optional<Energy> generated)
{
    const auto text = [](std::optional<Energy> energy) { return energy ? std::to_string(energy->count()) : ""; };
    if (!m_file.open(QIODevice::Append))
        return;
    m_file.write(QByteArray::fromStdString(std::format("{},{},{}\n", toText(period), text(demand), text(generated))));
    m_file.close();
}

} // namespace

std::unique_ptr<HomeLife> simulatedLife(const HomeConfig& config, UtcTime start, std::chrono::milliseconds step)
{
    return std::make_unique<SimulatedLife>(config, start, step);
}

std::expected<std::unique_ptr<HomeLife>, std::string> configuredLife(const HomeConfig& config,
                                                                     const ports::MeterCounters& router)
{
    auto home = ConfiguredHome::read(config.devices, config.clock, config.connectionCapacity, router);
    if (!home)
        return std::unexpected(home.error());
    return std::make_unique<ConfiguredLife>(config, std::move(*home));
}

bool waitForDevices(HomeLife& life, const std::function<bool()>& isStopped,
                    const std::function<void(const std::vector<std::string>&)>& waiting)
{
    for (int turn = 1; !life.isReady(); ++turn) {
        if (isStopped())
            return false;
        life.rest(kTurn);
        if (turn % kTurnsBetweenWords == 0)
            waiting(life.faults());
    }
    return true;
}

} // namespace dgex::app
