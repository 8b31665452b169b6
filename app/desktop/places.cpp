#include "app/desktop/pages.h"
#include "ui/models/policy_words.h"
#include "ui/models/words.h"

namespace portolan {

std::vector<LocatorEntry> Pages::places() {
    std::vector<LocatorEntry> out;
    const auto analysis = m_session.analysis();
    if (!analysis) return out;
    const Cluster& cluster = *analysis->cluster;
    for (const Namespace& ns : cluster.namespaces) {
        const QString name = toText(cluster.text(ns.name));
        out.push_back(
            {LocatorEntry::Kind::Namespace, name, [this, name] { m_session.setFilter(QStringLiteral("ns=") + name); }});
    }
    for (std::uint32_t i = 0; i < cluster.workloads.size(); ++i) {
        const WorkloadKey key = keyOf(cluster, WorkloadId(i));
        out.push_back({LocatorEntry::Kind::Workload, toText(cluster.displayName(WorkloadId(i))), [this, key] {
                           m_session.select(key);
                           showOnMap();
                       }});
    }
    for (const PolicyId policy : inOrderOfEvaluation(*analysis->reachability)) {
        const PolicyKey key = keyOf(*analysis->reachability, policy);
        out.push_back({LocatorEntry::Kind::Policy, toText(key.name), [this, key] {
                           m_window.showDock(DockKind::Policies);
                           m_session.select(key);
                       }});
    }
    for (const Finding& finding : analysis->findings) {
        const FindingKey key = keyOf(finding);
        out.push_back(
            {LocatorEntry::Kind::Finding, toText(finding.id) + QLatin1Char(' ') + toText(finding.message), [this, key] {
                 m_window.showMode(Mode::Overview);
                 m_session.select(key);
             }});
    }
    return out;
}

} // namespace portolan
