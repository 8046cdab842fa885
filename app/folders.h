// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace dgex::app {

/// The user's cache folder of DGEX.
[[nodiscard]] std::filesystem::path cacheFolder();
/// Where the simulation keeps its pool of keys.
[[nodiscard]] std::filesystem::path keyFolder();

/// A new empty folder that goes with the object.
class TemporaryFolder {
public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }

private:
    std::filesystem::path m_path;
};

} // namespace dgex::app
