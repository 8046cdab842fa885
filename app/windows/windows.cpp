// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/windows/windows.h"

#include "app/commands/exit_codes.h"
#include "app/commands/stop_signals.h"
#include "app/exchange/local_day.h"
#include "app/exchange/progress.h"
#include "app/folders.h"
#include "app/home/own_home.h"
#include "app/node/followed_market.h"
#include "app/windows/heartbeat.h"
#include "app/windows/screenshots.h"
#include "app/windows/simulation.h"
#include "core/base/text.h"
#include "core/crypto/signing.h"
#include "ui/common/kiosk.h"
#include "ui/console/operator_window.h"
#include "ui/home/home_window.h"
#include "ui/simulation/demo_frame.h"
#include "ui/simulation/simulation_window.h"

#include <QApplication>
#include <QDateTime>
#include <QScreen>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <print>

namespace dgex::app {

namespace {

/// Local time of the day at which a demo without a display takes its pictures: the sun still shines, the evening's
/// trades are known.
constexpr std::chrono::minutes kPictureTime{16 * 60 + 40};

ui::Palette paletteOf(const std::string& name)
{
    if (name == "dark")
        return ui::Palette::Dark;
    return name == "night" ? ui::Palette::Night : ui::Palette::Light;
}

void printHalfHour(const Exchange& exchange)
{
    const Period ended = Period::containing(exchange.now()).plus(-1);
    const auto record = exchange.record().periods().find(ended);
    if (record == exchange.record().periods().end())
        return;
    const PeriodRecord& period = record->second;
    std::println("{}  price {:>6} {}/kWh  traded {:>7} kWh  delivered {:>8} kWh  block {}", toText(ended),
                 period.price ? toText(*period.price) : "-", exchange.setup().currency, toKwh(period.volume),
                 period.settlement ? toKwh(period.settlement->delivered) : "-", exchange.authority().state().height());
    std::fflush(stdout);
}

/// Once for each user, remembered by a file.
bool isFirstStart()
{
    const std::filesystem::path mark = cacheFolder() / "tour-offered";
    std::error_code error;
    if (std::filesystem::exists(mark, error))
        return false;
    std::filesystem::create_directories(mark.parent_path(), error);
    return std::ofstream{mark}.good();
}

ui::HomeWindow* makeHome(Simulation& simulation, const WindowOptions& options, double unit)
{
    auto* window = new ui::HomeWindow(simulation, simulation,
                                      {paletteOf(options.palette), unit, QString::fromStdString(options.language)});
    ui::frameAsDemo(*window);
    return window;
}

/// On the screen that it is shown on, by the screen's millimetres.
double unitOfScreen()
{
    const QScreen* screen = QGuiApplication::primaryScreen();
    return ui::Theme::unitOf(screen->geometry().width(), screen->physicalSize().width());
}

/// The panel in its first size; with kiosk all over the screen and asleep at night by the home's own clock.
std::unique_ptr<ui::Kiosk> show(ui::HomeWindow& panel, const views::SnapshotSource& source,
                                const WindowOptions& options)
{
    panel.resize(1280, 800);
    if (!options.kiosk)
        return nullptr;
    panel.setWindowState(Qt::WindowFullScreen);
    panel.setGeometry(QGuiApplication::primaryScreen()->geometry()); // An X server without a window manager.
    const auto clock = [&source] {
        const auto home = source.home();
        if (!home)
            return QTime::currentTime();
        const std::chrono::milliseconds day = home->now - localMidnight(home->now, home->zoneOffsetSeconds);
        return QTime::fromMSecsSinceStartOfDay(static_cast<int>(day.count()));
    };
    return std::make_unique<ui::Kiosk>(panel, panel.theme(),
                                       ui::KioskOptions{.day = paletteOf(options.palette), .clock = clock});
}

ui::OperatorWindow* makeConsole(Simulation& simulation, const WindowOptions& options)
{
    auto* window = new ui::OperatorWindow(simulation, simulation,
                                          {ui::Palette::Operator, QString::fromStdString(options.language)});
    ui::frameAsDemo(*window);
    return window;
}

std::size_t homeToShow(const Exchange& exchange, const WindowOptions& options)
{
    if (options.home)
        return *options.home;
    const auto roof = [](const drivers::SimulatedHomeConfig& home) {
        return home.battery.capacity > Energy{} ? home.pvPeak : Power{};
    };
    const auto& homes = exchange.setup().homes;
    const auto end = homes.begin() + static_cast<std::ptrdiff_t>(exchange.homeCount());
    return static_cast<std::size_t>(std::ranges::max_element(homes.begin(), end, {}, roof) - homes.begin());
}

/// Says so when there is no home of the wanted number.
bool isHome(const WindowOptions& options, std::size_t count)
{
    if (options.home.value_or(0) < count)
        return true;
    std::println(stderr, "dgex: --home {}: the homes are 0 to {}", *options.home, count - 1);
    return false;
}

/// Without Qt's remark that there is no window manager.
void printWarning(QtMsgType, const QMessageLogContext&, const QString& text)
{
    if (!text.contains(QLatin1String("propagateSizeHints")))
        std::println(stderr, "{}", text.toStdString());
}

int runWithoutDisplay(std::unique_ptr<Exchange> exchange, const WindowOptions& options)
{
    const std::size_t shown = homeToShow(*exchange, options);
    std::error_code error;
    std::filesystem::create_directories(options.screenshots, error);
    if (error) {
        std::println(stderr, "dgex: {}: {}", options.screenshots.string(), error.message());
        return kUsage;
    }
    const StopSignals signals;
    qInstallMessageHandler(printWarning);
    const UtcTime picture = exchange->setup().start.start() + kPictureTime;
    Simulation::Options run{Simulation::kFastest, 1, picture, printHalfHour};
    Simulation simulation{std::move(exchange), std::move(run)};
    simulation.selectHome(shown);
    bool pictured = false;
    while (!simulation.finished()) {
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
        if (StopSignals::isAsked()) {
            std::println(stderr, "dgex: stopped");
            return kRefused;
        }
        const auto home = simulation.home();
        if (pictured || !home || home->now < picture)
            continue;
        pictured = true;
        const auto saved = saveScreenshots(simulation, options.screenshots, options.language);
        if (!saved) {
            std::println(stderr, "dgex: {}", saved.error());
            return kUsage;
        }
        std::println("{} pictures in {}", *saved, options.screenshots.string());
        simulation.setSpeed(Simulation::kFastest);
    }
    if (!simulation.failure().empty()) {
        std::println(stderr, "dgex: {}", simulation.failure());
        return kRefused;
    }
    std::println("One simulated day is over.");
    return kGood;
}

int runWithDisplay(std::unique_ptr<Exchange> exchange, const WindowOptions& options)
{
    const std::size_t shown = homeToShow(*exchange, options);
    Simulation simulation{std::move(exchange), {options.speed, std::nullopt, std::nullopt, {}}};
    simulation.selectHome(shown);
    std::unique_ptr<QWidget> window;
    std::unique_ptr<ui::Kiosk> kiosk; // Ends before its window.
    if (options.face == Face::Home) {
        ui::HomeWindow* const panel = makeHome(simulation, options, unitOfScreen());
        window.reset(panel);
        kiosk = show(*panel, simulation, options);
    } else if (options.face == Face::Operator) {
        window.reset(makeConsole(simulation, options));
        window->resize(1920, 1080);
    } else {
        auto* both = new ui::SimulationWindow(makeHome(simulation, options, 1.0), makeConsole(simulation, options),
                                              simulation, shown);
        window.reset(both);
        window->resize(1440, 900);
    }
    window->show();
    if (auto* both = qobject_cast<ui::SimulationWindow*>(window.get()); both != nullptr && isFirstStart())
        both->offerTour();
    const Heartbeat heartbeat;
    QTimer failures;
    int exitCode = kGood;
    QObject::connect(&failures, &QTimer::timeout, qApp, [&] {
        if (simulation.failure().empty())
            return;
        std::println(stderr, "dgex: {}", simulation.failure());
        exitCode = kRefused;
        QCoreApplication::quit();
    });
    failures.start(1000);
    const StopSignals signals;
    const int ended = QApplication::exec();
    return ended == 0 ? exitCode : ended;
}

int runOwnHome(const WindowOptions& options)
{
    const auto fail = [](std::string_view reason) {
        std::println(stderr, "dgex home: {}", reason);
        return kUsage;
    };
    if (!crypto::protectProcess())
        return fail("the system does not let this process keep its memory to itself");
    const auto home = OwnHome::open(options.config);
    if (!home)
        return fail(home.error());
    ui::HomeWindow panel(**home, **home,
                         {paletteOf(options.palette), unitOfScreen(), QString::fromStdString(options.language)});
    const auto kiosk = show(panel, **home, options);
    panel.show();
    const Heartbeat heartbeat;
    const StopSignals signals;
    return QApplication::exec();
}

int runFollowedMarket(const WindowOptions& options)
{
    const auto market = FollowedMarket::open({.node = options.config,
                                              .desk = options.desk,
                                              .currency = options.currency,
                                              .zoneOffsetSeconds = QDateTime::currentDateTime().offsetFromUtc()});
    if (!market) {
        std::println(stderr, "dgex operator: {}", market.error());
        return kUsage;
    }
    ui::OperatorWindow console(**market, **market, {ui::Palette::Operator, QString::fromStdString(options.language)});
    console.resize(1920, 1080);
    console.show();
    const StopSignals signals;
    const int ended = QApplication::exec();
    return (*market)->failure().empty() ? ended : kRefused;
}

} // namespace

int runWindows(const WindowOptions& options)
{
    if (!options.config.empty())
        return options.face == Face::Operator ? runFollowedMarket(options) : runOwnHome(options);
    if (!options.exchange.data && !isHome(options, options.exchange.homes))
        return kUsage;
    auto exchange = Exchange::open(options.exchange, printProgress);
    if (!exchange) {
        std::println(stderr, "dgex: {}", exchange.error());
        return kUsage;
    }
    if (!isHome(options, (*exchange)->homeCount()))
        return kUsage;
    if (QGuiApplication::platformName() == QStringLiteral("offscreen"))
        return runWithoutDisplay(std::move(*exchange), options);
    return runWithDisplay(std::move(*exchange), options);
}

} // namespace dgex::app
