#include "core/flow/flow_format.h"

#include <array>

namespace portolan {
namespace {

struct Row {
    FlowFormat format;
    std::string_view name;
    FlowSight sight;
};

constexpr FlowSight kAll{true, true, true};
constexpr FlowSight kTraffic{false, true, true};
constexpr FlowSight kBetweenNodes{false, false, true};

constexpr std::array<Row, kFlowFormatCount> kRows{{
    {FlowFormat::Unknown, "unknown", {}},
    {FlowFormat::Hubble, "Hubble JSON", kAll},
    {FlowFormat::HubbleCompact, "Hubble compact text", kAll},
    {FlowFormat::CalicoEnterprise, "Calico flow log", kAll},
    {FlowFormat::Goldmane, "Calico Goldmane or Whisker", kAll},
    {FlowFormat::GkePolicyLog, "GKE policy log", kAll},
    {FlowFormat::AntreaFlows, "Antrea flow records", kAll},
    {FlowFormat::AntreaPolicyLog, "Antrea policy log", kAll},
    {FlowFormat::NetObserv, "NetObserv flows", kTraffic},
    {FlowFormat::AwsPolicyAgent, "AWS network policy agent", kAll},
    {FlowFormat::AwsVpcFlow, "AWS VPC flow log", kBetweenNodes},
    {FlowFormat::GcpVpcFlow, "GCP VPC flow log", kBetweenNodes},
    {FlowFormat::AzureFlow, "Azure flow log", kBetweenNodes},
    {FlowFormat::OvnAcl, "OVN ACL log", kAll},
    {FlowFormat::Zeek, "Zeek connection log", kTraffic},
    {FlowFormat::Conntrack, "conntrack table", kTraffic},
    {FlowFormat::Nfdump, "nfdump output", kTraffic},
    {FlowFormat::Envoy, "Envoy access log", kTraffic},
    {FlowFormat::IstioMetrics, "Istio metrics", kTraffic},
    {FlowFormat::InspektorGadget, "Inspektor Gadget trace", kTraffic},
    {FlowFormat::Tetragon, "Tetragon events", kTraffic},
    {FlowFormat::Csv, "CSV", kAll},
    {FlowFormat::JsonLines, "JSON lines", kAll},
    {FlowFormat::ClickHouse, "ClickHouse", kAll},
}};

constexpr bool isInOrder() {
    for (std::size_t i = 0; i < kRows.size(); ++i)
        if (static_cast<std::size_t>(kRows[i].format) != i) return false;
    return true;
}
static_assert(isInOrder());

} // namespace

std::string_view name(FlowFormat format) {
    return kRows[static_cast<std::size_t>(format)].name;
}

FlowSight sightOf(FlowFormat format) {
    return kRows[static_cast<std::size_t>(format)].sight;
}

} // namespace portolan
