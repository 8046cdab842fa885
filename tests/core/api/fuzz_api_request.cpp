// SPDX-License-Identifier: GPL-3.0-or-later
// What the decoder takes is exactly what the encoder makes of it again.
#include "core/api/messages.h"
#include "core/base/assert.h"

#include <algorithm>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const dgex::ByteView input(data, size);
    if (const auto read = dgex::api::decodeRequest(input))
        DGEX_ASSERT(std::ranges::equal(dgex::api::encode(*read), input));
    return 0;
}
