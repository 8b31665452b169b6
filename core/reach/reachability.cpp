#include "core/reach/reachability.h"

#include "core/reach/function_builder.h"

#include <algorithm>
#include <mutex>

namespace portolan {

std::string_view name(Verdict verdict) {
    switch (verdict) {
    case Verdict::Allow: return "allow";
    case Verdict::Deny: return "deny";
    case Verdict::Uncertain: return "uncertain";
    }
    return {};
}

Verdict PairTraffic::verdict(Protocol protocol, std::uint16_t port) const {
    if (must.contains(protocol, port)) return Verdict::Allow;
    return may.contains(protocol, port) ? Verdict::Uncertain : Verdict::Deny;
}

struct Reachability::Selectors {
    std::mutex mutex;
    SelectorTable table;
};

namespace {

std::vector<bool> namespacesTouchedByUnread(const Cluster& cluster, const Profile& profile) {
    std::vector<bool> touched(cluster.namespaces.size(), false);
    if (profile.unreadPoliciesIgnored == Ternary::Yes) return touched;
    for (const UnreadKind& kind : cluster.unreadKinds) {
        if (!kind.isPolicy) continue;
        if (kind.namespaces.empty()) return std::vector<bool>(cluster.namespaces.size(), true);
        for (const NamespaceId ns : kind.namespaces) touched[ns.index()] = true;
    }
    return touched;
}

} // namespace

Result<std::shared_ptr<const Reachability>> Reachability::create(std::shared_ptr<const Cluster> cluster,
                                                                 const Profile& profile, const RunControl& control,
                                                                 std::span<const NetworkPolicy> alsoMentioned) {
    auto vocabulary = std::make_shared<Vocabulary>();
    for (const NetworkPolicy& p : cluster->policies) vocabulary->add(p);
    for (const NetworkPolicy& p : alsoMentioned) vocabulary->add(p);
    vocabulary->finish();

    std::shared_ptr<Reachability> out(new Reachability);
    out->m_cluster = cluster;
    out->m_profile = profile;
    out->m_classes = EndpointClasses::create(cluster, std::move(vocabulary), profile);
    out->m_unreadTouched = namespacesTouchedByUnread(*cluster, profile);
    out->m_policies.reserve(cluster->policies.size());
    for (const NetworkPolicy& p : cluster->policies)
        out->m_policies.push_back(std::shared_ptr<const NetworkPolicy>(cluster, &p));
    if (!out->build(control)) return cancelled();
    return out;
}

bool Reachability::build(const RunControl& control) {
    m_selectors.reset(new Selectors{{}, SelectorTable(m_classes, m_profile)});
    const std::uint32_t count = m_classes->count();
    std::array<std::vector<std::uint32_t>, 2> sizes{std::vector<std::uint32_t>(count + 1),
                                                    std::vector<std::uint32_t>(count + 1)};
    m_compiled.resize(m_policies.size());
    for (std::size_t i = 0; i < m_policies.size(); ++i) {
        if (i % 256 == 0 && control.isStopped()) return false;
        m_compiled[i].reset();
        if (!m_policies[i]) continue;
        m_compiled[i] = compile(*m_policies[i], PolicyId(i), m_selectors->table);
        for (const Direction d : kDirections)
            if (m_compiled[i]->capturesIn(d))
                m_compiled[i]->subject.may->forEach(
                    [&](ClassId c) { ++sizes[static_cast<std::size_t>(d)][c.index() + 1]; });
    }
    for (const Direction d : kDirections) {
        auto index = std::make_shared<CaptureIndex>();
        auto& offsets = sizes[static_cast<std::size_t>(d)];
        for (std::size_t c = 0; c < count; ++c) offsets[c + 1] += offsets[c];
        index->items.resize(offsets.back());
        std::vector<std::uint32_t> next(offsets.begin(), offsets.end() - 1);
        for (const auto& policy : m_compiled) {
            if (!policy || !policy->capturesIn(d)) continue;
            policy->subject.may->forEach([&](ClassId c) {
                index->items[next[c.index()]++] = {policy->id, policy->subject.at(c)};
            });
        }
        index->offsets = std::move(offsets);
        m_captures[static_cast<std::size_t>(d)] = std::move(index);
        for (auto& ids : m_functionOf[static_cast<std::size_t>(d)]) ids.resize(count);
    }
    FunctionBuilder builder(*this, m_selectors->table);
    for (std::uint32_t c = 0; c < count; ++c) {
        if (c % 256 == 0 && control.isStopped()) return false;
        for (const Direction d : kDirections) builder.build(ClassId(c), d);
    }
    return true;
}

Result<std::shared_ptr<const Reachability>> Reachability::edited(std::span<const PolicyEdit> edits,
                                                                 const RunControl& control) const {
    std::shared_ptr<Reachability> out(new Reachability(*this));
    std::vector<std::size_t> changed;
    bool isCovered = true;
    for (const PolicyEdit& edit : edits) {
        const std::size_t slot = edit.id ? edit.id->index() : out->m_policies.size();
        if (slot == out->m_policies.size()) {
            out->m_policies.emplace_back();
            out->m_compiled.emplace_back();
        }
        out->m_policies[slot] = edit.policy;
        changed.push_back(slot);
        isCovered = isCovered && (!edit.policy || m_classes->vocabulary().covers(*edit.policy));
    }
    if (!isCovered) {
        auto vocabulary = std::make_shared<Vocabulary>();
        for (const auto& policy : out->m_policies)
            if (policy) vocabulary->add(*policy);
        vocabulary->finish();
        out->m_classes = EndpointClasses::create(m_cluster, std::move(vocabulary), m_profile);
        out->m_traffics = {};
        out->m_functions.clear();
        out->m_editedCaptures = {};
        if (!out->build(control)) return cancelled();
        return out;
    }

    const std::lock_guard lock(m_selectors->mutex);
    std::array<ClassSet, 2> touched;
    for (const std::size_t slot : changed) {
        const auto before = out->m_compiled[slot];
        const auto after =
            out->m_policies[slot] ? compile(*out->m_policies[slot], PolicyId(slot), m_selectors->table) : nullptr;
        out->m_compiled[slot] = after;
        for (const Direction d : kDirections) {
            const auto subjects = [&](const std::shared_ptr<const CompiledPolicy>& p) {
                return p && p->capturesIn(d) ? *p->subject.may : ClassSet();
            };
            const ClassSet affected = subjects(before).united(subjects(after));
            touched[static_cast<std::size_t>(d)] = touched[static_cast<std::size_t>(d)].united(affected);
            affected.forEach([&](ClassId c) {
                const auto old = out->captures(c, d);
                std::vector<Capture> captures(old.begin(), old.end());
                std::erase_if(captures, [&](const Capture& x) { return x.policy.index() == slot; });
                const Ternary now = after && after->capturesIn(d) ? after->subject.at(c) : Ternary::No;
                if (now != Ternary::No) captures.push_back({PolicyId(slot), now});
                std::ranges::sort(captures);
                out->m_editedCaptures[static_cast<std::size_t>(d)][c.value] = std::move(captures);
            });
        }
    }
    FunctionBuilder builder(*out, m_selectors->table);
    for (const Direction d : kDirections)
        touched[static_cast<std::size_t>(d)].forEach([&](ClassId c) { builder.build(c, d); });
    return out;
}

std::span<const Capture> Reachability::captures(ClassId id, Direction direction) const {
    const auto d = static_cast<std::size_t>(direction);
    if (const auto it = m_editedCaptures[d].find(id.value); it != m_editedCaptures[d].end()) return it->second;
    const CaptureIndex& index = *m_captures[d];
    return std::span(index.items)
        .subspan(index.offsets[id.index()], index.offsets[id.index() + 1] - index.offsets[id.index()]);
}

Ternary Reachability::isolation(ClassId id, Direction direction) const {
    Ternary out = Ternary::No;
    if (m_classes->isAddress(id) || m_classes->isNodeLike(id)) return out;
    for (const Capture& c : captures(id, direction)) out = either(out, c.certainty);
    if (out == Ternary::No && m_unreadTouched[m_classes->ns(id).index()]) out = Ternary::Unknown;
    return out;
}

std::uint32_t Reachability::functionId(ClassId id, Direction direction, Certainty certainty) const {
    return m_functionOf[static_cast<std::size_t>(direction)][static_cast<std::size_t>(certainty)][id.index()];
}

const PairFunction& Reachability::function(ClassId id, Direction direction, Certainty certainty) const {
    return *m_functions[functionId(id, direction, certainty)];
}

ClassId Reachability::classOf(const Endpoint& endpoint) const {
    if (const auto* pod = std::get_if<PodId>(&endpoint)) return m_classes->classOf(*pod);
    return m_classes->classOf(std::get<IpAddress>(endpoint));
}

PairTraffic Reachability::directionTraffic(ClassId subject, ClassId peer, Direction direction) const {
    return {m_traffics[function(subject, direction, Certainty::Must).at(peer)],
            m_traffics[function(subject, direction, Certainty::May).at(peer)]};
}

std::optional<NodeId> Reachability::nodeOf(const Endpoint& endpoint) const {
    if (const auto* pod = std::get_if<PodId>(&endpoint)) return m_cluster->pods[*pod].node;
    return m_cluster->findNodeByAddress(std::get<IpAddress>(endpoint));
}

/// NP-6 and NP-7: `direction` is what policy says of the pod's direction towards a node-like end.
void Reachability::applyOwnNode(Profile::OwnNode knob, const Endpoint& node, const Endpoint& pod,
                                PairTraffic& direction) const {
    if (knob == Profile::OwnNode::Policed) return;
    const auto a = nodeOf(node);
    const auto b = nodeOf(pod);
    if (a && b && *a != *b) return;
    direction.may = TrafficSet::all();
    if (a && b && knob == Profile::OwnNode::Allow) direction.must = TrafficSet::all();
}

/// What passes to or from a node's address, an ordinary address but for blocks: whether these match nodes is the
/// plugin's choice (NP-I3). Rules without peers match it whatever the plugin does.
PairTraffic Reachability::withNodePeer(ClassId subject, PairTraffic traffic, Direction direction) const {
    const bool isPoliced = !m_classes->isAddress(subject) && !m_classes->isNodeLike(subject);
    if (m_profile.ipBlockMatchesNodes == Ternary::Yes || !isPoliced || isolation(subject, direction) == Ternary::No)
        return traffic;
    PairTraffic anyPeer;
    for (const Capture& capture : captures(subject, direction))
        for (const CompiledRule& rule : m_compiled[capture.policy.index()]->rulesIn(direction)) {
            if (!rule.peerMatches.empty()) continue;
            TrafficSet allowed = rule.traffic; // a named port never matches at a node
            if (direction == Direction::Ingress)
                for (const NamedPort& port : rule.namedPorts)
                    allowed = allowed.united(resolve(port, m_classes->portList(m_classes->ports(subject))));
            anyPeer.may = anyPeer.may.united(allowed);
            if (capture.certainty == Ternary::Yes) anyPeer.must = anyPeer.must.united(allowed);
        }
    traffic.must = traffic.must.intersected(anyPeer.must);
    if (m_profile.ipBlockMatchesNodes == Ternary::No && isolation(subject, direction) == Ternary::Yes &&
        !m_unreadTouched[m_classes->ns(subject).index()])
        traffic.may = traffic.may.intersected(anyPeer.may);
    return traffic;
}

PairTraffic Reachability::between(const Endpoint& from, const Endpoint& to) const {
    if (from == to) return {TrafficSet::all(), TrafficSet::all()};
    const ClassId source = classOf(from);
    const ClassId target = classOf(to);
    const auto isNode = [&](const Endpoint& e, ClassId c) {
        return std::holds_alternative<PodId>(e) ? m_classes->isNodeLike(c)
                                                : m_cluster->findNodeByAddress(std::get<IpAddress>(e)).has_value();
    };
    const auto isPod = [&](const Endpoint& e, ClassId c) {
        return std::holds_alternative<PodId>(e) && !m_classes->isNodeLike(c);
    };
    PairTraffic egress = directionTraffic(source, target, Direction::Egress);
    PairTraffic ingress = directionTraffic(target, source, Direction::Ingress);
    if (m_classes->isAddress(source) && isNode(from, source))
        ingress = withNodePeer(target, ingress, Direction::Ingress);
    if (m_classes->isAddress(target) && isNode(to, target)) egress = withNodePeer(source, egress, Direction::Egress);
    if (isNode(from, source) && isPod(to, target)) applyOwnNode(m_profile.ingressFromOwnNode, from, to, ingress);
    if (isNode(to, target) && isPod(from, source)) applyOwnNode(m_profile.egressToOwnNode, to, from, egress);
    return {egress.must.intersected(ingress.must), egress.may.intersected(ingress.may)};
}

PairTraffic Reachability::between(ClassId from, ClassId to) const {
    PairTraffic egress = directionTraffic(from, to, Direction::Egress);
    PairTraffic ingress = directionTraffic(to, from, Direction::Ingress);
    if (m_classes->isNodeLike(from) && m_profile.ingressFromOwnNode != Profile::OwnNode::Policed)
        ingress.may = TrafficSet::all();
    if (m_classes->isNodeLike(to) && m_profile.egressToOwnNode != Profile::OwnNode::Policed)
        egress.may = TrafficSet::all();
    return {egress.must.intersected(ingress.must), egress.may.intersected(ingress.may)};
}

Verdict Reachability::verdict(const Endpoint& from, const Endpoint& to, Protocol protocol, std::uint16_t port) const {
    return between(from, to).verdict(protocol, port);
}

std::vector<ClassId> Reachability::internet() const {
    static constexpr std::array kPrivate{"0.0.0.0/8",      "10.0.0.0/8",    "100.64.0.0/10",  "127.0.0.0/8",
                                         "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16", "224.0.0.0/3",
                                         "::/8",           "fc00::/7",      "fe80::/10",      "ff00::/8"};
    AddressSet wanted = AddressSet::everything();
    for (const char* cidr : kPrivate) wanted = wanted.minus(AddressSet::of(*Cidr::parse(cidr)));
    bool hasV6 = false;
    for (const Pod& pod : m_cluster->pods)
        for (const IpAddress& a : pod.addresses) hasV6 = hasV6 || a.family() == AddressFamily::V6;
    std::vector<ClassId> out;
    for (std::uint32_t c = m_classes->podClassCount(); c < m_classes->count(); ++c) {
        const AddressRange& range = m_classes->range(ClassId(c));
        if (range.first.family() == AddressFamily::V6 && !hasV6) continue;
        if (!wanted.intersected(AddressSet::of(range)).isEmpty()) out.emplace_back(c);
    }
    return out;
}

} // namespace portolan
