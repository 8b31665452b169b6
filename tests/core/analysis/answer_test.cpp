#include "core/analysis/answer.h"
#include "core/load/load.h"
#include "tests/core/ledger/story.h"

#include <gtest/gtest.h>

namespace portolan {
namespace {

constexpr const char* kShop =
    "node n1 10.9.0.1\n"
    "pod shop/web app=web :8080 ip=10.0.0.1 node=n1\n"
    "pod shop/api app=api :9090 ip=10.0.0.2\n"
    "pod edge/door app.kubernetes.io/name=ingress-nginx :80 ip=10.0.0.3\n"
    "service shop/web {clusterIP: 10.1.0.1, selector: {app: web}, ports: [{name: http, port: 80, targetPort: 8080}]}\n"
    "service shop/direct {clusterIP: None, selector: {app: web}, ports: [{port: 8080}]}\n"
    "service shop/nobody {selector: {app: none}, ports: [{port: 80}]}\n"
    "ingress shop/site web 80\n"
    "policy shop/web {podSelector: {matchLabels: {app: web}}, ingress: [{from: [{namespaceSelector: {matchLabels: "
    "{kubernetes.io/metadata.name: edge}}}, {podSelector: {matchLabels: {app: api}}}], ports: [{port: 8080}]}]}\n"
    "policy shop/api {podSelector: {matchLabels: {app: api}}, policyTypes: [Egress], egress: [{to: [{podSelector: "
    "{}}], "
    "ports: [{port: 8080}]}]}\n";

/// A headless Service whose port is not its target's: clients dial the pods, not the Service (S-2).
constexpr const char* kPods =
    "service shop/pods {clusterIP: None, selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}\n";

struct Row {
    const char* from;
    const char* to;
    const char* port;
    const char* expected; ///< verdict, with the reason behind a colon where there is one
    const char* knob = "";
    const char* extra = ""; ///< more lines of the story
};

void PrintTo(const Row& row, std::ostream* out) {
    *out << row.from << " => " << row.to << ' ' << row.port << ' ' << row.knob;
}

std::string asked(const Row& row) {
    Profile profile;
    if (*row.knob != '\0' && !profile.set(row.knob)) return "no such knob";
    const story::Joined joined = story::join(std::string(kShop) + row.extra, {}, profile);
    const Reachability& r = *joined.reachability;
    const Answer a = answer(r, findEndpoint(r, row.from), findEndpoint(r, row.to), parsePort(row.port).value());
    return std::string(name(a.verdict)) + (a.reason.empty() ? "" : ": " + a.reason);
}

class Answers : public testing::TestWithParam<Row> {};
TEST_P(Answers, SpeakOfWhatTheNameStandsFor) {
    EXPECT_EQ(asked(GetParam()), GetParam().expected);
}

// Covers S-1, S-2, S-3: policies see the pod and its port.
INSTANTIATE_TEST_SUITE_P(
    Services, Answers,
    testing::Values(
        Row{"shop/api", "shop/web[Service]", "tcp/80", "allow"},
        Row{"shop/api", "shop/web[Service]", "tcp/http", "allow"}, Row{"shop/api", "shop/web[Service]", "tcp", "allow"},
        Row{"shop/api", "shop/web[Service]", "tcp/8080", "deny: the Service has no port tcp/8080"},
        Row{"shop/api", "shop/web", "tcp/80", "deny"}, Row{"shop/api", "shop/direct[Service]", "tcp/8080", "allow"},
        Row{"shop/api", "shop/pods[Service]", "tcp/8080", "allow", "", kPods},
        Row{"shop/api", "shop/pods[Service]", "tcp/80", "deny", "", kPods},
        Row{"shop/api", "10.1.0.1", "tcp/80", "allow"},
        Row{"shop/api", "ip:10.1.0.1", "tcp/8080", "deny: the Service has no port tcp/8080"},
        Row{"shop/api", "10.1.0.2", "tcp/80", "deny"}, Row{"internet", "shop/web[Service]", "tcp/80", "deny"},
        Row{"shop/api", "shop/nobody[Service]", "tcp/80",
            "uncertain: not found: shop/nobody[Service]: the input has no pod behind the Service"},
        Row{"shop/api", "shop/absent[Service]", "tcp/80",
            "uncertain: not found: shop/absent[Service]: no such Service in the input"}));

constexpr const char* kLocal =
    "node n2 10.9.0.2\n"
    "pod shop/near app=client ip=10.0.0.8 node=n1\n"
    "pod shop/far app=client ip=10.0.0.9 node=n2\n"
    "pod shop/lost app=client ip=10.0.0.10\n"
    "pod shop/db app=db :5432 ip=10.0.0.11 node=n1\n"
    "service shop/db {clusterIP: 10.1.0.2, internalTrafficPolicy: Local, selector: {app: db}, ports: [{port: 5432}]}\n";

// Covers S-4: internalTrafficPolicy Local keeps to the client's node.
INSTANTIATE_TEST_SUITE_P(
    LocalServices, Answers,
    testing::Values(Row{"shop/near", "shop/db[Service]", "tcp/5432", "allow", "", kLocal},
                    Row{"shop/far", "shop/db[Service]", "tcp/5432",
                        "deny: internalTrafficPolicy: Local leaves no pod behind the Service on that node", "", kLocal},
                    Row{"shop/lost", "shop/db[Service]", "tcp/5432", "uncertain: internalTrafficPolicy", "", kLocal}));

// Covers S-3: endpoints that no selector gives may lie outside the cluster.
TEST(Answers, FollowAServiceToAddressesOutside) {
    const auto cluster =
        loadText({{"world.yaml",
                   "apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: shop, labels: {app: web}}\n---\n"
                   "apiVersion: v1\nkind: Service\nmetadata: {name: old, namespace: shop}\n"
                   "spec: {ports: [{port: 80, targetPort: 8080}]}\n---\n"
                   "apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata: {name: old-1, namespace: "
                   "shop, labels: {kubernetes.io/service-name: old}}\naddressType: IPv4\n"
                   "endpoints: [{addresses: [203.0.113.7]}]\n---\n"
                   "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: out, namespace: "
                   "shop}\nspec: {podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: "
                   "203.0.113.0/24}}], ports: [{port: 8080}]}]}\n"}},
                 {}, {})
            .value();
    const auto r = Reachability::create(cluster, {}, {}).value();
    const auto asked = [&](const char* port) {
        return name(
            answer(*r, findEndpoint(*r, "shop/web"), findEndpoint(*r, "shop/old[Service]"), parsePort(port).value())
                .verdict);
    };
    EXPECT_EQ(asked("tcp/80"), "allow");
    EXPECT_EQ(asked("tcp/8080"), "deny");
}

// Covers NP-I5: whether the rules see the Service's address.
INSTANTIATE_TEST_SUITE_P(
    Translation, Answers,
    testing::Values(Row{"shop/api", "shop/web[Service]", "tcp/80", "allow", "serviceNat=post"},
                    Row{"shop/api", "shop/web[Service]", "tcp/80", "deny", "serviceNat=pre"},
                    Row{"shop/api", "shop/web[Service]", "tcp/80", "uncertain: serviceNat", "serviceNat=both"},
                    Row{"shop/api", "shop/direct[Service]", "tcp/8080", "allow", "serviceNat=pre"}));

// Covers NP-11: a pod that comes back to itself through a Service.
INSTANTIATE_TEST_SUITE_P(Hairpin, Answers,
                         testing::Values(Row{"shop/web", "shop/web[Service]", "tcp/80", "uncertain: hairpin"},
                                         Row{"shop/web", "shop/web[Service]", "tcp/80", "deny", "hairpin=policed"},
                                         Row{"shop/web", "shop/web[Service]", "tcp/80", "allow", "hairpin=allow"},
                                         Row{"shop/web", "shop/web", "tcp/8080", "allow", "hairpin=policed"}));

// Covers S-7: the controller's pods connect, and only to where the entry point forwards.
INSTANTIATE_TEST_SUITE_P(
    EntryPoints, Answers,
    testing::Values(
        Row{"shop/site[Ingress]", "shop/web", "tcp/8080", "allow"},
        Row{"shop/site[Ingress]", "shop/web", "tcp/9090", "deny: shop/site[Ingress] does not forward there"},
        Row{"shop/site[Ingress]", "shop/api", "tcp/9090", "deny: shop/site[Ingress] does not forward there"},
        Row{"shop/site[Ingress]", "shop/web", "tcp/8080", "deny", "",
            "policy edge/shut {podSelector: {}, policyTypes: [Egress]}\n"},
        Row{"shop/api", "shop/site[Ingress]", "tcp/80",
            "uncertain: not found: shop/site[Ingress]: nothing connects to an entry point's name"}));

INSTANTIATE_TEST_SUITE_P(Nodes, Answers,
                         testing::Values(Row{"node:n1", "shop/web", "tcp/8080", "allow"}, // its own node, NP-6
                                         Row{"node:n1", "shop/api", "tcp/9090", "allow"},
                                         Row{"node:n2", "shop/web", "tcp/8080",
                                             "uncertain: not found: node:n2: no such node in the input"}));

TEST(Answers, NameTheConnectionThatDecides) {
    const story::Joined joined = story::join(kShop);
    const Reachability& r = *joined.reachability;
    const Answer a =
        answer(r, findEndpoint(r, "shop/api"), findEndpoint(r, "shop/web[Service]"), parsePort("tcp/80").value());
    ASSERT_TRUE(a.example);
    EXPECT_EQ(a.example->port, 8080);
    EXPECT_EQ(a.example->to, Endpoint(*joined.cluster->findPod("shop", "web")));
}

TEST(Answers, LeaveAnEntryPointOpenWhoseControllerIsNotThere) {
    const story::Joined joined =
        story::join("pod shop/web app=web :8080\n"
                    "service shop/web {selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}\n"
                    "ingress shop/site web 80\n");
    const Reachability& r = *joined.reachability;
    const Answer a =
        answer(r, findEndpoint(r, "shop/site[Ingress]"), findEndpoint(r, "shop/web"), parsePort("tcp/8080").value());
    EXPECT_EQ(a.verdict, Verdict::Uncertain);
    EXPECT_EQ(a.reason, "entryController: the pods that carry its traffic are not in the input");
}

} // namespace
} // namespace portolan
