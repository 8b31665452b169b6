#include "core/policy/ternary.h"

namespace portolan {

const char* name(Doubt doubt) {
    switch (doubt) {
    case Doubt::IpBlockMatchesPods: return "ipBlockMatchesPods";
    case Doubt::IpBlockMatchesNodes: return "ipBlockMatchesNodes";
    case Doubt::NamespaceLabels: return "namespaceLabels";
    case Doubt::PodAddress: return "podAddress";
    case Doubt::RuntimeLabel: return "runtimeLabel";
    case Doubt::AddressFamilies: return "addressFamilies";
    case Doubt::OwnNode: return "ownNode";
    case Doubt::UnreadPolicy: return "unreadPolicy";
    case Doubt::EqualPriority: return "equalPriority";
    case Doubt::DomainNames: return "domainNames";
    case Doubt::NetworksMatchPods: return "networksMatchPods";
    }
    return "";
}

const char* explanation(Doubt doubt) {
    switch (doubt) {
    case Doubt::IpBlockMatchesPods:
        return "network plugins differ on whether an ipBlock selects pods by their address; choose --profile or --knob "
               "ipBlockMatchesPods=yes|no";
    case Doubt::IpBlockMatchesNodes:
        return "network plugins differ on whether an ipBlock selects nodes; choose --profile or --knob "
               "ipBlockMatchesNodes=yes|no";
    case Doubt::NamespaceLabels:
        return "the namespace has no manifest in the input, so its labels are not known; add the Namespace object";
    case Doubt::PodAddress: return "the pod has no known address to compare with the ipBlock; load the running pods";
    case Doubt::RuntimeLabel: return "the label's value is given by the cluster at run time; load the running pods";
    case Doubt::AddressFamilies: return "the pod's IPv4 and IPv6 addresses are matched differently";
    case Doubt::OwnNode:
        return "traffic between a pod and the node it runs on is treated apart, and the node is not "
               "known or the plugin decides";
    case Doubt::UnreadPolicy: return "policies of a kind that Portolan does not read may apply here";
    case Doubt::EqualPriority:
        return "cluster-wide policies of equal priority disagree on this traffic, and the plugin may apply either; "
               "give "
               "them different priorities";
    case Doubt::DomainNames: return "a rule allows domain names, and which addresses they have is not known";
    case Doubt::NetworksMatchPods:
        return "this network plugin needs an option for networks of cluster-wide policies to select pods and nodes; "
               "choose --knob networksMatchPods=yes|no";
    }
    return "";
}

std::vector<Doubt> Doubts::all() const {
    std::vector<Doubt> out;
    for (std::size_t i = 0; i < kDoubtCount; ++i)
        if (contains(static_cast<Doubt>(i))) out.push_back(static_cast<Doubt>(i));
    return out;
}

std::string Doubts::text() const {
    std::string out;
    for (const Doubt d : all()) {
        if (!out.empty()) out += ", ";
        out += name(d);
    }
    return out;
}

} // namespace portolan
