// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/sunspec/model_table.h"

namespace dgex::drivers {

namespace {

using enum PointType;

constexpr PointDef kModel124Points[] = {{"WChaMax", Uint16, "W", "WChaMax_SF"},
                                        {"WChaGra", Uint16, "%/s", "WChaDisChaGra_SF"},
                                        {"WDisChaGra", Uint16, "%/s", "WChaDisChaGra_SF"},
                                        {"StorCtl_Mod", Bits16},
                                        {"VAChaMax", Uint16, "VA", "VAChaMax_SF"},
                                        {"MinRsvPct", Uint16, "%", "MinRsvPct_SF"},
                                        {"ChaState", Uint16, "%", "ChaState_SF"},
                                        {"StorAval", Uint16, "Ah", "StorAval_SF"},
                                        {"InBatV", Uint16, "V", "InBatV_SF"},
                                        {"ChaSt", Enum16},
                                        {"OutWRte", Int16, "%", "InOutWRte_SF"},
                                        {"InWRte", Int16, "%", "InOutWRte_SF"},
                                        {"InOutWRte_WinTms", Uint16, "s"},
                                        {"InOutWRte_RvrtTms", Uint16, "s"},
                                        {"InOutWRte_RmpTms", Uint16, "s"},
                                        {"ChaGriSet", Enum16},
                                        {"WChaMax_SF", Scale},
                                        {"WChaDisChaGra_SF", Scale},
                                        {"VAChaMax_SF", Scale},
                                        {"MinRsvPct_SF", Scale},
                                        {"ChaState_SF", Scale},
                                        {"StorAval_SF", Scale},
                                        {"InBatV_SF", Scale},
                                        {"InOutWRte_SF", Scale}};

constexpr PointDef kModel802Points[] = {{"AHRtg", Uint16, "Ah", "AHRtg_SF"},
                                        {"WHRtg", Uint16, "Wh", "WHRtg_SF"},
                                        {"WChaRteMax", Uint16, "W", "WChaDisChaMax_SF"},
                                        {"WDisChaRteMax", Uint16, "W", "WChaDisChaMax_SF"},
                                        {"DisChaRte", Uint16, "%", "DisChaRte_SF"},
                                        {"SoCMax", Uint16, "%", "SoC_SF"},
                                        {"SoCMin", Uint16, "%", "SoC_SF"},
                                        {"SocRsvMax", Uint16, "%", "SoC_SF"},
                                        {"SoCRsvMin", Uint16, "%", "SoC_SF"},
                                        {"SoC", Uint16, "%", "SoC_SF"},
                                        {"DoD", Uint16, "%", "DoD_SF"},
                                        {"SoH", Uint16, "%", "SoH_SF"},
                                        {"NCyc", Uint32},
                                        {"ChaSt", Enum16},
                                        {"LocRemCtl", Enum16},
                                        {"Hb", Uint16},
                                        {"CtrlHb", Uint16},
                                        {"AlmRst", Uint16},
                                        {"Typ", Enum16},
                                        {"State", Enum16},
                                        {"StateVnd", Enum16},
                                        {"WarrDt", Uint32},
                                        {"Evt1", Bits32},
                                        {"Evt2", Bits32},
                                        {"EvtVnd1", Bits32},
                                        {"EvtVnd2", Bits32},
                                        {"V", Uint16, "V", "V_SF"},
                                        {"VMax", Uint16, "V", "V_SF"},
                                        {"VMin", Uint16, "V", "V_SF"},
                                        {"CellVMax", Uint16, "V", "CellV_SF"},
                                        {"CellVMaxStr", Uint16},
                                        {"CellVMaxMod", Uint16},
                                        {"CellVMin", Uint16, "V", "CellV_SF"},
                                        {"CellVMinStr", Uint16},
                                        {"CellVMinMod", Uint16},
                                        {"CellVAvg", Uint16, "V", "CellV_SF"},
                                        {"A", Int16, "A", "A_SF"},
                                        {"AChaMax", Uint16, "A", "AMax_SF"},
                                        {"ADisChaMax", Uint16, "A", "AMax_SF"},
                                        {"W", Int16, "W", "W_SF"},
                                        {"ReqInvState", Enum16},
                                        {"ReqW", Int16, "W", "W_SF"},
                                        {"SetOp", Enum16},
                                        {"SetInvState", Enum16},
                                        {"AHRtg_SF", Scale},
                                        {"WHRtg_SF", Scale},
                                        {"WChaDisChaMax_SF", Scale},
                                        {"DisChaRte_SF", Scale},
                                        {"SoC_SF", Scale},
                                        {"DoD_SF", Scale},
                                        {"SoH_SF", Scale},
                                        {"V_SF", Scale},
                                        {"CellV_SF", Scale},
                                        {"A_SF", Scale},
                                        {"AMax_SF", Scale},
                                        {"W_SF", Scale}};

constexpr ModelDef kModels[] = {{124, "basic storage control", {{}, kModel124Points}, true},
                                {802, "battery", {{}, kModel802Points}, true}};

} // namespace

std::span<const ModelDef> storageModels()
{
    return kModels;
}

} // namespace dgex::drivers
