#include "tests/corpus/command.h"
#include "tests/corpus/connection_text.h"
#include "tests/corpus/corpus.h"
#include "tests/corpus/disagreements.h"
#include "tests/corpus/nca_config.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <sstream>

/// The nca cases with policies of Kubernetes only: questions about sets, asked through `compare`.

namespace portolan {
namespace {

using nlohmann::json;

std::string questionName(const std::string& kind) {
    static const std::map<std::string, std::string> kNames{{"strongEquivalence", "strong-equivalence"},
                                                           {"twoWayContainment", "two-way-containment"},
                                                           {"pairwiseInterferes", "pairwise-interferes"},
                                                           {"allCaptured", "all-captured"},
                                                           {"semanticDiff", "semantic-diff"}};
    const auto it = kNames.find(kind);
    return it == kNames.end() ? kind : it->second;
}

std::string joined(const std::vector<std::filesystem::path>& paths) {
    std::string out;
    for (const auto& path : paths) out += (out.empty() ? "" : ",") + path.string();
    return out;
}

/// "ns/policy" of "config/ns/policy" or "config/Kind/ns/policy"; "" for a whole configuration.
std::string policyOf(const std::string& set) {
    const std::size_t slash = set.find('/');
    if (slash == std::string::npos) return {};
    std::string out = set.substr(slash + 1);
    constexpr std::string_view kKind = "K8sNetworkPolicy/";
    if (out.starts_with(kKind)) out.replace(0, kKind.size(), "NetworkPolicy/");
    return out;
}

/// The sets in the order of `compare`: on nca's command line, what is judged stands before what it is judged by.
std::vector<std::string> setsOf(const json& query) {
    std::vector<std::string> out = query.at("sets");
    const std::string kind = query.at("kind");
    const bool isAboutFirst = kind == "permits" || kind == "forbids" || kind == "interferes";
    if (query.value("cmdline", false) && isAboutFirst) std::ranges::reverse(out);
    return out;
}

/// The command line; `inputs` keeps what was written for it.
std::vector<std::string> argumentsOf(const CorpusCase& c, const json& query, std::vector<NcaFiles>& inputs) {
    std::vector<std::string> out{"compare", questionName(query.at("kind"))};
    std::vector<std::string> topologies;
    const std::vector<std::string> sets = setsOf(query);
    for (std::size_t i = 0; i < sets.size(); ++i) {
        const NcaFiles& files = inputs.emplace_back(ncaFiles(c, *ncaConfig(c, sets[i].substr(0, sets[i].find('/')))));
        const std::string name = "set" + std::to_string(i + 1) + '=';
        const std::string policy = policyOf(sets[i]);
        out.push_back(name + joined(files.policies) + (policy.empty() ? "" : '#' + policy));
        topologies.insert(topologies.end(), {"--topology", name + joined(files.topology)});
    }
    out.insert(out.end(), topologies.begin(), topologies.end());
    out.insert(out.end(), {"--profile", "np-guard", "--quiet", "-o", "json"});
    const json options = query.value("output_configuration", json::object());
    if (query.value("cmdline", false) && !options.value("return_0", false)) out.emplace_back("--exit-code");
    return out;
}

/// The policies and rules that an expected text names: "NetworkPolicy a/b", "NetworkPolicy a/b, ingress rules indexes:
/// 1, 2".
std::set<std::string> namedIn(const std::string& text) {
    std::set<std::string> out;
    std::istringstream lines(text);
    constexpr std::string_view kKind = "NetworkPolicy ";
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with(kKind)) continue;
        const std::string rest = line.substr(kKind.size());
        const std::string policy = rest.substr(0, rest.find(','));
        const std::size_t colon = rest.find(": ");
        if (colon == std::string::npos) {
            out.insert("NP " + policy);
            continue;
        }
        const std::string direction =
            rest.find("ingress rules") != std::string::npos ? " ingress rule " : " egress rule ";
        std::istringstream numbers(rest.substr(colon + 2));
        for (std::string number; std::getline(numbers >> std::ws, number, ',');)
            out.insert(policy + direction + number);
    }
    return out;
}

/// What the findings of an answer name.
std::set<std::string> namedIn(const json& answer) {
    std::set<std::string> out;
    for (const json& outcome : answer.at("outcomes"))
        for (const json& finding : outcome.at("findings")) {
            const std::string what = finding.at("what");
            for (const char* const end : {" is redundant", " selects no"})
                if (const std::size_t at = what.find(end); at != std::string::npos) out.insert(what.substr(0, at));
        }
    return out;
}

std::string differenceOfNames(const std::set<std::string>& expected, const std::set<std::string>& actual) {
    const auto text = [](const std::set<std::string>& names) {
        std::string out;
        for (const std::string& n : names) out += n + '\n';
        return out;
    };
    return differenceOfLines(text(expected), text(actual));
}

std::string judgeAnswer(const CorpusCase& c, const json& query, const json& answer) {
    std::string out;
    if (answer.at("uncertain") != 0) out += "something is uncertain\n";
    if (query.contains("expected") && !query.value("cmdline", false) && answer.at("count") != query.at("expected")) {
        out += "count " + answer.at("count").dump() + ", expected " + query.at("expected").dump() + '\n';
        for (const json& outcome : answer.at("outcomes")) out += "  " + outcome.at("summary").get<std::string>() + '\n';
    }
    if (query.contains("expected_not_executed")) {
        const auto count =
            std::ranges::count_if(answer.at("outcomes"), [](const json& o) { return !o.at("answered").get<bool>(); });
        if (count != query.at("expected_not_executed").get<int>())
            out += std::to_string(count) + " comparisons not possible\n";
    }
    const std::string kind = query.at("kind");
    const std::string file = query.value("expected_output", "");
    if ((kind == "emptiness" || kind == "redundancy") && file.ends_with(".txt"))
        out += differenceOfNames(namedIn(c.text(file)), namedIn(answer));
    return out;
}

std::string judgeQuestion(const CorpusCase& c, const json& query) {
    std::vector<NcaFiles> inputs;
    const ProcessOutput run = runPortolan(argumentsOf(c, query, inputs), c.path);
    int status = 0;
    if (query.value("cmdline", false)) {
        status = query.at("expected");
        if (query.at("kind") == "interferes") status = 1 - status; // 0 where the one does interfere
    }
    std::string out;
    if (run.exitCode != status)
        out +=
            "exit status " + std::to_string(run.exitCode) + ", expected " + std::to_string(status) + '\n' + run.errors;
    const json answer = json::parse(run.output, nullptr, false);
    if (answer.is_discarded()) return out + "no JSON on standard output: " + run.output.substr(0, 200) + '\n';
    return out + judgeAnswer(c, query, answer);
}

TEST(Nca, AnswersQuestionsAboutSetsOfPoliciesAlike) {
    const auto cases = corpusCases("nca", [](const CorpusCase& c) { return !hasOtherPolicyKinds(c); });
    std::vector<Job> jobs;
    for (const CorpusCase& c : cases)
        for (const json& query : c.description.at("queries")) {
            if (query.at("kind") == "connectivityMap") continue;
            jobs.push_back({c.name + ' ' + query.value("name", ""), [&c, &query] { return judgeQuestion(c, query); }});
        }
    judgeListed("nca", std::move(jobs));
}

} // namespace
} // namespace portolan
