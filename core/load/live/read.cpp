#include "core/load/live/read.h"

#include "core/load/live/kinds.h"
#include "core/load/live/kubectl.h"
#include "core/load/live/list.h"
#include "core/load/live/order.h"
#include "core/load/names.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace portolan::loading {
namespace {

using Outcome = KubectlReply::Outcome;

/// "in shop, data and 3 more"
std::string placesText(const std::vector<LiveGap>& gaps) {
    constexpr std::size_t kMostNamed = 3;
    std::string out;
    for (std::size_t i = 0; i < std::min(gaps.size(), kMostNamed); ++i)
        out += (out.empty() ? " in namespace " : ", ") + gaps[i].ns;
    if (gaps.size() > kMostNamed) out += " and " + std::to_string(gaps.size() - kMostNamed) + " more";
    return out;
}

/// One run over all kinds of a cluster.
class LiveRun {
  public:
    LiveRun(const LiveSource& source, const LoadOptions& options, const RunControl& control, ServedGroups groups,
            Kubectl& kubectl)
        : m_source(source), m_control(control), m_groups(std::move(groups)),
          m_kinds(liveKinds(source)), m_live{source, options, control, kubectl, m_groups, m_facts.files, {}} {
        std::erase_if(m_kinds, [&](const LiveKind& k) { return m_groups.versionsFor(k).empty(); });
    }

    Result<LiveFacts> finish() && {
        m_facts.inventory = m_source.namespaces.empty() ? InventoryFacts::Completeness::Complete
                                                        : InventoryFacts::Completeness::Partial;
        inOrder(
            m_kinds.size(), [&](std::size_t i) { return fetch(m_kinds[i]); },
            [&](std::size_t i, FirstPage first) {
                if (!m_error) take(i, std::move(first));
            });
        if (m_error) return tl::make_unexpected(*m_error);
        if (m_control.isStopped()) return cancelled();
        return std::move(m_facts);
    }

  private:
    bool isReadByNamespace(const LiveKind& kind) const {
        return kind.scope == LiveKind::Scope::Namespaced && !m_source.namespaces.empty();
    }

    FirstPage fetch(const LiveKind& kind) {
        if (m_control.isStopped()) return {{}, cancelled()};
        return isReadByNamespace(kind) ? FirstPage() : fetchFirstPage(m_live, kind);
    }

    void take(std::size_t i, FirstPage first) {
        const LiveKind& kind = m_kinds[i];
        const auto report = [this, i](double fraction) {
            m_control.report("Reading the cluster",
                             (static_cast<double>(i) + fraction) / static_cast<double>(m_kinds.size()));
        };
        report(0);
        m_live.progress = report;
        auto facts = isReadByNamespace(kind) ? readKindIn(m_live, kind, m_source.namespaces)
                                             : readKind(m_live, kind, std::move(first), m_namespaces);
        if (!facts) {
            m_error = facts.error();
            return;
        }
        if (kind.kind == "Namespace") noteNamespaces(*facts);
        if (!facts->gaps.empty()) noteGaps(kind, *facts);
        std::ranges::move(facts->batches, std::back_inserter(m_facts.batches));
    }

    /// Keeps the names, for lists that must be read one namespace after another; leaves out namespaces that nobody
    /// asked for.
    void noteNamespaces(KindFacts& facts) {
        const auto& wanted = m_source.namespaces;
        for (Batch& batch : facts.batches) {
            if (!wanted.empty())
                std::erase_if(batch.namespaces,
                              [&](const auto& n) { return std::ranges::find(wanted, n.name) == wanted.end(); });
            for (const auto& n : batch.namespaces)
                if (isDnsLabel(n.name)) m_namespaces.push_back(n.name);
        }
    }

    void noteGaps(const LiveKind& kind, const KindFacts& facts) {
        Batch& batch = m_facts.batches.emplace_back();
        const SourceRef where{m_facts.files.add("live:" + std::string(kind.kind)), 0, 0};
        const bool isPolicy = kind.part == LiveKind::Part::Policy;
        if (isPolicy)
            for (const LiveGap& gap : facts.gaps)
                batch.unread.push_back({facts.apiVersion, std::string(kind.kind), true, gap.ns, where});
        std::string message = "not readable: " + kind.qualifiedName();
        message += facts.gaps.front().ns.empty() ? "" : placesText(facts.gaps);
        message += ": " + facts.gaps.front().reason;
        if (isPolicy) message += "; verdicts they may touch are uncertain";
        if (kind.part == LiveKind::Part::Inventory) {
            m_facts.inventory = InventoryFacts::Completeness::Partial;
            message += "; the inventory is partial";
        }
        batch.diagnostics.push_back({Diagnostic::Level::Error, "", where, "", std::move(message), fixFor(kind, facts)});
    }

    std::string fixFor(const LiveKind& kind, const KindFacts& facts) const {
        if (facts.gaps.front().reason.find("(Forbidden)") == std::string::npos) return "try again";
        const bool mayNarrow =
            kind.scope == LiveKind::Scope::Namespaced && m_namespaces.empty() && m_source.namespaces.empty();
        return std::string("portolan rbac prints the role that may read it") +
               (mayNarrow ? ", or name the namespaces that you may read with --live-namespace" : "");
    }

    const LiveSource& m_source;
    const RunControl& m_control;
    ServedGroups m_groups;
    std::vector<LiveKind> m_kinds;
    std::vector<std::string> m_namespaces; ///< that the cluster lists
    LiveFacts m_facts;
    LiveReading m_live;
    std::optional<Error> m_error;
};

Error cannotReach(const KubectlReply& reply) {
    return {Error::Kind::Unreadable, "the cluster cannot be read: " + reply.message};
}

} // namespace

Result<LiveFacts> readLive(const LiveSource& source, const LoadOptions& options, const RunControl& control) {
    for (const std::string& ns : source.namespaces)
        if (!isDnsLabel(ns)) return fail(Error::Kind::Usage, "no namespace can be called '" + ns + "'");
    control.report("Reading the cluster", 0);
    Kubectl kubectl(source, control);
    auto reply = kubectl.get("/apis");
    if (!reply) return tl::make_unexpected(reply.error());
    std::optional<ServedGroups> groups;
    if (reply->outcome == Outcome::Done) groups = ServedGroups::parse(reply->output);
    if (reply->outcome == Outcome::Forbidden) groups = ServedGroups::unknown();
    if (reply->outcome == Outcome::Done && !groups) reply->message = "what answers is no Kubernetes API server";
    if (!groups) return tl::make_unexpected(cannotReach(*reply));
    return LiveRun(source, options, control, std::move(*groups), kubectl).finish();
}

} // namespace portolan::loading
