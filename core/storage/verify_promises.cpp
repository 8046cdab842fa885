// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/verify_promises.h"

#include "core/ledger/receipt.h"

#include <algorithm>

namespace dgex::storage {

namespace {

using Finding = std::optional<std::string>;

Finding checkOwnSignatures(SqliteDatabase& database, std::uint64_t finalHeight, const ledger::TrustAnchor& anchor,
                           const ledger::SignatureCheck& check)
{
    auto rows = database.prepare("SELECT height, checkpoint FROM own_signatures ORDER BY height");
    if (!rows)
        return std::string(describe(rows.error()));
    for (;;) {
        const auto row = rows->step();
        if (!row)
            return std::string(describe(row.error()));
        if (!*row)
            return std::nullopt;
        const std::string name = "the node's co-signature " + std::to_string(rows->integer(0));
        const auto checkpoint = ledger::decodeCheckpoint(rows->blob(1));
        if (!rows->isBlob(1) || !checkpoint || checkpoint->signatures.size() != 1 ||
            checkpoint->market != anchor.market)
            return name + " cannot be read";
        if (checkpoint->height != static_cast<std::uint64_t>(rows->integer(0)) || checkpoint->height <= finalHeight)
            return name + " stands at a wrong height";
        const auto& [authority, signature] = checkpoint->signatures.front();
        if (authority >= anchor.authorities.size() ||
            !check(anchor.authorities[authority], signedPreimage(*checkpoint), signature))
            return name + " is not signed by an authority of this market";
    }
}

Finding checkReceipts(SqliteDatabase& database, const ledger::TrustAnchor& anchor, const ledger::SignatureCheck& check)
{
    auto rows = database.prepare("SELECT number, sheet, receipt FROM receipts ORDER BY number");
    if (!rows)
        return std::string(describe(rows.error()));
    for (;;) {
        const auto row = rows->step();
        if (!row)
            return std::string(describe(row.error()));
        if (!*row)
            return std::nullopt;
        const std::string name = "receipt " + std::to_string(rows->integer(0));
        const auto receipt = ledger::decodeReceipt(rows->blob(2));
        if (!rows->isBlob(1) || !rows->isBlob(2) || !receipt)
            return name + " cannot be read";
        if (!std::ranges::equal(rows->blob(1), receipt->transaction))
            return name + " is stored under another sheet";
        if (!verify(*receipt, anchor, check))
            return name + " is not signed by an authority of this market";
    }
}

} // namespace

Finding checkPromises(SqliteDatabase& database, std::uint64_t finalHeight, const ledger::TrustAnchor& anchor,
                      const ledger::SignatureCheck& check)
{
    if (auto finding = checkOwnSignatures(database, finalHeight, anchor, check))
        return finding;
    return checkReceipts(database, anchor, check);
}

} // namespace dgex::storage
