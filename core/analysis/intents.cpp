#include "core/analysis/intents.h"

#include "core/base/csv.h"

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

/// Finds what the ends of intents stand for; the same few are named again and again.
class Ends {
  public:
    explicit Ends(const Reachability& reach) : m_reach(reach) {}

    const std::vector<NamedEndpoint>& operator()(const std::string& text) {
        const auto [it, isNew] = m_known.try_emplace(text);
        if (!isNew) return it->second;
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
    const Reachability& m_reach;
    std::map<std::string, std::vector<NamedEndpoint>> m_known;
};

std::string nothingMatches(const Reachability& reach, const std::string& text) {
    if (text.find('*') != std::string::npos) return "no workload matches " + text;
    return text + ": " + findEndpoint(reach, text).problem;
}

} // namespace

std::string Intent::text() const {
    return from + " => " + to + " over " + (port.isEveryPort() ? "every " + port.text() + " port" : port.text()) +
           (expect == Verdict::Allow ? " is allowed" : " is denied");
}

Result<std::vector<Intent>> parseIntents(std::string_view text, std::string_view file) {
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
                ++outcome.pairs;
                const Answer a = answer(reachability, from, to, intent.port);
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
