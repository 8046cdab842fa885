// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes: cut into frames and decoded without a crash; also as the content of a frame with a good checksum.
#include "core/base/assert.h"
#include "drivers/meters/sml_file.h"
#include "tests/support/sml_frame.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace dgex::drivers::meters;
    const dgex::ByteView bytes{data, size};
    if (const auto file = decodeSml(bytes))
        (void)sampleOf(*file);
    if (const auto file = decodeSml(dgex::test::smlFrame(bytes)))
        (void)sampleOf(*file);
    SmlSplitter splitter;
    std::size_t found = 0;
    for (const dgex::Bytes& frame : splitter.feed(bytes))
        found += frame.size();
    DGEX_ASSERT(found <= size);
    return 0;
}
