#include "core/report/compare_report.h"

namespace portolan {
namespace {

std::string_view wordOf(Ternary holds) {
    return holds == Ternary::Yes ? "yes" : holds == Ternary::No ? "no" : "uncertain";
}

/// The words before what a question asserts: "redundancy: yes" alone would read as its opposite.
std::string_view startOf(Ternary holds) {
    return holds == Ternary::Yes  ? "it holds that"
           : holds == Ternary::No ? "it does not hold that"
                                  : "it is uncertain whether";
}

std::string joined(const std::vector<std::string>& names) {
    std::string out;
    for (const std::string& n : names) out += (out.empty() ? "" : ", ") + n;
    return out;
}

std::string findingJson(const SetFinding& f) {
    return "{\"kind\":" + jsonString(f.kind) + ",\"what\":" + jsonString(f.what) + ",\"why\":" + jsonString(f.why) +
           ",\"where\":" + jsonString(f.where) + ",\"certain\":" + (f.isCertain ? "true" : "false") + '}';
}

std::string outcomeJson(const SetOutcome& o) {
    std::string sets;
    for (const std::string& s : o.sets) sets += (sets.empty() ? "" : ",") + jsonString(s);
    std::string findings;
    for (const SetFinding& f : o.findings) findings += (findings.empty() ? "\n  " : ",\n  ") + findingJson(f);
    return "{\"sets\":[" + sets + "],\"holds\":" + jsonString(wordOf(o.holds)) +
           ",\"answered\":" + (o.isAnswered ? "true" : "false") + ",\"count\":" + std::to_string(o.count) +
           ",\"uncertain\":" + std::to_string(o.uncertain) + ",\"summary\":" + jsonString(o.summary) +
           ",\"findings\":[" + findings + "],\"left_out\":" + std::to_string(o.leftOut) + '}';
}

} // namespace

std::string compareText(const SetAnswer& answer) {
    std::string out = std::string(name(answer.question)) + ": " + std::string(startOf(answer.holds())) + ' ' +
                      std::string(meaning(answer.question)) + '\n';
    for (const SetOutcome& o : answer.outcomes) {
        out += '\n' + o.summary + '\n';
        for (const SetFinding& f : o.findings) {
            out += "  " + f.what + (f.isCertain ? "" : " [uncertain]") + (f.where.empty() ? "" : "  " + f.where) + '\n';
            if (!f.why.empty()) out += "    " + f.why + '\n';
        }
        if (o.leftOut > 0) out += "  and " + std::to_string(o.leftOut) + " more\n";
    }
    return out;
}

Table compareTable(const SetAnswer& answer) {
    Table out{{"question", "sets", "holds", "count", "kind", "what", "why", "where", "certain"}, {}};
    for (const SetOutcome& o : answer.outcomes) {
        const std::vector<std::string> start{std::string(name(answer.question)), joined(o.sets),
                                             std::string(wordOf(o.holds)), std::to_string(o.count)};
        const auto add = [&](std::vector<std::string> rest) {
            std::vector<std::string>& row = out.rows.emplace_back(start);
            row.insert(row.end(), rest.begin(), rest.end());
        };
        if (o.findings.empty()) add({"summary", o.summary, "", "", o.holds == Ternary::Unknown ? "no" : "yes"});
        for (const SetFinding& f : o.findings) add({f.kind, f.what, f.why, f.where, f.isCertain ? "yes" : "no"});
    }
    return out;
}

std::string compareJson(const SetAnswer& answer) {
    std::string outcomes;
    for (const SetOutcome& o : answer.outcomes) outcomes += (outcomes.empty() ? "\n " : ",\n ") + outcomeJson(o);
    return "{\"version\":1,\"question\":" + jsonString(name(answer.question)) +
           ",\"holds\":" + jsonString(wordOf(answer.holds())) + ",\"count\":" + std::to_string(answer.count()) +
           ",\"uncertain\":" + std::to_string(answer.uncertain()) + ",\"outcomes\":[" + outcomes + "\n]}\n";
}

} // namespace portolan
