#include "core/report/findings_report.h"

#include <nlohmann/json.hpp>

#include <sstream>

namespace portolan {
namespace {

std::string indented(const std::string& text, const std::string& prefix) {
    std::string out;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) out += prefix + line + '\n';
    return out;
}

} // namespace

Table findingsTable(const Analysis& analysis) {
    Table out{{"severity", "id", "class", "proof", "object", "where", "message"}, {}};
    for (const Finding& f : analysis.findings)
        out.rows.push_back({std::string(name(f.severity)), f.id, std::string(name(f.findingClass)),
                            std::string(name(f.proof)), f.object, analysis.cluster->files.line(f.where), f.message});
    return out;
}

std::string findingsText(const Analysis& analysis) {
    std::string out;
    for (const Finding& f : analysis.findings) {
        const std::string where = analysis.cluster->files.line(f.where);
        out +=
            std::string(name(f.severity)) + ' ' + f.id + "  " + f.object + (where.empty() ? "" : "  " + where) + '\n';
        out += "    " + f.message + '\n';
        for (const std::string& e : f.evidence) out += indented(e, "    - ");
        if (!f.fix.empty()) out += "    fix:\n" + indented(f.fix, "      ");
    }
    return out;
}

std::string findingsJson(const Analysis& analysis) {
    nlohmann::ordered_json j;
    j["version"] = 1;
    j["findings"] = nlohmann::ordered_json::array();
    for (const Finding& f : analysis.findings) {
        const bool isPlaced = f.where.isKnown();
        j["findings"].push_back({{"id", f.id},
                                 {"severity", name(f.severity)},
                                 {"class", name(f.findingClass)},
                                 {"proof", name(f.proof)},
                                 {"namespace", f.ns},
                                 {"object", f.object},
                                 {"file", isPlaced ? analysis.cluster->files.name(f.where.file) : ""},
                                 {"line", f.where.line},
                                 {"message", f.message},
                                 {"evidence", f.evidence},
                                 {"fix", f.fix}});
    }
    return j.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + '\n';
}

} // namespace portolan
