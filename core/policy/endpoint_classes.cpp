#include "core/policy/endpoint_classes.h"

#include <algorithm>
#include <limits>
#include <tuple>

namespace portolan {
namespace {

/// Stands for every value that no policy mentions.
constexpr Symbol kOtherValue{std::numeric_limits<std::uint32_t>::max()};

std::uint64_t labelKey(Symbol key, Symbol value) {
    return std::uint64_t{key.value} << 32U | value.value;
}

/// The addresses a pod is seen with: its own, or its node's where it shares the node's network.
std::vector<IpAddress> addressesOf(const Cluster& cluster, const Pod& pod) {
    if (pod.isHostNetwork && pod.addresses.empty() && pod.node) return cluster.nodes[*pod.node].addresses;
    return pod.addresses;
}

struct ClassKey {
    NamespaceId ns;
    LabelSetId labels;
    PortListId ports;
    bool isNodeLike = false;
    std::uint32_t atoms = 0;
    auto operator<=>(const ClassKey&) const = default;
};

} // namespace

std::shared_ptr<const EndpointClasses> EndpointClasses::create(std::shared_ptr<const Cluster> cluster,
                                                               std::shared_ptr<const Vocabulary> vocabulary,
                                                               const Profile& profile) {
    auto out = std::make_shared<EndpointClasses>();
    out->m_cluster = std::move(cluster);
    out->m_vocabulary = std::move(vocabulary);
    out->makeAtoms();
    out->makeClasses(profile);
    out->indexLabels();
    return out;
}

void EndpointClasses::makeAtoms() {
    const auto& cuts = m_vocabulary->addressCuts();
    for (const AddressFamily family : {AddressFamily::V4, AddressFamily::V6}) {
        IpAddress first = IpAddress::lowest(family);
        for (const IpAddress& cut : cuts) {
            if (cut.family() != family) continue;
            m_atoms.push_back({first, *cut.previous()});
            first = cut;
        }
        m_atoms.push_back({first, IpAddress::highest(family)});
    }
}

void EndpointClasses::makeClasses(const Profile& profile) {
    auto projectedLabels = [&, memo = std::unordered_map<std::uint64_t, LabelSetId>()](const Pod& pod) mutable {
        const std::uint64_t key = std::uint64_t{pod.ns.value} << 32U | pod.labels.value;
        if (const auto it = memo.find(key); it != memo.end()) return it->second;
        std::vector<Label> labels;
        for (Label l : m_cluster->labelSets[pod.labels]) {
            const auto mention = m_vocabulary->mention(pod.ns, l.key, l.value);
            if (mention == Vocabulary::Mention::None) continue;
            if (l.isValueKnown && mention == Vocabulary::Mention::KeyOnly) l.value = kOtherValue;
            labels.push_back(l);
        }
        return memo.emplace(key, m_labelSets.intern(std::move(labels))).first->second;
    };
    auto projectedPorts = [&, memo = std::unordered_map<PortListId, PortListId>()](PortListId id) mutable {
        if (const auto it = memo.find(id); it != memo.end()) return it->second;
        std::vector<ContainerPort> ports;
        for (const ContainerPort& p : m_cluster->portLists[id])
            if (p.name != Symbol() && m_vocabulary->mentionsPortName(p.name)) ports.push_back(p);
        return memo.emplace(id, m_portLists.intern(std::move(ports))).first->second;
    };
    // Atom classes are numbered after the pod classes, whose count is not known yet: atoms are indices until then.
    std::map<std::vector<std::uint32_t>, std::uint32_t> atomListIds{{{}, 0}};
    std::vector<std::vector<std::uint32_t>> atomLists{{}};
    const auto atomsOfPod = [&](const Pod& pod, bool isNodeLike) {
        Ternary matches = isNodeLike ? profile.ipBlockMatchesNodes : profile.ipBlockMatchesPods;
        if (m_vocabulary->hasNetworks()) matches = either(matches, profile.networksMatchPods);
        if (m_vocabulary->hasNodes() && isNodeLike) matches = Ternary::Yes;
        std::vector<std::uint32_t> list;
        for (const IpAddress& a : addressesOf(*m_cluster, pod)) {
            if (matches == Ternary::No) { // no block sees the address: keep only that there is one
                list = {0};
                break;
            }
            const auto it = std::ranges::upper_bound(m_atoms, a, {}, &AddressRange::first);
            list.push_back(static_cast<std::uint32_t>(std::prev(it) - m_atoms.begin()));
        }
        std::ranges::sort(list);
        list.erase(std::unique(list.begin(), list.end()), list.end());
        const auto [it, isNew] = atomListIds.try_emplace(list, static_cast<std::uint32_t>(atomLists.size()));
        if (isNew) atomLists.push_back(list);
        return it->second;
    };

    std::vector<std::pair<ClassKey, PodId>> keyed;
    keyed.reserve(m_cluster->pods.size());
    for (std::size_t i = 0; i < m_cluster->pods.size(); ++i) {
        const Pod& pod = m_cluster->pods[PodId(i)];
        const bool isNodeLike = pod.isHostNetwork && profile.hostNetworkPods == Profile::HostNetwork::AsNode;
        keyed.emplace_back(ClassKey{pod.ns, isNodeLike ? LabelSetId() : projectedLabels(pod),
                                    isNodeLike ? PortListId() : projectedPorts(pod.ports), isNodeLike,
                                    atomsOfPod(pod, isNodeLike)},
                           PodId(i));
    }
    std::ranges::sort(keyed);

    m_classOfPod.resize(keyed.size());
    m_podsByClass.reserve(keyed.size());
    m_namespaceRuns.resize(m_cluster->namespaces.size());
    for (std::size_t i = 0; i < keyed.size(); ++i) {
        const auto& [key, pod] = keyed[i];
        if (i == 0 || key != keyed[i - 1].first)
            m_classes.push_back({key.ns, key.labels, key.ports, key.isNodeLike, 0,
                                 static_cast<std::uint32_t>(m_podsByClass.size()), key.atoms});
        m_classes.back().weight += m_cluster->weight(pod);
        m_classOfPod[pod.index()] = ClassId(m_classes.size() - 1);
        m_podsByClass.push_back(pod);
    }
    for (std::uint32_t c = 0, n = 0; n < m_namespaceRuns.size(); ++n) {
        const std::uint32_t first = c;
        while (c < m_classes.size() && m_classes[c].ns.value == n) ++c;
        m_namespaceRuns[n] = {first, c};
    }
    m_atomLists.reserve(atomLists.size());
    for (const auto& list : atomLists) {
        auto& atoms = m_atomLists.emplace_back();
        for (const std::uint32_t a : list) atoms.emplace_back(podClassCount() + a);
    }
    for (std::uint32_t c = 0; c < m_classes.size(); ++c) {
        if (m_classes[c].isNodeLike) m_nodeLike.append(ClassId(c));
        if (m_atomLists[m_classes[c].atoms].empty()) m_withoutAddress.append(ClassId(c));
        for (const ClassId atom : m_atomLists[m_classes[c].atoms]) m_classesByAtom[atom].emplace_back(c);
    }
}

void EndpointClasses::indexLabels() {
    for (std::uint32_t c = 0; c < m_classes.size(); ++c) {
        if (m_classes[c].isNodeLike) continue;
        for (const Label& l : m_labelSets[m_classes[c].labels]) {
            m_byKey[l.key].emplace_back(c);
            if (l.isValueKnown)
                m_byLabel[labelKey(l.key, l.value)].emplace_back(c);
            else
                m_byUnknownValue[l.key].emplace_back(c);
        }
    }
}

std::span<const ClassId> EndpointClasses::addressAtoms(ClassId id) const {
    return m_atomLists[m_classes[id.index()].atoms];
}

std::span<const PodId> EndpointClasses::pods(ClassId id) const {
    const std::size_t first = m_classes[id.index()].firstPod;
    const std::size_t end =
        id.index() + 1 < m_classes.size() ? m_classes[id.index() + 1].firstPod : m_podsByClass.size();
    return std::span(m_podsByClass).subspan(first, end - first);
}

ClassId EndpointClasses::classOf(const IpAddress& address) const {
    const auto it = std::ranges::upper_bound(m_atoms, address, {}, &AddressRange::first);
    return ClassId(podClassCount() + static_cast<std::size_t>(std::prev(it) - m_atoms.begin()));
}

ClassSet EndpointClasses::atomsOf(const AddressSet& addresses) const {
    ClassSet out;
    for (const AddressRange& r : addresses.ranges()) out.append({classOf(r.first).value, classOf(r.last).value + 1});
    return out;
}

ClassSet EndpointClasses::classesWithAddressIn(const ClassSet& atoms) const {
    std::vector<ClassRun> runs;
    for (const ClassRun& r : atoms.runs())
        for (auto it = m_classesByAtom.lower_bound(ClassId(r.first));
             it != m_classesByAtom.end() && it->first.value < r.end; ++it)
            for (const ClassId c : it->second) runs.push_back({c.value, c.value + 1});
    std::ranges::sort(runs);
    return ClassSet::ofAscending(runs);
}

const std::vector<ClassId>* EndpointClasses::withLabel(Symbol key, Symbol value) const {
    const auto it = m_byLabel.find(labelKey(key, value));
    return it == m_byLabel.end() ? nullptr : &it->second;
}
const std::vector<ClassId>* EndpointClasses::withKey(Symbol key) const {
    const auto it = m_byKey.find(key);
    return it == m_byKey.end() ? nullptr : &it->second;
}
const std::vector<ClassId>* EndpointClasses::withUnknownValue(Symbol key) const {
    const auto it = m_byUnknownValue.find(key);
    return it == m_byUnknownValue.end() ? nullptr : &it->second;
}

} // namespace portolan
