// SPDX-License-Identifier: GPL-3.0-or-later
// Runs a fuzz target without a fuzzer: every file of the corpus, every truncation of it, and changes of single bytes.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using Input = std::vector<std::uint8_t>;

void run(const Input& input)
{
    LLVMFuzzerTestOneInput(input.data(), input.size());
}

Input read(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void runChanged(const Input& seed)
{
    const std::size_t stride = std::max<std::size_t>(1, seed.size() / 500);
    for (std::size_t at = 0; at < seed.size(); at += stride) {
        run({seed.begin(), seed.begin() + static_cast<std::ptrdiff_t>(at)});
        for (const unsigned change : {0x01U, 0x80U, 0xFFU}) {
            Input changed = seed;
            changed[at] = static_cast<std::uint8_t>(changed[at] ^ change);
            run(changed);
        }
    }
}

} // namespace

int main(int argc, char** argv)
{
    int files = 0;
    for (int i = 1; i < argc; ++i) {
        if (!std::filesystem::is_directory(argv[i])) {
            std::fprintf(stderr, "%s: the corpus is missing\n", argv[i]);
            return 2;
        }
        std::vector<std::filesystem::path> corpus;
        for (const auto& entry : std::filesystem::directory_iterator(argv[i])) {
            corpus.push_back(entry.path());
        }
        std::ranges::sort(corpus);
        for (const auto& path : corpus) {
            const Input seed = read(path);
            run(seed);
            runChanged(seed);
            ++files;
        }
    }
    run({});
    std::printf("%d inputs and their changes\n", files);
    return files > 0 ? 0 : 2;
}
