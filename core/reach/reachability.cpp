#include "core/reach/reachability.h"

#include "core/reach/function_builder.h"

#include <algorithm>
#include <mutex>

namespace portolan {

struct Reachability::Selectors {
    std::mutex mutex;
    SelectorTable table;
};

/// A composition is all that a function depends on; its number stands for it in functionId().
struct Reachability::Compositions {
    struct Key {
        Direction direction = Direction::Ingress;
        Ternary isolation = Ternary::No;
        std::uint32_t subjectKey = 0;
        std::shared_ptr<const PairFunction> must; // of the NetworkPolicies' rules
        std::shared_ptr<const PairFunction> may;
        auto operator<=>(const Key&) const = default;
    };
    std::mutex mutex;
    std::map<Key, std::uint32_t> numbers;
    std::vector<std::array<std::shared_ptr<const PairFunction>, 2>> functions; // [number][certainty], once asked for
};

namespace {

constexpr std::uint32_t kPlain = ~0U;               // a class whose function no admin policy has part in
constexpr std::uint32_t kFirstComposed = 1U << 31U; // of functionId()

std::vector<bool> namespacesTouchedByUnread(const Cluster& cluster, const Profile& profile) {
    std::vector<bool> touched(cluster.namespaces.size(), false);
    if (profile.unreadPoliciesIgnored == Ternary::Yes || !profile.isEnforced) return touched;
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
    for (const AdminPolicy& p : cluster->adminPolicies) vocabulary->add(p, *cluster);
    vocabulary->finish();

    std::shared_ptr<Reachability> out(new Reachability);
    out->m_cluster = cluster;
    out->m_profile = profile;
    out->m_classes = EndpointClasses::create(cluster, std::move(vocabulary), profile);
    out->m_unreadTouched = namespacesTouchedByUnread(*cluster, profile);
    out->m_policies.reserve(cluster->policies.size());
    for (const NetworkPolicy& p : cluster->policies)
        out->m_policies.push_back(std::shared_ptr<const NetworkPolicy>(cluster, &p));
    for (const AdminPolicy& p : cluster->adminPolicies)
        out->m_adminPolicies.push_back(std::shared_ptr<const AdminPolicy>(cluster, &p));
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
    m_adminCompiled.clear();
    for (std::size_t i = 0; i < m_adminPolicies.size(); ++i) {
        if (control.isStopped()) return false;
        m_adminCompiled.push_back(
            m_adminPolicies[i] ? compile(*m_adminPolicies[i], adminPolicyId(i), m_selectors->table) : nullptr);
    }
    orderPolicies();
    FunctionBuilder builder(*this, m_selectors->table);
    for (std::uint32_t c = 0; c < count; ++c) {
        if (c % 256 == 0 && control.isStopped()) return false;
        for (const Direction d : kDirections) {
            builder.build(ClassId(c), d);
            compose(ClassId(c), d);
        }
    }
    return true;
}

/// Makes m_ordered from the compiled admin policies; what was composed before is forgotten.
void Reachability::orderPolicies() {
    m_ordered.reset();
    m_compositions.reset();
    for (FunctionIds& ids : m_compositionOf) ids.clear();
    if (std::ranges::none_of(m_adminCompiled, [](const auto& p) { return p != nullptr; })) return;
    m_ordered = OrderedPolicies::create(m_classes, m_adminCompiled, m_traffics);
    m_compositions = std::make_shared<Compositions>();
    for (FunctionIds& ids : m_compositionOf) ids.assign(m_classes->count(), kPlain);
}

/// Numbers what the class's function is put together from, once its own functions are built.
void Reachability::compose(ClassId id, Direction direction) {
    if (!m_ordered) return;
    const auto d = static_cast<std::size_t>(direction);
    const Parts must = parts(id, direction, Certainty::Must);
    std::uint32_t& number = m_compositionOf[d][id.index()];
    number = kPlain;
    if (must.isPlain) return;
    const Compositions::Key key{direction, must.isolation, must.subjectKey, m_functions[must.functionId],
                                m_functions[parts(id, direction, Certainty::May).functionId]};
    const std::lock_guard lock(m_compositions->mutex);
    const auto next = static_cast<std::uint32_t>(m_compositions->functions.size());
    const auto [it, isNew] = m_compositions->numbers.try_emplace(key, next);
    if (isNew) m_compositions->functions.emplace_back();
    number = it->second;
}

Reachability::Parts Reachability::parts(ClassId id, Direction direction, Certainty certainty) const {
    const auto d = static_cast<std::size_t>(direction);
    Parts out;
    out.functionId = m_functionOf[d][static_cast<std::size_t>(certainty)][id.index()];
    if (!m_ordered || !isPoliced(id) || m_unreadTouched[m_classes->ns(id).index()]) return out;
    out.isolation = networkPolicyIsolation(id, direction);
    out.subjectKey = m_ordered->subjectKey(id, direction);
    switch (out.isolation) {
    case Ternary::Yes: out.isPlain = m_ordered->isBaselineOnly(out.subjectKey, direction); break;
    case Ternary::No: out.isPlain = out.subjectKey == 0; break;
    case Ternary::Unknown: out.isPlain = false; break;
    }
    return out;
}

Result<std::shared_ptr<const Reachability>> Reachability::edited(std::span<const PolicyEdit> edits,
                                                                 const RunControl& control) const {
    std::shared_ptr<Reachability> out(new Reachability(*this));
    std::vector<std::size_t> changed;
    std::vector<std::size_t> changedAdmin;
    bool isCovered = true;
    for (const PolicyEdit& edit : edits) {
        if (edit.isAdmin()) {
            const std::size_t slot = edit.id ? adminPolicyIndex(*edit.id) : out->m_adminPolicies.size();
            if (slot == out->m_adminPolicies.size()) {
                out->m_adminPolicies.emplace_back();
                out->m_adminCompiled.emplace_back();
            }
            out->m_adminPolicies[slot] = edit.adminPolicy;
            changedAdmin.push_back(slot);
            isCovered =
                isCovered && (!edit.adminPolicy || m_classes->vocabulary().covers(*edit.adminPolicy, *m_cluster));
            continue;
        }
        const std::size_t slot = edit.id ? edit.id->index() : out->m_policies.size();
        if (slot == out->m_policies.size()) {
            out->m_policies.emplace_back();
            out->m_compiled.emplace_back();
        }
        out->m_policies[slot] = edit.policy;
        changed.push_back(slot);
        isCovered = isCovered && (!edit.policy || m_classes->vocabulary().covers(*edit.policy));
    }
    const bool hasAdmin = std::ranges::any_of(out->m_adminPolicies, [](const auto& p) { return p != nullptr; });
    if (!isCovered || hasAdmin != (m_ordered != nullptr)) {
        auto vocabulary = std::make_shared<Vocabulary>();
        for (const auto& policy : out->m_policies)
            if (policy) vocabulary->add(*policy);
        for (const auto& policy : out->m_adminPolicies)
            if (policy) vocabulary->add(*policy, *m_cluster);
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
    for (const std::size_t slot : changedAdmin)
        out->m_adminCompiled[slot] = out->m_adminPolicies[slot]
                                         ? compile(*out->m_adminPolicies[slot], adminPolicyId(slot), m_selectors->table)
                                         : nullptr;
    if (!changedAdmin.empty()) out->orderPolicies();
    FunctionBuilder builder(*out, m_selectors->table);
    for (const Direction d : kDirections) {
        touched[static_cast<std::size_t>(d)].forEach([&](ClassId c) {
            builder.build(c, d);
            if (changedAdmin.empty()) out->compose(c, d);
        });
        if (changedAdmin.empty()) continue;
        for (std::uint32_t c = 0; c < m_classes->podClassCount(); ++c) out->compose(ClassId(c), d);
    }
    return out;
}

std::span<const Capture> Reachability::captures(ClassId id, Direction direction) const {
    const auto d = static_cast<std::size_t>(direction);
    if (const auto it = m_editedCaptures[d].find(id.value); it != m_editedCaptures[d].end()) return it->second;
    const CaptureIndex& index = *m_captures[d];
    return std::span(index.items)
        .subspan(index.offsets[id.index()], index.offsets[id.index() + 1] - index.offsets[id.index()]);
}

std::vector<Capture> Reachability::adminCaptures(ClassId id, Direction direction) const {
    std::vector<Capture> out;
    if (!m_ordered || !isPoliced(id)) return out;
    for (const AdminTier tier : {AdminTier::Admin, AdminTier::Baseline})
        for (const auto& policy : adminStage(tier, m_adminCompiled).policies)
            if (const Ternary t = policy->subject.at(id); t != Ternary::No && policy->capturesIn(direction))
                out.push_back({policy->id, t});
    return out;
}

Ternary Reachability::networkPolicyIsolation(ClassId id, Direction direction) const {
    Ternary out = Ternary::No;
    if (!isPoliced(id)) return out;
    for (const Capture& c : captures(id, direction)) out = either(out, c.certainty);
    if (out == Ternary::No && m_unreadTouched[m_classes->ns(id).index()]) out = Ternary::Unknown;
    return out;
}

Ternary Reachability::isolation(ClassId id, Direction direction) const {
    const Ternary byNetworkPolicies = networkPolicyIsolation(id, direction);
    if (!m_ordered || !isPoliced(id)) return byNetworkPolicies;
    return either(byNetworkPolicies, m_ordered->restricts(m_ordered->subjectKey(id, direction), direction));
}

std::uint32_t Reachability::functionId(ClassId id, Direction direction, Certainty certainty) const {
    const auto d = static_cast<std::size_t>(direction);
    const auto c = static_cast<std::size_t>(certainty);
    if (m_ordered && m_compositionOf[d][id.index()] != kPlain)
        return kFirstComposed + 2 * m_compositionOf[d][id.index()] + static_cast<std::uint32_t>(c);
    return m_functionOf[d][c][id.index()];
}

const PairFunction& Reachability::function(ClassId id, Direction direction, Certainty certainty) const {
    const auto d = static_cast<std::size_t>(direction);
    if (!m_ordered || m_compositionOf[d][id.index()] == kPlain)
        return *m_functions[m_functionOf[d][static_cast<std::size_t>(certainty)][id.index()]];
    const std::lock_guard lock(m_compositions->mutex);
    auto& function = m_compositions->functions[m_compositionOf[d][id.index()]][static_cast<std::size_t>(certainty)];
    if (!function) function = composed(id, direction, certainty);
    return *function;
}

bool Reachability::hasSameFunction(const Reachability& other, ClassId id, Direction direction,
                                   Certainty certainty) const {
    const auto d = static_cast<std::size_t>(direction);
    const auto numberIn = [&](const Reachability& r) {
        return r.m_ordered ? r.m_compositionOf[d][id.index()] : kPlain;
    };
    const std::uint32_t own = numberIn(*this);
    if (own != kPlain && own == numberIn(other) && m_compositions == other.m_compositions) return true;
    const PairFunction& a = function(id, direction, certainty);
    const PairFunction& b = other.function(id, direction, certainty);
    return &a == &b || a == b;
}

/// Goes along the runs of the class's own function and those of the peers' keys together.
std::shared_ptr<const PairFunction> Reachability::composed(ClassId id, Direction direction, Certainty certainty) const {
    const Parts p = parts(id, direction, certainty);
    const auto& keys = m_ordered->peerRuns(direction);
    const auto& runs = part(p.functionId).runs();
    PairFunction out;
    auto key = keys.begin();
    for (auto run = runs.begin(); run != runs.end();) {
        const OrderedOutcome& outcome = m_ordered->outcome(p.subjectKey, key->key, direction);
        const TrafficId traffic = certainty == Certainty::Must ? outcome.must(m_traffics, p.isolation, run->traffic)
                                                               : outcome.may(m_traffics, p.isolation, run->traffic);
        const std::uint32_t end = std::min(run->end, key->end);
        out.append({end, traffic});
        if (key->end == end) ++key;
        if (run->end == end) ++run;
    }
    return std::make_shared<const PairFunction>(std::move(out));
}

TrafficId Reachability::trafficAt(ClassId subject, ClassId peer, Direction direction, Certainty certainty) const {
    const Parts p = parts(subject, direction, certainty);
    const TrafficId byRules = part(p.functionId).at(peer);
    if (p.isPlain) return byRules;
    const OrderedOutcome& outcome = m_ordered->outcome(p.subjectKey, m_ordered->peerKey(peer, direction), direction);
    return certainty == Certainty::Must ? outcome.must(m_traffics, p.isolation, byRules)
                                        : outcome.may(m_traffics, p.isolation, byRules);
}

} // namespace portolan
