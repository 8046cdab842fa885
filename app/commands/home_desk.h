// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commands/home_config.h"
#include "core/api/enrolment.h"
#include "core/api/https_transport.h"

namespace dgex::app {

/// An enrolled home at its authorities or gateways, for single commands. The error is one sentence.
struct HomeDesk {
    HomeConfig config;
    OpenIdentity identity;
    api::Admission admission;
    std::unique_ptr<api::HttpsTransport> transport;

    [[nodiscard]] static std::expected<HomeDesk, std::string> open(const std::string& file);
};

} // namespace dgex::app
