#include "tests/oracle/lattice.h"

namespace portolan::world {
namespace {

using Op = Requirement::Operator;

World smallWorld() {
    World out;
    out.namespaces = {{"a", true, {{"team", "x"}}}, {"b", false, {}}};
    out.nodes = {{"n1", {"10.9.0.1"}}};
    out.pods = {
        {"a", "web", {{"app", "web"}}, {"10.0.0.1"}, {{"http", Protocol::Tcp, 80}}, "n1", false, {}},
        {"a", "db", {{"app", "db"}}, {}, {{"http", Protocol::Tcp, 8080}}, {}, false, {}},
        {"b", "web", {{"app", "web"}}, {"10.0.1.1", "fd00::1"}, {{"http", Protocol::Udp, 80}}, {}, false, {}},
    };
    return out;
}

std::vector<std::vector<Peer>> peerShapes() {
    const Selector web{{"app", Op::In, {"web"}}};
    const Selector teamX{{"team", Op::In, {"x"}}};
    const Selector isB{{"kubernetes.io/metadata.name", Op::In, {"b"}}};
    return {{},
            {{web, {}, {}, {}}},
            {{Selector{}, {}, {}, {}}},
            {{{}, teamX, {}, {}}},
            {{{}, Selector{}, {}, {}}},
            {{web, isB, {}, {}}},
            {{{}, {}, "10.0.0.0/8", {"10.0.1.0/24"}}},
            {{web, {}, {}, {}}, {{}, {}, "::/0", {}}}};
}

std::vector<std::vector<Port>> portShapes() {
    return {{},
            {{Protocol::Tcp, 0, 0, {}}},
            {{Protocol::Tcp, 80, 80, {}}},
            {{Protocol::Udp, 80, 8080, {}}},
            {{Protocol::Tcp, 0, 0, "http"}},
            {{Protocol::Sctp, 1, 1, {}}, {Protocol::Udp, 0, 0, "http"}}};
}

/// No rule at all, and one rule of every shape.
std::vector<std::vector<Rule>> ruleShapes() {
    std::vector<std::vector<Rule>> out{{}};
    for (const auto& peers : peerShapes())
        for (const auto& ports : portShapes()) out.push_back({{peers, ports}});
    return out;
}

std::vector<Selector> subjectShapes() {
    return {{}, {{"app", Op::NotIn, {"db"}}}};
}

} // namespace

void forEachPolicyShape(const std::function<void(const World&)>& visit) {
    World world = smallWorld();
    Policy& policy = world.policies.emplace_back();
    policy.ns = "a";
    policy.name = "np";
    const auto shapes = ruleShapes();
    for (const Selector& subject : subjectShapes()) {
        policy.podSelector = subject;
        for (const auto& ingress : shapes) {
            policy.ingress = ingress;
            for (const auto& egress : shapes) {
                policy.egress = egress;
                policy.isolatesIngress = policy.isolatesEgress = true;
                visit(world);
                if (&egress == &shapes.back()) { // the egress rule is inert
                    policy.isolatesEgress = false;
                    visit(world);
                }
                if (&ingress == &shapes.back()) {
                    policy.isolatesIngress = false;
                    policy.isolatesEgress = true;
                    visit(world);
                }
            }
        }
    }
}

void forEachPairOfPolicies(const std::function<void(const World&)>& visit) {
    World world = smallWorld();
    world.policies.resize(2);
    for (Policy& p : world.policies) p.ns = "a";
    world.policies[0].name = "first";
    world.policies[1].name = "second";
    world.policies[1].podSelector = {{"app", Op::Exists, {}}};
    const auto shapes = ruleShapes();
    for (const auto& first : shapes)
        for (const auto& second : shapes) {
            world.policies[0].ingress = first;
            world.policies[1].ingress = second;
            visit(world);
        }
}

void forEachSelector(const std::function<void(const World&)>& visit) {
    const std::string key = "statefulset.kubernetes.io/pod-name"; // unknown on a StatefulSet's template
    World world;
    world.namespaces = {{"a", true, {}}, {"b", true, {{key, ""}}}, {"c", true, {{key, "x"}}}, {"d", false, {}}};
    world.pods = {{"a", "none", {}, {"10.0.0.1"}, {}, {}, false, {}},
                  {"a", "empty", {{key, ""}}, {"10.0.0.2"}, {}, {}, false, {}},
                  {"a", "x", {{key, "x"}}, {"10.0.0.3"}, {}, {}, false, {}},
                  {"a", "y", {{key, "y"}}, {"10.0.0.4"}, {}, {}, false, {}},
                  {"a", "template", {}, {}, {}, {}, false, "StatefulSet"},
                  {"b", "other", {}, {"10.0.0.5"}, {}, {}, false, {}},
                  {"c", "other", {}, {"10.0.0.6"}, {}, {}, false, {}},
                  {"d", "other", {}, {"10.0.0.7"}, {}, {}, false, {}}};
    std::vector<Expression> expressions{{key, Op::Exists, {}}, {key, Op::DoesNotExist, {}}};
    for (const Op op : {Op::In, Op::NotIn})
        for (const std::vector<std::string>& values :
             std::vector<std::vector<std::string>>{{""}, {"x"}, {"x", "y"}, {"z"}, {"", "z"}})
            expressions.push_back({key, op, values});
    std::vector<Selector> selectors{{}};
    for (const Expression& first : expressions) {
        selectors.push_back({first});
        for (const Expression& second : expressions) selectors.push_back({first, second});
    }
    Policy policy{"a", "np", {}, true, false, {}, {}};
    for (const Selector& selector : selectors) {
        for (int place = 0; place < 4; ++place) {
            policy.podSelector = {};
            policy.ingress = {{{{}}, {}}};
            Peer& peer = policy.ingress[0].peers[0];
            if (place == 0) {
                policy.podSelector = selector;
                policy.ingress.clear();
            }
            if (place == 1) peer.podSelector = selector;
            if (place >= 2) peer.namespaceSelector = selector;
            if (place == 3) peer.podSelector = Selector{{key, Op::NotIn, {"x"}}};
            world.policies = {policy};
            visit(world);
        }
    }
}

} // namespace portolan::world
