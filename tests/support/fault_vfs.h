// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "tests/support/random_stream.h"

#include <sqlite3.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>

namespace dgex::test {

/// What happens at the chosen write or sync.
enum class Fault {
    Refused,  ///< It fails, and so does everything after it.
    Torn,     ///< Half of the write reaches the file; then everything fails.
    PowerLoss ///< Everything fails; of what was not synced only a random part is in the files.
};

/// A SQLite VFS, the default one while it lives, that counts writes and syncs and fails at the k-th. After the fault
/// every file operation that changes something fails until recover(): a process that can only die.
/// One at a time. Thread: that of SQLite.
class FaultVfs {
public:
    FaultVfs(std::uint64_t failAt, Fault fault)
        : m_real(sqlite3_vfs_find(nullptr))
        , m_failAt(failAt)
        , m_fault(fault)
        , m_random(failAt)
    {
        s_current = this;
        m_vfs = *m_real;
        m_vfs.zName = "dgex-fault";
        m_vfs.szOsFile = static_cast<int>(sizeof(File)) + m_real->szOsFile;
        m_vfs.pNext = nullptr;
        m_vfs.xOpen = open;
        m_vfs.xDelete = remove;
        sqlite3_vfs_register(&m_vfs, 1);
    }
    ~FaultVfs()
    {
        sqlite3_vfs_unregister(&m_vfs);
        sqlite3_vfs_register(m_real, 1);
        s_current = nullptr;
    }
    FaultVfs(const FaultVfs&) = delete;
    FaultVfs& operator=(const FaultVfs&) = delete;

    /// Writes and syncs so far.
    [[nodiscard]] std::uint64_t operations() const { return m_operations; }
    [[nodiscard]] bool hasFailed() const { return m_failed; }

    /// After all files are closed: leaves on the disk what a restart finds.
    void leaveWhatSurvived()
    {
        if (m_fault != Fault::PowerLoss || !m_failed)
            return;
        for (auto& [path, file] : m_files) {
            if (!std::filesystem::exists(path))
                continue;
            Bytes bytes = file.synced;
            for (const Write& write : file.unsynced)
                if (m_random.between(0, 1) == 1)
                    put(bytes, write);
            std::ofstream out(path, std::ios::binary | std::ios::trunc);
            out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
        }
    }

private:
    struct Write {
        std::size_t offset = 0;
        Bytes bytes;
        bool truncates = false; ///< To offset.
    };
    struct Image {
        Bytes synced;
        std::vector<Write> unsynced;
    };
    struct File {
        sqlite3_file base;
        Image* image;
    };

    static void put(Bytes& bytes, const Write& write)
    {
        if (write.truncates) {
            bytes.resize(write.offset);
            return;
        }
        if (bytes.size() < write.offset + write.bytes.size())
            bytes.resize(write.offset + write.bytes.size());
        std::ranges::copy(write.bytes, bytes.begin() + static_cast<std::ptrdiff_t>(write.offset));
    }
    static File* of(sqlite3_file* file) { return reinterpret_cast<File*>(file); }
    static sqlite3_file* real(sqlite3_file* file) { return reinterpret_cast<sqlite3_file*>(of(file) + 1); }

    /// Counts an operation; false when it fails.
    bool passes()
    {
        ++m_operations;
        m_failsNow = !m_failed && m_operations == m_failAt;
        m_failed = m_failed || m_failsNow;
        return !m_failed;
    }

    static int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* outFlags)
    {
        std::memset(file, 0, sizeof(File));
        FaultVfs& self = *s_current;
        if (self.m_failed && (flags & SQLITE_OPEN_CREATE) != 0 && (name == nullptr || !std::filesystem::exists(name)))
            return SQLITE_CANTOPEN;
        const int code = self.m_real->xOpen(self.m_real, name, real(file), flags, outFlags);
        if (code != SQLITE_OK)
            return code;
        of(file)->image = &self.m_files[name == nullptr ? std::string() : std::string(name)];
        file->pMethods = methods();
        return SQLITE_OK;
    }
    static int remove(sqlite3_vfs*, const char* name, int syncFolder)
    {
        FaultVfs& self = *s_current;
        if (!self.passes())
            return SQLITE_IOERR_DELETE;
        self.m_files[name] = {};
        return self.m_real->xDelete(self.m_real, name, syncFolder);
    }
    static int write(sqlite3_file* file, const void* data, int size, sqlite3_int64 offset)
    {
        FaultVfs& self = *s_current;
        const auto* const bytes = static_cast<const std::uint8_t*>(data);
        if (!self.passes()) {
            if (self.m_failsNow && self.m_fault == Fault::Torn)
                real(file)->pMethods->xWrite(real(file), data, size / 2, offset);
            if (self.m_failsNow)
                of(file)->image->unsynced.push_back({static_cast<std::size_t>(offset), Bytes(bytes, bytes + size)});
            return SQLITE_IOERR_WRITE;
        }
        of(file)->image->unsynced.push_back({static_cast<std::size_t>(offset), Bytes(bytes, bytes + size)});
        return real(file)->pMethods->xWrite(real(file), data, size, offset);
    }
    static int truncate(sqlite3_file* file, sqlite3_int64 size)
    {
        if (!s_current->passes())
            return SQLITE_IOERR_TRUNCATE;
        of(file)->image->unsynced.push_back({static_cast<std::size_t>(size), {}, true});
        return real(file)->pMethods->xTruncate(real(file), size);
    }
    /// Nothing reaches a disk here: what counts as synced is kept in memory.
    static int sync(sqlite3_file* file, int)
    {
        if (!s_current->passes())
            return SQLITE_IOERR_FSYNC;
        Image& image = *of(file)->image;
        for (const Write& write : image.unsynced)
            put(image.synced, write);
        image.unsynced.clear();
        return SQLITE_OK;
    }
    static int close(sqlite3_file* file) { return real(file)->pMethods->xClose(real(file)); }
    static int read(sqlite3_file* file, void* data, int size, sqlite3_int64 offset)
    {
        return real(file)->pMethods->xRead(real(file), data, size, offset);
    }
    static int fileSize(sqlite3_file* file, sqlite3_int64* size)
    {
        return real(file)->pMethods->xFileSize(real(file), size);
    }
    static int lock(sqlite3_file* file, int level) { return real(file)->pMethods->xLock(real(file), level); }
    static int unlock(sqlite3_file* file, int level) { return real(file)->pMethods->xUnlock(real(file), level); }
    static int reserved(sqlite3_file* file, int* result)
    {
        return real(file)->pMethods->xCheckReservedLock(real(file), result);
    }
    static int control(sqlite3_file* file, int code, void* argument)
    {
        return real(file)->pMethods->xFileControl(real(file), code, argument);
    }
    static int sectorSize(sqlite3_file* file) { return real(file)->pMethods->xSectorSize(real(file)); }
    static int traits(sqlite3_file*) { return 0; } // Promises nothing about what survives a power cut.

    static const sqlite3_io_methods* methods()
    {
        // Version 1: no shared memory and no mapping, which an exclusively locked write-ahead log does without.
        static const sqlite3_io_methods table{1,       close,   read,     write,   truncate,   sync,   fileSize,
                                              lock,    unlock,  reserved, control, sectorSize, traits, nullptr,
                                              nullptr, nullptr, nullptr,  nullptr, nullptr};
        return &table;
    }

    inline static FaultVfs* s_current = nullptr;
    sqlite3_vfs* m_real;
    sqlite3_vfs m_vfs{};
    std::uint64_t m_failAt;
    Fault m_fault;
    RandomStream m_random;
    std::uint64_t m_operations = 0;
    bool m_failed = false;
    bool m_failsNow = false;
    std::map<std::string, Image> m_files;
};

} // namespace dgex::test
