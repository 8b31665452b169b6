#include "tests/oracle/vector.h"

#include "core/load/load.h"

#include <gtest/gtest.h>

#include <sstream>

namespace portolan {
namespace {

constexpr std::string_view kTopology = R"(
apiVersion: v1
kind: Namespace
metadata: {name: a, labels: {team: x}}
---
apiVersion: v1
kind: Namespace
metadata: {name: b}
---
apiVersion: v1
kind: Node
metadata: {name: n1}
status: {addresses: [{type: InternalIP, address: 192.168.0.1}]}
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: a, labels: {app: web}}
spec: {nodeName: n1, containers: [{name: c, ports: [{name: http, containerPort: 80}]}]}
status: {phase: Running, podIP: 10.0.0.1}
---
apiVersion: v1
kind: Pod
metadata: {name: db, namespace: a, labels: {tier: data}}
spec: {nodeName: n1, containers: [{name: c, ports: [{name: sql, containerPort: 5432}]}]}
status: {phase: Running, podIP: 10.0.0.2, podIPs: [{ip: 10.0.0.2}, {ip: "fd00::2"}]}
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: b, labels: {app: web}}
spec: {nodeName: n1, containers: [{name: c, ports: [{name: http, containerPort: 8080}]}]}
status: {phase: Running, podIP: 10.0.1.1}
---
apiVersion: v1
kind: Pod
metadata: {name: other, namespace: d, labels: {app: other}}
spec: {nodeName: n1, containers: [{name: c}]}
status: {phase: Running, podIP: 10.0.2.1}
---
apiVersion: v1
kind: Pod
metadata: {name: agent, namespace: b, labels: {app: agent}}
spec: {nodeName: n1, hostNetwork: true, containers: [{name: c}]}
status: {phase: Running, podIP: 192.168.0.1}
---
apiVersion: v1
kind: Pod
metadata: {name: done, namespace: b, labels: {app: done}}
spec: {nodeName: n1, containers: [{name: c}]}
status: {phase: Succeeded, podIP: 10.0.1.1}
)";

/// "a/web", or an address.
Endpoint endpoint(const Cluster& cluster, const std::string& text) {
    const std::size_t slash = text.find('/');
    if (slash == std::string::npos) return *IpAddress::parse(text);
    return cluster.findPod(text.substr(0, slash), text.substr(slash + 1)).value();
}

/// Reads "b/web => a/web tcp/80: deny" and gives the question with the verdict the engine has for it.
std::string answered(const Reachability& reachability, const std::string& expected) {
    const std::string question = expected.substr(0, expected.rfind(':'));
    const std::size_t arrow = question.find(" => ");
    const std::size_t blank = question.rfind(' ');
    const std::size_t slash = question.rfind('/');
    const Cluster& cluster = reachability.cluster();
    const Verdict verdict = reachability.verdict(endpoint(cluster, question.substr(0, arrow)),
                                                 endpoint(cluster, question.substr(arrow + 4, blank - arrow - 4)),
                                                 *parseProtocolAnyCase(question.substr(blank + 1, slash - blank - 1)),
                                                 static_cast<std::uint16_t>(std::stoi(question.substr(slash + 1))));
    return question + ": " + std::string(name(verdict));
}

/// "generic egressToOwnNode=policed".
Profile profileOf(const std::string& text) {
    std::istringstream words(text);
    std::string word;
    words >> word;
    Profile out = Profile::named(word).value();
    while (words >> word) EXPECT_TRUE(out.set(word).has_value()) << word;
    return out;
}

std::string diagnosticsOf(const Cluster& cluster) {
    std::string out;
    for (const Diagnostic& d : cluster.diagnostics) out += '\n' + d.object + ": " + d.message;
    return out;
}

} // namespace

std::string manifest(const std::vector<std::string>& specs, const std::vector<std::string>& documents) {
    std::string out(kTopology);
    for (std::size_t i = 0; i < specs.size(); ++i)
        out += "---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: np" + std::to_string(i) +
               ", namespace: a}\nspec: " + specs[i] + '\n';
    for (const std::string& d : documents) out += "---\n" + d + '\n';
    return out;
}

void expectVectors(const std::vector<Vector>& vectors) {
    for (const Vector& v : vectors) {
        const auto cluster = *loadText({{"vector.yaml", manifest(v.specs, v.documents)}});
        ASSERT_EQ(cluster->policies.size(), v.specs.size()) << v.what << diagnosticsOf(*cluster);
        const auto reachability = *Reachability::create(cluster, profileOf(v.profile), {});
        for (const std::string& answer : v.answers) EXPECT_EQ(answered(*reachability, answer), answer) << v.what;
        EXPECT_EQ(differenceFromNaive(*reachability, *cluster), "") << v.what;
    }
}

} // namespace portolan
