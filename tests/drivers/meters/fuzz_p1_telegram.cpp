// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes: cut into telegrams and decoded without a crash, and never more than was sent.
#include "core/base/assert.h"
#include "drivers/meters/p1_telegram.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace dgex::drivers::meters;
    const std::string_view bytes{reinterpret_cast<const char*>(data), size};
    for (const P1Checksum checksum : {P1Checksum::Required, P1Checksum::WhenPresent, P1Checksum::Ignored})
        if (const auto telegram = decodeP1(bytes, checksum))
            (void)sampleOf(*telegram);
    P1Splitter splitter;
    std::size_t found = 0;
    for (const std::string& telegram : splitter.feed(bytes)) {
        found += telegram.size();
        (void)decodeP1(telegram, P1Checksum::Ignored);
    }
    DGEX_ASSERT(found <= size);
    return 0;
}
