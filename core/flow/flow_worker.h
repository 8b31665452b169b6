#pragma once

#include "core/base/run_control.h"
#include "core/flow/attribution.h"
#include "core/flow/evidence.h"
#include "core/flow/hubble_reader.h"
#include "core/flow/line_blocks.h"
#include "core/flow/row_reader.h"
#include "core/flow/sniff.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace portolan {

/// What all workers of one file have to know.
struct FilePlan {
    Sniffed sniffed;
    std::uint64_t headerPosition = 0; ///< of a CSV's header: rows come after it
};

/// Reads blocks of one file after another into its own tables; one object a thread.
class FlowWorker {
  public:
    FlowWorker(const Cluster& cluster, const ServiceIndex& services, std::size_t maxExternals);

    /// Begins a file: what was gathered of the one before is forgotten, the ends are kept.
    void begin(const FilePlan& plan);
    /// Reads a block; false where `control` stopped it.
    bool read(const LineBlock& block, const RunControl& control);
    /// Ends the file; only on the worker that read its last block.
    void finish();

    LineBlock& block() { return m_block; }
    /// What was gathered since begin(); nothing is left.
    Evidence takeEvidence() { return std::exchange(m_evidence, Evidence()); }
    const EndTable& ends() const { return m_attribution.ends(); }

  private:
    LineResult readLine(std::string_view line, std::uint64_t position);
    void limitEnds();

    std::size_t m_maxExternals;
    Attribution m_attribution;
    HubbleReader m_hubble;
    RowReader m_rows;
    Evidence m_evidence;
    LineBlock m_block;
    const FilePlan* m_plan = nullptr;
    std::string m_scratch;
};

} // namespace portolan
