#pragma once

#include "core/base/run_control.h"
#include "core/flow/attribution.h"
#include "core/flow/evidence.h"
#include "core/flow/formats/sniff.h"
#include "core/flow/input/line_blocks.h"

#include <cstdint>
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
    void note(LineResult& result, std::int64_t envelopeTime);
    void limitEnds();

    std::size_t m_maxExternals;
    Attribution m_attribution;
    std::unique_ptr<LineReader> m_reader; ///< of the file; none before begin() and for unknown formats
    Evidence m_evidence;
    LineBlock m_block;
    const FilePlan* m_plan = nullptr;
};

} // namespace portolan
