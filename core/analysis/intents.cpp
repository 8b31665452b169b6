#include "core/analysis/intents.h"

#include "core/analysis/answer.h"
#include "core/analysis/requirement_text.h"
#include "core/base/csv.h"
#include "core/load/baseline_rules.h"
#include "core/reach/explain.h"

#include <map>

namespace portolan {
namespace {

/// Whether `text` matches `pattern`, in which `*` stands for any run of characters but a slash.
bool isGlob(std::string_view text, std::string_view pattern) {
    if (pattern.empty()) return text.empty();
    if (pattern.front() != '*')
        return !text.empty() && text.front() == pattern.front() && isGlob(text.substr(1), pattern.substr(1));
    for (std::size_t i = 0; i <= text.size(); ++i) {
        if (isGlob(text.substr(i), pattern.substr(1))) return true;
        if (i < text.size() && text[i] == '/') return false;
    }
    return false;
}

constexpr std::string_view kAnything = "anything";

/// The two requirements of "[pods]@[namespaces]".
std::pair<std::string_view, std::string_view> requirementsOf(std::string_view text) {
    if (!text.starts_with('[')) return {};
    const std::size_t end = text.find(']');
    if (end == std::string_view::npos) return {text, ""};
    const std::string_view rest = text.substr(end + 1);
    return {text.substr(1, end - 1), rest.size() > 3 ? rest.substr(2, rest.size() - 3) : ""};
}

/// What is wrong with an end that is written with label requirements; empty where nothing is.
std::string problemOf(std::string_view text) {
    if (!text.starts_with('[')) return {};
    const std::size_t end = text.find(']');
    const std::string_view rest = end == std::string_view::npos ? "?" : text.substr(end + 1);
    if (!rest.empty() && !(rest.starts_with("@[") && rest.ends_with(']')))
        return "written as [pod labels] or [pod labels]@[namespace labels]: " + std::string(text);
    const Symbols symbols;
    const auto [pods, namespaces] = requirementsOf(text);
    for (const std::string_view requirement : {pods, namespaces})
        if (const auto parsed = parseRequirements(requirement, symbols); !parsed) return parsed.error().message;
    return {};
}

/// An end of a baseline rule as intents write it.
std::string endOf(const std::string& labelsOrBlock, const std::string& namespaces) {
    if (Cidr::parse(labelsOrBlock)) return "cidr:" + labelsOrBlock;
    if (labelsOrBlock.empty() && namespaces.empty()) return std::string(kAnything);
    return '[' + labelsOrBlock + ']' + (namespaces.empty() ? "" : "@[" + namespaces + ']');
}

Result<std::vector<Intent>> intentsOfBaseline(std::string_view text, std::string_view file) {
    const auto rules = readBaselineRules(text, std::string(file));
    if (!rules) return tl::make_unexpected(rules.error());
    std::vector<Intent> out;
    for (const BaselineRule& rule : *rules) {
        Intent intent;
        intent.name = rule.name;
        intent.from = endOf(rule.from, rule.fromNs);
        intent.to = endOf(rule.to, rule.toNs);
        intent.expect = rule.isAllowed ? Verdict::Allow : Verdict::Deny;
        intent.where = rule.where;
        intent.traffic = rule.traffic;
        for (const std::string* end : {&intent.from, &intent.to})
            if (const std::string problem = problemOf(*end); !problem.empty())
                return fail(Error::Kind::Usage, rule.where + ": " + problem);
        out.push_back(std::move(intent));
    }
    return out;
}

/// Finds what the ends of intents stand for; the same few are named again and again.
class Ends {
  public:
    explicit Ends(const Reachability& reach) : m_reach(reach) {}

    const std::vector<NamedEndpoint>& operator()(const std::string& text) {
        const auto [it, isNew] = m_known.try_emplace(text);
        if (!isNew) return it->second;
        if (text == kAnything || text.starts_with('[')) {
            it->second = selected(text);
            return it->second;
        }
        if (text.find('*') == std::string::npos) {
            NamedEndpoint end = findEndpoint(m_reach, text);
            if (end.isFound()) it->second.push_back(std::move(end));
            return it->second;
        }
        const Cluster& cluster = m_reach.cluster();
        for (std::size_t i = 0; i < cluster.workloads.size(); ++i)
            if (isGlob(cluster.displayName(WorkloadId(i)), text)) {
                it->second.push_back(findEndpoint(m_reach, cluster.identity(WorkloadId(i))));
                it->second.back().text = cluster.displayName(WorkloadId(i));
            }
        return it->second;
    }

  private:
    /// One end for each workload that has pods with such labels, of those pods. Labels that are not known may be right.
    std::vector<NamedEndpoint> selected(const std::string& text) const {
        std::vector<NamedEndpoint> out;
        const Cluster& cluster = m_reach.cluster();
        const auto [pods, namespaces] = requirementsOf(text);
        const auto podLabels = parseRequirements(pods, cluster.symbols);
        const auto nsLabels = parseRequirements(namespaces, cluster.symbols);
        if (!podLabels || !nsLabels) return out; // parseIntents() has refused such
        for (std::size_t w = 0; w < cluster.workloads.size(); ++w) {
            NamedEndpoint end;
            end.text = cluster.displayName(WorkloadId(w));
            for (const PodId id : cluster.workloads[WorkloadId(w)].pods) {
                const Pod& pod = cluster.pods[id];
                if (both(matches(*podLabels, cluster.labelSets[pod.labels]), matches(*nsLabels, cluster, pod.ns)) !=
                    Ternary::No)
                    end.members.emplace_back(id);
            }
            if (end.members.empty()) continue;
            end.kind = NamedEndpoint::Kind::Workload;
            end.workload = WorkloadId(w);
            out.push_back(std::move(end));
        }
        if (text == kAnything) out.push_back(findEndpoint(m_reach, "internet"));
        return out;
    }

    const Reachability& m_reach;
    std::map<std::string, std::vector<NamedEndpoint>> m_known;
};

/// The verdict for all of the traffic between all members.
Answer answerAll(const Reachability& r, const NamedEndpoint& from, const NamedEndpoint& to, const TrafficSet& wanted) {
    bool isAllowed = true;
    bool isDenied = true;
    Doubts doubts;
    TrafficSet open;
    for (const Endpoint& s : from.members)
        for (const Endpoint& t : to.members) {
            if (s == t) continue;
            const PairTraffic traffic = r.between(s, t);
            isAllowed = isAllowed && wanted.minus(traffic.must).isEmpty();
            isDenied = isDenied && traffic.may.intersected(wanted).isEmpty();
            open = open.united(traffic.may.intersected(wanted));
            if (!traffic.isCertain()) doubts |= doubtsBetween(r, r.classOf(s), r.classOf(t));
        }
    if (isAllowed) return {Verdict::Allow, ""};
    if (isDenied) return {Verdict::Deny, ""};
    return {Verdict::Uncertain, doubts.isEmpty() ? "partial: only " + open.text() + " allowed" : doubts.text()};
}

std::string nothingMatches(const Reachability& reach, const std::string& text) {
    if (text.find('*') != std::string::npos) return "no workload matches " + text;
    if (text.starts_with('[')) return "no pod has the labels " + text;
    return text + ": " + findEndpoint(reach, text).problem;
}

} // namespace

std::string Intent::text() const {
    if (traffic)
        return from + " => " + to + " over " + traffic->text() +
               (expect == Verdict::Allow ? " is allowed" : " is denied");
    return from + " => " + to + " over " + (port.isEveryPort() ? "every " + port.text() + " port" : port.text()) +
           (expect == Verdict::Allow ? " is allowed" : " is denied");
}

Result<std::vector<Intent>> parseIntents(std::string_view text, std::string_view file) {
    if (isBaselineRules(text)) return intentsOfBaseline(text, file);
    const std::vector<std::string> header{"name", "from", "to", "port", "expect"};
    std::vector<Intent> out;
    bool isHeaderRead = false;
    for (const CsvRecord& record : csvRecords(text)) {
        if (record.cells.front().starts_with('#')) continue;
        const std::string where = std::string(file) + ':' + std::to_string(record.line);
        if (!isHeaderRead) {
            if (record.cells != header)
                return fail(Error::Kind::Usage, where + ": the first line must be name,from,to,port,expect");
            isHeaderRead = true;
            continue;
        }
        if (record.cells.size() != header.size())
            return fail(Error::Kind::Usage, where + ": five cells are expected, name,from,to,port,expect");
        Intent intent;
        intent.name = record.cells[0];
        intent.from = record.cells[1];
        intent.to = record.cells[2];
        intent.where = where;
        const auto port = parsePort(record.cells[3].empty() ? "tcp" : record.cells[3]);
        if (!port) return fail(Error::Kind::Usage, where + ": " + port.error().message);
        intent.port = *port;
        if (record.cells[4] != "allow" && record.cells[4] != "deny")
            return fail(Error::Kind::Usage, where + ": expect is allow or deny, not \"" + record.cells[4] + '"');
        for (const std::string* end : {&intent.from, &intent.to})
            if (const std::string problem = problemOf(*end); !problem.empty())
                return fail(Error::Kind::Usage, where + ": " + problem);
        intent.expect = record.cells[4] == "allow" ? Verdict::Allow : Verdict::Deny;
        out.push_back(std::move(intent));
    }
    if (!isHeaderRead)
        return fail(Error::Kind::Usage, std::string(file) + ": no intent, not even the line name,from,to,port,expect");
    return out;
}

std::string_view name(IntentOutcome::Status status) {
    switch (status) {
    case IntentOutcome::Status::Holds: return "holds";
    case IntentOutcome::Status::Fails: return "fails";
    case IntentOutcome::Status::Vacuous: return "matches nothing";
    }
    return {};
}

Result<std::vector<IntentOutcome>> checkIntents(const Reachability& reachability, const std::vector<Intent>& intents,
                                                const RunControl& control) {
    Ends ends(reachability);
    std::vector<IntentOutcome> out;
    for (const Intent& intent : intents) {
        IntentOutcome& outcome = out.emplace_back();
        for (const NamedEndpoint& from : ends(intent.from)) {
            if (control.isStopped()) return cancelled();
            for (const NamedEndpoint& to : ends(intent.to)) {
                if (from.members == to.members) continue;
                if (!from.workload && !to.workload && intent.traffic) continue; // outside of what policies see
                ++outcome.pairs;
                const Answer a = intent.traffic ? answerAll(reachability, from, to, *intent.traffic)
                                                : answer(reachability, from, to, intent.port);
                if (a.verdict == intent.expect) continue;
                ++outcome.breached;
                if (outcome.breaches.size() < IntentOutcome::kMostBreaches)
                    outcome.breaches.push_back({from.text, to.text, a.verdict, a.reason});
            }
        }
        if (outcome.breached > 0) outcome.status = IntentOutcome::Status::Fails;
        if (outcome.pairs > 0) continue;
        outcome.status = IntentOutcome::Status::Vacuous;
        for (const std::string* end : {&intent.from, &intent.to})
            if (outcome.problem.empty() && ends(*end).empty()) outcome.problem = nothingMatches(reachability, *end);
        if (outcome.problem.empty()) outcome.problem = "both ends are the same workload";
    }
    return out;
}

} // namespace portolan
