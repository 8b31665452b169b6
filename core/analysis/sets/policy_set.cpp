#include "core/analysis/sets/policy_set.h"

#include "core/load/sources.h"
#include "core/reach/rule_match.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <system_error>

namespace portolan {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> splitAtCommas(std::string_view text) {
    std::vector<std::string> out;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(','), text.size());
        if (end > 0) out.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

bool isThere(const std::string& path) {
    std::error_code error;
    return path == "-" || fs::exists(path, error);
}

std::string lastPart(const std::string& path) {
    const fs::path whole = fs::path(path).lexically_normal();
    return (whole.has_filename() ? whole : whole.parent_path()).filename().string();
}

std::string identityOf(const std::string& path) {
    std::error_code error;
    const fs::path whole = fs::canonical(path, error);
    return error ? path : whole.string();
}

/// By place in the files of `topology`, then those of `inputs`: whether policies in the file count.
Result<std::vector<bool>> countingFiles(const PolicySetSpec& spec) {
    std::vector<bool> out;
    std::set<std::string> own;
    if (!spec.inputs.empty()) {
        const auto files = loading::findSources(spec.inputs);
        if (!files) return tl::make_unexpected(files.error());
        for (const auto& file : *files) own.insert(identityOf(file.path));
    }
    if (!spec.topology.empty()) {
        const auto files = loading::findSources(spec.topology);
        if (!files) return tl::make_unexpected(files.error());
        for (const auto& file : *files) out.push_back(own.contains(identityOf(file.path)));
    }
    return out;
}

std::string kindName(const Reachability& r, PolicyId id) {
    const AdminPolicy* admin = r.adminPolicy(id);
    return admin ? std::string(name(admin->kind)) : "NetworkPolicy";
}

bool isNamed(const Reachability& r, PolicyId id, const std::string& wanted) {
    const std::string shown = shortName(r, id);
    const std::string own = shown.substr(shown.find(' ') + 1);
    return wanted == own || wanted == kindName(r, id) + '/' + own;
}

SourceRef whereOf(const Reachability& r, PolicyId id) {
    const AdminPolicy* admin = r.adminPolicy(id);
    return admin ? admin->where : r.policy(id)->where;
}

} // namespace

std::vector<PolicyId> PolicySet::policies() const {
    std::vector<PolicyId> out;
    for (std::size_t i = 0; i < reachability->policyCount(); ++i)
        if (reachability->policy(PolicyId(i))) out.emplace_back(i);
    for (std::size_t i = 0; i < reachability->adminPolicyCount(); ++i)
        if (reachability->adminPolicy(adminPolicyId(i))) out.push_back(adminPolicyId(i));
    return out;
}

Result<PolicySetSpec> parsePolicySet(std::string_view text) {
    PolicySetSpec out;
    if (isThere(std::string(text))) {
        out.inputs.emplace_back(text);
        out.name = lastPart(out.inputs.front());
        return out;
    }
    std::string_view rest = text;
    if (const std::size_t hash = rest.rfind('#'); hash != std::string_view::npos) {
        out.policies = splitAtCommas(rest.substr(hash + 1));
        rest = rest.substr(0, hash);
    }
    bool isNamed = false;
    if (const std::size_t equals = rest.find('='); equals != std::string_view::npos && !isThere(std::string(rest))) {
        isNamed = equals > 0;
        out.name = rest.substr(0, equals);
        rest.remove_prefix(equals + 1);
    }
    out.inputs = isThere(std::string(rest)) ? std::vector{std::string(rest)} : splitAtCommas(rest);
    if (out.inputs.empty() && !isNamed)
        return fail(Error::Kind::Usage,
                    "\"" + std::string(text) + "\" is no set: [NAME=]PATH[,PATH...][#NAMESPACE/POLICY]");
    if (!isNamed) {
        out.name = lastPart(out.inputs.front());
        for (const std::string& policy : out.policies) out.name += '#' + policy;
    }
    return out;
}

std::vector<std::string> inputsOf(const PolicySetSpec& spec) {
    std::vector<std::string> out = spec.topology; // of two policies with one name, the last counts
    out.insert(out.end(), spec.inputs.begin(), spec.inputs.end());
    return out;
}

Result<PolicySet> loadPolicySet(const PolicySetSpec& spec, const Options& options, const RunControl& control) {
    Options own = options;
    own.depth = Options::Depth::Reachability;
    own.flows.clear();
    own.inputs = inputsOf(spec);
    const auto analysis = analyze(own, control);
    if (!analysis) return tl::make_unexpected(analysis.error());
    return policySetOf(spec, **analysis, control);
}

Result<PolicySet> policySetOf(const PolicySetSpec& spec, const Analysis& analysis, const RunControl& control) {
    const auto isCounting = countingFiles(spec);
    if (!isCounting) return tl::make_unexpected(isCounting.error());
    PolicySet out{spec.name, analysis.reachability};

    std::vector<bool> isFound(spec.policies.size());
    std::vector<PolicyEdit> edits;
    for (const PolicyId id : out.policies()) {
        const SourceRef where = whereOf(*out.reachability, id);
        const bool isKept = where.file.index() >= isCounting->size() || (*isCounting)[where.file.index()];
        bool isAsked = spec.policies.empty();
        for (std::size_t i = 0; i < spec.policies.size() && isKept; ++i) {
            if (!isNamed(*out.reachability, id, spec.policies[i])) continue;
            isAsked = isFound[i] = true;
        }
        if (!isKept || !isAsked) edits.push_back({id, nullptr});
    }
    for (std::size_t i = 0; i < spec.policies.size(); ++i)
        if (!isFound[i]) return fail(Error::Kind::NotFound, spec.name + ": no policy " + spec.policies[i]);
    if (edits.empty()) return out;
    auto edited = out.reachability->edited(edits, control);
    if (!edited) return tl::make_unexpected(edited.error());
    out.reachability = std::move(*edited);
    return out;
}

} // namespace portolan
