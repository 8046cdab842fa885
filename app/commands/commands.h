// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commands/exit_codes.h"

#include <CLI/CLI.hpp>

namespace dgex::app {

/// Each adds one subcommand; when it is chosen it runs and leaves its exit code in exitCode.
void addDemoCommand(CLI::App& program, int& exitCode);
void addDevicesCommand(CLI::App& program, int& exitCode);
void addVerifyCommand(CLI::App& program, int& exitCode);
void addCertificatesCommand(CLI::App& program, int& exitCode);
void addEraseReadingsCommand(CLI::App& program, int& exitCode);
void addNodeCommand(CLI::App& program, int& exitCode);
void addMakeNetworkCommand(CLI::App& program, int& exitCode);
void addClearCommand(CLI::App& program, int& exitCode);
void addProvePriceCommand(CLI::App& program, int& exitCode);
void addCheckPriceCommand(CLI::App& program, int& exitCode);
void addRouteCommand(CLI::App& program, int& exitCode);
void addBacktestCommand(CLI::App& program, int& exitCode);
void addGatewayCommand(CLI::App& program, int& exitCode);
void addHomeCommand(CLI::App& program, int& exitCode);
void addEnrolCommand(CLI::App& program, int& exitCode);
void addProveCommand(CLI::App& program, int& exitCode);
void addCheckProofCommand(CLI::App& program, int& exitCode);
void addCheckEvidenceCommand(CLI::App& program, int& exitCode);
void addReplayCommand(CLI::App& program, int& exitCode);
void addPlanCommand(CLI::App& program, int& exitCode);
void addAnchorCommand(CLI::App& program, int& exitCode);

} // namespace dgex::app
