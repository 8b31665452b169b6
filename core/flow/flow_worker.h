#pragma once

#include "core/base/run_control.h"
#include "core/flow/attribution.h"
#include "core/flow/evidence.h"
#include "core/flow/formats/sniff.h"
#include "core/flow/input/line_blocks.h"
#include "core/flow/line_listener.h"

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace portolan {

/// What all workers of one file have to know.
struct FilePlan {
    Sniffed sniffed;
    std::uint64_t headerPosition = 0; ///< of the header, where the format has one: lines before it are none of its
    LineHints hints;
    bool isInRecords = false; ///< lines are records of documents
};

/// Reads blocks of one file after another into its own tables; one object a thread.
class FlowWorker {
  public:
    FlowWorker(const Cluster& cluster, const ServiceIndex& services, const AddressHistory* history,
               std::size_t maxExternals);

    /// Each line is told to `listener` too, which must live as long as this.
    void listen(LineListener& listener) { m_listener = &listener; }
    /// Begins a file: what was gathered of the one before is forgotten, the ends are kept.
    void begin(const FilePlan& plan);
    /// More lanes than these with ends outside the cluster are made fewer by folding those ends.
    void limitLanes(std::size_t count) { m_maxLanes = count; }
    /// Reads a block; false where `control` or the listener stopped it.
    bool read(const LineBlock& block, const RunControl& control);
    /// Ends the file; only on the worker that read its last block.
    void finish();

    LineBlock& block() { return m_block; }
    /// What was gathered since begin(); nothing is left.
    Evidence takeEvidence() { return std::exchange(m_evidence, Evidence()); }
    /// What was gathered since begin().
    const Evidence& evidence() const { return m_evidence; }
    const EndTable& ends() const { return m_attribution.ends(); }
    const Attribution& attribution() const { return m_attribution; }

  private:
    LineResult readLine(std::string_view line, std::uint64_t position);
    void note(LineResult& result, std::int64_t envelopeTime);
    void count(const LineResult& result);
    bool hasTooManyLanes();
    void limitEnds();

    std::size_t m_maxExternals;
    std::size_t m_maxLanes = std::numeric_limits<std::size_t>::max();
    std::size_t m_lanesLookedAt = 0; ///< how many there were when those to the outside were counted last
    Attribution m_attribution;
    std::unique_ptr<LineReader> m_reader; ///< of the file; none before begin() and for unknown formats
    Evidence m_evidence;
    LineBlock m_block;
    const FilePlan* m_plan = nullptr;
    LineListener* m_listener = nullptr;
    bool m_isRefused = false; ///< by the listener
};

} // namespace portolan
