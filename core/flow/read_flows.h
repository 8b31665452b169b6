#pragma once

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/flow/address_history.h"
#include "core/flow/flow_table.h"
#include "core/model/cluster.h"

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace portolan {

class LineListener;
struct ColumnMapping;

struct FlowOptions {
    unsigned threads = 0;                            ///< 0: as many as the machine has
    std::size_t maxExternalAddresses = 10'000;       ///< above, addresses outside are folded to ever larger blocks
    std::string password{};                          ///< of the user that ClickHouse URLs name; never written anywhere
    LineListener* listener = nullptr;                ///< is told of each line; one thread reads then
    std::shared_ptr<const AddressHistory> history{}; ///< who had which address before; nullptr: nothing is known
    int zoneMinutes = 0;                             ///< east of UTC, of times in logs that name no zone
    std::shared_ptr<const ColumnMapping> mapping{};  ///< what the user says of tables' columns (column_mapping.h)
    /// About what edges may take in memory; above, they are sorted in temporary files, and what is counted stays exact.
    std::size_t maxMemoryBytes = std::size_t{512} << 20U;
    std::size_t blockBytes = 0; ///< of text that a thread takes at a time; 0: the default
};

/// Reads flow logs and tells what they say about a cluster; an empty cluster gives edges between mere names.
///
///     input ──open──> bytes ──inflate──> blocks of whole lines ─┬─> worker: unwrap, parse, attribute, tally ─┐
///                             (one thread at a time)            └─> worker: the same with its own tables ────┴─> merge
///                                                                                    settle, combine ──> FlowTable
///
/// Plain files are read one after another by all threads, compressed ones side by side, each by one thread.
///
/// An input is a file, "-" for standard input, or a directory, whose files at any depth are read in the order of their
/// names, hidden ones left out. Compression, what stands around the lines (unwrapping.h) and the format are told by the
/// first bytes. The order of inputs and the number of threads never show in edges and counts. Memory depends on the
/// number of endpoints, and on that of distinct edges up to FlowOptions::maxMemoryBytes; not on the length of the logs.
///
/// What is wrong with a line, or with a file's format, is counted and told by a diagnostic of the table and the rest is
/// read. NotFound, Unreadable: an input cannot be opened, or a temporary file does not take what memory is not to hold.
/// Cancelled: `control` stopped it.
Result<FlowTable> readFlows(const std::vector<std::string>& inputs, const Cluster& cluster, const FlowOptions& options,
                            const RunControl& control);

} // namespace portolan
