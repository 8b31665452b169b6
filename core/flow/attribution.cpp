#include "core/flow/attribution.h"

#include "core/flow/pod_name.h"
#include "core/flow/time_text.h"

#include <algorithm>
#include <array>

namespace portolan {
namespace {

constexpr std::size_t kMaxRemembered = 200'000;
constexpr std::int64_t kClockSkewSeconds = 5;

/// Labels that a pod gets at run time and that say nothing about its workload.
constexpr std::array<std::string_view, 8> kRuntimeLabels{"pod-template-hash",
                                                         "controller-revision-hash",
                                                         "pod-template-generation",
                                                         "statefulset.kubernetes.io/pod-name",
                                                         "apps.kubernetes.io/pod-index",
                                                         "batch.kubernetes.io/controller-uid",
                                                         "controller-uid",
                                                         "batch.kubernetes.io/job-completion-index"};

bool isRuntimeLabel(std::string_view key) {
    return std::ranges::find(kRuntimeLabels, key) != kRuntimeLabels.end();
}

/// Owners that are named after another one with a suffix: "web-6fb5694d48" is a ReplicaSet of Deployment "web".
bool isIntermediate(std::string_view kind) {
    return kind == "ReplicaSet" || kind == "Job" || kind == "ReplicationController";
}

/// From when on a pod surely had its address, with room for clocks that differ; 0: not known.
std::int64_t heldFrom(const Pod& pod) {
    return pod.createdAt ? (*pod.createdAt - kClockSkewSeconds) * kNanosecondsPerSecond : 0;
}

/// In a mesh of clusters the same names stand for other pods. "default" is what Cilium says where nobody named it.
bool isElsewhere(const Cluster& cluster, const EndFacts& facts) {
    return !facts.cluster.empty() && facts.cluster != "default" && !cluster.name.empty() &&
           facts.cluster != std::string_view(cluster.name);
}

} // namespace

std::optional<AttributedEnd> Attribution::byName(const EndFacts& facts) {
    if (facts.endClass == EndClass::Node && !facts.workload.empty())
        for (std::size_t i = 0; i < m_cluster.nodes.size(); ++i)
            if (m_cluster.text(m_cluster.nodes[NodeId(i)].name) == facts.workload)
                return AttributedEnd{m_ends.intern(NodeId(i)), std::nullopt};
    if (!facts.hasName() || facts.endClass == EndClass::World || facts.endClass == EndClass::Node) return std::nullopt;
    if (isElsewhere(m_cluster, facts)) return unresolved(facts);
    if (!facts.pod.empty())
        if (const auto pod = m_cluster.findPod(facts.ns, facts.pod)) return found(m_cluster.pods[*pod].workload, *pod);
    if (const auto workload = workloadByName(facts)) return found(*workload);
    if (const auto workload = workloadByLabels(facts)) return found(*workload);
    if (const auto workload = workloadByPodName(facts)) return found(*workload);
    if (const auto workload = workloadByPodPrefix(facts)) return found(*workload);
    if (facts.pod.empty() && facts.workload.empty() && facts.podPrefix.empty()) return std::nullopt;
    return unresolved(facts);
}

std::optional<Attributed> Attribution::byAddress(EndClass endClass, std::string_view ns, std::string_view address,
                                                 std::int64_t time) {
    if (time == 0) time = m_envelopeTime;
    m_key.assign(1, static_cast<char>('0' + static_cast<int>(endClass)));
    m_key.append(address).append(1, ' ').append(ns);
    auto it = m_byAddress.find(std::string_view(m_key));
    if (it == m_byAddress.end()) {
        if (m_byAddress.size() >= kMaxRemembered) m_byAddress.clear();
        it = m_byAddress.emplace(m_key, lookUpAddress(endClass, ns, address)).first;
    }
    if (it->second && time != 0 && time < it->second->validFrom) return earlierHolder(address, time);
    if (m_history && time != 0 && it->second && it->second->validFrom == 0 && !it->second->service)
        if (const auto then = heldEarlier(endClass, address, time)) return then;
    return it->second;
}

std::optional<Attributed> Attribution::heldEarlier(EndClass endClass, std::string_view text, std::int64_t time) {
    if (endClass == EndClass::Node || endClass == EndClass::World) return std::nullopt;
    const auto address = IpAddress::parse(text);
    const AddressHistory::Holder* holder = address ? m_history->holderAt(*address, time) : nullptr;
    if (!holder) return std::nullopt;
    EndFacts facts;
    facts.ns = holder->ns;
    facts.pod = holder->pod;
    facts.workload = holder->workload;
    facts.workloadKind = holder->workloadKind;
    const auto end = byName(facts);
    return end ? std::optional(Attributed{*end, std::nullopt}) : std::nullopt;
}

Attributed Attribution::earlierHolder(std::string_view text, std::int64_t time) {
    if (m_history)
        if (const auto then = heldEarlier(EndClass::Endpoint, text, time)) return *then;
    EndName unknown;
    unknown.address = IpAddress::parse(text);
    unknown.kind = kReusedAddress;
    return {{m_ends.intern(UnresolvedEnd(std::move(unknown))), std::nullopt}, std::nullopt};
}

std::optional<Attributed> Attribution::lookUpAddress(EndClass endClass, std::string_view ns, std::string_view text) {
    const auto isIn = [&](std::string_view wanted, PodId pod) { // else the address has changed hands
        return wanted.empty() || m_cluster.text(m_cluster.namespaces[m_cluster.pods[pod].ns].name) == wanted;
    };
    const auto asEnd = [&](EndValue value) { return Attributed{{m_ends.intern(value), std::nullopt}, std::nullopt}; };
    EndName nameless;
    nameless.ns = ns;
    if (endClass == EndClass::Proxy) {
        nameless.name = "reserved:ingress";
        return asEnd(UnresolvedEnd(nameless));
    }
    const auto address = IpAddress::parse(text);
    if (!address) {
        if (const auto block = Cidr::parse(text)) return asEnd(*block); // our own summaries name folded blocks
        if (endClass == EndClass::World)
            nameless.name = "internet";
        else if (endClass == EndClass::Node)
            nameless.kind = "Node";
        else if (endClass == EndClass::ApiServer)
            nameless.name = "reserved:kube-apiserver";
        else if (ns.empty())
            return std::nullopt;
        return asEnd(UnresolvedEnd(nameless));
    }
    const bool mayBePod = endClass != EndClass::Node && endClass != EndClass::World;
    if (mayBePod)
        if (const auto pod = m_cluster.findPodByAddress(*address); pod && isIn(ns, *pod))
            return Attributed{found(m_cluster.pods[*pod].workload, *pod), std::nullopt, heldFrom(m_cluster.pods[*pod])};
    if (endClass != EndClass::Node)
        if (const auto service = m_services.find(*address)) return Attributed{{}, *service};
    if (endClass != EndClass::World)
        if (const auto node = m_cluster.findNodeByAddress(*address)) return asEnd(*node);
    if (endClass == EndClass::Node || endClass == EndClass::Endpoint || !ns.empty()) {
        nameless.address = *address;
        if (endClass == EndClass::Node) nameless.kind = "Node";
        return asEnd(UnresolvedEnd(nameless));
    }
    return asEnd(Cidr::of(*address, address->family() == AddressFamily::V4 ? 32 : 128));
}

std::pair<AttributedEnd, std::uint16_t> Attribution::translated(ServiceId service, Protocol protocol,
                                                                std::uint16_t port) {
    if (const auto target = m_services.target(service, protocol, port)) return {found(target->workload), target->port};
    const Service& s = m_cluster.services[service];
    EndName end;
    end.ns = m_cluster.text(m_cluster.namespaces[s.ns].name);
    end.name = m_cluster.text(s.name);
    end.kind = "Service";
    return {{m_ends.intern(UnresolvedEnd(std::move(end))), std::nullopt}, port};
}

std::vector<EndIndex> Attribution::coarsen() {
    m_byAddress.clear();
    return m_ends.coarsen();
}

std::optional<WorkloadId> Attribution::workloadByName(const EndFacts& facts) const {
    if (facts.workload.empty()) return std::nullopt;
    auto named = m_cluster.findWorkloads(facts.ns, facts.workload, facts.workloadKind);
    if (named.empty() && isIntermediate(facts.workloadKind)) {
        const std::string_view owner = facts.workload.substr(0, facts.workload.rfind('-'));
        const std::string_view kind = facts.workloadKind == "Job" ? "CronJob" : "Deployment";
        named = m_cluster.findWorkloads(facts.ns, owner, kind);
    }
    if (named.empty() && facts.workloadKind != "Service") named = m_cluster.findWorkloads(facts.ns, facts.workload);
    return named.size() == 1 ? std::optional(named.front()) : std::nullopt;
}

std::optional<WorkloadId> Attribution::workloadByLabels(const EndFacts& facts) const {
    const auto ns = m_cluster.findNamespace(facts.ns);
    std::vector<std::pair<Symbol, Symbol>> wanted;
    for (const auto& [key, value] : facts.labels) {
        if (isRuntimeLabel(key)) continue;
        const auto keySymbol = m_cluster.symbols.find(key);
        const auto valueSymbol = m_cluster.symbols.find(value);
        if (!keySymbol || !valueSymbol) return std::nullopt;
        wanted.emplace_back(*keySymbol, *valueSymbol);
    }
    if (!ns || wanted.empty()) return std::nullopt;
    std::vector<WorkloadId> equal;
    std::vector<WorkloadId> wider; // has further labels
    const auto workloads = m_cluster.workloads.all();
    const auto [first, last] = std::ranges::equal_range(workloads, *ns, {}, &Workload::ns);
    for (auto it = first; it != last; ++it) {
        if (it->pods.empty()) continue;
        const LabelSetId labels = m_cluster.pods[it->pods.front()].labels;
        const bool hasAll = std::ranges::all_of(wanted, [&](const auto& w) {
            const auto label = m_cluster.labelSets.find(labels, w.first);
            return label && label->isValueKnown && label->value == w.second;
        });
        if (!hasAll) continue;
        const WorkloadId id(static_cast<std::size_t>(it - workloads.begin()));
        const auto ownLabels = std::ranges::count_if(m_cluster.labelSets[labels], [&](const Label& label) {
            return label.isValueKnown && !isRuntimeLabel(m_cluster.text(label.key));
        });
        (static_cast<std::size_t>(ownLabels) == wanted.size() ? equal : wider).push_back(id);
    }
    const auto& candidates = equal.empty() ? wider : equal;
    return candidates.size() == 1 ? std::optional(candidates.front()) : std::nullopt;
}

std::optional<WorkloadId> Attribution::workloadByPodName(const EndFacts& facts) const {
    const std::vector<OwnerGuess> guesses = guessOwners(facts.pod);
    for (const OwnerGuess& guess : guesses) {
        const auto named = m_cluster.findWorkloads(facts.ns, guess.name, guess.kind);
        if (named.size() == 1) return named.front();
    }
    for (const OwnerGuess& guess : guesses) { // operators name their pods as the built-in controllers do
        const auto named = m_cluster.findWorkloads(facts.ns, guess.name);
        if (named.size() == 1) return named.front();
    }
    const auto bare = m_cluster.findWorkloads(facts.ns, facts.pod); // a template's pod is named as its workload
    return bare.size() == 1 && !facts.pod.empty() ? std::optional(bare.front()) : std::nullopt;
}

std::optional<WorkloadId> Attribution::workloadByPodPrefix(const EndFacts& facts) const {
    if (facts.podPrefix.empty()) return std::nullopt;
    const OwnerGuess owner = guessOwnerOfPrefix(facts.podPrefix);
    const std::string_view whole = facts.podPrefix.substr(0, facts.podPrefix.size() - 1);
    auto named = m_cluster.findWorkloads(facts.ns, whole);
    if (named.empty()) named = m_cluster.findWorkloads(facts.ns, owner.name, owner.kind);
    return named.size() == 1 ? std::optional(named.front()) : std::nullopt;
}

std::optional<ServiceId> Attribution::serviceByName(const EndFacts& facts) const {
    if (facts.workloadKind != "Service" || isElsewhere(m_cluster, facts)) return std::nullopt;
    return m_services.find(facts.ns, facts.workload);
}

AttributedEnd Attribution::unresolved(const EndFacts& facts) {
    EndName end;
    if (isElsewhere(m_cluster, facts)) end.cluster = facts.cluster;
    end.ns = facts.ns;
    end.name = facts.workload;
    end.kind = facts.workloadKind;
    if (end.name.empty() && facts.pod.empty() && !facts.podPrefix.empty()) {
        const auto owner = guessOwnerOfPrefix(facts.podPrefix);
        end.name = owner.name;
        end.kind = owner.kind;
    } else if (end.name.empty()) {
        const auto guesses = guessOwners(facts.pod);
        if (!guesses.empty() && guesses.front().isSure) {
            end.name = guesses.front().name;
            end.kind = guesses.front().kind;
        } else {
            end.pod = facts.pod;
        }
    }
    return {m_ends.intern(UnresolvedEnd(std::move(end))), std::nullopt};
}

AttributedEnd Attribution::found(WorkloadId workload, std::optional<PodId> pod) {
    return {m_ends.intern(workload), pod};
}

} // namespace portolan
