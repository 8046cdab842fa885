// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/windows/screenshots.h"

#include "ui/console/operator_window.h"
#include "ui/home/home_window.h"
#include "ui/simulation/demo_frame.h"
#include "ui/simulation/simulation_window.h"
#include "ui/simulation/tour.h"

#include <QApplication>
#include <QPixmap>

#include <array>

namespace dgex::app {

namespace {

struct PanelSize {
    int width;
    int height;
    double widthMm; ///< 7 and 10.1 inch panels.
    ui::Palette palette;
    const char* name;
};

constexpr std::array kPanels{PanelSize{800, 480, 152.4, ui::Palette::Light, "800x480"},
                             PanelSize{800, 480, 152.4, ui::Palette::Dark, "800x480-dark"},
                             PanelSize{1280, 800, 217.0, ui::Palette::Light, "1280x800"}};
constexpr std::array kTabs{"home", "market", "plan", "bills", "help"};
constexpr std::array kPages{"overview", "markets",    "participants", "ledger",
                            "fleet",    "deliveries", "settlement",   "alarms"};

/// Collects what cannot be written.
struct Album {
    std::filesystem::path folder;
    std::size_t saved = 0;
    std::string failure;

    void save(QWidget& window, const std::string& name)
    {
        QApplication::processEvents();
        const std::filesystem::path file = folder / (name + ".png");
        if (window.grab().save(QString::fromStdString(file.string()), "PNG"))
            ++saved;
        else
            failure = file.string() + " cannot be written";
    }
};

void saveHome(Album& album, Simulation& simulation, const QString& language)
{
    for (const PanelSize& panel : kPanels) {
        ui::HomeWindow window(simulation, simulation,
                              {panel.palette, ui::Theme::unitOf(panel.width, panel.widthMm), language});
        ui::frameAsDemo(window);
        window.resize(panel.width, panel.height);
        window.show();
        for (std::size_t tab = 0; tab < kTabs.size(); ++tab) {
            window.openTab(static_cast<ui::HomeWindow::Tab>(tab));
            window.refresh();
            album.save(window, std::string{"panel-"} + kTabs[tab] + "-" + panel.name);
        }
    }
}

void saveConsole(Album& album, Simulation& simulation, const QString& language)
{
    ui::OperatorWindow window(simulation, simulation, {ui::Palette::Operator, language});
    ui::frameAsDemo(window);
    window.resize(1920, 1080);
    window.show();
    for (std::size_t page = 0; page < kPages.size(); ++page) {
        window.openPage(static_cast<ui::OperatorWindow::Page>(page));
        window.refresh();
        album.save(window, std::string{"console-"} + kPages[page]);
    }
}

void saveDemo(Album& album, Simulation& simulation, const QString& language)
{
    auto* home = new ui::HomeWindow(simulation, simulation, {ui::Palette::Light, 1.0, language});
    auto* console = new ui::OperatorWindow(simulation, simulation, {ui::Palette::Operator, language});
    ui::frameAsDemo(*home);
    ui::frameAsDemo(*console);
    ui::SimulationWindow window(home, console, simulation, 0);
    window.resize(1440, 900);
    static_cast<QWidget&>(window).show();
    window.tour().start();
    album.save(window, "demo-tour");
}

} // namespace

std::expected<std::size_t, std::string> saveScreenshots(Simulation& simulation, const std::filesystem::path& folder,
                                                        const std::string& language)
{
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error)
        return std::unexpected(folder.string() + ": " + error.message());
    Album album{folder, 0, {}};
    saveHome(album, simulation, QString::fromStdString(language));
    saveConsole(album, simulation, QString::fromStdString(language));
    saveDemo(album, simulation, QString::fromStdString(language));
    if (!album.failure.empty())
        return std::unexpected(album.failure);
    return album.saved;
}

} // namespace dgex::app
