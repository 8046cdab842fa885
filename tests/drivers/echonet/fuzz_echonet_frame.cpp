// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes: read without harm; what is read is written the same; its properties become values within their bounds.
#include "core/base/assert.h"
#include "drivers/echonet/properties.h"

#include <algorithm>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace dgex;
    using namespace dgex::drivers::echonet;
    const ByteView bytes{data, size};
    (void)decodePropertyMap(bytes);
    (void)decodeInstances(bytes);
    const auto frame = decodeFrame(bytes);
    if (!frame)
        return 0;
    DGEX_ASSERT(std::ranges::equal(encode(*frame), bytes));
    Properties held;
    for (const Property& property : frame->properties)
        held[property.code] = property.data;
    const auto scale = scaleOf(held, 2);
    for (const auto& [code, value] : held) {
        for (const Form form : {Form::U8, Form::U16, Form::U32, Form::S16, Form::S32})
            if (const auto number = numberOf(value, form); number && scale)
                (void)energyOf(*number, *scale);
        if (!scale)
            continue;
        (void)oneMinuteCounters(value, *scale);
        (void)halfHourCounter(value, *scale);
        (void)dayHistory(value, *scale);
        if (const auto history = recentHistory(value, *scale))
            DGEX_ASSERT(history->size() <= 12);
    }
    return 0;
}
