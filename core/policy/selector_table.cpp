#include "core/policy/selector_table.h"

#include <algorithm>

namespace portolan {
namespace {

Ternary holds(const Requirement& r, const Label* label) {
    switch (r.op) {
    case Requirement::Operator::Exists: return ternary(label != nullptr);
    case Requirement::Operator::DoesNotExist: return ternary(label == nullptr);
    case Requirement::Operator::In:
        if (!label) return Ternary::No;
        if (!label->isValueKnown) return Ternary::Unknown;
        return ternary(std::ranges::binary_search(r.values, label->value));
    case Requirement::Operator::NotIn:
        if (!label) return Ternary::Yes;
        if (!label->isValueKnown) return Ternary::Unknown;
        return ternary(!std::ranges::binary_search(r.values, label->value));
    }
    return Ternary::No;
}

std::uint64_t labelKey(Symbol key, Symbol value) {
    return std::uint64_t{key.value} << 32U | value.value;
}

const Label* find(std::span<const Label> labels, Symbol key) {
    const auto it = std::ranges::lower_bound(labels, key, {}, &Label::key);
    return it != labels.end() && it->key == key ? &*it : nullptr;
}

} // namespace

Ternary matches(const LabelSelector& selector, std::span<const Label> labels) {
    Ternary out = Ternary::Yes;
    for (const Requirement& r : selector.requirements) {
        out = both(out, holds(r, find(labels, r.key)));
        if (out == Ternary::No) break;
    }
    return out;
}

Ternary matches(const LabelSelector& selector, const Cluster& cluster, NamespaceId ns) {
    const Namespace& n = cluster.namespaces[ns];
    const auto labels = cluster.labelSets[n.labels];
    Ternary out = Ternary::Yes;
    for (const Requirement& r : selector.requirements) {
        const Label* label = find(labels, r.key);
        out = both(out, !label && !n.isDeclared ? Ternary::Unknown : holds(r, label));
    }
    return out;
}

SelectorTable::SelectorTable(std::shared_ptr<const EndpointClasses> classes, const Profile& profile)
    : m_classes(std::move(classes)), m_profile(profile) {
    const Cluster& cluster = m_classes->cluster();
    for (std::size_t n = 0; n < cluster.namespaces.size(); ++n) {
        const Namespace& ns = cluster.namespaces[NamespaceId(n)];
        if (!ns.isDeclared) m_undeclaredNamespaces.emplace_back(n);
        for (const Label& l : cluster.labelSets[ns.labels])
            m_namespacesByLabel[labelKey(l.key, l.value)].emplace_back(n);
    }
}

ClassSetPtr SelectorTable::intern(ClassSet set) {
    const std::size_t hash = set.hash();
    const auto [first, last] = m_sets.equal_range(hash);
    for (auto it = first; it != last; ++it)
        if (*it->second == set) return it->second;
    auto out = std::make_shared<const ClassSet>(std::move(set));
    m_sets.emplace(hash, out);
    return out;
}

Match SelectorTable::finish(ClassSet must, ClassSet may, Doubts doubts) {
    if (must == may) {
        const ClassSetPtr set = intern(std::move(must));
        return {set, set, {}};
    }
    return {intern(std::move(must)), intern(std::move(may)), doubts};
}

Match SelectorTable::podsIn(NamespaceId ns, const LabelSelector& podSelector) {
    const auto [it, isNew] = m_podsIn.try_emplace({ns, podSelector.requirements});
    if (!isNew) return it->second;
    ClassSet must;
    ClassSet may;
    const ClassRun run = m_classes->classesOf(ns);
    for (std::uint32_t c = run.first; c < run.end; ++c) {
        if (m_classes->isNodeLike(ClassId(c))) continue;
        const Ternary t = matches(podSelector, m_classes->labels(ClassId(c)));
        if (t == Ternary::Yes) must.append(ClassId(c));
        if (t != Ternary::No) may.append(ClassId(c));
    }
    return it->second = finish(std::move(must), std::move(may), Doubt::RuntimeLabel);
}

/// Namespaces that a selector can match at all, ascending: those with the value of its first In requirement and those
/// whose labels are not known.
std::vector<NamespaceId> SelectorTable::namespaceCandidates(const LabelSelector& selector) const {
    std::vector<NamespaceId> out;
    const auto in = std::ranges::find(selector.requirements, Requirement::Operator::In, &Requirement::op);
    if (in == selector.requirements.end()) {
        for (std::size_t n = 0; n < m_classes->cluster().namespaces.size(); ++n) out.emplace_back(n);
        return out;
    }
    out = m_undeclaredNamespaces;
    for (const Symbol value : in->values)
        if (const auto it = m_namespacesByLabel.find(labelKey(in->key, value)); it != m_namespacesByLabel.end())
            out.insert(out.end(), it->second.begin(), it->second.end());
    std::ranges::sort(out);
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

const SelectorTable::NamespaceMatch& SelectorTable::namespacesMatching(const LabelSelector& selector) {
    const auto [it, isNew] = m_namespaces.try_emplace(selector.requirements);
    if (!isNew) return it->second;
    for (const NamespaceId ns : namespaceCandidates(selector)) {
        const Ternary t = matches(selector, m_classes->cluster(), ns);
        if (t == Ternary::No) continue;
        it->second.namespaces.emplace_back(ns, t);
        const ClassRun run = m_classes->classesOf(ns);
        it->second.classCount += run.end - run.first;
    }
    return it->second;
}

/// Classes that a cluster-wide podSelector can match at all, ascending, through the shortest posting list; nullopt
/// where no requirement narrows it to fewer than `below` classes.
std::optional<std::vector<ClassId>> SelectorTable::candidates(const LabelSelector& podSelector,
                                                              std::size_t below) const {
    using Lists = std::vector<const std::vector<ClassId>*>;
    std::optional<Lists> best;
    for (const Requirement& r : podSelector.requirements) {
        Lists lists;
        if (r.op == Requirement::Operator::In) {
            for (const Symbol value : r.values) lists.push_back(m_classes->withLabel(r.key, value));
            lists.push_back(m_classes->withUnknownValue(r.key));
        } else if (r.op == Requirement::Operator::Exists) {
            lists.push_back(m_classes->withKey(r.key));
        } else {
            continue;
        }
        std::erase(lists, nullptr);
        std::size_t size = 0;
        for (const auto* list : lists) size += list->size();
        if (size >= below) continue;
        below = size;
        best = std::move(lists);
    }
    if (!best) return std::nullopt;
    std::vector<ClassId> out;
    for (const auto* list : *best) out.insert(out.end(), list->begin(), list->end());
    std::ranges::sort(out);
    return out;
}

Match SelectorTable::podsAcross(const LabelSelector& namespaceSelector, const LabelSelector* podSelector) {
    std::optional<std::vector<Requirement>> podKey;
    if (podSelector) podKey = podSelector->requirements;
    const auto [it, isNew] = m_podsAcross.try_emplace({namespaceSelector.requirements, std::move(podKey)});
    if (!isNew) return it->second;

    const NamespaceMatch& matching = namespacesMatching(namespaceSelector);
    const auto& namespaces = matching.namespaces;
    ClassSet must;
    ClassSet may;
    Doubts doubts;
    const auto add = [&](ClassId c, Ternary byNamespace, Ternary byLabels) {
        const Ternary t = both(byNamespace, byLabels);
        if (t == Ternary::No) return;
        may.append(c);
        if (t == Ternary::Yes) must.append(c);
        if (byNamespace == Ternary::Unknown) doubts |= Doubt::NamespaceLabels;
        if (byLabels == Ternary::Unknown) doubts |= Doubt::RuntimeLabel;
    };
    const auto narrowed = podSelector ? candidates(*podSelector, matching.classCount) : std::nullopt;
    if (narrowed) {
        auto ns = namespaces.begin();
        for (const ClassId c : *narrowed) {
            while (ns != namespaces.end() && ns->first < m_classes->ns(c)) ++ns;
            if (ns == namespaces.end()) break;
            if (ns->first == m_classes->ns(c)) add(c, ns->second, matches(*podSelector, m_classes->labels(c)));
        }
    } else {
        for (const auto& [ns, byNamespace] : namespaces) {
            const ClassRun run = m_classes->classesOf(ns);
            for (std::uint32_t c = run.first; c < run.end; ++c)
                if (!m_classes->isNodeLike(ClassId(c)))
                    add(ClassId(c), byNamespace,
                        podSelector ? matches(*podSelector, m_classes->labels(ClassId(c))) : Ternary::Yes);
        }
    }
    return it->second = finish(std::move(must), std::move(may), doubts);
}

Match SelectorTable::block(const IpBlock& block) {
    std::vector<Cidr> except = block.except;
    std::ranges::sort(except);
    const auto [it, isNew] = m_blocks.try_emplace({block.cidr, std::move(except)});
    if (!isNew) return it->second;

    return it->second = byAddress(m_classes->atomsOf(block.addresses()), m_profile.ipBlockMatchesPods,
                                  m_profile.ipBlockMatchesNodes, Doubt::IpBlockMatchesPods, Doubt::IpBlockMatchesNodes);
}

/// The atoms, and the pods and nodes with addresses in them as far as the knobs let addresses select these.
Match SelectorTable::byAddress(const ClassSet& atoms, Ternary podKnob, Ternary nodeKnob, Doubts podDoubt,
                               Doubts nodeDoubt) {
    std::vector<ClassRun> must;
    std::vector<ClassRun> may;
    Doubts doubts;
    const auto add = [&](ClassId c, Ternary byAddress, Doubt addressDoubt) {
        const bool isNode = m_classes->isNodeLike(c);
        const Ternary knob = isNode ? nodeKnob : podKnob;
        if (both(knob, byAddress) == Ternary::No) return;
        may.push_back({c.value, c.value + 1});
        if (both(knob, byAddress) == Ternary::Yes) must.push_back(may.back());
        if (byAddress == Ternary::Unknown) doubts |= addressDoubt;
        if (knob == Ternary::Unknown) doubts |= isNode ? nodeDoubt : podDoubt;
    };
    m_classes->classesWithAddressIn(atoms).forEach([&](ClassId c) {
        const bool isWhole =
            std::ranges::all_of(m_classes->addressAtoms(c), [&](ClassId a) { return atoms.contains(a); });
        add(c, isWhole ? Ternary::Yes : Ternary::Unknown, Doubt::AddressFamilies);
    });
    m_classes->classesWithoutAddress().forEach([&](ClassId c) { add(c, Ternary::Unknown, Doubt::PodAddress); });
    std::ranges::sort(must);
    std::ranges::sort(may);
    return finish(ClassSet::ofAscending(must).united(atoms), ClassSet::ofAscending(may).united(atoms), doubts);
}

Match SelectorTable::everything() {
    return finish(ClassSet::range(0, m_classes->count()), ClassSet::range(0, m_classes->count()), {});
}
Match SelectorTable::nothing() {
    return finish({}, {}, {});
}

Match SelectorTable::peer(NamespaceId policyNamespace, const PolicyPeer& peer) {
    if (peer.ipBlock) return block(*peer.ipBlock);
    const LabelSelector* pods = peer.podSelector ? &*peer.podSelector : nullptr;
    if (peer.namespaceSelector) return podsAcross(*peer.namespaceSelector, pods);
    if (pods) return podsIn(policyNamespace, *pods);
    return nothing();
}

Match SelectorTable::networks(const std::vector<Cidr>& cidrs) {
    AddressSet addresses;
    for (const Cidr& c : cidrs) addresses = addresses.united(AddressSet::of(c));
    return byAddress(m_classes->atomsOf(addresses), m_profile.networksMatchPods, m_profile.networksMatchPods,
                     Doubt::NetworksMatchPods, Doubt::NetworksMatchPods);
}

Match SelectorTable::nodes(const LabelSelector& nodeSelector) {
    const Cluster& cluster = m_classes->cluster();
    std::vector<ClassRun> atoms;
    for (const Node& node : cluster.nodes)
        if (matches(nodeSelector, cluster.labelSets[node.labels]) == Ternary::Yes)
            for (const IpAddress& a : node.addresses) {
                const ClassId atom = m_classes->classOf(a);
                atoms.push_back({atom.value, atom.value + 1});
            }
    std::ranges::sort(atoms);
    return byAddress(ClassSet::ofAscending(atoms), Ternary::No, Ternary::Yes, {}, {});
}

Match SelectorTable::domainNames() {
    return finish({}, ClassSet::range(m_classes->podClassCount(), m_classes->count()), Doubt::DomainNames);
}

Match SelectorTable::peer(const AdminPeer& peer) {
    switch (peer.kind) {
    case AdminPeer::Kind::Pods:
        if (peer.related) return nothing();
        return podsAcross(peer.namespaceSelector, peer.podSelector ? &*peer.podSelector : nullptr);
    case AdminPeer::Kind::Nodes: return nodes(peer.nodeSelector);
    case AdminPeer::Kind::Networks: return networks(peer.networks);
    case AdminPeer::Kind::DomainNames: return domainNames();
    case AdminPeer::Kind::Nothing:
    case AdminPeer::Kind::Unreadable: break;
    }
    return nothing();
}

std::vector<RelatedPods> SelectorTable::related(const NamespaceRelation& relation, const LabelSelector* podSelector) {
    const Cluster& cluster = m_classes->cluster();
    using Values = std::vector<std::pair<Ternary, Symbol>>; // by key: is it there, and its value
    std::map<Values, std::vector<NamespaceId>> groups;
    for (std::size_t n = 0; n < cluster.namespaces.size(); ++n) {
        const Namespace& ns = cluster.namespaces[NamespaceId(n)];
        Values values;
        for (const Symbol key : relation.keys) {
            const Label* label = find(cluster.labelSets[ns.labels], key);
            const Ternary absent = ns.isDeclared ? Ternary::No : Ternary::Unknown;
            values.emplace_back(label ? Ternary::Yes : absent, label ? label->value : Symbol());
        }
        groups[values].emplace_back(n);
    }
    /// Whether the peer's namespace has all keys, with the same values or with one that differs.
    const auto holds = [&](const Values& subject, const Values& peer) {
        Ternary hasAll = ternary(!relation.keys.empty());
        Ternary isSame = Ternary::Yes;
        for (std::size_t k = 0; k < relation.keys.size(); ++k) {
            hasAll = both(hasAll, peer[k].first);
            const bool areKnown = subject[k].first == Ternary::Yes && peer[k].first == Ternary::Yes;
            const Ternary equal = areKnown ? ternary(subject[k].second == peer[k].second) : Ternary::Unknown;
            isSame = both(isSame, subject[k].first == Ternary::No ? Ternary::No : equal);
        }
        const Ternary differs = isSame == Ternary::Yes  ? Ternary::No
                                : isSame == Ternary::No ? Ternary::Yes
                                                        : Ternary::Unknown;
        return both(hasAll, relation.isSame ? isSame : differs);
    };
    std::vector<RelatedPods> out;
    for (const auto& [subject, subjectNamespaces] : groups) {
        std::vector<std::pair<NamespaceId, Ternary>> related;
        for (const auto& [peer, namespaces] : groups)
            if (const Ternary t = holds(subject, peer); t != Ternary::No)
                for (const NamespaceId ns : namespaces) related.emplace_back(ns, t);
        std::ranges::sort(related);
        ClassSet subjects;
        for (const NamespaceId ns : subjectNamespaces) subjects.append(m_classes->classesOf(ns));
        ClassSet must;
        ClassSet may;
        Doubts doubts;
        for (const auto& [ns, byNamespace] : related) {
            const ClassRun run = m_classes->classesOf(ns);
            for (std::uint32_t c = run.first; c < run.end; ++c) {
                if (m_classes->isNodeLike(ClassId(c))) continue;
                const Ternary byLabels =
                    podSelector ? matches(*podSelector, m_classes->labels(ClassId(c))) : Ternary::Yes;
                const Ternary t = both(byNamespace, byLabels);
                if (t != Ternary::No) may.append(ClassId(c));
                if (t == Ternary::Yes) must.append(ClassId(c));
                if (t == Ternary::Unknown)
                    doubts |= byNamespace == Ternary::Unknown ? Doubt::NamespaceLabels : Doubt::RuntimeLabel;
            }
        }
        if (!may.isEmpty() && !subjects.isEmpty())
            out.push_back({intern(std::move(subjects)), finish(std::move(must), std::move(may), doubts)});
    }
    return out;
}

namespace {

/// Classes of two families that the matches hold by address one family each, so that they hold every address together
/// (NP-I2): 10.0.0.0/8 beside fd00::/8. A match whose plugin may not compare addresses with such pods adds nothing.
ClassSet heldByAllAddresses(const std::vector<Match>& matches, const ClassSet& open, const EndpointClasses& classes) {
    ClassSet out;
    open.intersected(ClassSet::range(0, classes.podClassCount())).forEach([&](ClassId c) {
        const Doubt knob = classes.isNodeLike(c) ? Doubt::IpBlockMatchesNodes : Doubt::IpBlockMatchesPods;
        const auto holds = [&](ClassId atom) {
            return std::ranges::any_of(matches, [&](const Match& m) {
                return !m.doubts.contains(knob) && !m.doubts.contains(Doubt::NetworksMatchPods) && m.may->contains(c) &&
                       m.must->contains(atom);
            });
        };
        const auto atoms = classes.addressAtoms(c);
        if (atoms.size() > 1 && std::ranges::all_of(atoms, holds)) out.append(c);
    });
    return out;
}

} // namespace

Match SelectorTable::any(const std::vector<Match>& matches) {
    if (matches.size() == 1) return matches.front();
    ClassSet must;
    ClassSet may;
    Doubts doubts;
    for (const Match& m : matches) {
        must = must.united(*m.must);
        may = may.united(*m.may);
        doubts |= m.doubts;
    }
    if (doubts.contains(Doubt::AddressFamilies))
        must = must.united(heldByAllAddresses(matches, may.minus(must), *m_classes));
    return finish(std::move(must), std::move(may), doubts);
}

} // namespace portolan
