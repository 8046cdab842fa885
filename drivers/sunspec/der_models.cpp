// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/sunspec/model_table.h"

namespace dgex::drivers {

namespace {

using enum PointType;

constexpr PointDef kModel701Points[] = {{"ACType", Enum16},
                                        {"St", Enum16},
                                        {"InvSt", Enum16},
                                        {"ConnSt", Enum16},
                                        {"Alrm", Bits32},
                                        {"DERMode", Bits32},
                                        {"W", Int16, "W", "W_SF"},
                                        {"VA", Int16, "VA", "VA_SF"},
                                        {"Var", Int16, "var", "Var_SF"},
                                        {"PF", Int16, "", "PF_SF"},
                                        {"A", Int16, "A", "A_SF"},
                                        {"LLV", Uint16, "V", "V_SF"},
                                        {"LNV", Uint16, "V", "V_SF"},
                                        {"Hz", Uint32, "Hz", "Hz_SF"},
                                        {"TotWhInj", Uint64, "Wh", "TotWh_SF"},
                                        {"TotWhAbs", Uint64, "Wh", "TotWh_SF"},
                                        {"TotVarhInj", Uint64, "varh", "TotVarh_SF"},
                                        {"TotVarhAbs", Uint64, "varh", "TotVarh_SF"},
                                        {"TmpAmb", Int16, "degC", "Tmp_SF"},
                                        {"TmpCab", Int16, "degC", "Tmp_SF"},
                                        {"TmpSnk", Int16, "degC", "Tmp_SF"},
                                        {"TmpTrns", Int16, "degC", "Tmp_SF"},
                                        {"TmpSw", Int16, "degC", "Tmp_SF"},
                                        {"TmpOt", Int16, "degC", "Tmp_SF"},
                                        {"WL1", Int16, "W", "W_SF"},
                                        {"VAL1", Int16, "VA", "VA_SF"},
                                        {"VarL1", Int16, "var", "Var_SF"},
                                        {"PFL1", Int16, "", "PF_SF"},
                                        {"AL1", Int16, "A", "A_SF"},
                                        {"VL1L2", Uint16, "V", "V_SF"},
                                        {"VL1", Uint16, "V", "V_SF"},
                                        {"TotWhInjL1", Uint64, "Wh", "TotWh_SF"},
                                        {"TotWhAbsL1", Uint64, "Wh", "TotWh_SF"},
                                        {"TotVarhInjL1", Uint64, "varh", "TotVarh_SF"},
                                        {"TotVarhAbsL1", Uint64, "varh", "TotVarh_SF"},
                                        {"WL2", Int16, "W", "W_SF"},
                                        {"VAL2", Int16, "VA", "VA_SF"},
                                        {"VarL2", Int16, "var", "Var_SF"},
                                        {"PFL2", Int16, "", "PF_SF"},
                                        {"AL2", Int16, "A", "A_SF"},
                                        {"VL2L3", Uint16, "V", "V_SF"},
                                        {"VL2", Uint16, "V", "V_SF"},
                                        {"TotWhInjL2", Uint64, "Wh", "TotWh_SF"},
                                        {"TotWhAbsL2", Uint64, "Wh", "TotWh_SF"},
                                        {"TotVarhInjL2", Uint64, "varh", "TotVarh_SF"},
                                        {"TotVarhAbsL2", Uint64, "varh", "TotVarh_SF"},
                                        {"WL3", Int16, "W", "W_SF"},
                                        {"VAL3", Int16, "VA", "VA_SF"},
                                        {"VarL3", Int16, "var", "Var_SF"},
                                        {"PFL3", Int16, "", "PF_SF"},
                                        {"AL3", Int16, "A", "A_SF"},
                                        {"VL3L1", Uint16, "V", "V_SF"},
                                        {"VL3", Uint16, "V", "V_SF"},
                                        {"TotWhInjL3", Uint64, "Wh", "TotWh_SF"},
                                        {"TotWhAbsL3", Uint64, "Wh", "TotWh_SF"},
                                        {"TotVarhInjL3", Uint64, "varh", "TotVarh_SF"},
                                        {"TotVarhAbsL3", Uint64, "varh", "TotVarh_SF"},
                                        {"ThrotPct", Uint16, "%"},
                                        {"ThrotSrc", Bits32},
                                        {"A_SF", Scale},
                                        {"V_SF", Scale},
                                        {"Hz_SF", Scale},
                                        {"W_SF", Scale},
                                        {"PF_SF", Scale},
                                        {"VA_SF", Scale},
                                        {"Var_SF", Scale},
                                        {"TotWh_SF", Scale},
                                        {"TotVarh_SF", Scale},
                                        {"Tmp_SF", Scale},
                                        {"MnAlrmInfo", Text, {}, {}, false, 32}};

constexpr PointDef kModel702Points[] = {{"WMaxRtg", Uint16, "W", "W_SF"},
                                        {"WOvrExtRtg", Uint16, "W", "W_SF"},
                                        {"WOvrExtRtgPF", Uint16, "", "PF_SF"},
                                        {"WUndExtRtg", Uint16, "W", "W_SF"},
                                        {"WUndExtRtgPF", Uint16, "", "PF_SF"},
                                        {"VAMaxRtg", Uint16, "VA", "VA_SF"},
                                        {"VarMaxInjRtg", Uint16, "var", "Var_SF"},
                                        {"VarMaxAbsRtg", Uint16, "var", "Var_SF"},
                                        {"WChaRteMaxRtg", Uint16, "W", "W_SF"},
                                        {"WDisChaRteMaxRtg", Uint16, "W", "W_SF"},
                                        {"VAChaRteMaxRtg", Uint16, "VA", "VA_SF"},
                                        {"VADisChaRteMaxRtg", Uint16, "VA", "VA_SF"},
                                        {"VNomRtg", Uint16, "V", "V_SF"},
                                        {"VMaxRtg", Uint16, "V", "V_SF"},
                                        {"VMinRtg", Uint16, "V", "V_SF"},
                                        {"AMaxRtg", Uint16, "A", "A_SF"},
                                        {"PFOvrExtRtg", Uint16, "", "PF_SF"},
                                        {"PFUndExtRtg", Uint16, "", "PF_SF"},
                                        {"ReactSusceptRtg", Uint16, "S", "S_SF"},
                                        {"NorOpCatRtg", Enum16},
                                        {"AbnOpCatRtg", Enum16},
                                        {"CtrlModes", Bits32},
                                        {"IntIslandCatRtg", Bits16},
                                        {"WMax", Uint16, "W", "W_SF"},
                                        {"WMaxOvrExt", Uint16, "W", "W_SF"},
                                        {"WOvrExtPF", Uint16, "", "PF_SF"},
                                        {"WMaxUndExt", Uint16, "W", "W_SF"},
                                        {"WUndExtPF", Uint16, "", "PF_SF"},
                                        {"VAMax", Uint16, "VA", "VA_SF"},
                                        {"VarMaxInj", Uint16, "var", "Var_SF"},
                                        {"VarMaxAbs", Uint16, "var", "Var_SF"},
                                        {"WChaRteMax", Uint16, "W", "W_SF"},
                                        {"WDisChaRteMax", Uint16, "W", "W_SF"},
                                        {"VAChaRteMax", Uint16, "VA", "VA_SF"},
                                        {"VADisChaRteMax", Uint16, "VA", "VA_SF"},
                                        {"VNom", Uint16, "V", "V_SF"},
                                        {"VMax", Uint16, "V", "V_SF"},
                                        {"VMin", Uint16, "V", "V_SF"},
                                        {"AMax", Uint16, "A", "A_SF"},
                                        {"PFOvrExt", Uint16, "", "PF_SF"},
                                        {"PFUndExt", Uint16, "", "PF_SF"},
                                        {"IntIslandCat", Bits16},
                                        {"W_SF", Scale},
                                        {"PF_SF", Scale},
                                        {"VA_SF", Scale},
                                        {"Var_SF", Scale},
                                        {"V_SF", Scale},
                                        {"A_SF", Scale},
                                        {"S_SF", Scale}};

constexpr PointDef kModel703Points[] = {{"ES", Enum16},
                                        {"ESVHi", Uint16, "%", "V_SF"},
                                        {"ESVLo", Uint16, "%", "V_SF"},
                                        {"ESHzHi", Uint32, "Hz", "Hz_SF"},
                                        {"ESHzLo", Uint32, "Hz", "Hz_SF"},
                                        {"ESDlyTms", Uint32, "s"},
                                        {"ESRndTms", Uint32, "s"},
                                        {"ESRmpTms", Uint32, "s"},
                                        {"ESDlyRemTms", Uint32, "s"},
                                        {"V_SF", Scale},
                                        {"Hz_SF", Scale}};

constexpr PointDef kModel704Points[] = {{"PFWInjEna", Enum16},
                                        {"PFWInjEnaRvrt", Enum16},
                                        {"PFWInjRvrtTms", Uint32, "s"},
                                        {"PFWInjRvrtRem", Uint32, "s"},
                                        {"PFWAbsEna", Enum16},
                                        {"PFWAbsEnaRvrt", Enum16},
                                        {"PFWAbsRvrtTms", Uint32, "s"},
                                        {"PFWAbsRvrtRem", Uint32, "s"},
                                        {"WMaxLimPctEna", Enum16},
                                        {"WMaxLimPct", Uint16, "%", "WMaxLimPct_SF"},
                                        {"WMaxLimPctRvrt", Uint16, "%", "WMaxLimPct_SF"},
                                        {"WMaxLimPctEnaRvrt", Enum16},
                                        {"WMaxLimPctRvrtTms", Uint32, "s"},
                                        {"WMaxLimPctRvrtRem", Uint32, "s"},
                                        {"WSetEna", Enum16},
                                        {"WSetMod", Enum16},
                                        {"WSet", Int32, "W", "WSet_SF"},
                                        {"WSetRvrt", Int32, "W", "WSet_SF"},
                                        {"WSetPct", Int16, "%", "WSetPct_SF"},
                                        {"WSetPctRvrt", Int16, "%", "WSetPct_SF"},
                                        {"WSetEnaRvrt", Enum16},
                                        {"WSetRvrtTms", Uint32, "s"},
                                        {"WSetRvrtRem", Uint32, "s"},
                                        {"VarSetEna", Enum16},
                                        {"VarSetMod", Enum16},
                                        {"VarSetPri", Enum16},
                                        {"VarSet", Int32, "var", "VarSet_SF"},
                                        {"VarSetRvrt", Int32, "var", "VarSet_SF"},
                                        {"VarSetPct", Int16, "%", "VarSetPct_SF"},
                                        {"VarSetPctRvrt", Int16, "%", "VarSetPct_SF"},
                                        {"VarSetEnaRvrt", Enum16},
                                        {"VarSetRvrtTms", Uint32, "s"},
                                        {"VarSetRvrtRem", Uint32, "s"},
                                        {"WRmp", Uint16, "%/s"},
                                        {"WRmpRef", Enum16},
                                        {"VarRmp", Uint16, "%/s"},
                                        {"AntiIslEna", Enum16},
                                        {"PF_SF", Scale},
                                        {"WMaxLimPct_SF", Scale},
                                        {"WSet_SF", Scale},
                                        {"WSetPct_SF", Scale},
                                        {"VarSet_SF", Scale},
                                        {"VarSetPct_SF", Scale}};

constexpr PointDef kModel704PFWInjPoints[] = {{"PF", Uint16, "", "PF_SF"}, {"Ext", Enum16}};

constexpr GroupDef kModel704Groups[] = {{"PFWInj", kModel704PFWInjPoints},
                                        {"PFWInjRvrt", kModel704PFWInjPoints},
                                        {"PFWAbs", kModel704PFWInjPoints},
                                        {"PFWAbsRvrt", kModel704PFWInjPoints}};

constexpr PointDef kModel705Points[] = {{"Ena", Enum16},          {"AdptCrvReq", Uint16}, {"AdptCrvRslt", Enum16},
                                        {"NPt", Uint16},          {"NCrv", Uint16},       {"RvrtTms", Uint32, "s"},
                                        {"RvrtRem", Uint32, "s"}, {"RvrtCrv", Uint16},    {"V_SF", Scale},
                                        {"DeptRef_SF", Scale},    {"RspTms_SF", Scale}};

constexpr PointDef kModel705CrvPoints[] = {{"ActPt", Uint16},
                                           {"DeptRef", Enum16},
                                           {"Pri", Enum16},
                                           {"VRef", Uint16, "%", "V_SF"},
                                           {"VRefAuto", Uint16, "%", "V_SF"},
                                           {"VRefAutoEna", Enum16},
                                           {"VRefAutoTms", Uint16, "s"},
                                           {"RspTms", Uint32, "s", "RspTms_SF"},
                                           {"ReadOnly", Enum16}};

constexpr PointDef kModel705CrvPtPoints[] = {{"V", Uint16, "%", "V_SF"}, {"Var", Int16, "%", "DeptRef_SF"}};

constexpr GroupDef kModel705CrvGroups[] = {{"Pt", kModel705CrvPtPoints, {}, "NPt"}};

constexpr GroupDef kModel705Groups[] = {{"Crv", kModel705CrvPoints, kModel705CrvGroups, "NCrv"}};

constexpr PointDef kModel706Points[] = {{"Ena", Enum16},          {"AdptCrvReq", Uint16}, {"AdptCrvRslt", Enum16},
                                        {"NPt", Uint16},          {"NCrv", Uint16},       {"RvrtTms", Uint32, "s"},
                                        {"RvrtRem", Uint32, "s"}, {"RvrtCrv", Uint16},    {"V_SF", Scale},
                                        {"DeptRef_SF", Scale},    {"RspTms_SF", Scale}};

constexpr PointDef kModel706CrvPoints[] = {
    {"ActPt", Uint16}, {"DeptRef", Enum16}, {"RspTms", Uint32, "s", "RspTms_SF"}, {"ReadOnly", Enum16}};

constexpr PointDef kModel706CrvPtPoints[] = {{"V", Uint16, "%", "V_SF"}, {"W", Int16, "%", "DeptRef_SF"}};

constexpr GroupDef kModel706CrvGroups[] = {{"Pt", kModel706CrvPtPoints, {}, "NPt"}};

constexpr GroupDef kModel706Groups[] = {{"Crv", kModel706CrvPoints, kModel706CrvGroups, "NCrv"}};

constexpr PointDef kModel707Points[] = {{"Ena", Enum16},  {"AdptCrvReq", Uint16}, {"AdptCrvRslt", Enum16},
                                        {"NPt", Uint16},  {"NCrvSet", Uint16},    {"V_SF", Scale},
                                        {"Tms_SF", Scale}};

constexpr PointDef kModel707CrvPoints[] = {{"ReadOnly", Enum16}};

constexpr PointDef kModel707CrvMustTripPoints[] = {{"ActPt", Uint16}};

constexpr PointDef kModel707CrvMustTripPtPoints[] = {{"V", Uint16, "%", "V_SF"}, {"Tms", Uint32, "s", "Tms_SF"}};

constexpr GroupDef kModel707CrvMustTripGroups[] = {{"Pt", kModel707CrvMustTripPtPoints, {}, "NPt"}};

constexpr GroupDef kModel707CrvMayTripGroups[] = {{"Pt", kModel707CrvMustTripPtPoints, {}, "NPt"}};

constexpr GroupDef kModel707CrvMomCessGroups[] = {{"Pt", kModel707CrvMustTripPtPoints, {}, "NPt"}};

constexpr GroupDef kModel707CrvGroups[] = {{"MustTrip", kModel707CrvMustTripPoints, kModel707CrvMustTripGroups},
                                           {"MayTrip", kModel707CrvMustTripPoints, kModel707CrvMayTripGroups},
                                           {"MomCess", kModel707CrvMustTripPoints, kModel707CrvMomCessGroups}};

constexpr GroupDef kModel707Groups[] = {{"Crv", kModel707CrvPoints, kModel707CrvGroups, "NCrvSet"}};

constexpr PointDef kModel709Points[] = {{"Ena", Enum16},  {"AdptCrvReq", Uint16}, {"AdptCrvRslt", Enum16},
                                        {"NPt", Uint16},  {"NCrvSet", Uint16},    {"Hz_SF", Scale},
                                        {"Tms_SF", Scale}};

constexpr PointDef kModel709CrvPoints[] = {{"ReadOnly", Enum16}};

constexpr PointDef kModel709CrvMustTripPoints[] = {{"ActPt", Uint16}};

constexpr PointDef kModel709CrvMustTripPtPoints[] = {{"Hz", Uint32, "Hz", "Hz_SF"}, {"Tms", Uint32, "s", "Tms_SF"}};

constexpr GroupDef kModel709CrvMustTripGroups[] = {{"Pt", kModel709CrvMustTripPtPoints, {}, "NPt"}};

constexpr GroupDef kModel709CrvMayTripGroups[] = {{"Pt", kModel709CrvMustTripPtPoints, {}, "NPt"}};

constexpr GroupDef kModel709CrvMomCessGroups[] = {{"Pt", kModel709CrvMustTripPtPoints, {}, "NPt"}};

constexpr GroupDef kModel709CrvGroups[] = {{"MustTrip", kModel709CrvMustTripPoints, kModel709CrvMustTripGroups},
                                           {"MayTrip", kModel709CrvMustTripPoints, kModel709CrvMayTripGroups},
                                           {"MomCess", kModel709CrvMustTripPoints, kModel709CrvMomCessGroups}};

constexpr GroupDef kModel709Groups[] = {{"Crv", kModel709CrvPoints, kModel709CrvGroups, "NCrvSet"}};

constexpr PointDef kModel711Points[] = {{"Ena", Enum16},     {"AdptCtlReq", Uint16},   {"AdptCtlRslt", Enum16},
                                        {"NCtl", Uint16},    {"RvrtTms", Uint32, "s"}, {"RvrtRem", Uint32, "s"},
                                        {"RvrtCtl", Uint16}, {"Db_SF", Scale},         {"K_SF", Scale},
                                        {"RspTms_SF", Scale}};

constexpr PointDef kModel711CtlPoints[] = {{"DbOf", Uint32, "Hz", "Db_SF"},
                                           {"DbUf", Uint32, "Hz", "Db_SF"},
                                           {"KOf", Uint16, "", "K_SF"},
                                           {"KUf", Uint16, "", "K_SF"},
                                           {"RspTms", Uint32, "s", "RspTms_SF"},
                                           {"PMin", Int16, "%"},
                                           {"ReadOnly", Enum16}};

constexpr GroupDef kModel711Groups[] = {{"Ctl", kModel711CtlPoints, {}, "NCtl"}};

constexpr PointDef kModel712Points[] = {{"Ena", Enum16},          {"AdptCrvReq", Uint16}, {"AdptCrvRslt", Enum16},
                                        {"NPt", Uint16},          {"NCrv", Uint16},       {"RvrtTms", Uint32, "s"},
                                        {"RvrtRem", Uint32, "s"}, {"RvrtCrv", Uint16},    {"W_SF", Scale},
                                        {"DeptRef_SF", Scale}};

constexpr PointDef kModel712CrvPoints[] = {
    {"ActPt", Uint16}, {"DeptRef", Enum16}, {"Pri", Enum16}, {"ReadOnly", Enum16}};

constexpr PointDef kModel712CrvPtPoints[] = {{"W", Int16, "%", "W_SF"}, {"Var", Int16, "%", "DeptRef_SF"}};

constexpr GroupDef kModel712CrvGroups[] = {{"Pt", kModel712CrvPtPoints, {}, "NPt"}};

constexpr GroupDef kModel712Groups[] = {{"Crv", kModel712CrvPoints, kModel712CrvGroups, "NCrv"}};

constexpr PointDef kModel713Points[] = {{"WHRtg", Uint16, "Wh", "WH_SF"},
                                        {"WHAvail", Uint16, "Wh", "WH_SF"},
                                        {"SoC", Uint16, "%", "Pct_SF"},
                                        {"SoH", Uint16, "%", "Pct_SF"},
                                        {"Sta", Enum16},
                                        {"WH_SF", Scale},
                                        {"Pct_SF", Scale}};

constexpr PointDef kModel714Points[] = {{"PrtAlrms", Bits32},
                                        {"NPrt", Uint16},
                                        {"DCA", Int16, "A", "DCA_SF"},
                                        {"DCW", Int16, "W", "DCW_SF"},
                                        {"DCWhInj", Uint64, "Wh", "DCWH_SF"},
                                        {"DCWhAbs", Uint64, "Wh", "DCWH_SF"},
                                        {"DCA_SF", Scale},
                                        {"DCV_SF", Scale},
                                        {"DCW_SF", Scale},
                                        {"DCWH_SF", Scale},
                                        {"Tmp_SF", Scale}};

constexpr PointDef kModel714PrtPoints[] = {{"PrtTyp", Enum16},
                                           {"ID", Uint16},
                                           {"IDStr", Text, {}, {}, false, 8},
                                           {"DCA", Int16, "A", "DCA_SF"},
                                           {"DCV", Uint16, "V", "DCV_SF"},
                                           {"DCW", Int16, "W", "DCW_SF"},
                                           {"DCWhInj", Uint64, "Wh", "DCWH_SF"},
                                           {"DCWhAbs", Uint64, "Wh", "DCWH_SF"},
                                           {"Tmp", Int16, "degC", "Tmp_SF"},
                                           {"DCSta", Enum16},
                                           {"DCAlrm", Bits32}};

constexpr GroupDef kModel714Groups[] = {{"Prt", kModel714PrtPoints, {}, "NPrt"}};

constexpr ModelDef kModels[] = {{701, "AC measurement", {{}, kModel701Points}, true},
                                {702, "capacity", {{}, kModel702Points}, false},
                                {703, "enter service", {{}, kModel703Points}, false},
                                {704, "AC controls", {{}, kModel704Points, kModel704Groups}, false},
                                {705, "volt-var curves", {{}, kModel705Points, kModel705Groups}, false},
                                {706, "volt-watt curves", {{}, kModel706Points, kModel706Groups}, false},
                                {707, "trip at low voltage", {{}, kModel707Points, kModel707Groups}, false},
                                {708, "trip at high voltage", {{}, kModel707Points, kModel707Groups}, false},
                                {709, "trip at low frequency", {{}, kModel709Points, kModel709Groups}, false},
                                {710, "trip at high frequency", {{}, kModel709Points, kModel709Groups}, false},
                                {711, "frequency droop", {{}, kModel711Points, kModel711Groups}, false},
                                {712, "watt-var curves", {{}, kModel712Points, kModel712Groups}, false},
                                {713, "storage capacity", {{}, kModel713Points}, true},
                                {714, "DC measurement", {{}, kModel714Points, kModel714Groups}, true}};

} // namespace

std::span<const ModelDef> derModels()
{
    return kModels;
}

} // namespace dgex::drivers
