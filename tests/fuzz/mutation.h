#pragma once

#include <random>
#include <span>
#include <string>
#include <string_view>

namespace portolan {

/// The text with a few random changes: bytes that mean something to the format put in, taken out, doubled, cut.
std::string mutated(std::string text, std::string_view bytes, std::mt19937_64& random);

/// Calls the fuzzer's entry point with the seeds, each cut at every byte.
void runCuts(std::span<const std::string_view> seeds);
/// Calls it with random changes of the seeds, and changes of those, for a second or for the seconds that the
/// environment variable PORTOLAN_FUZZ_SECONDS says; prints how often.
void runChanges(std::span<const std::string_view> seeds, std::string_view bytes);

} // namespace portolan
