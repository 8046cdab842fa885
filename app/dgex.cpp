// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/command_line.h"
#include "app/folders.h"
#include "app/windows/windows.h"
#include "core/base/text.h"
#include "core/crypto/signing.h"
#include "ui/common/watched_application.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <optional>
#include <print>
#include <span>

namespace {

void addOptions(CLI::App& command, dgex::app::WindowOptions& options, std::string& data)
{
    auto* homes = command.add_option("--homes", options.exchange.homes, "Number of simulated homes")
                      ->check(CLI::Range(2, 10'000))
                      ->capture_default_str();
    command
        .add_option("--newcomers", options.exchange.newcomers,
                    "Further homes that ask to join in the course of the day")
        ->check(CLI::Range(0, 100))
        ->capture_default_str();
    command.add_option("--seed", options.exchange.seed, "Everything random follows from it")->capture_default_str();
    command.add_option("--data", data, "Folder with measured homes to replay")
        ->check(CLI::ExistingDirectory)
        ->excludes(homes);
    command.add_option("--home", options.home,
                       "Which home the panel shows, from 0; else the largest roof with a battery");
    command.add_option("--speed", options.speed, "Simulated seconds per second")
        ->check(CLI::Range(0, 100'000))
        ->capture_default_str();
    command.add_option("--language", options.language, "Language of the windows")
        ->check(CLI::IsMember({"en", "ja", "de"}))
        ->capture_default_str();
    command.add_option("--theme", options.palette, "Colours of the home panel")
        ->check(CLI::IsMember({"light", "dark", "night"}))
        ->capture_default_str();
    command.add_option("--screenshots", options.screenshots, "Folder for pictures when there is no display")
        ->default_str("build/demo");
}

/// Help is printed without a display, too.
bool asksForHelp(std::span<char* const> arguments)
{
    return std::ranges::any_of(arguments, [](std::string_view word) { return word == "-h" || word == "--help"; });
}

} // namespace

int main(int argc, char* argv[])
{
    std::optional<dgex::ui::WatchedApplication> application;
    if (!asksForHelp({argv, static_cast<std::size_t>(argc)}))
        application.emplace(argc, argv); // Takes its own options (-platform, ...) out of argv.
    const dgex::crypto::Library library;
    CLI::App program{"DGEX, the Digital Grid Exchange: homes trade electricity with each other."};
    program.name("dgex");
    program.require_subcommand(1);
    dgex::app::WindowOptions options;
    options.screenshots = "build/demo";
    options.exchange.newcomers = 2;
    std::string data;
    const std::array faces{std::pair{"demo", dgex::app::Face::Both}, std::pair{"home", dgex::app::Face::Home},
                           std::pair{"operator", dgex::app::Face::Operator}};
    const std::array says{
        "Both windows over a simulated neighbourhood",
        "The panel of your own home (--config), or of one of the simulated neighbourhood",
        "The operator's console of a market that is followed (--config), or of the simulated neighbourhood"};
    for (std::size_t i = 0; i < faces.size(); ++i) {
        CLI::App* command = program.add_subcommand(faces[i].first, says[i]);
        addOptions(*command, options, data);
        if (faces[i].second == dgex::app::Face::Home) {
            command->add_option("--config", options.config, "TOML file of your own home, as of `dgexd home`")
                ->check(CLI::ExistingFile)
                ->excludes("--homes")
                ->excludes("--data");
            command->add_flag("--kiosk", options.kiosk,
                              "Fills the screen, dims after two minutes, takes the night's colours at night");
        }
        if (faces[i].second == dgex::app::Face::Operator) {
            auto* const node =
                command
                    ->add_option("--config", options.config,
                                 "TOML file of a node to follow a market by, as of `dgexd node --follow`")
                    ->check(CLI::ExistingFile)
                    ->excludes("--homes")
                    ->excludes("--data");
            command->add_option("--desk", options.desk, "TOML file of the market's operator, as of `dgexd enrol`")
                ->check(CLI::ExistingFile)
                ->needs(node);
            command->add_option("--currency", options.currency, "Of the market's prices")
                ->needs(node)
                ->capture_default_str();
        }
        command->callback([&options, face = faces[i].second] { options.face = face; });
    }
    try {
        program.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return dgex::app::exitCodeOf(error, program, {argv, static_cast<std::size_t>(argc)});
    }
    const dgex::app::TemporaryFolder folder;
    options.exchange.ledgerFile = folder.path() / "simulation.ledger";
    options.exchange.keyFolder = dgex::app::keyFolder();
    if (!data.empty())
        options.exchange.data = data;
    return dgex::app::runWindows(options);
}
