#include "core/report/who_could_report.h"

#include "core/model/cluster_builder.h"

#include <nlohmann/json.hpp>

namespace portolan {
namespace {

constexpr std::size_t kMostNames = 6;

std::size_t realNamespaces(const Cluster& cluster) {
    return cluster.namespaces.size() - (cluster.findNamespace(kIngressControllerNamespace) ? 1 : 0);
}

std::string rulesText(const Reachability& r, const PotentialSource& source) {
    std::string out;
    for (const RuleRef& rule : source.rules)
        out += (out.empty() ? "" : "; ") + displayName(r, rule) + ' ' + r.cluster().files.line(whereOf(r, rule));
    return out;
}

nlohmann::ordered_json labelsJson(const PotentialLabels& labels) {
    nlohmann::ordered_json out = nlohmann::ordered_json::object();
    for (const PotentialLabel& l : labels)
        out[l.key] = l.value == kAnyValue ? nlohmann::ordered_json() : nlohmann::ordered_json(l.value);
    return out;
}

nlohmann::ordered_json sourceJson(const Reachability& r, const PotentialSource& source) {
    nlohmann::ordered_json out{{"podLabels", labelsJson(source.podLabels)}};
    if (source.isInNewNamespace()) {
        out["newNamespace"] = {{"name", source.newName}, {"labels", labelsJson(source.namespaceLabels)}};
    } else {
        for (const NamespaceId ns : source.namespaces)
            out["namespaces"].push_back(r.cluster().text(r.cluster().namespaces[ns].name));
    }
    out["uncertain"] = source.uncertain;
    out["rules"] = nlohmann::ordered_json::array();
    for (const RuleRef& rule : source.rules)
        out["rules"].push_back({{"rule", displayName(r, rule)}, {"file", r.cluster().files.line(whereOf(r, rule))}});
    return out;
}

std::string doubt(const std::string& uncertain) {
    return uncertain.empty() ? "" : " [uncertain: " + uncertain + ']';
}

} // namespace

std::string podText(const PotentialSource& source) {
    return source.podLabels.empty() ? "any pod" : "pod with " + text(source.podLabels);
}

std::string placeText(const Cluster& cluster, const PotentialSource& source, std::size_t most) {
    if (source.isInNewNamespace()) {
        std::string out = "a new namespace";
        if (!source.newName.empty()) out += " called " + source.newName;
        if (!source.namespaceLabels.empty()) out += " with " + text(source.namespaceLabels);
        return out;
    }
    if (source.namespaces.size() == realNamespaces(cluster) && source.namespaces.size() > 1)
        return "any existing namespace";
    std::string out = source.namespaces.size() == 1 ? "namespace " : "namespaces ";
    for (std::size_t i = 0; i < source.namespaces.size(); ++i) {
        if (most != 0 && i == most && source.namespaces.size() > most + 1)
            return out + " and " + std::to_string(source.namespaces.size() - most) + " more";
        out += (i == 0 ? "" : ", ") + std::string(cluster.text(cluster.namespaces[source.namespaces[i]].name));
    }
    return out;
}

std::string whoCouldText(const Reachability& r, const WhoCouldQuestion& question, const WhoCould& answer) {
    const std::string port =
        question.port.find('/') == std::string::npos ? "any " + question.port + " port" : question.port;
    if (answer.isNobody())
        return "Nobody could reach " + question.to + " over " + port +
               ": no labels of a new pod or namespace get through, and no address outside does\n";
    std::string out = "Who could reach " + question.to + " over " + port + ", if it were created:\n";
    for (const PotentialSource& source : answer.sources) {
        const std::string rules = rulesText(r, source);
        out += "  " + podText(source) + " in " + placeText(r.cluster(), source, kMostNames) + doubt(source.uncertain) +
               (rules.empty() ? "" : "  (" + rules + ')') + '\n';
    }
    if (answer.sources.empty()) out += "  no pod, whatever its labels\n";
    out += answer.addresses.empty() ? "From outside: nobody\n" : "From outside:\n";
    for (const SourceAddresses& a : answer.addresses) out += "  " + a.range.text() + doubt(a.uncertain) + '\n';
    if (answer.isCut) out += "Not every combination of labels was asked about: there are too many\n";
    return out;
}

Table whoCouldTable(const Reachability& r, const WhoCould& answer) {
    Table out{{"pod", "namespace", "needs", "uncertain", "rules"}, {}};
    for (const PotentialSource& source : answer.sources)
        out.rows.push_back({podText(source), placeText(r.cluster(), source, 0), std::to_string(source.size()),
                            source.uncertain, rulesText(r, source)});
    for (const SourceAddresses& a : answer.addresses)
        out.rows.push_back({"", "addresses " + a.range.text(), "0", a.uncertain, ""});
    return out;
}

std::string whoCouldJson(const Reachability& r, const WhoCouldQuestion& question, const WhoCould& answer) {
    nlohmann::ordered_json out{{"version", 1},
                               {"to", question.to},
                               {"port", question.port},
                               {"anyPod", answer.isAnyPod(r.cluster())},
                               {"sources", nlohmann::ordered_json::array()},
                               {"addresses", nlohmann::ordered_json::array()},
                               {"candidates", answer.candidateCount},
                               {"cut", answer.isCut}};
    for (const PotentialSource& source : answer.sources) out["sources"].push_back(sourceJson(r, source));
    for (const SourceAddresses& a : answer.addresses)
        out["addresses"].push_back({{"range", a.range.text()}, {"uncertain", a.uncertain}});
    return out.dump(1) + '\n';
}

} // namespace portolan
