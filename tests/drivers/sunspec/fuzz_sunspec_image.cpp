// SPDX-License-Identifier: GPL-3.0-or-later
// Any registers are walked, decoded and planned without harm; what is decoded stays within the image.
#include "drivers/sunspec/model_decoder.h"
#include "drivers/sunspec/model_walk.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace dgex::drivers;
    std::vector<std::uint16_t> image;
    for (std::size_t i = 0; i + 1 < size && image.size() < 65536; i += 2)
        image.push_back(static_cast<std::uint16_t>(data[i] << 8 | data[i + 1]));
    const ModelWalk walk = walkImage(0, image);
    for (const ModelPlace& place : walk.places()) {
        const ModelDef* model = findModel(place.id);
        if (model == nullptr)
            continue;
        const auto rest = std::span<const std::uint16_t>{image}.subspan(static_cast<std::size_t>(place.address));
        const DecodedModel decoded = decodeModel(*model, rest);
        if (decoded.values.size() > rest.size() || decoded.values.size() > static_cast<std::size_t>(place.length))
            std::abort();
        for (const PointValue& value : decoded.values) {
            if (value.text().empty() || value.name.empty())
                std::abort();
            static_cast<void>(value.whole());
            static_cast<void>(encodePoint(*model, rest, value.name, value.number().value_or(0)));
        }
        int at = 0;
        for (const ReadChunk& chunk : planReads(*model, place.length)) {
            if (chunk.offset != at || chunk.count <= 0 || chunk.count > kReadWordsMax)
                std::abort();
            at += chunk.count;
        }
        if (at != place.length + kHeaderWords)
            std::abort();
    }
    return 0;
}
