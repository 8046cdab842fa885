// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keys/key_pool.h"

#include <atomic>
#include <fstream>
#include <sstream>
#include <system_error>
#include <thread>

namespace dgex::app {

namespace {

std::expected<std::unique_ptr<crypto::Signer>, crypto::CryptoError> makeAndStore(const std::filesystem::path& file)
{
    auto signer = crypto::makeRsaSigner();
    if (!signer)
        return signer;
    const auto pem = crypto::exportPem(**signer);
    if (!pem)
        return std::unexpected(pem.error());
    std::error_code ignored; // A key that cannot be kept is made again next time.
    std::filesystem::create_directories(file.parent_path(), ignored);
    std::filesystem::permissions(file.parent_path(), std::filesystem::perms::owner_all, ignored);
    std::filesystem::path partial = file;
    partial += ".partial";
    std::ofstream(partial, std::ios::trunc) << pem->text();
    std::filesystem::permissions(partial, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write,
                                 ignored);
    std::filesystem::rename(partial, file, ignored);
    return signer;
}

} // namespace

std::filesystem::path KeyPool::fileOf(std::size_t index) const
{
    return m_folder / (std::to_string(index) + ".pem");
}

std::expected<void, crypto::CryptoError> KeyPool::prepare(std::size_t count,
                                                          const std::function<void(std::size_t, std::size_t)>& progress)
{
    std::vector<std::filesystem::path> missing;
    for (std::size_t i = 0; i < count; ++i) {
        if (!std::filesystem::exists(fileOf(i)))
            missing.push_back(fileOf(i));
    }
    std::atomic<std::size_t> next{0};
    std::atomic<std::size_t> made{0};
    std::atomic<bool> failed{false};
    std::vector<std::jthread> workers;
    for (unsigned i = 0; i < std::max(1U, std::thread::hardware_concurrency()) && i < missing.size(); ++i) {
        workers.emplace_back([&] {
            for (std::size_t at = next++; at < missing.size() && !failed; at = next++) {
                if (!makeAndStore(missing[at]))
                    failed = true;
                ++made;
            }
        });
    }
    while (made < missing.size() && !failed) {
        progress(made, missing.size());
        std::this_thread::sleep_for(std::chrono::milliseconds{200});
    }
    workers.clear();
    if (failed)
        return std::unexpected(crypto::CryptoError::KeyNotMade);
    return {};
}

std::expected<std::unique_ptr<crypto::Signer>, crypto::CryptoError> KeyPool::newKey()
{
    const std::filesystem::path file = fileOf(m_next++);
    std::ifstream stream(file);
    if (stream) {
        std::stringstream pem;
        pem << stream.rdbuf();
        if (auto signer = crypto::readRsaSigner(pem.str()))
            return signer;
    }
    return makeAndStore(file);
}

} // namespace dgex::app
