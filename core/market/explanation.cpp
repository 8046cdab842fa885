// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/market/explanation.h"

namespace dgex::market {

std::string_view codeOf(Reason reason)
{
    switch (reason) {
    case Reason::Filled:
        return "filled";
    case Reason::PartFilledAtMargin:
        return "partFilledAtMargin";
    case Reason::LimitBeyondPrice:
        return "limitBeyondPrice";
    case Reason::NoCounterpart:
        return "noCounterpart";
    case Reason::LinkFull:
        return "linkFull";
    case Reason::ClassScarce:
        return "classScarce";
    case Reason::PeriodsFull:
        return "periodsFull";
    case Reason::Merged:
        return "merged";
    case Reason::TradeReduced:
        return "tradeReduced";
    case Reason::CrossesItself:
        return "invalidCrossesItself";
    case Reason::BlockOutOfMoney:
        return "blockOutOfMoney";
    case Reason::BlockNotChosen:
        return "blockNotChosen";
    case Reason::BlockPartFilled:
        return "blockPartFilled";
    case Reason::ParentNotAccepted:
        return "parentNotAccepted";
    }
    return "unknown";
}

} // namespace dgex::market
