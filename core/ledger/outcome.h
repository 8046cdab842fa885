// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/market/sheet.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace dgex::ledger {

/// Why a transaction that stands in the log has no effect. Numbers are part of result leaves and never change.
enum class TransactionError : std::uint8_t {
    Malformed = 1,          ///< Not canonical bytes, or a payload outside its ranges.
    NoMarket = 2,           ///< The first effective transaction of a ledger opens the market.
    WrongMarket = 3,        ///< For another market.
    UnknownParticipant = 4, ///< Not registered.
    BadSignature = 5,
    Duplicate = 6,         ///< The sequence number is not above the participant's last one.
    NotAllowed = 7,        ///< The participant's role may not do this.
    AlreadyOpen = 8,       ///< A second OpenMarket.
    AlreadyRegistered = 9, ///< The participant number is taken.
    WrongZone = 10,        ///< None of the terms' zones; without zones in the terms, not that of the first home.
    WrongRound = 11,       ///< Another round than the open one.
    BadSheet = 12,         ///< See the sheet error.
    OverCapacity = 13,     ///< Position and open orders of a period exceed the connection.
    OverCredit = 14,       ///< The orders could cost more than the credit limit.
    UnknownPeriod = 15,    ///< Before the first period of this market, or not closed for trading yet.
    UnknownContract = 16,  ///< No such contract, or the participant is none of its sides.
    TooLate = 17,
    AlreadySettled = 18,
    NoTariff = 19,            ///< Settling needs the utility's prices of the period.
    TooEarly = 20,            ///< Settling needs the period to have ended.
    MetersIncomplete = 21,    ///< A home with a reading is not listed, or a listed one has no reading.
    MetersDiffer = 22,        ///< Of former versions; now BlockOutcome::disputedMeters, which decides nothing.
    AmountTooLarge = 23,      ///< The money would leave its range.
    Revoked = 24,             ///< The participant is revoked, or the key was once.
    NotEnoughSignatures = 25, ///< A change of terms without the signatures of enough authorities.
    WrongTerms = 26, ///< A change that does not follow the terms in force, or changes what stays, or is not safe.
    WrongPart = 27,  ///< A part of a settlement that does not continue the parts before it.
};
inline constexpr TransactionError kTransactionErrorLast = TransactionError::WrongPart;
/// One English sentence fragment for logs and the command line.
[[nodiscard]] std::string_view describe(TransactionError error);

struct Refusal {
    TransactionError error = TransactionError::Malformed;
    std::optional<market::SheetError> sheet; ///< Present exactly with BadSheet.
    friend bool operator==(const Refusal&, const Refusal&) = default;
};

} // namespace dgex::ledger
