// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/command_line.h"
#include "app/commands/commands.h"
#include "core/crypto/signing.h"

#include <QCoreApplication>

#include <csignal>
#include <cstdio>
#include <exception>

int main(int argc, char* argv[])
{
    const QCoreApplication application(argc, argv);
    const dgex::crypto::Library library;
    CLI::App program{"DGEX, the Digital Grid Exchange, without windows. Standard output is data; everything else "
                     "goes to standard error."};
    program.name("dgexd");
    program.require_subcommand(1);
    program.set_version_flag("--version", DGEX_VERSION);
    int exitCode = dgex::app::kGood;
    dgex::app::addDemoCommand(program, exitCode);
    dgex::app::addDevicesCommand(program, exitCode);
    dgex::app::addVerifyCommand(program, exitCode);
    dgex::app::addCertificatesCommand(program, exitCode);
    dgex::app::addEraseReadingsCommand(program, exitCode);
    dgex::app::addNodeCommand(program, exitCode);
    dgex::app::addMakeNetworkCommand(program, exitCode);
    dgex::app::addClearCommand(program, exitCode);
    dgex::app::addProvePriceCommand(program, exitCode);
    dgex::app::addCheckPriceCommand(program, exitCode);
    dgex::app::addRouteCommand(program, exitCode);
    dgex::app::addBacktestCommand(program, exitCode);
    dgex::app::addGatewayCommand(program, exitCode);
    dgex::app::addHomeCommand(program, exitCode);
    dgex::app::addEnrolCommand(program, exitCode);
    dgex::app::addProveCommand(program, exitCode);
    dgex::app::addCheckProofCommand(program, exitCode);
    dgex::app::addCheckEvidenceCommand(program, exitCode);
    dgex::app::addReplayCommand(program, exitCode);
    dgex::app::addPlanCommand(program, exitCode);
    dgex::app::addAnchorCommand(program, exitCode);
    try {
        program.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return dgex::app::exitCodeOf(error, program, {argv, static_cast<std::size_t>(argc)});
    } catch (const std::exception& error) {
        std::fprintf(stderr, "dgexd: %s\n", error.what());
        return dgex::app::kUsage;
    }
    return exitCode;
}
