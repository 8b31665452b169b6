#pragma once

#include "core/base/diagnostic.h"
#include "core/base/source_ref.h"
#include "core/base/spilled_array.h"
#include "core/flow/end_table.h"
#include "core/flow/flow_counts.h"
#include "core/flow/flow_format.h"
#include "core/flow/flow_record.h"
#include "core/model/cluster.h"
#include "core/net/address.h"
#include "core/net/protocol.h"

#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What flow logs say about a cluster: who was seen to talk to whom, on which port, with which verdict, how often and
/// when. Made by readFlows() (core/flow/read_flows.h); holds no decision about what is allowed today, that is the
/// ledger's. Immutable; all const use is thread-safe. Ids are those of the Cluster that readFlows() was given.

namespace portolan {

/// Where the evidence for an edge was reported; any combination.
struct FlowReporters {
    bool source : 1 = false;      ///< egress at the source
    bool destination : 1 = false; ///< ingress at the destination
    bool trace : 1 = false;       ///< packets passing any point of the datapath
    bool delivery : 1 = false;    ///< packets handed to the destination: the one trace that no denial can follow
    bool table : 1 = false;       ///< a CSV or JSON table that said so

    bool operator==(const FlowReporters&) const = default;
};

/// One line of evidence, in 80 bytes: a log may tell of millions. Connections that were allowed at one end and denied
/// at the other stand in two edges; an Allowed edge that only the source reported says nothing about the destination's
/// policy.
struct FlowEdge {
    EndIndex from; ///< into FlowTable::ends()
    EndIndex to;
    Protocol protocol = Protocol::Tcp;
    FlowVerdict verdict = FlowVerdict::Observed;
    std::uint16_t port = 0; ///< of the destination's pod
    WeightKind weightKind = WeightKind::Connection;
    bool isCountEstimated = false; ///< more connections than are told apart exactly (DistinctCounter)
    bool hasAggregates = false;    ///< some lines stood for a window of flows: the port is that of its first flow
    bool isDaysAtLeast = false;    ///< lines stand for more days than their first and last, which alone are counted
    FlowReporters reportedBy;
    std::uint64_t count = 0;    ///< connections, de-duplicated; see weightKind
    std::int64_t firstSeen = 0; ///< nanoseconds since 1970 UTC; 0: no line had a time
    std::int64_t lastSeen = 0;
    std::uint32_t days = 0;       ///< distinct UTC days on which it was seen
    std::optional<PodId> fromPod; ///< of one connection, for workloads whose pods differ
    std::optional<PodId> toPod;   ///< of the same connection
    SourceRef origin;             ///< a line that tells of it, in FlowTable::files()

    bool operator==(const FlowEdge&) const = default;
};
static_assert(sizeof(FlowEdge) == 80);

/// The time that the logs speak of.
struct FlowWindow {
    std::int64_t firstSeen = 0; ///< nanoseconds since 1970 UTC; 0: no line had a time
    std::int64_t lastSeen = 0;
    std::uint32_t days = 0;     ///< distinct UTC days with any flow
    bool isDaysAtLeast = false; ///< as FlowEdge's

    bool isEmpty() const { return firstSeen == 0; }
    bool operator==(const FlowWindow&) const = default;
};

/// One input as it was read.
struct FlowSource {
    FileId file;
    FlowFormat format = FlowFormat::Unknown;
    FlowCounts counts;
    FlowWindow window;
    bool isInRecords = false; ///< lines of SourceRefs are records of a document, from 1

    bool operator==(const FlowSource&) const = default;
};

class FlowTable {
  public:
    FlowTable() = default;

    /// Sorted by from, to, protocol, port, verdict; each combination once.
    std::span<const FlowEdge> edges() const { return m_edges.all(); }
    /// Calls body(edge) for each edge, in order. Where there are so many that they lie on the disk, this takes no
    /// memory, which to walk through edges() does.
    template <typename Body>
    void forEachEdge(Body body) const {
        m_edges.forEach(body);
    }
    /// The ends that edges have, sorted, each once: a workload, a node, addresses outside the cluster (one, or a block
    /// where there were too many), or a name that the inventory does not have.
    std::span<const EndValue> ends() const { return m_ends; }
    const EndValue& operator[](EndIndex index) const { return m_ends[index.index()]; }
    const FlowCounts& counts() const { return m_counts; }
    const FlowWindow& window() const { return m_window; }
    std::span<const FlowSource> sources() const { return m_sources; }
    /// Files of `origin` and of the diagnostics; these are not the cluster's.
    const SourceFiles& files() const { return m_files; }
    /// What was noteworthy about the inputs, sorted by place. Never a reason to distrust the rest.
    const Diagnostics& diagnostics() const { return m_diagnostics; }
    /// True where events were lost or sampled: absence of a flow proves even less than usual (findings G-FLOW).
    bool isLossy() const { return m_counts.lostEvents > 0 || isSampled(); }
    /// True where some log says that it holds but a sample of the traffic.
    bool isSampled() const { return m_counts.sampling > 1; }
    /// True where addresses outside were folded to blocks (FlowOptions::maxExternalAddresses).
    bool isFolded() const { return m_isFolded; }

  private:
    friend class FlowTableBuilder;

    SpilledArray<FlowEdge> m_edges;
    std::vector<EndValue> m_ends;
    FlowCounts m_counts;
    FlowWindow m_window;
    std::vector<FlowSource> m_sources;
    SourceFiles m_files;
    Diagnostics m_diagnostics;
    bool m_isFolded = false;
};

} // namespace portolan
