// SPDX-License-Identifier: GPL-3.0-or-later
// Any lines of a dongle: the session takes them without harm and hands on only datagrams of its meter.
#include "core/base/assert.h"
#include "drivers/echonet/sk_session.h"

#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace dgex;
    using namespace dgex::drivers::echonet;
    SkSession session{{SkSecret{"00112233445566778899AABBCCDDEEFF", "0123456789AB"}, size % 2 == 0}};
    UtcTime now;
    (void)session.begin(now);
    std::string_view text{reinterpret_cast<const char*>(data), size};
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        const auto step = session.take(text.substr(0, end), now);
        if (step.datagram)
            DGEX_ASSERT(session.isJoined() && step.datagram->from == session.meter());
        DGEX_ASSERT(step.write.size() <= 1);
        now = now + std::chrono::seconds{1};
        (void)session.tick(now);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return 0;
}
