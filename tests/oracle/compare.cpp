#include "tests/oracle/compare.h"

#include <algorithm>
#include <set>

namespace portolan {
namespace {

naive::Truth truth(Ternary t) {
    return t == Ternary::Yes ? naive::Truth::True : t == Ternary::No ? naive::Truth::False : naive::Truth::Unknown;
}

naive::Truth truth(Profile::OwnNode rule) {
    switch (rule) {
    case Profile::OwnNode::Allow: return naive::Truth::True;
    case Profile::OwnNode::Policed: return naive::Truth::False;
    case Profile::OwnNode::Unknown: break;
    }
    return naive::Truth::Unknown;
}

naive::Endpoint naiveEndpoint(const Endpoint& endpoint) {
    if (const auto* pod = std::get_if<PodId>(&endpoint)) return naive::Endpoint::of(*pod);
    return naive::Endpoint::of(std::get<IpAddress>(endpoint));
}

const char* text(naive::Truth t) {
    return t == naive::Truth::True ? "allow" : t == naive::Truth::False ? "deny" : "uncertain";
}

/// What the engine's two sets say together; nullopt where they contradict each other.
std::optional<naive::Truth> truth(const PairTraffic& traffic, Protocol protocol, std::uint16_t port) {
    const bool isInMay = traffic.may.contains(protocol, port);
    if (traffic.must.contains(protocol, port)) return isInMay ? std::optional(naive::Truth::True) : std::nullopt;
    return isInMay ? naive::Truth::Unknown : naive::Truth::False;
}

template <typename Visitor>
void forEachRule(const Cluster& cluster, Visitor visit) {
    for (const NetworkPolicy& policy : cluster.policies)
        for (const Direction d : kDirections)
            for (const PolicyRule& rule : policy.rules(d)) visit(rule);
}

template <typename Visitor>
void forEachAdminRule(const Cluster& cluster, Visitor visit) {
    for (const AdminPolicy& policy : cluster.adminPolicies)
        for (const Direction d : kDirections)
            for (const AdminRule& rule : policy.rules(d)) visit(rule);
}

} // namespace

naive::Knobs knobsOf(const Profile& profile) {
    return {.ipBlockMatchesPods = truth(profile.ipBlockMatchesPods),
            .ipBlockMatchesNodes = truth(profile.ipBlockMatchesNodes),
            .networksMatchPods = truth(profile.networksMatchPods),
            .isHostNetworkPodANode = profile.hostNetworkPods == Profile::HostNetwork::AsNode,
            .ingressFromOwnNodeIsFree = truth(profile.ingressFromOwnNode),
            .egressToOwnNodeIsFree = truth(profile.egressToOwnNode),
            .unreadPoliciesCount = profile.unreadPoliciesIgnored != Ternary::Yes,
            .isEnforced = profile.isEnforced,
            .hasEndPort = profile.hasEndPort,
            .hasSctp = profile.hasSctp};
}

Questions criticalQuestions(const Cluster& cluster) {
    std::set<std::uint16_t> ports{1, 65535};
    const auto addPort = [&](unsigned number) {
        for (const unsigned n : {number - 1, number, number + 1})
            if (n >= 1 && n <= 65535) ports.insert(static_cast<std::uint16_t>(n));
    };
    std::set<IpAddress> addresses{*IpAddress::parse("8.8.8.8"), *IpAddress::parse("2001:db8::1")};
    const auto addAddress = [&](const std::optional<IpAddress>& a) {
        if (a && !cluster.findPodByAddress(*a)) addresses.insert(*a);
    };
    for (const Node& node : cluster.nodes)
        for (const IpAddress& a : node.addresses) addAddress(a);
    forEachRule(cluster, [&](const PolicyRule& rule) {
        for (const PolicyPort& p : rule.ports)
            for (const std::uint16_t number : {p.first, p.last})
                if (number != 0) addPort(number);
        for (const PolicyPeer& peer : rule.peers) {
            if (!peer.ipBlock) continue;
            std::vector<Cidr> blocks = peer.ipBlock->except;
            blocks.push_back(peer.ipBlock->cidr);
            for (const Cidr& c : blocks) {
                for (const IpAddress& end : {c.range().first, c.range().last}) addAddress(end);
                addAddress(c.range().first.previous());
                addAddress(c.range().last.next());
            }
        }
    });
    forEachAdminRule(cluster, [&](const AdminRule& rule) {
        for (const PolicyPort& p : rule.ports)
            for (const std::uint16_t number : {p.first, p.last})
                if (number != 0) addPort(number);
        for (const AdminPeer& peer : rule.peers)
            for (const Cidr& c : peer.networks) {
                for (const IpAddress& end : {c.range().first, c.range().last}) addAddress(end);
                addAddress(c.range().first.previous());
                addAddress(c.range().last.next());
            }
    });
    for (const Pod& pod : cluster.pods)
        for (const ContainerPort& p : cluster.portLists[pod.ports]) addPort(p.number);

    Questions out;
    for (std::size_t i = 0; i < cluster.pods.size(); ++i) out.endpoints.emplace_back(PodId(i));
    for (const IpAddress& a : addresses) out.endpoints.emplace_back(a);
    out.ports.assign(ports.begin(), ports.end());
    return out;
}

std::string describe(const Cluster& cluster, const Endpoint& endpoint) {
    if (const auto* pod = std::get_if<PodId>(&endpoint)) return cluster.displayName(*pod);
    return std::get<IpAddress>(endpoint).text();
}

namespace {

/// Asks the engine every critical question and `judge` about its answer; the first that is wrong in words, or "".
/// `judge` gets both ends, protocol, port and the answer, and gives what the naive evaluator says where that differs.
template <typename Judge>
std::string firstDifference(const Reachability& reachability, const Cluster& cluster, const Judge& judge) {
    const Questions questions = criticalQuestions(cluster);
    for (const Endpoint& from : questions.endpoints)
        for (const Endpoint& to : questions.endpoints) {
            const PairTraffic traffic = reachability.between(from, to);
            for (const Protocol protocol : kProtocols)
                for (const std::uint16_t port : questions.ports) {
                    const auto actual = truth(traffic, protocol, port);
                    const std::optional<naive::Truth> expected =
                        judge(naiveEndpoint(from), naiveEndpoint(to), protocol, port, actual);
                    if (!expected) continue;
                    return describe(cluster, from) + " => " + describe(cluster, to) + " over " +
                           std::string(name(protocol)) + ' ' + std::to_string(port) + ": the engine says " +
                           (actual ? text(*actual) : "must without may") + ", the naive evaluator " + text(*expected);
                }
        }
    return {};
}

} // namespace

std::string differenceFromNaive(const Reachability& reachability, const Cluster& cluster) {
    const naive::Evaluator naive(cluster, knobsOf(reachability.profile()));
    return firstDifference(reachability, cluster,
                           [&](const naive::Endpoint& from, const naive::Endpoint& to, Protocol protocol,
                               std::uint16_t port, std::optional<naive::Truth> actual) {
                               const naive::Truth expected = naive.allowed(from, to, protocol, port);
                               return actual == expected ? std::nullopt : std::optional(expected);
                           });
}

std::string brokenPromiseByAddress(const Reachability& reachability, const Cluster& cluster) {
    const naive::Evaluator naive(cluster, knobsOf(reachability.profile()));
    return firstDifference(reachability, cluster,
                           [&](const naive::Endpoint& from, const naive::Endpoint& to, Protocol protocol,
                               std::uint16_t port, std::optional<naive::Truth> actual) {
                               const auto expected = naive.allowedByAddress(from, to, protocol, port);
                               return actual == naive::Truth::Unknown || actual == expected ? std::nullopt : expected;
                           });
}

std::string differenceFromNaive(const world::World& world, const Profile& profile) {
    const auto cluster = world::build(world);
    const auto reachability = Reachability::create(cluster, profile, {});
    if (!reachability) return "not evaluated: " + reachability.error().message;
    return differenceFromNaive(**reachability, *cluster);
}

std::string differenceBetween(const Reachability& a, const Reachability& b) {
    std::vector<Endpoint> endpoints = criticalQuestions(a.cluster()).endpoints;
    const std::vector<Endpoint> more = criticalQuestions(b.cluster()).endpoints;
    endpoints.insert(endpoints.end(), more.begin(), more.end());
    std::ranges::sort(endpoints);
    endpoints.erase(std::unique(endpoints.begin(), endpoints.end()), endpoints.end());
    for (const Endpoint& from : endpoints)
        for (const Endpoint& to : endpoints) {
            const PairTraffic one = a.between(from, to);
            const PairTraffic other = b.between(from, to);
            if (one == other) continue;
            return describe(a.cluster(), from) + " => " + describe(a.cluster(), to) + ": must " + one.must.text() +
                   " and " + other.must.text() + ", may " + one.may.text() + " and " + other.may.text();
        }
    return {};
}

} // namespace portolan
