#pragma once

#include "core/base/parallel.h"

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <utility>

namespace portolan::loading {

/// Calls take(i, fetch(i)) for every i in [0, count): `take` in the order of i and one at a time, `fetch` on two
/// threads, each not further ahead than one. So waiting for a network overlaps while the result depends on no clock.
template <typename Fetch, typename Take>
void inOrder(std::size_t count, const Fetch& fetch, const Take& take) {
    std::mutex mutex;
    std::condition_variable changed;
    std::size_t turn = 0;
    parallelFor(
        count,
        [&](std::size_t i) {
            auto fetched = fetch(i);
            std::unique_lock lock(mutex);
            changed.wait(lock, [&] { return turn == i; });
            lock.unlock();
            take(i, std::move(fetched));
            lock.lock();
            ++turn;
            changed.notify_all();
        },
        2);
}

} // namespace portolan::loading
