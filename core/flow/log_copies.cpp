#include "core/flow/log_copies.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>
#include <utility>

namespace portolan {
namespace {

constexpr std::size_t kFewest = 3;
constexpr std::size_t kOneIn = 10;

/// How many of a sketch are as small as both sketches are whole for.
std::size_t comparable(const DistinctCounter& sketch, const DistinctCounter& other) {
    const auto bound = [](const DistinctCounter& s) {
        return s.isExact() ? std::numeric_limits<std::uint64_t>::max() : s.smallest().back();
    };
    const auto& hashes = sketch.smallest();
    return static_cast<std::size_t>(std::ranges::upper_bound(hashes, std::min(bound(sketch), bound(other))) -
                                    hashes.begin());
}

} // namespace

std::vector<LogCopy> logCopies(std::span<const DistinctCounter> sketches) {
    std::vector<std::pair<std::uint64_t, std::size_t>> places; // hash and log
    for (std::size_t log = 0; log < sketches.size(); ++log)
        for (const std::uint64_t hash : sketches[log].smallest()) places.emplace_back(hash, log);
    std::ranges::sort(places);
    std::map<std::pair<std::size_t, std::size_t>, std::size_t> shared; // by log and the first that has the line
    for (std::size_t i = 0, first = 0; i < places.size(); ++i)
        if (places[i].first != places[first].first)
            first = i;
        else if (i != first)
            ++shared[{places[i].second, places[first].second}];
    std::vector<LogCopy> out;
    for (const auto& [logs, count] : shared) {
        const auto [log, earlier] = logs;
        const std::size_t own = comparable(sketches[log], sketches[earlier]);
        const std::size_t others = comparable(sketches[earlier], sketches[log]);
        const bool isSame = count == own && count == others;
        if (!isSame && (count < kFewest || count * kOneIn < std::min(own, others))) continue;
        const LogCopy copy{log, earlier, static_cast<unsigned>(std::max<std::size_t>(1, count * 100 / own))};
        if (out.empty() || out.back().log != log)
            out.push_back(copy);
        else if (copy.percent > out.back().percent)
            out.back() = copy;
    }
    return out;
}

} // namespace portolan
