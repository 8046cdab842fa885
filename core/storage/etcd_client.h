// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"

#include <chrono>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace dgex::storage {

/// How to reach an etcd cluster (3.5.16 or newer) by its HTTP/JSON gateway.
struct EtcdConfig {
    std::vector<std::string>
        endpoints; ///< As http://127.0.0.1:2379 or https://...; any member serves, the next takes over.
    /// PEM files for mutual TLS 1.3; all empty with http endpoints.
    std::string authorityFile;
    std::string certificateFile;
    std::string keyFile;
    std::chrono::milliseconds attemptTimeout{2500}; ///< Then another member is asked.
    std::chrono::milliseconds deadline{20'000};     ///< Then a call fails.
};

enum class EtcdError {
    Unreachable, ///< No member answered before the deadline; a write may have happened all the same.
    Full,        ///< etcd's own space quota is used up.
    TooLarge,    ///< Above etcd's request size.
    Refused,     ///< An answer that is none of etcd's, or a request that it does not take.
};
[[nodiscard]] std::string_view describe(EtcdError error);

struct EtcdRecord {
    std::string key;
    Bytes value;
};

struct EtcdPage {
    std::vector<EtcdRecord> records; ///< Ascending by key.
    bool more = false;               ///< Further records lie behind the last one.
    std::int64_t revision = 0;       ///< Of the whole store when it was read.
};

/// Half-open range of keys.
struct EtcdRange {
    std::string begin;
    std::string end;
};
/// Every key that starts with a prefix. Requires: a non-empty prefix whose last byte is below 0xff.
[[nodiscard]] EtcdRange rangeOf(const std::string& prefix);

/// Puts a record if its key is free and, when named, another key is taken; else tells what stands in a range.
struct EtcdGuardedPut {
    EtcdRecord record;
    std::string mustExist;
    EtcdRange otherwise;
    std::size_t otherwiseMax = 16;
};
struct EtcdPutOutcome {
    bool done = false;
    std::vector<EtcdRecord> found;
};

/// Blocking calls on an etcd cluster. A call asks the members in turn until one answers or the deadline passes; all
/// calls are safe to repeat. Thread: any.
class EtcdClient {
public:
    /// The error is a sentence on a TLS file that cannot be used or an endpoint that is none.
    [[nodiscard]] static std::expected<std::unique_ptr<EtcdClient>, std::string> open(const EtcdConfig& config);
    ~EtcdClient();
    EtcdClient(const EtcdClient&) = delete;
    EtcdClient& operator=(const EtcdClient&) = delete;

    /// Calls that run and all later ones fail at once as Unreachable: for a stop that waits for nobody.
    void close();

    [[nodiscard]] std::expected<EtcdPage, EtcdError> range(const EtcdRange& range, std::size_t limit,
                                                           bool lastFirst = false);
    std::expected<EtcdPutOutcome, EtcdError> putGuarded(const EtcdGuardedPut& put);
    std::expected<void, EtcdError> put(const EtcdRecord& record);
    std::expected<void, EtcdError> remove(const EtcdRange& range);
    /// Frees the space of what was removed or overwritten before a revision.
    std::expected<void, EtcdError> compact(std::int64_t revision);

    /// Calls back with records as they are put into a range, on a connection and thread of its own, until the result
    /// is released. Records may be lost, doubled or late: after a loss of the connection watching goes on with what is
    /// new. An empty call says that watching started (again).
    [[nodiscard]] std::shared_ptr<void> watch(const EtcdRange& range,
                                              std::function<void(std::vector<EtcdRecord>)> callback);

private:
    struct Connection;
    struct Calls;
    class Watch;
    explicit EtcdClient(std::shared_ptr<const Connection> connection);

    std::unique_ptr<Calls> m_calls;
};

} // namespace dgex::storage
