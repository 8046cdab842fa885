// SPDX-License-Identifier: GPL-3.0-or-later
// Method, path, query and body from anybody, one per line: what is understood as a request is its only spelling.
#include "core/api/http_call.h"
#include "core/base/assert.h"

#include <algorithm>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    std::string_view rest(reinterpret_cast<const char*>(data), size);
    const auto line = [&rest] {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        const std::string_view taken = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        return std::string{taken};
    };
    dgex::api::HttpCall call;
    call.method = line();
    call.path = line();
    call.query = line();
    call.body.assign(rest.begin(), rest.end());
    if (const auto request = dgex::api::fromHttp(call))
        DGEX_ASSERT(dgex::api::toHttp(*request) == call);
    return 0;
}
