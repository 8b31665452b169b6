#include "tests/fuzz/mutation.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace portolan {
namespace {

void run(const std::string& text) {
    EXPECT_EQ(LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()), 0);
}

std::chrono::seconds duration() {
    const char* const written = std::getenv("PORTOLAN_FUZZ_SECONDS");
    return std::chrono::seconds(written == nullptr ? 1 : std::atoi(written));
}

} // namespace

std::string mutated(std::string text, std::string_view bytes, std::mt19937_64& random) {
    for (auto changes = random() % 8 + 1; changes > 0; --changes) {
        const std::size_t at = text.empty() ? 0 : random() % text.size();
        switch (random() % 5) {
        case 0: text.insert(at, 1, bytes[random() % bytes.size()]); break;
        case 1: text.erase(at, random() % 9); break;
        case 2: text.insert(at, text.substr(random() % (text.size() + 1), random() % 40)); break;
        case 3:
            if (random() % 4 == 0) text.resize(at);
            break;
        default:
            if (!text.empty()) text[at] = static_cast<char>(random());
        }
    }
    return text;
}

void runCuts(std::span<const std::string_view> seeds) {
    for (const std::string_view seed : seeds)
        for (std::size_t i = 0; i <= seed.size(); ++i) run(std::string(seed.substr(0, i)));
}

void runChanges(std::span<const std::string_view> seeds, std::string_view bytes) {
    constexpr std::size_t kPool = 200;
    constexpr std::size_t kMaxSize = 1U << 16U;
    std::mt19937_64 random(20260301);
    std::vector<std::string> pool(seeds.begin(), seeds.end());
    const auto end = std::chrono::steady_clock::now() + duration();
    std::size_t runs = 0;
    for (; std::chrono::steady_clock::now() < end; ++runs) {
        std::string text = mutated(pool[random() % pool.size()], bytes, random);
        run(text);
        if (text.size() > kMaxSize) continue;
        // Changes pile up in the pool; the seeds stay in it.
        if (pool.size() < kPool)
            pool.push_back(std::move(text));
        else
            pool[seeds.size() + random() % (kPool - seeds.size())] = std::move(text);
    }
    std::printf("%zu texts\n", runs);
}

} // namespace portolan
