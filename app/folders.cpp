// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/folders.h"

#include "core/base/assert.h"

#include <cstdlib>
#include <string>

namespace dgex::app {

std::filesystem::path cacheFolder()
{
    if (const char* cache = std::getenv("XDG_CACHE_HOME"); cache != nullptr && *cache != '\0')
        return std::filesystem::path{cache} / "dgex";
    if (const char* home = std::getenv("HOME"); home != nullptr && *home != '\0')
        return std::filesystem::path{home} / ".cache" / "dgex";
    return std::filesystem::temp_directory_path() / "dgex";
}

std::filesystem::path keyFolder()
{
    return cacheFolder() / "simulation-keys";
}

TemporaryFolder::TemporaryFolder()
{
    std::string name = (std::filesystem::temp_directory_path() / "dgex-XXXXXX").string();
    const char* made = ::mkdtemp(name.data());
    DGEX_ASSERT(made != nullptr);
    m_path = made;
}

TemporaryFolder::~TemporaryFolder()
{
    std::error_code ignored;
    std::filesystem::remove_all(m_path, ignored);
}

} // namespace dgex::app
