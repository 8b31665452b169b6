#pragma once

#include <cstddef>
#include <functional>

namespace portolan {

/// Number of worker threads used where the caller does not say: the hardware's, at least 1.
unsigned defaultThreads();

/// Calls body(i) for every i in [0, count), each exactly once, on at most `threads` threads (0 = defaultThreads()).
/// Returns when all calls have returned. The body must not throw and must write only what belongs to its i.
void parallelFor(std::size_t count, const std::function<void(std::size_t)>& body, unsigned threads = 0);

} // namespace portolan
