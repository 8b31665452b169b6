#include "tests/core/propose/support.h"

#include "core/propose/policy_writer.h"
#include "core/propose/resolve.h"
#include "core/reach/workload_view.h"

#include <algorithm>
#include <sstream>

namespace portolan {
namespace {

EdgeEnd endOf(const Cluster& cluster, const std::string& text) {
    if (text.starts_with("?")) return UnknownEnd{text.substr(1)};
    if (text.starts_with("node:")) {
        for (std::size_t i = 0; i < cluster.nodes.size(); ++i)
            if (cluster.text(cluster.nodes[NodeId(i)].name) == text.substr(5)) return NodeId(i);
        return UnknownEnd{text};
    }
    if (const auto address = IpAddress::parse(text))
        return Cidr::of(*address, address->family() == AddressFamily::V4 ? 32 : 128);
    const std::size_t slash = text.find('/');
    if (const auto cidr = Cidr::parse(text)) return *cidr;
    const auto found = cluster.findWorkloads(text.substr(0, slash), text.substr(slash + 1));
    if (found.empty()) return UnknownEnd{text};
    return found.front();
}

Verdict verdictOf(const Reachability& r, const ObservedEdge& e) {
    Verdict out = Verdict::Allow;
    bool isFirst = true;
    for (const ClassId s : classesOf(r, e.from))
        for (const ClassId t : classesOf(r, e.to)) {
            const Verdict v = r.between(s, t).verdict(e.protocol, e.port);
            out = isFirst ? v : std::min(out, v);
            isFirst = false;
        }
    return out;
}

} // namespace

ObservedEdge edgeOf(const Cluster& cluster, const std::string& text) {
    std::istringstream in(text);
    std::string from, arrow, to, port, count;
    in >> from >> arrow >> to >> port >> count;
    ObservedEdge out{.from = endOf(cluster, from), .to = endOf(cluster, to)};
    const std::size_t slash = port.find('/');
    out.protocol = parseProtocolAnyCase(port.substr(0, slash)).value();
    out.port = static_cast<std::uint16_t>(std::stoul(port.substr(slash + 1)));
    out.passed = 1;
    if (count.starts_with("x")) {
        out.passed = std::stoull(count.substr(1));
        if (const std::size_t days = count.find('/'); days != std::string::npos)
            out.days = static_cast<std::uint32_t>(std::stoul(count.substr(days + 1)));
    }
    return out;
}

Drafted::Drafted(const world::World& world, const std::vector<std::string>& edges, ProposalOptions options,
                 std::vector<std::string> scope, const Profile& profile) {
    const auto built = world::build(world);
    const auto today = Reachability::create(built, profile, {}).value();
    std::vector<ObservedEdge> observed;
    for (const std::string& e : edges) observed.push_back(edgeOf(*built, e));
    ProposalScope wanted;
    for (const std::string& s : scope) {
        if (s.find('/') == std::string::npos)
            wanted.namespaces.push_back(built->findNamespace(s).value());
        else
            wanted.workloads.push_back(std::get<WorkloadId>(endOf(*built, s)));
    }
    if (scope.empty()) wanted = ProposalScope::ofCluster(*built);
    basis = ProposalBasis::create(today, observed, wanted, std::move(options), {}).value();
    decide({});
}

void Drafted::decide(const Decisions& decisions) {
    proposal = propose(*basis, decisions);
    result = evaluated(*basis, proposal, {}).value();
    certificate = verify(*basis, proposal, *result, {}).value();
}

WorkloadId Drafted::workload(std::string_view name) const {
    return std::get<WorkloadId>(endOf(cluster(), std::string(name)));
}

const ProposedPolicy& Drafted::policy(std::string_view name) const {
    const WorkloadId id = workload(name);
    return *std::ranges::find_if(proposal.policies, [&](const ProposedPolicy& p) {
        return std::ranges::find(p.workloads, id) != p.workloads.end();
    });
}

std::string Drafted::yaml(std::string_view name) const {
    const ProposedPolicy& p = policy(name);
    return policyYaml(cluster(), p.policy, p.header, p.notes);
}

Verdict Drafted::after(const std::string& question) const {
    return verdictOf(*result, edgeOf(cluster(), question));
}

Verdict Drafted::before(const std::string& question) const {
    return verdictOf(basis->before(), edgeOf(cluster(), question));
}

std::vector<world::Namespace> namespaces(const std::vector<std::string>& names) {
    std::vector<world::Namespace> out;
    for (const std::string& n : names) out.push_back({n, true, {}});
    return out;
}

world::Pod pod(const std::string& name, const std::string& labels, const std::string& address,
               const std::vector<world::ContainerPort>& ports) {
    world::Pod out;
    const std::size_t slash = name.find('/');
    out.ns = name.substr(0, slash);
    out.name = name.substr(slash + 1);
    std::istringstream in(labels);
    for (std::string label; std::getline(in, label, ',');)
        out.labels.emplace_back(label.substr(0, label.find('=')), label.substr(label.find('=') + 1));
    if (!address.empty()) out.addresses.push_back(address);
    out.ports = ports;
    return out;
}

world::World shop() {
    world::World out;
    out.namespaces = namespaces({"data", "kube-system", "shop"});
    out.nodes.push_back({"n1", {"10.9.0.1"}});
    out.pods = {pod("shop/web", "app=web", "10.0.0.1", {{"http", Protocol::Tcp, 8080}}),
                pod("shop/api", "app=api", "10.0.0.2", {{"http", Protocol::Tcp, 8080}}),
                pod("data/db", "app=db", "10.0.0.3", {{"sql", Protocol::Tcp, 5432}}),
                pod("kube-system/coredns", "k8s-app=kube-dns", "10.0.0.4",
                    {{"dns", Protocol::Udp, 53}, {"dns-tcp", Protocol::Tcp, 53}})};
    return out;
}

std::string failuresOf(const Certificate& certificate) {
    std::string out;
    for (const Claim& c : certificate.claims)
        for (const std::string& f : c.failures) out += std::to_string(c.number) + ": " + f + '\n';
    return out;
}

} // namespace portolan
