// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storage/sqlite_database.h"

#include <string>
#include <vector>

namespace dgex::storage {

/// Brings an empty or older ledger to kSchemaVersion, all or nothing. NotALedger for any other kind of file.
[[nodiscard]] std::expected<void, StorageError> migrate(SqliteDatabase& database);

/// Everything that the database's schema says, as sorted lines.
[[nodiscard]] std::expected<std::vector<std::string>, StorageError> schemaOf(SqliteDatabase& database);

/// What schemaOf gives for a ledger of kSchemaVersion.
[[nodiscard]] std::expected<std::vector<std::string>, StorageError> expectedSchema();

/// Checksum of a setting against accidental change: SHA-256 over "DGEX/setting/v1" 0, key, value.
[[nodiscard]] Hash256 settingDigest(std::string_view key, std::string_view value);

} // namespace dgex::storage
