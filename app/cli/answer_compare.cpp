#include "app/cli/command.h"
#include "app/cli/common_options.h"
#include "app/cli/run_analysis.h"
#include "core/analysis/sets/compare.h"
#include "core/report/compare_report.h"

#include <algorithm>

namespace portolan::cli {
namespace {

const std::string& questionNames() {
    static const std::string kNames = [] {
        std::string out;
        for (const SetQuestion q : setQuestions()) out += (out.empty() ? "" : "|") + std::string(name(q));
        return out;
    }();
    return kNames;
}

void declare(OptionSet& options, Request& request) {
    options.text("question", request.question, "What is asked of the sets; the answer says what it means",
                 questionNames(), OptionSet::Need::Required);
    options.texts("set", request.sets,
                  "Sets of policies: [NAME=]PATH[,PATH...], and #NAMESPACE/POLICY[,...] for some of them only", "SET",
                  OptionSet::List::Repeated, OptionSet::Need::Required);
    options.texts("--topology", request.topology,
                  "Pods and namespaces that all sets stand in, or one: its policies do not count",
                  "[NAME=]PATH[,PATH...]");
    options.flag("--exit-code", request.isDiffFatal, "Exit status 1 where it does not hold for certain");
    addEvaluation(options, request);
}

/// A topology with the name of the one set that it belongs to; no name: all of them.
struct Topology {
    std::string set;
    std::vector<std::string> paths;
};

Result<std::vector<Topology>> topologiesOf(const Request& request, const std::vector<PolicySetSpec>& sets) {
    std::vector<Topology> out;
    for (const std::string& word : request.topology) {
        const auto spec = parsePolicySet(word);
        if (!spec) return tl::make_unexpected(spec.error());
        const bool isOfOne = word.starts_with(spec->name + '=');
        if (isOfOne && std::ranges::find(sets, spec->name, &PolicySetSpec::name) == sets.end())
            return fail(Error::Kind::Usage, "--topology: there is no set " + spec->name);
        out.push_back({isOfOne ? spec->name : "", spec->inputs});
    }
    return out;
}

/// Tells sets apart that go by the last part of their paths and have it in common: they go by the whole path.
std::optional<Error> nameApart(const std::vector<std::string>& words, std::vector<PolicySetSpec>& specs) {
    const auto isShared = [&](const PolicySetSpec& spec) {
        return std::ranges::count(specs, spec.name, &PolicySetSpec::name) > 1;
    };
    std::vector<std::size_t> unclear;
    for (std::size_t i = 0; i < specs.size(); ++i)
        if (isShared(specs[i]) && !words[i].starts_with(specs[i].name + '=')) unclear.push_back(i);
    for (const std::size_t i : unclear) specs[i].name = words[i];
    const auto same = std::ranges::find_if(specs, isShared);
    if (same == specs.end()) return std::nullopt;
    return Error{Error::Kind::Usage, "compare: two sets have the name " + same->name + "; write NAME=PATH"};
}

/// The sets as they are written down, each with its topology.
Result<std::vector<PolicySetSpec>> specsOf(const Request& request) {
    std::vector<PolicySetSpec> out;
    for (const std::string& word : request.sets) {
        auto spec = parsePolicySet(word);
        if (!spec) return tl::make_unexpected(spec.error());
        out.push_back(std::move(*spec));
    }
    if (auto problem = nameApart(request.sets, out)) return tl::make_unexpected(std::move(*problem));
    const auto topologies = topologiesOf(request, out);
    if (!topologies) return tl::make_unexpected(topologies.error());
    for (PolicySetSpec& spec : out)
        for (const Topology& topology : *topologies)
            if (topology.set.empty() || topology.set == spec.name)
                spec.topology.insert(spec.topology.end(), topology.paths.begin(), topology.paths.end());
    return out;
}

/// Loads a set into the request's profile, or the one that the first set shows: all are judged by the same.
tl::expected<PolicySet, int> load(const PolicySetSpec& spec, Request& request, Console& console) {
    request.analysis.inputs = inputsOf(spec);
    const auto analysis = runAnalysis(request, Options::Depth::Reachability, console);
    if (!analysis) return tl::make_unexpected(analysis.error());
    request.analysis.profileChoice = Options::ProfileChoice::Given;
    request.analysis.profile = (*analysis)->reachability->profile();
    auto set = policySetOf(spec, **analysis, console.control());
    if (!set) return tl::make_unexpected(tell(set.error(), console));
    return std::move(*set);
}

std::optional<std::string> understand(Request& request) {
    const auto question = setQuestionNamed(request.question);
    if (!question) return "compare: there is no question \"" + request.question + "\"; there are " + questionNames();
    if (request.sets.size() < leastSets(*question))
        return "compare: " + request.question + " is asked of two sets or more";
    return std::nullopt;
}

int answerCompare(const Request& request, Console& console) {
    const auto specs = specsOf(request);
    if (!specs) return tell(specs.error(), console);
    std::vector<PolicySet> sets;
    Request own = request;
    for (const PolicySetSpec& spec : *specs) {
        auto set = load(spec, own, console);
        if (!set) return set.error();
        sets.push_back(std::move(*set));
    }
    const auto answer = compare(*setQuestionNamed(request.question), sets, console.control());
    if (!answer) return tell(answer.error(), console);
    std::string out;
    switch (request.format) {
    case Format::Text: out = compareText(*answer); break;
    case Format::Csv: out = csv(compareTable(*answer)); break;
    case Format::Md: out = markdown(compareTable(*answer)); break;
    case Format::Json: out = compareJson(*answer); break;
    default: return noSuchFormat(request, console);
    }
    if (const int status = finish(out, request, console); status != kDone) return status;
    if (!request.isDiffFatal) return kDone;
    if (answer->holds() != Ternary::Yes) return kDoesNotHold;
    for (std::size_t i = 0; i < sets.size(); ++i) {
        own.analysis.inputs = inputsOf((*specs)[i]);
        if (const int status = passed(sets[i].reachability->cluster(), own, console); status != kDone) return status;
    }
    return kDone;
}

} // namespace

const Command kCompareCommand{
    "compare",
    "text|json|csv|md",
    "Whether sets of policies are alike, contain, permit, forbid or repeat one another",
    "portolan compare redundancy samples/harbor; portolan compare containment old=main/policies new=branch/policies "
    "--topology samples/harbor --exit-code",
    declare,
    understand,
    answerCompare};

} // namespace portolan::cli
