// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/sunspec/model_table.h"

namespace dgex::drivers {

const ModelDef* findModel(std::uint16_t id)
{
    for (const std::span<const ModelDef> part : {inverterModels(), meterModels(), derModels(), storageModels()}) {
        for (const ModelDef& model : part) {
            if (model.id == id)
                return &model;
        }
    }
    return nullptr;
}

} // namespace dgex::drivers
