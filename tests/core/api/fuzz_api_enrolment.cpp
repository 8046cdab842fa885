// SPDX-License-Identifier: GPL-3.0-or-later
// JSON bodies of the enrolment: whatever is taken is written and read again as the same.
#include "core/api/enrolment.h"
#include "core/base/assert.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace dgex;
    const ByteView input(data, size);
    if (const auto request = api::parseEnrolmentRequest(input)) {
        const auto again = api::parseEnrolmentRequest(api::toJson(*request));
        DGEX_ASSERT(again && again->meter == request->meter && again->requestPem == request->requestPem);
    }
    if (const auto enrolment = api::parseEnrolment(input)) {
        const std::string text = api::toJson(*enrolment);
        const auto again = api::parseEnrolment(viewOf(text));
        DGEX_ASSERT(again && again->fingerprint() == enrolment->fingerprint() && again->state == enrolment->state);
    }
    return 0;
}
