// SPDX-License-Identifier: GPL-3.0-or-later
// What a decoder takes is exactly what its encoder makes of it again: the transaction, and its payload as every type.
#include "core/base/assert.h"
#include "core/ledger/transaction.h"

#include <algorithm>

namespace {

using namespace dgex;

template <class Payload>
void tryPayload(ByteView bytes, std::optional<Payload> (*decode)(ByteView))
{
    if (const auto read = decode(bytes))
        DGEX_ASSERT(std::ranges::equal(ledger::encode(*read), bytes));
}

void tryEveryPayload(ByteView bytes)
{
    tryPayload(bytes, ledger::decodeOpenMarket);
    tryPayload(bytes, ledger::decodeRegisterParticipant);
    tryPayload(bytes, ledger::decodeCloseRound);
    tryPayload(bytes, ledger::decodeConfirmDelivery);
    tryPayload(bytes, ledger::decodeReportDelivery);
    tryPayload(bytes, ledger::decodeMeterValues);
    tryPayload(bytes, ledger::decodeMeterReading);
    tryPayload(bytes, ledger::decodeSettlePeriod);
    tryPayload(bytes, ledger::decodePublishTariff);
    tryPayload(bytes, ledger::decodeRenewRegistration);
    tryPayload(bytes, ledger::decodeRevokeParticipant);
    tryPayload(bytes, ledger::decodeChangeTerms);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const ByteView input(data, size);
    tryEveryPayload(input);
    if (const auto read = ledger::decodeTransaction(input)) {
        DGEX_ASSERT(std::ranges::equal(ledger::encode(*read), input));
        tryEveryPayload(read->payload);
    }
    return 0;
}
