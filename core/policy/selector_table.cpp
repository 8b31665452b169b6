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
    : m_classes(std::move(classes)), m_profile(profile) {}

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

const SelectorTable::NamespaceMatch& SelectorTable::namespacesMatching(const LabelSelector& selector) {
    const auto [it, isNew] = m_namespaces.try_emplace(selector.requirements);
    if (isNew)
        for (std::size_t n = 0; n < m_classes->cluster().namespaces.size(); ++n) {
            const Ternary t = matches(selector, m_classes->cluster(), NamespaceId(n));
            if (t != Ternary::No) it->second.namespaces.emplace_back(NamespaceId(n), t);
        }
    return it->second;
}

/// Classes that a cluster-wide podSelector can match at all, ascending, through the shortest posting list;
/// isComplete is false where no requirement narrows it and every class has to be looked at.
std::vector<ClassId> SelectorTable::candidates(const LabelSelector& podSelector, bool& isComplete) const {
    isComplete = false;
    std::vector<ClassId> best;
    for (const Requirement& r : podSelector.requirements) {
        std::vector<const std::vector<ClassId>*> lists;
        if (r.op == Requirement::Operator::In) {
            for (const Symbol value : r.values) lists.push_back(m_classes->withLabel(r.key, value));
            lists.push_back(m_classes->withUnknownValue(r.key));
        } else if (r.op == Requirement::Operator::Exists) {
            lists.push_back(m_classes->withKey(r.key));
        } else {
            continue;
        }
        std::vector<ClassId> found;
        for (const auto* list : lists)
            if (list) found.insert(found.end(), list->begin(), list->end());
        if (!isComplete || found.size() < best.size()) best = std::move(found);
        isComplete = true;
    }
    std::ranges::sort(best);
    return best;
}

Match SelectorTable::podsAcross(const LabelSelector& namespaceSelector, const LabelSelector* podSelector) {
    std::optional<std::vector<Requirement>> podKey;
    if (podSelector) podKey = podSelector->requirements;
    const auto [it, isNew] = m_podsAcross.try_emplace({namespaceSelector.requirements, std::move(podKey)});
    if (!isNew) return it->second;

    const auto& namespaces = namespacesMatching(namespaceSelector).namespaces;
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
    bool isNarrowed = false;
    const std::vector<ClassId> narrowed = podSelector ? candidates(*podSelector, isNarrowed) : std::vector<ClassId>();
    if (isNarrowed) {
        auto ns = namespaces.begin();
        for (const ClassId c : narrowed) {
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

    const ClassSet atoms = m_classes->atomsOf(block.addresses());
    std::vector<ClassRun> must;
    std::vector<ClassRun> may;
    Doubts doubts;
    const auto add = [&](ClassId c, Ternary byAddress, Doubt addressDoubt) {
        const bool isNode = m_classes->isNodeLike(c);
        const Ternary knob = isNode ? m_profile.ipBlockMatchesNodes : m_profile.ipBlockMatchesPods;
        if (both(knob, byAddress) == Ternary::No) return;
        may.push_back({c.value, c.value + 1});
        if (both(knob, byAddress) == Ternary::Yes) must.push_back(may.back());
        if (byAddress == Ternary::Unknown) doubts |= addressDoubt;
        if (knob == Ternary::Unknown) doubts |= isNode ? Doubt::IpBlockMatchesNodes : Doubt::IpBlockMatchesPods;
    };
    m_classes->classesWithAddressIn(atoms).forEach([&](ClassId c) {
        const bool isWhole =
            std::ranges::all_of(m_classes->addressAtoms(c), [&](ClassId a) { return atoms.contains(a); });
        add(c, isWhole ? Ternary::Yes : Ternary::Unknown, Doubt::AddressFamilies);
    });
    m_classes->classesWithoutAddress().forEach([&](ClassId c) { add(c, Ternary::Unknown, Doubt::PodAddress); });
    std::ranges::sort(must);
    std::ranges::sort(may);
    return it->second =
               finish(ClassSet::ofAscending(must).united(atoms), ClassSet::ofAscending(may).united(atoms), doubts);
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
    return finish(std::move(must), std::move(may), doubts);
}

} // namespace portolan
