#include "tests/oracle/story.h"

#include "core/load/load.h"

#include <stdexcept>

namespace portolan {
namespace {

constexpr std::string_view kTopology = R"(
apiVersion: v1
kind: Namespace
metadata: {name: a, labels: {team: x}}
---
apiVersion: v1
kind: Namespace
metadata: {name: b, labels: {team: y}}
---
apiVersion: v1
kind: Namespace
metadata: {name: c, labels: {team: x}}
---
apiVersion: v1
kind: Node
metadata: {name: n1, labels: {zone: one}}
status: {addresses: [{type: InternalIP, address: 192.168.0.1}]}
---
apiVersion: v1
kind: Node
metadata: {name: n2, labels: {zone: two}}
status: {addresses: [{type: InternalIP, address: 192.168.0.2}]}
---
apiVersion: v1
kind: Pod
metadata: {name: agent, namespace: b, labels: {app: agent}}
spec: {nodeName: n2, hostNetwork: true, containers: [{name: c}]}
status: {phase: Running, podIP: 192.168.0.2}
)";

std::string pod(const std::string& ns, const std::string& app, const std::string& ports, const std::string& address) {
    return "---\napiVersion: v1\nkind: Pod\nmetadata: {name: " + app + ", namespace: " + ns + ", labels: {app: " + app +
           "}}\nspec: {nodeName: n1, containers: [{name: c, ports: [" + ports +
           "]}]}\nstatus: {phase: Running, podIP: " + address + "}\n";
}

struct Question {
    std::string from, to;
    Protocol protocol;
    std::uint16_t port;
};

Question parse(const std::string& text) {
    const std::size_t arrow = text.find(" => ");
    const std::size_t blank = text.rfind(' ');
    const std::size_t slash = text.rfind('/');
    return {text.substr(0, arrow), text.substr(arrow + 4, blank - arrow - 4),
            parseProtocolAnyCase(text.substr(blank + 1, slash - blank - 1)).value(),
            static_cast<std::uint16_t>(std::stoi(text.substr(slash + 1)))};
}

std::string document(const std::string& apiVersion, const std::string& kind, const std::string& metadata,
                     const std::string& spec) {
    return "apiVersion: " + apiVersion + "\nkind: " + kind + "\nmetadata: {" + metadata + "}\nspec: {" + spec + "}\n";
}

} // namespace

Story::Story(const std::vector<std::string>& documents, const std::string& profile) {
    std::string text(kTopology);
    for (const auto& [ns, third] : {std::pair("a", "0"), std::pair("b", "1"), std::pair("c", "2")}) {
        const std::string network = std::string("10.0.") + third;
        text += pod(ns, "web", std::string("{name: http, containerPort: ") + (ns[0] == 'b' ? "8080" : "80") + '}',
                    network + ".1");
        text += pod(ns, "db", "{name: sql, containerPort: 5432}", network + ".2");
    }
    std::vector<std::pair<std::string, std::string>> texts{{"cluster.yaml", text}};
    for (const std::string& d : documents) texts.emplace_back("policies.yaml", d);
    m_cluster = *loadText(texts);
    for (const Diagnostic& d : m_cluster->diagnostics)
        if (d.level == Diagnostic::Level::Error && d.code != "PARSE-06") // an invalid selector is read all the same
            throw std::runtime_error(d.object + ": " + d.message);
    m_reach = *Reachability::create(m_cluster, *Profile::named(profile), {});
}

Endpoint Story::endpoint(const std::string& text) const {
    const std::size_t slash = text.find('/');
    if (slash == std::string::npos) return IpAddress::parse(text).value();
    return m_cluster->findPod(text.substr(0, slash), text.substr(slash + 1)).value();
}

std::string Story::ask(const std::string& question) const {
    const Question q = parse(question);
    const Verdict verdict = m_reach->verdict(endpoint(q.from), endpoint(q.to), q.protocol, q.port);
    if (verdict != Verdict::Uncertain) return std::string(name(verdict));
    return "uncertain: " + why(question).doubts.text();
}

Explanation Story::why(const std::string& question) const {
    const Question q = parse(question);
    return explain(*m_reach, endpoint(q.from), endpoint(q.to), q.protocol, q.port);
}

std::string Story::chains(const std::string& question) const {
    const Explanation e = why(question);
    return "egress: " + notation(*m_reach, e.egress.chain) + "; ingress: " + notation(*m_reach, e.ingress.chain);
}

std::string anp(const std::string& name, int priority, const std::string& spec) {
    return document("policy.networking.k8s.io/v1alpha1", "AdminNetworkPolicy", "name: " + name,
                    "priority: " + std::to_string(priority) + ", " + spec);
}

std::string banp(const std::string& spec) {
    return document("policy.networking.k8s.io/v1alpha1", "BaselineAdminNetworkPolicy", "name: default", spec);
}

std::string cnp(const std::string& name, const std::string& tier, int priority, const std::string& spec) {
    return document("policy.networking.k8s.io/v1alpha2", "ClusterNetworkPolicy", "name: " + name,
                    "tier: " + tier + ", priority: " + std::to_string(priority) + ", " + spec);
}

std::string np(const std::string& ns, const std::string& name, const std::string& spec) {
    return document("networking.k8s.io/v1", "NetworkPolicy", "name: " + name + ", namespace: " + ns, spec);
}

} // namespace portolan
