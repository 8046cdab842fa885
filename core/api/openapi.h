// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace dgex::api {

/// The OpenAPI 3.1 document of the node's API, as JSON. A test holds every operation against a running server.
[[nodiscard]] std::string_view openApiDocument();

} // namespace dgex::api
