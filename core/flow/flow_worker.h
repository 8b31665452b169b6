#pragma once

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/flow/attribution.h"
#include "core/flow/evidence.h"
#include "core/flow/formats/sniff.h"
#include "core/flow/input/line_blocks.h"
#include "core/flow/lane_run.h"
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
    /// Lines are sketched, to tell copies of a log (Evidence::lineSketch): of use where there are several.
    void sketchLines() { m_isSketching = true; }
    /// Lanes that take more memory than that are set aside in a file.
    void limitMemory(std::size_t bytes) { m_maxBytes = bytes; }
    /// Reads a block. Cancelled: `control` or the listener stopped it; else fails as SpillFile does.
    Result<void> read(const LineBlock& block, const RunControl& control);
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
    void limitEnds();

    std::size_t m_maxExternals;
    std::size_t m_maxBytes = std::numeric_limits<std::size_t>::max();
    LaneRunWriter m_aside;
    Attribution m_attribution;
    std::unique_ptr<LineReader> m_reader; ///< of the file; none before begin() and for unknown formats
    Evidence m_evidence;
    LineBlock m_block;
    const FilePlan* m_plan = nullptr;
    LineListener* m_listener = nullptr;
    bool m_isSketching = false;
    bool m_isRefused = false; ///< by the listener
};

} // namespace portolan
