#pragma once

#include "core/base/spill_file.h"
#include "core/flow/tally.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

/// Lanes in files, for logs with more edges than memory is set aside for. Nothing is lost on the way: what comes out is
/// what would have come out of memory.
///
///     Tallies ──full──> LaneRun ─┐                      each sorted by its edges
///     Tallies ──full──> LaneRun ─┼── sortedRun() ──> LaneRun, LaneRun ─┐
///                                                    entries, the rest ┴─ mergeLanes() ──> lane after lane

namespace portolan {

/// A stretch of a file that holds lanes one after another.
struct LaneRun {
    std::shared_ptr<const SpillFile> file;
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
    std::uint64_t lanes = 0;
};

/// Writes runs to a file of its own, which is made with the first lane. One object a thread.
class LaneRunWriter {
  public:
    /// Fails as SpillFile does.
    Result<void> add(const LaneKey& key, const Tally& tally);
    /// Ends the run of all lanes since the last call.
    Result<LaneRun> finish();

  private:
    template <typename Item>
    void append(const Item& item);
    Result<void> flush();

    std::shared_ptr<SpillFile> m_file;
    std::vector<std::byte> m_buffer;
    std::uint64_t m_begin = 0;
    std::uint64_t m_lanes = 0; ///< since then
};

/// The lanes of a run, in the order in which they were written.
class LaneRunReader {
  public:
    explicit LaneRunReader(LaneRun run) : m_run(std::move(run)) {}

    /// The next lane; nullopt after the last. Fails as SpillFile does.
    Result<std::optional<Tallies::Entry>> next();

  private:
    template <typename Item>
    Result<Item> take();
    Result<void> take(std::span<std::byte> out);

    LaneRun m_run;
    std::vector<std::byte> m_buffer;
    std::size_t m_at = 0; ///< in the buffer
};

/// Makes a lane comparable with those of other files; false where it is not to be counted.
using SettleLane = std::function<bool(LaneKey&, Tally&)>;

/// The lanes of a run as `settle` leaves them, ascending by key; equal keys stay apart. Memory: all of the run.
Result<LaneRun> sortedRun(const LaneRun& run, const SettleLane& settle, LaneRunWriter& out);

/// Calls onLane(key, tally) for the lanes of runs that are sorted and of `rest`, ascending by key, lanes of equal keys
/// added up. Ends with the first failure, of the reading or of `onLane`.
Result<void> mergeLanes(std::span<const LaneRun> runs, const std::deque<Tallies::Entry>& rest,
                        const std::function<Result<void>(LaneKey, Tally)>& onLane);

} // namespace portolan
