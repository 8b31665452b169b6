#include "core/analysis/answer.h"

#include "core/reach/explain.h"
#include "core/reach/through_service.h"

#include <algorithm>

namespace portolan {
namespace {

/// The port number that a name means at a destination; nullopt where it declares none of that name and protocol.
std::optional<std::uint16_t> portAt(const Reachability& r, const Endpoint& to, const PortQuestion& q) {
    if (q.name.empty()) return q.number;
    const auto* pod = std::get_if<PodId>(&to);
    if (!pod) return std::nullopt;
    const Cluster& cluster = r.cluster();
    for (const ContainerPort& p : cluster.portLists[cluster.pods[*pod].ports])
        if (p.protocol == q.protocol && cluster.text(p.name) == q.name) return p.number;
    return std::nullopt;
}

/// The verdicts of all connections that a question means.
class Tally {
  public:
    explicit Tally(const Reachability& r) : m_reach(r) {}

    void add(Verdict verdict, const Connection& connection) {
        ++(verdict == Verdict::Allow ? m_allow : verdict == Verdict::Deny ? m_deny : m_uncertain);
        if (m_example && m_least <= verdict) return;
        m_example = connection;
        m_least = verdict;
    }
    void ask(const Connection& c) {
        const Verdict verdict = m_reach.verdict(c.from, c.to, c.protocol, c.port);
        add(verdict, c);
        if (verdict == Verdict::Uncertain) m_doubts |= explain(m_reach, c.from, c.to, c.protocol, c.port).doubts;
    }
    void askEveryPort(const Endpoint& from, const Endpoint& to, Protocol protocol) {
        const PairTraffic traffic = m_reach.between(from, to);
        const Connection connection{from, to, protocol, 0};
        if (traffic.must.ports(protocol).isAll()) return add(Verdict::Allow, connection);
        if (traffic.may.ports(protocol).isEmpty()) return add(Verdict::Deny, connection);
        add(Verdict::Uncertain, connection);
        if (traffic.isCertain())
            m_partial = "partial: only " + TrafficSet::of(protocol, traffic.must.ports(protocol)).text() + " allowed";
        else
            m_doubts |= doubtsBetween(m_reach, m_reach.classOf(from), m_reach.classOf(to));
    }
    /// Names a fact that is missing and no Doubt.
    void miss(const std::string& fact) {
        if (!fact.empty()) m_missing = fact;
    }

    Answer answer() const {
        const std::size_t total = m_allow + m_deny + m_uncertain;
        if (m_allow == total) return {Verdict::Allow, "", m_example};
        if (m_deny == total) return {Verdict::Deny, "", m_example};
        std::string missing = m_doubts.text();
        if (!m_missing.empty()) missing += (missing.empty() ? "" : ", ") + m_missing;
        if (m_uncertain == total) return {Verdict::Uncertain, m_partial.empty() ? missing : m_partial, m_example};
        std::string reason = "mixed: " + std::to_string(m_allow) + " of " + std::to_string(total) + " pairs allowed";
        if (m_uncertain > 0)
            reason += ", " + std::to_string(m_uncertain) + " uncertain" + (missing.empty() ? "" : " (" + missing + ")");
        return {Verdict::Uncertain, reason, m_example};
    }

  private:
    const Reachability& m_reach;
    std::size_t m_allow = 0, m_deny = 0, m_uncertain = 0;
    std::optional<Connection> m_example;
    Verdict m_least = Verdict::Allow;
    std::string m_partial;
    std::string m_missing;
    Doubts m_doubts;
};

/// The ports of a Service that a question means.
std::vector<const ServicePort*> portsMeant(const Cluster& cluster, const Service& service, const PortQuestion& q) {
    std::vector<const ServicePort*> out;
    for (const ServicePort& port : service.ports)
        if (port.protocol == q.protocol &&
            (q.isEveryPort() || (q.name.empty() ? port.number == q.number : cluster.text(port.name) == q.name)))
            out.push_back(&port);
    return out;
}

/// Whether the Service leads a client to that pod: internalTrafficPolicy Local keeps to the client's node (S-4).
Ternary isServed(const Cluster& cluster, const Service& service, const Endpoint& from, PodId target) {
    const auto* const pod = std::get_if<PodId>(&from);
    if (!service.isInternalTrafficLocal || service.isHeadless || pod == nullptr) return Ternary::Yes;
    const auto own = cluster.pods[*pod].node;
    const auto other = cluster.pods[target].node;
    if (!own || !other) return Ternary::Unknown;
    return ternary(*own == *other);
}

/// Endpoints of a Service that are no pods of the input (semantics S-3). A named target port cannot be looked up there.
void askOutside(const Cluster& cluster, const Endpoint& source, const Service& service, const ServicePort& port,
                Tally& tally) {
    for (const IpAddress& address : service.endpointAddresses) {
        if (cluster.findPodByAddress(address)) continue;
        const std::uint16_t number = port.targetNumber != 0        ? port.targetNumber
                                     : port.targetName == Symbol() ? port.number
                                                                   : std::uint16_t{0};
        if (number != 0) {
            tally.ask({source, address, port.protocol, number});
            continue;
        }
        tally.add(Verdict::Uncertain, {source, address, port.protocol, 0});
        tally.miss("the number of port " + std::string(cluster.text(port.targetName)));
    }
}

Answer toService(const Reachability& r, const NamedEndpoint& from, const NamedEndpoint& to, const PortQuestion& q) {
    const Cluster& cluster = r.cluster();
    const Service& service = cluster.services[*to.service];
    const auto ports = portsMeant(cluster, service, q);
    if (ports.empty()) return {Verdict::Deny, "the Service has no port " + q.text()};
    Tally tally(r);
    bool isAnyElsewhere = false;
    for (const Endpoint& source : from.members)
        for (const ServicePort* port : ports) {
            askOutside(cluster, source, service, *port, tally);
            for (const PodTarget& target : podTargets(cluster, service, *port)) {
                const Ternary served = isServed(cluster, service, source, target.pod);
                isAnyElsewhere = isAnyElsewhere || served == Ternary::No;
                if (served == Ternary::No) continue;
                const ServiceOutcome outcome = throughService(r, source, service, *port, target);
                const Connection connection{source, target.pod, port->protocol, target.port};
                if (served == Ternary::Unknown && outcome.verdict != Verdict::Deny) {
                    tally.add(Verdict::Uncertain, connection);
                    tally.miss("internalTrafficPolicy");
                    continue;
                }
                tally.add(outcome.verdict, connection);
                if (outcome.verdict != Verdict::Uncertain) continue;
                tally.miss(outcome.missing.empty()
                               ? explain(r, source, target.pod, port->protocol, target.port).doubts.text()
                               : outcome.missing);
            }
        }
    const Answer out = tally.answer();
    if (!out.example && isAnyElsewhere)
        return {Verdict::Deny, "internalTrafficPolicy: Local leaves no pod behind the Service on that node"};
    if (!out.example) return {Verdict::Uncertain, "no pod behind the Service declares the port's target"};
    return out;
}

/// Of an entry point only what it forwards can pass, and its controller's pods are who connects.
Answer fromEntryPoint(const Reachability& r, const NamedEndpoint& from, const NamedEndpoint& to,
                      const PortQuestion& q) {
    const auto targets = entryTargets(r.cluster(), r.cluster().entryPoints[*from.entryPoint]);
    Tally tally(r);
    for (const Endpoint& end : to.members) {
        const auto number = portAt(r, end, q);
        for (const EntryTarget& t : targets) {
            if (Endpoint(t.target.pod) != end || t.protocol != q.protocol) continue;
            if (!q.isEveryPort() && t.target.port != number) continue;
            for (const Endpoint& controller : from.members) tally.ask({controller, end, t.protocol, t.target.port});
            if (from.members.empty()) tally.add(Verdict::Uncertain, {end, end, t.protocol, t.target.port});
        }
    }
    Answer out = tally.answer();
    if (!out.example) return {Verdict::Deny, from.text + " does not forward there"};
    if (from.members.empty())
        return {Verdict::Uncertain, "entryController: the pods that carry its traffic are not in the input"};
    return out;
}

} // namespace

Answer answer(const Reachability& r, const NamedEndpoint& from, const NamedEndpoint& to, const PortQuestion& port) {
    for (const NamedEndpoint* end : {&from, &to})
        if (!end->isFound()) return {Verdict::Uncertain, "not found: " + end->text + ": " + end->problem};
    if (to.entryPoint)
        return {Verdict::Uncertain, "not found: " + to.text + ": nothing connects to an entry point's name"};
    if (from.entryPoint) return fromEntryPoint(r, from, to, port);
    // Nothing translates the number that a client dials of a headless Service (semantics S-2).
    const bool isDialled = to.service && r.cluster().services[*to.service].isHeadless && port.number != 0;
    if (to.service && !isDialled) return toService(r, from, to, port);
    Tally tally(r);
    for (const Endpoint& s : from.members) {
        for (const Endpoint& t : to.members) {
            // Replicas of one workload are asked about each other, a single pod about itself.
            if (s == t && from.members.size() > 1) continue;
            if (port.isEveryPort()) {
                tally.askEveryPort(s, t, port.protocol);
                continue;
            }
            const auto number = portAt(r, t, port);
            if (!number) return {Verdict::Uncertain, "not found: port " + port.name + " is not declared by " + to.text};
            tally.ask({s, t, port.protocol, *number});
        }
    }
    return tally.answer();
}

} // namespace portolan
