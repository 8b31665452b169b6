#include "tests/core/findings/finding_case.h"

#include "core/paths/entries.h"
#include "tests/core/ledger/story.h"

#include <cctype>

namespace portolan {

std::vector<Finding> allFindings(const std::string& lines, const std::string& flows, const FindingOptions& options) {
    const auto joined = story::join(lines, flows);
    const Cluster& cluster = *joined.cluster;
    std::vector<std::vector<WorkloadId>> controllers;
    for (const EntryPoint& entry : cluster.entryPoints)
        controllers.push_back(entryControllers(cluster, entry, ingressControllers(cluster)));
    const auto declared = DeclaredEdges::create(joined.ledger, findDeclared(cluster, {}).value(), controllers, {});
    return check({*joined.reachability, *joined.ledger, options, declared->get()}, {}).value();
}

std::string findingsOf(const FindingCase& c, const FindingOptions& options) {
    std::string out;
    for (const Finding& f : allFindings(c.lines, c.flows, options))
        if (f.id == c.id) out += (out.empty() ? "" : "; ") + std::string(name(f.severity)) + ' ' + f.object;
    return out;
}

std::string caseName(const testing::TestParamInfo<FindingCase>& row) {
    std::string out = std::string(row.param.id) + row.param.name;
    std::erase_if(out, [](unsigned char ch) { return std::isalnum(ch) == 0; });
    return out;
}

} // namespace portolan
