#pragma once

#include <cstdint>
#include <string_view>

namespace portolan {

/// The formats of flow logs (flows.md section 2).
enum class FlowFormat : std::uint8_t {
    Unknown,
    Hubble,
    HubbleCompact,
    CalicoEnterprise,
    Goldmane, ///< of Calico's open source edition, through Whisker or Goldmane itself
    GkePolicyLog,
    AntreaFlows,
    AntreaPolicyLog,
    NetObserv,
    AwsPolicyAgent,
    AwsVpcFlow,
    GcpVpcFlow,
    AzureFlow,
    OvnAcl,
    Zeek,
    Conntrack,
    Nfdump,
    Envoy,
    IstioMetrics, ///< as Prometheus text
    InspektorGadget,
    Tetragon,
    Csv,       ///< with the columns of contract.md, flows, or mapped to them
    JsonLines, ///< with the same keys, or mapped to them
    ClickHouse ///< groups that a server made
};
inline constexpr std::size_t kFlowFormatCount = 24;
/// What a person reads: "Hubble JSON", "Calico flow log"; "unknown".
std::string_view name(FlowFormat format);

/// What a format's logs can show at all (flows.md 2.18); what they cannot is no evidence of absence.
struct FlowSight {
    bool policyVerdicts = false; ///< says what NetworkPolicies decided
    bool sameNode = false;       ///< sees traffic between pods of one node
    bool allowed = false;        ///< sees traffic that nothing denied
};
FlowSight sightOf(FlowFormat format);

} // namespace portolan
