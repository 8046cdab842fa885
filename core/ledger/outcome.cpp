// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ledger/outcome.h"

namespace dgex::ledger {

std::string_view describe(TransactionError error)
{
    switch (error) {
    case TransactionError::Malformed:
        return "not the canonical bytes of a transaction, or a field out of its range";
    case TransactionError::NoMarket:
        return "no market is open on this ledger";
    case TransactionError::WrongMarket:
        return "for another market";
    case TransactionError::UnknownParticipant:
        return "the participant is not registered";
    case TransactionError::BadSignature:
        return "the signature does not hold";
    case TransactionError::Duplicate:
        return "the sequence number was used before";
    case TransactionError::NotAllowed:
        return "the participant's role does not allow it";
    case TransactionError::AlreadyOpen:
        return "the market is open already";
    case TransactionError::AlreadyRegistered:
        return "the participant number is taken";
    case TransactionError::WrongZone:
        return "the home lies in another zone than this market";
    case TransactionError::WrongRound:
        return "not the open round";
    case TransactionError::BadSheet:
        return "the bid sheet is invalid";
    case TransactionError::OverCapacity:
        return "position and orders exceed the connection";
    case TransactionError::OverCredit:
        return "the orders could cost more than the credit limit";
    case TransactionError::UnknownPeriod:
        return "the period is not closed for trading";
    case TransactionError::UnknownContract:
        return "no such contract of this participant";
    case TransactionError::TooLate:
        return "too late";
    case TransactionError::AlreadySettled:
        return "the period is settled";
    case TransactionError::NoTariff:
        return "the utility has not published its prices of the period";
    case TransactionError::TooEarly:
        return "the period is not over";
    case TransactionError::MetersIncomplete:
        return "the listed meters are not those that were read";
    case TransactionError::MetersDiffer:
        return "a listed value is not what the meter read";
    case TransactionError::AmountTooLarge:
        return "the money would leave its range";
    case TransactionError::Revoked:
        return "the participant or its key is revoked";
    case TransactionError::NotEnoughSignatures:
        return "too few authorities signed the change";
    case TransactionError::WrongTerms:
        return "the terms do not follow those in force";
    case TransactionError::WrongPart:
        return "the part does not continue those before it";
    }
    return "unknown error";
}

} // namespace dgex::ledger
