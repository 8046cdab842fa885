// SPDX-License-Identifier: GPL-3.0-or-later
// Any answer of a converter is parsed without harm, and what passes as plausible is within its limits.
#include "drivers/apis/converter_reply.h"

#include <cmath>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace dgex::drivers;
    const auto reply = parseConverterReply({reinterpret_cast<const char*>(data), size});
    if (reply && isPlausible(*reply, 5'000) && !(std::abs(*reply->gridWatts) <= 5'000))
        std::abort();
    return 0;
}
