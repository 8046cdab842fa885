// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/log_record.h"

#include "core/base/encoding.h"
#include "core/storage/ledger_file.h"

namespace dgex::storage {

Bytes encode(const LogRecord& record)
{
    Encoder out;
    out.domain("log-record").u64(record.position).raw(record.previous).raw(record.token);
    out.raw(encodeBatch(record.transactions));
    return out.take();
}

std::optional<LogRecord> decodeLogRecord(ByteView bytes)
{
    Decoder in(bytes);
    in.domain("log-record");
    LogRecord record;
    record.position = in.u64();
    record.previous = in.array<32>();
    record.token = in.array<16>();
    if (!in.ok())
        return std::nullopt;
    auto transactions = decodeBatch(in.raw(in.remaining()));
    if (!transactions)
        return std::nullopt;
    record.transactions = std::move(*transactions);
    return record;
}

} // namespace dgex::storage
