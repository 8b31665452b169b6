#include "tests/oracle/random_world.h"

namespace portolan::world {
namespace {

using Texts = std::vector<std::string>;

/// Both families, host bits, and IPv4 written as IPv6.
const Texts kBlocks{"0.0.0.0/0",     "10.0.0.0/8",         "10.0.0.0/16", "10.0.0.0/24",    "10.0.1.0/24",
                    "10.0.0.1/32",   "10.0.0.6/30",        "10.9.0.0/24", "192.168.0.0/16", "203.0.113.0/25",
                    "128.0.0.0/1",   "255.255.255.255/32", "::/0",        "fd00::/8",       "fd00::/64",
                    "fd00::4/126",   "fd00::1/128",        "fd00:9::/64", "2001:db8::/32",  "fd00::77/120",
                    "::ffff:0:0/96", "::ffff:10.0.0.0/120"};

bool isStrictlyInside(const std::string& inner, const std::string& outer) {
    const Cidr a = Cidr::parse(inner).value();
    const Cidr b = Cidr::parse(outer).value();
    return a.family() == b.family() && a.prefixLength() > b.prefixLength() && b.contains(a.address());
}

} // namespace

Labels RandomWorld::labels(const Texts& keys) {
    Labels out;
    for (const std::string& key : keys)
        if (isChosen(60)) out.emplace_back(key, pick({"a", "b", ""}));
    return out;
}

Namespace RandomWorld::ns(std::size_t index) {
    Namespace out;
    out.name = Texts{"a", "b", "c", "d"}[index];
    out.isDeclared = isChosen(75);
    if (out.isDeclared) out.labels = labels({"team", "env"});
    return out;
}

Pod RandomWorld::pod(const World& world, std::size_t index) {
    Pod out;
    out.ns = world.namespaces[below(world.namespaces.size())].name;
    out.name = "p" + std::to_string(index);
    out.labels = labels({"app", "tier"});
    for (const char* const portName : {"http", "dns", "http"})
        if (isChosen(40))
            out.ports.push_back({portName, isChosen(70) ? Protocol::Tcp : Protocol::Udp,
                                 static_cast<std::uint16_t>(std::vector{80, 8080, 53}[below(3)])});
    if (isChosen(15)) {
        out.controllerKind = pick({"Deployment", "StatefulSet", "Job"});
        out.isHostNetwork = isChosen(10);
        return out;
    }
    out.isHostNetwork = isChosen(15);
    if (isChosen(60))
        out.node = world.nodes.empty() || isChosen(10) ? "n9" : world.nodes[below(world.nodes.size())].name;
    const std::string host = std::to_string(index + 1);
    if (out.isHostNetwork && !world.nodes.empty() && isChosen(60)) {
        const Node& node = world.nodes[below(world.nodes.size())];
        out.addresses = node.addresses;
        if (!out.node.empty()) out.node = node.name;
        return out;
    }
    const std::size_t families = below(10);
    const std::string v4 = "10.0." + std::to_string(below(2)) + '.' + host;
    if (families < 7) out.addresses.push_back(isChosen(10) ? "::ffff:" + v4 : v4);
    if (families >= 5 && families < 9) out.addresses.push_back("fd00::" + host);
    return out;
}

Selector RandomWorld::selector(const Texts& keys, const Texts& values) {
    Selector out;
    for (std::size_t n = std::vector<std::size_t>{0, 1, 1, 2}[below(4)]; n > 0; --n) {
        Expression e{pick(keys), static_cast<Requirement::Operator>(below(4)), {}};
        if (e.op == Requirement::Operator::In || e.op == Requirement::Operator::NotIn)
            for (std::size_t v = 1 + below(2); v > 0; --v) e.values.push_back(pick(values));
        out.push_back(std::move(e));
    }
    return out;
}

Selector RandomWorld::podSelector() {
    if (isChosen(10))
        return selector({"pod-template-hash", "statefulset.kubernetes.io/pod-name", "job-name"}, {"a", ""});
    return selector({"app", "tier"}, {"a", "b", "", "z"});
}

Selector RandomWorld::namespaceSelector() {
    if (isChosen(40)) return selector({"kubernetes.io/metadata.name"}, {"a", "b", "z"});
    return selector({"team", "env"}, {"a", "b", "", "z"});
}

Peer RandomWorld::block() {
    Peer out;
    out.cidr = pick(kBlocks);
    for (const std::string& except : kBlocks)
        if (isStrictlyInside(except, out.cidr) && isChosen(25)) out.except.push_back(except);
    return out;
}

Peer RandomWorld::peer() {
    Peer out;
    switch (below(4)) {
    case 0: out.podSelector = podSelector(); break;
    case 1: out.namespaceSelector = namespaceSelector(); break;
    case 2:
        out.podSelector = podSelector();
        out.namespaceSelector = namespaceSelector();
        break;
    default: out = block();
    }
    return out;
}

Port RandomWorld::port() {
    Port out{kProtocols[below(kProtocolCount)], 0, 0, {}};
    if (isChosen(60)) out.protocol = Protocol::Tcp;
    const std::vector<std::pair<std::uint16_t, std::uint16_t>> ranges{
        {80, 80}, {81, 81}, {8080, 8080}, {53, 53}, {1, 1}, {80, 443}, {1, 65535}, {1, 79}, {443, 443}, {65000, 65535}};
    if (isChosen(15)) return out; // the whole protocol
    if (isChosen(25)) {
        out.name = pick({"http", "dns", "nobody"});
        return out;
    }
    std::tie(out.first, out.last) = ranges[below(ranges.size())];
    return out;
}

std::vector<Rule> RandomWorld::rules() {
    std::vector<Rule> out(std::vector<std::size_t>{0, 1, 1, 2, 3}[below(5)]);
    for (Rule& rule : out) {
        for (std::size_t n = std::vector<std::size_t>{0, 1, 1, 2, 3}[below(5)]; n > 0; --n)
            rule.peers.push_back(peer());
        if (isChosen(10)) // one block for each family
            for (const char* const cidr : {"10.0.0.0/8", "fd00::/8"})
                rule.peers.push_back({std::nullopt, std::nullopt, cidr, {}});
        for (std::size_t n = std::vector<std::size_t>{0, 0, 1, 2}[below(4)]; n > 0; --n) rule.ports.push_back(port());
    }
    return out;
}

Policy RandomWorld::policy(const World& world, const std::string& name) {
    Policy out;
    out.ns = world.namespaces[below(world.namespaces.size())].name;
    out.name = name;
    out.podSelector = podSelector();
    const std::size_t types = below(3);
    out.isolatesIngress = types != 1;
    out.isolatesEgress = types != 0;
    out.ingress = rules(); // rules of a direction that is not isolated are inert, and must be seen to be
    out.egress = rules();
    return out;
}

World RandomWorld::world() {
    World out;
    for (std::size_t i = 0, n = 2 + below(3); i < n; ++i) out.namespaces.push_back(ns(i));
    if (isChosen(60)) out.nodes.push_back({"n1", {"10.9.0.1"}});
    if (isChosen(40)) out.nodes.push_back({"n2", {"10.9.0.2", "fd00:9::2"}});
    if (isChosen(10)) out.nodes.push_back({"n3", {}});
    if (isChosen(10)) out.nodes.push_back({"n4", {"fd00:9::4"}});
    for (std::size_t i = 0, n = 1 + below(8); i < n; ++i) out.pods.push_back(pod(out, i));
    for (std::size_t i = 0, n = below(7); i < n; ++i) out.policies.push_back(policy(out, "np" + std::to_string(i)));
    if (isChosen(5)) out.unreadPoliciesIn.push_back(out.namespaces[below(out.namespaces.size())].name);
    return out;
}

} // namespace portolan::world
