#include "core/load/batch.h"

#include "core/load/mentions.h"

#include <algorithm>
#include <iterator>
#include <set>

namespace portolan::loading {
namespace {

/// Translates the symbols of one batch into the builder's, and puts back in order what is sorted by symbol.
class Translation {
  public:
    Translation(const Symbols& from, Symbols& to) {
        m_symbols.reserve(from.size());
        for (std::size_t i = 0; i < from.size(); ++i) m_symbols.push_back(to.intern(from.text(Symbol(i))));
    }

    void apply(Symbol& symbol) const { symbol = m_symbols[symbol.index()]; }
    void apply(std::vector<ContainerPort>& ports) const {
        for (ContainerPort& p : ports) apply(p.name);
    }
    void apply(LabelSelector& selector) const {
        for (Requirement& r : selector.requirements) {
            apply(r.key);
            for (Symbol& value : r.values) apply(value);
            std::ranges::sort(r.values);
        }
        std::ranges::sort(selector.requirements);
    }
    void apply(std::vector<PolicyRule>& rules) const {
        for (PolicyRule& rule : rules) {
            for (PolicyPort& port : rule.ports) apply(port.name);
            for (PolicyPeer& peer : rule.peers) {
                if (peer.podSelector) apply(*peer.podSelector);
                if (peer.namespaceSelector) apply(*peer.namespaceSelector);
            }
        }
    }
    void apply(NetworkPolicy& policy) const {
        apply(policy.name);
        apply(policy.podSelector);
        apply(policy.ingress);
        apply(policy.egress);
    }
    void apply(Service& service) const {
        apply(service.name);
        if (service.selector) apply(*service.selector);
        for (ServicePort& port : service.ports) {
            apply(port.name);
            apply(port.targetName);
        }
    }
    void apply(EntryPoint& entryPoint) const {
        apply(entryPoint.name);
        apply(entryPoint.kind);
        apply(entryPoint.className);
        for (EntryPoint::Backend& b : entryPoint.backends) {
            apply(b.service);
            apply(b.portName);
            apply(b.ns);
        }
        for (EntryPoint::Gateway& g : entryPoint.gateways) {
            apply(g.ns);
            apply(g.name);
        }
    }
    void apply(AdminPolicy& policy) const {
        translate(policy, [&](Symbol symbol) { return m_symbols[symbol.index()]; });
    }

  private:
    std::vector<Symbol> m_symbols;
};

void hand(Batch& batch, ClusterBuilder& builder) {
    const Translation translation(batch.symbols, builder.symbols());
    for (auto& n : batch.namespaces) builder.addNamespace(n.name, std::move(n.labels), n.where);
    for (auto& n : batch.nodes) builder.addNode(n.name, std::move(n.labels), std::move(n.addresses), n.where);
    for (PodFact& pod : batch.pods) {
        translation.apply(pod.ports);
        builder.addPod(std::move(pod));
    }
    for (ControllerFact& controller : batch.controllers) {
        translation.apply(controller.ports);
        builder.addController(std::move(controller));
    }
    for (auto& [ns, service] : batch.services) {
        translation.apply(service);
        service.ns = builder.namespaceId(ns);
        builder.addService(std::move(service));
    }
    for (auto& [ns, entryPoint] : batch.entryPoints) {
        translation.apply(entryPoint);
        entryPoint.ns = builder.namespaceId(ns);
        builder.addEntryPoint(std::move(entryPoint));
    }
    for (auto& [ns, policy] : batch.policies) {
        translation.apply(policy);
        policy.ns = builder.namespaceId(ns);
        builder.addPolicy(std::move(policy));
    }
    for (AdminPolicy& policy : batch.adminPolicies) {
        translation.apply(policy);
        builder.addAdminPolicy(std::move(policy));
    }
    for (const auto& u : batch.unread) builder.addUnread(u.apiVersion, u.kind, u.isPolicy, u.ns, u.where);
    for (const auto& [kind, count] : batch.counts)
        for (std::size_t i = 0; i < count; ++i) builder.count(kind);
    for (Diagnostic& d : batch.diagnostics) builder.report(std::move(d));
}

/// One entry a Service, whether its addresses come from Endpoints, from slices, or from both.
void handEndpoints(const std::vector<Batch>& batches, ClusterBuilder& builder) {
    std::map<std::pair<std::string, std::string>, std::set<IpAddress>> byService;
    for (const Batch& batch : batches)
        for (const auto& e : batch.endpoints)
            byService[{e.ns, e.service}].insert(e.addresses.begin(), e.addresses.end());
    for (const auto& [service, addresses] : byService)
        builder.addEndpoints(service.first, service.second, {addresses.begin(), addresses.end()});
}

ServiceNames collectNames(const std::vector<Batch>& batches) {
    ServiceNames names;
    for (const Batch& batch : batches) {
        for (const auto& n : batch.namespaces) names.addNamespace(n.name);
        for (const PodFact& p : batch.pods) names.addNamespace(p.ns);
        for (const ControllerFact& c : batch.controllers) names.addNamespace(c.ns);
        for (const auto& s : batch.services) {
            names.addNamespace(s.ns);
            names.addService(s.ns, batch.symbols.text(s.service.name));
        }
    }
    return names;
}

/// Hands on what names something to connect to; forgets the rest.
void handDeclarations(std::vector<Batch>& batches, const ServiceNames& names, ClusterBuilder& builder) {
    for (Batch& batch : batches) {
        for (MentionFact& m : batch.mentions)
            if (names.isMention(m)) builder.addMention(std::move(m));
        for (ConfigMapUseFact& u : batch.configMapUses) builder.addConfigMapUse(std::move(u));
        for (ProbeFact& p : batch.probes) builder.addProbe(std::move(p));
        for (ApiServerCallFact& c : batch.apiServerCalls) builder.addApiServerCall(std::move(c));
        batch.mentions = {};
        batch.configMapUses = {};
        batch.probes = {};
    }
}

/// Whether one of the grants lets routes of that kind and namespace name the Service of another namespace.
bool isGranted(const std::vector<Batch>& batches, std::string_view ns, std::string_view service,
               std::string_view routeNs, std::string_view routeKind) {
    return std::ranges::any_of(batches, [&](const Batch& batch) {
        return std::ranges::any_of(batch.grants, [&](const Batch::GrantFact& g) {
            return g.ns == ns && g.fromNs == routeNs && g.fromKind == routeKind &&
                   (g.service.empty() || g.service == service);
        });
    });
}

/// Drops the backends in other namespaces that nothing grants: a Gateway does not forward to them.
void dropUngranted(std::vector<Batch>& batches) {
    for (Batch& batch : batches)
        for (auto& [routeNs, entry] : batch.entryPoints) {
            const auto text = [&batch](Symbol symbol) { return std::string(batch.symbols.text(symbol)); };
            const std::string object = text(entry.kind) + ' ' + routeNs + '/' + text(entry.name);
            std::erase_if(entry.backends, [&](const EntryPoint::Backend& b) {
                const std::string ns = text(b.ns);
                if (ns.empty() || ns == routeNs || isGranted(batches, ns, text(b.service), routeNs, text(entry.kind)))
                    return false;
                batch.diagnostics.push_back({Diagnostic::Level::Warning, "", b.where, object,
                                             "not followed: no ReferenceGrant in namespace " + ns + " lets a " +
                                                 text(entry.kind) + " of namespace " + routeNs +
                                                 " forward to its Service " + text(b.service),
                                             "add the ReferenceGrant to the input, or to the cluster"});
                return true;
            });
        }
}

} // namespace

void merge(std::vector<Batch> batches, ClusterBuilder& builder) {
    std::set<FileId> told;
    for (Batch& batch : batches)
        if (batch.disputedLetter && told.insert(batch.disputedLetter->where.file).second)
            builder.report(std::move(*batch.disputedLetter));
    const ServiceNames names = collectNames(batches);
    handDeclarations(batches, names, builder);
    handEndpoints(batches, builder);
    dropUngranted(batches);
    for (Batch& batch : batches) hand(batch, builder);
}

} // namespace portolan::loading
