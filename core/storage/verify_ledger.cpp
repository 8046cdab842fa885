// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/verify_ledger.h"

#include "core/storage/ledger_file.h"
#include "core/storage/schema.h"
#include "core/storage/sqlite_database.h"
#include "core/storage/verify_promises.h"

#include <algorithm>
#include <filesystem>

namespace dgex::storage {

namespace {

/// What is wrong, or nothing.
using Finding = std::optional<std::string>;

std::string sentence(StorageError error)
{
    return std::string(describe(error));
}

Finding checkFile(SqliteDatabase& database)
{
    const auto application = database.integer("PRAGMA application_id");
    const auto version = database.integer("PRAGMA user_version");
    if (!application || !version)
        return sentence(application ? version.error() : application.error());
    if (*application != kApplicationId)
        return sentence(StorageError::NotALedger);
    if (*version != kSchemaVersion)
        return "schema version " + std::to_string(*version) + " instead of " + std::to_string(kSchemaVersion);
    const auto integrity = database.text("PRAGMA integrity_check(1)");
    if (!integrity)
        return sentence(integrity.error());
    if (*integrity != "ok")
        return "SQLite finds the file damaged: " + *integrity;
    const auto schema = schemaOf(database);
    const auto expected = expectedSchema();
    if (!schema || !expected)
        return sentence(schema ? expected.error() : schema.error());
    if (*schema != *expected)
        return "the tables are not those of a ledger";
    return std::nullopt;
}

/// Steps through a query; after the last row or a failure current() is false.
class Rows {
public:
    Rows(SqliteDatabase& database, std::string_view sql)
    {
        auto statement = database.prepare(sql);
        if (!statement) {
            m_error = statement.error();
            return;
        }
        m_statement = std::move(*statement);
        next();
    }
    [[nodiscard]] bool current() const { return m_current; }
    [[nodiscard]] std::optional<StorageError> error() const { return m_error; }
    [[nodiscard]] const SqliteStatement& row() const { return m_statement; }
    void next()
    {
        const auto row = m_statement.step();
        m_current = row.value_or(false);
        if (!row)
            m_error = row.error();
    }

private:
    SqliteStatement m_statement;
    bool m_current = false;
    std::optional<StorageError> m_error;
};

/// Stored meter values whose hash holds; others count as absent here and are found by checkValues.
std::optional<ledger::MeterValues> readValues(SqliteDatabase& database, const Hash256& hash)
{
    auto select = database.prepare("SELECT bytes FROM meter_values WHERE hash = ?");
    if (!select || !select->bind(1, ByteView(hash)).step().value_or(false))
        return std::nullopt;
    return ledger::decodeMeterValues(select->blob(0));
}

/// Which stored meter values the log refers to, in a table of SQLite's own temporary file: memory does not grow with
/// the chain.
class References {
public:
    [[nodiscard]] static std::expected<References, StorageError> make(SqliteDatabase& database)
    {
        const auto made =
            database.execute("PRAGMA temp_store = FILE; CREATE TEMP TABLE referenced (number INTEGER PRIMARY KEY)");
        if (!made)
            return std::unexpected(made.error());
        auto insert = database.prepare(
            "INSERT OR IGNORE INTO temp.referenced SELECT number FROM main.meter_values WHERE hash = ?");
        if (!insert)
            return std::unexpected(insert.error());
        return References(std::move(*insert));
    }

    [[nodiscard]] std::expected<void, StorageError> note(const Hash256& hash)
    {
        return m_insert.bind(1, ByteView(hash)).run();
    }

private:
    explicit References(SqliteStatement insert)
        : m_insert(std::move(insert))
    {
    }
    SqliteStatement m_insert;
};

class Execution {
public:
    Execution(SqliteDatabase& database, References references, const VerifyOptions& options)
        : m_database(database)
        , m_references(std::move(references))
        , m_options(options)
        , m_check(ledger::checkWith(m_verifier))
    {
    }

    /// Stops at the first bad block.
    void run(VerifyReport& report)
    {
        Rows batches(m_database, "SELECT position, transactions FROM batches ORDER BY position");
        Rows blocks(m_database, "SELECT height, header, checkpoint FROM blocks ORDER BY height");
        while (batches.current() || blocks.current()) {
            const std::uint64_t height = m_state.height() + 1;
            if (Finding finding = checkBlock(batches, blocks, height)) {
                report.badHeight = height;
                report.reason = "block " + std::to_string(height) + ": " + *finding;
                return;
            }
            report.height = height;
            report.logRoot = m_outcome.header.logRoot;
            report.resultRoot = m_outcome.header.resultRoot;
            if (m_options.onBlock)
                m_options.onBlock(m_outcome, m_state);
            batches.next();
            blocks.next();
        }
        if (const auto error = batches.error() ? batches.error() : blocks.error())
            report.reason = sentence(*error);
        else if (m_options.anchor && !m_metAnchor)
            report.reason = "the expected authorities never came into force";
    }

    /// Requires: at least one good block.
    [[nodiscard]] Finding promises()
    {
        return checkPromises(m_database, m_state.height(), m_state.trustAnchor(), m_check);
    }

private:
    Finding checkBlock(const Rows& batches, const Rows& blocks, std::uint64_t height)
    {
        if (!batches.current())
            return "its transactions are missing";
        if (static_cast<std::uint64_t>(batches.row().integer(0)) != height - 1)
            return "its transactions are missing; the log has a gap";
        if (!blocks.current() || static_cast<std::uint64_t>(blocks.row().integer(0)) != height)
            return "it is missing; a ledger that was not closed must be opened once before";
        const auto transactions = decodeBatch(batches.row().blob(1));
        if (!batches.row().isBlob(1) || !transactions)
            return "its transactions cannot be read";
        if (const Finding finding = noteReferences(*transactions))
            return finding;
        m_outcome = m_state.execute(*transactions, m_check,
                                    [this](const Hash256& hash) { return readValues(m_database, hash); });
        if (!m_outcome.disputedMeters.empty())
            return "it settles other values than the meters read";
        Finding finding = checkHeader(blocks.row());
        if (!finding && m_options.onTransactions)
            m_options.onTransactions(*transactions);
        return finding;
    }

    Finding checkHeader(const SqliteStatement& row)
    {
        const auto header = ledger::decodeBlockHeader(row.blob(1));
        if (!row.isBlob(1) || !header)
            return "its header cannot be read";
        if (header->previous != m_outcome.header.previous)
            return "it does not follow the block before";
        if (header->logRoot != m_outcome.header.logRoot)
            return "its transactions are not those that its log root stands for";
        if (header->resultRoot != m_outcome.header.resultRoot)
            return "executing it gives other results";
        if (*header != m_outcome.header)
            return "its header does not fit its transactions";
        const auto checkpoint = ledger::decodeCheckpoint(row.blob(2));
        if (!row.isBlob(2) || !checkpoint)
            return "its checkpoint cannot be read";
        if (!m_state.market())
            return "no market was opened";
        if (signedPreimage(*checkpoint) != signedPreimage(checkpointOf(*m_state.market(), *header)))
            return "its checkpoint is about something else";
        const ledger::TrustAnchor anchor = m_state.trustAnchor();
        if (m_options.anchor && !isExpected(anchor))
            return "its market or authorities are not the expected ones";
        if (!isFinal(*checkpoint, anchor, m_check))
            return "its checkpoint is not signed by enough authorities of this market";
        return std::nullopt;
    }

    bool isExpected(const ledger::TrustAnchor& anchor)
    {
        if (anchor.termsNumber != m_options.anchor->termsNumber)
            return anchor.market == m_options.anchor->market;
        m_metAnchor = true;
        return anchor == *m_options.anchor;
    }

    Finding noteReferences(const std::vector<Bytes>& transactions)
    {
        for (const Bytes& bytes : transactions) {
            const auto transaction = ledger::decodeTransaction(bytes);
            if (!transaction || transaction->type != ledger::TransactionType::MeterReading)
                continue;
            const auto reading = ledger::decodeMeterReading(transaction->payload);
            if (!reading)
                continue;
            if (const auto noted = m_references.note(reading->values); !noted)
                return sentence(noted.error());
        }
        return std::nullopt;
    }

    SqliteDatabase& m_database;
    References m_references;
    const VerifyOptions& m_options;
    crypto::Verifier m_verifier;
    ledger::SignatureCheck m_check;
    ledger::LedgerState m_state;
    ledger::BlockOutcome m_outcome;
    bool m_metAnchor = false;
};

Finding checkValues(SqliteDatabase& database)
{
    Rows rows(database, "SELECT v.number, hash, bytes, r.number IS NOT NULL FROM main.meter_values AS v "
                        "LEFT JOIN temp.referenced AS r ON r.number = v.number ORDER BY v.number");
    for (; rows.current(); rows.next()) {
        const std::string name = "meter values " + std::to_string(rows.row().integer(0));
        const auto values = ledger::decodeMeterValues(rows.row().blob(2));
        if (!rows.row().isBlob(1) || !rows.row().isBlob(2) || !values)
            return name + " cannot be read";
        const Hash256 hash = hashOf(*values);
        if (!std::ranges::equal(rows.row().blob(1), hash))
            return name + " do not have the hash they are stored under";
        if (rows.row().integer(3) == 0)
            return name + " belong to no transaction";
    }
    if (rows.error())
        return sentence(*rows.error());
    return std::nullopt;
}

Finding checkSettings(SqliteDatabase& database)
{
    Rows rows(database, "SELECT key, value, digest FROM settings ORDER BY key");
    for (; rows.current(); rows.next()) {
        const SqliteStatement& row = rows.row();
        if (!row.isText(0) || !row.isText(1) || !row.isBlob(2) ||
            !std::ranges::equal(row.blob(2), settingDigest(row.text(0), row.text(1))))
            return "a setting does not have its checksum";
    }
    if (rows.error())
        return sentence(*rows.error());
    return std::nullopt;
}

VerifyReport verifyOpened(SqliteDatabase& database, const VerifyOptions& options)
{
    VerifyReport report;
    if (Finding finding = checkFile(database)) {
        report.reason = *finding;
        return report;
    }
    auto references = References::make(database);
    if (!references) {
        report.reason = sentence(references.error());
        return report;
    }
    Execution execution(database, std::move(*references), options);
    execution.run(report);
    if (!report.reason.empty())
        return report;
    Finding finding = checkValues(database);
    if (!finding)
        finding = checkSettings(database);
    if (!finding && report.height > 0)
        finding = execution.promises();
    report.reason = finding.value_or("");
    report.ok = !finding;
    return report;
}

} // namespace

VerifyReport verifyLedger(const std::string& path, const VerifyOptions& options)
{
    VerifyReport report;
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(path, ignored)) {
        report.reason = "there is no such file";
        return report;
    }
    const std::filesystem::path sharedMemory = path + "-shm";
    const bool hadSharedMemory = std::filesystem::exists(sharedMemory, ignored);
    {
        auto database = SqliteDatabase::open(path, OpenMode::ReadOnly);
        if (!database) {
            report.reason = sentence(database.error());
            return report;
        }
        report = verifyOpened(*database, options);
    }
    // SQLite makes it beside the log of a ledger that was not closed, and a reader leaves it.
    if (!hadSharedMemory)
        std::filesystem::remove(sharedMemory, ignored);
    return report;
}

} // namespace dgex::storage
