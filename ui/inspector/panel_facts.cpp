#include "ui/inspector/panel_facts.h"

#include "ui/models/words.h"
#include "ui/widgets/text.h"

#include <QCoreApplication>

namespace portolan {

namespace {

QString say(const char* text) {
    return QCoreApplication::translate("Inspector", text);
}

} // namespace

QString panelNumber(std::uint64_t value) {
    return groupedNumber(static_cast<long long>(value));
}

void addPlace(Facts& facts, const Analysis& analysis, SourceRef where) {
    const QString target = toText(analysis.cluster->files.line(where));
    if (!target.isEmpty()) facts.push_back({say("File"), placeText(analysis, where), FactStyle::Link, target});
}

Facts workloadLinks(const Cluster& cluster, const std::vector<WorkloadId>& workloads) {
    Facts links;
    for (const WorkloadId id : workloads) {
        if (links.size() == kMostPanelLines) break;
        links.push_back({{}, toText(cluster.displayName(id)), FactStyle::TextLink, linkTo(keyOf(cluster, id))});
    }
    return links;
}

void addWorkloads(InspectorColumn& column, const Analysis& analysis, const QString& title,
                  const std::vector<WorkloadId>& workloads) {
    column.addSection(title);
    column.addList(workloadLinks(*analysis.cluster, workloads));
    if (workloads.size() > kMostPanelLines)
        column.addSentence(say("and %1 more").arg(workloads.size() - kMostPanelLines));
}

void addFindings(InspectorColumn& column, const Analysis& analysis,
                 const std::function<bool(const Finding&)>& isWanted) {
    Facts links;
    for (const Finding& finding : analysis.findings) {
        if (links.size() == kMostPanelLines) break;
        if (isWanted(finding))
            links.push_back({toText(finding.id), toText(finding.message), FactStyle::TextLink, linkTo(keyOf(finding))});
    }
    if (links.empty()) return;
    column.addSection(say("Findings"));
    column.addFacts(std::move(links));
}

} // namespace portolan
