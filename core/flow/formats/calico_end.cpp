#include "core/flow/formats/calico_end.h"

namespace portolan {
namespace {

enum class Kind { Pod, Node, NetworkSet, Public, Private };

std::string_view told(std::string_view word) {
    return word == "-" ? std::string_view{} : word;
}

std::string_view hostNameLabel(const FlowTextEnd& end) {
    for (const auto& [key, value] : end.facts.labels)
        if (key == "kubernetes.io/hostname") return value;
    return {};
}

Kind kindOf(const CalicoEnd& words, const FlowTextEnd& end) {
    const std::string_view name = words.aggregated;
    if (name == "pub" || name == "PUBLIC NETWORK") return Kind::Public;
    if (name == "pvt" || name == "PRIVATE NETWORK") return Kind::Private;
    if (words.type == "wep" || words.type == "WorkloadEndpoint") return Kind::Pod;
    if (words.type == "hep" || words.type == "HostEndpoint") return Kind::Node;
    if (words.type == "ns" || words.type == "NetworkSet") return Kind::NetworkSet;
    if (words.type == "net" || words.type == "Network") return Kind::Private;
    if (!hostNameLabel(end).empty()) return Kind::Node; // an older Whisker tells no type; host endpoints have a node's
    return words.ns.empty() ? Kind::NetworkSet : Kind::Pod;
}

void describePod(const CalicoEnd& words, EndFacts& facts) {
    facts.endClass = EndClass::Endpoint;
    facts.ns = words.ns;
    facts.pod = words.name;
    if (words.aggregated.ends_with("-*"))
        facts.podPrefix = words.aggregated.substr(0, words.aggregated.size() - 1);
    else if (words.aggregated.ends_with('*'))
        facts.workload = words.aggregated.substr(0, words.aggregated.size() - 1);
    else if (facts.pod.empty())
        facts.pod = words.aggregated;
}

} // namespace

void addCalicoLabel(std::string_view label, FlowTextEnd& end) {
    const std::size_t equals = label.find('=');
    if (equals != std::string_view::npos)
        end.facts.labels.emplace_back(label.substr(0, equals), label.substr(equals + 1));
}

void describe(const CalicoEnd& raw, FlowTextEnd& end) {
    CalicoEnd words{raw.type, told(raw.name), told(raw.aggregated), told(raw.ns), told(raw.address)};
    if (words.ns == "Global") words.ns = {};
    if (words.aggregated.empty()) words.aggregated = words.name;
    EndFacts& facts = end.facts;
    end.address = words.address;
    const Kind kind = kindOf(words, end);
    const std::string_view hostName = hostNameLabel(end);
    if (kind != Kind::Pod) facts.labels.clear(); // of an object that is no pod
    switch (kind) {
    case Kind::Pod: describePod(words, facts); return;
    case Kind::Node: {
        constexpr std::string_view kAutomatic = "-auto-hep";
        facts.endClass = EndClass::Node;
        facts.workload = hostName.empty() ? words.aggregated : hostName;
        if (facts.workload.ends_with(kAutomatic)) facts.workload.remove_suffix(kAutomatic.size());
        return;
    }
    case Kind::NetworkSet:
        if (!end.address.empty()) return;
        facts.endClass = EndClass::Endpoint;
        facts.ns = words.ns;
        facts.workload = words.aggregated;
        facts.workloadKind = "NetworkSet";
        return;
    case Kind::Public: facts.endClass = EndClass::World; return;
    case Kind::Private:
        if (!end.address.empty()) return;
        facts.endClass = EndClass::Endpoint;
        facts.workload = "private network";
        facts.workloadKind = "Network";
        return;
    }
}

} // namespace portolan
