#include "core/load/live/overlay.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>

namespace portolan::loading {
namespace {

/// Kind, namespace, name.
using Key = std::tuple<std::string, std::string, std::string>;

Key keyOf(const Batch&, const Batch::NodeFact& n) {
    return {"Node", "", n.name};
}
Key keyOf(const Batch&, const PodFact& p) {
    return {"Pod", p.ns, p.name};
}
Key keyOf(const Batch&, const ControllerFact& c) {
    return {c.kind, c.ns, c.name};
}
Key keyOf(const Batch& batch, const Batch::ServiceFact& s) {
    return {"Service", s.ns, std::string(batch.symbols.text(s.service.name))};
}
Key keyOf(const Batch& batch, const Batch::EntryPointFact& e) {
    return {std::string(batch.symbols.text(e.entryPoint.kind)), e.ns,
            std::string(batch.symbols.text(e.entryPoint.name))};
}
Key keyOf(const Batch& batch, const Batch::PolicyFact& p) {
    return {"NetworkPolicy", p.ns, std::string(batch.symbols.text(p.policy.name))};
}
Key keyOf(const Batch& batch, const AdminPolicy& p) {
    return {std::string(name(p.kind)), "", std::string(batch.symbols.text(p.name))};
}

/// Calls visit with each vector of facts of a batch that go by name.
template <typename Visitor>
void forEachVector(Batch& batch, const Visitor& visit) {
    visit(batch.nodes);
    visit(batch.pods);
    visit(batch.controllers);
    visit(batch.services);
    visit(batch.entryPoints);
    visit(batch.policies);
    visit(batch.adminPolicies);
}

void uncount(Batch& batch, const std::string& kind) {
    const auto it = batch.counts.find(kind);
    if (it != batch.counts.end() && --it->second == 0) batch.counts.erase(it);
}

using LabelsByName = std::map<std::string, std::vector<std::pair<std::string, std::string>>>;

/// Adds the labels that a namespace does not state itself.
void keepLabels(std::vector<Batch>& above, const LabelsByName& labels) {
    for (Batch& batch : above) {
        for (auto& n : batch.namespaces) {
            const auto old = labels.find(n.name);
            if (old == labels.end()) continue;
            for (const auto& [key, value] : old->second)
                if (std::ranges::find(n.labels, key, &std::pair<std::string, std::string>::first) == n.labels.end())
                    n.labels.emplace_back(key, value);
        }
    }
}

Key keyOf(const DeclaringObject& owner) {
    return {owner.kind, owner.ns, owner.name};
}

/// What a workload declares goes by its owner, what a ConfigMap says by the ConfigMap.
Key keyOf(const MentionFact& m) {
    return m.owner.name.empty() ? Key{"ConfigMap", m.owner.ns, m.object} : keyOf(m.owner);
}

/// Forgets what objects declared that are stated anew.
void eraseDeclared(Batch& batch, const std::set<Key>& stated) {
    std::erase_if(batch.mentions, [&](const MentionFact& m) { return stated.contains(keyOf(m)); });
    std::erase_if(batch.configMapUses, [&](const ConfigMapUseFact& u) { return stated.contains(keyOf(u.owner)); });
    std::erase_if(batch.probes, [&](const ProbeFact& p) { return stated.contains(keyOf(p.owner)); });
}

} // namespace

void applyOver(std::vector<Batch>& below, std::vector<Batch>& above) {
    std::set<Key> stated;
    std::set<std::string> namespaces;
    for (Batch& batch : above) {
        for (const auto& n : batch.namespaces) namespaces.insert(n.name);
        forEachVector(batch, [&](const auto& facts) {
            for (const auto& fact : facts) stated.insert(keyOf(batch, fact));
        });
        for (const MentionFact& m : batch.mentions)
            if (m.place == HostPortMention::Place::ConfigMap) stated.insert(keyOf(m));
    }
    const auto isStated = [&](Batch& batch, const Key& key) {
        if (!stated.contains(key)) return false;
        uncount(batch, std::get<0>(key));
        return true;
    };
    LabelsByName labels;
    for (Batch& batch : below) {
        eraseDeclared(batch, stated);
        std::erase_if(batch.namespaces, [&](auto& n) {
            if (!namespaces.contains(n.name)) return false;
            uncount(batch, "Namespace");
            labels[n.name] = std::move(n.labels);
            return true;
        });
        forEachVector(batch, [&](auto& facts) {
            std::erase_if(facts, [&](const auto& fact) { return isStated(batch, keyOf(batch, fact)); });
        });
    }
    keepLabels(above, labels);
}

} // namespace portolan::loading
