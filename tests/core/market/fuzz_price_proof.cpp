// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes: either no proof, or a proof whose canonical bytes they are and whose check ends in a verdict.
#include "core/market/price_check.h"

#include <algorithm>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const dgex::ByteView bytes{data, size};
    const auto proof = dgex::market::decodePriceProof(bytes);
    if (!proof)
        return 0;
    if (!std::ranges::equal(dgex::market::encode(*proof), bytes))
        std::abort();
    (void)dgex::market::checkPrice(*proof);
    return 0;
}
