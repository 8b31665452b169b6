#include "core/net/address.h"
#include "tests/corpus/command.h"
#include "tests/corpus/connection_text.h"
#include "tests/corpus/corpus.h"
#include "tests/corpus/probes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

/// Truth tables, queries and pair tables of the other families, asked through `query --batch`.

namespace portolan {
namespace {

using nlohmann::json;

std::string judgeMatrix(const CorpusCase& c) {
    return judgeProbes({c.path / "manifests"}, "kube-network-policies", matrixProbes(c));
}

std::string judgeQueries(const CorpusCase& c, const std::string& profile) {
    const std::vector<Probe> probes = queryProbes(c);
    if (probes.size() != c.json("queries.json").size()) return "a question without a verdict\n";
    return judgeProbes({c.path / "manifests"}, profile, probes);
}

bool hasOtherPolicyKinds(const CorpusCase& c) {
    return std::ranges::any_of(c.features, [](const std::string& f) {
        return f == "anp" || f == "banp" || f == "cnp" || f == "livesim" || f.starts_with("calico") ||
               f.starts_with("istio") || f.starts_with("ingress");
    });
}

TEST(Verdicts, agreeWithTheKubernetesEndToEndTables) {
    judgeCases(corpusCases("k8s-e2e", [](const CorpusCase&) { return true; }), judgeMatrix);
}

TEST(Verdicts, agreeWithCyclonus) {
    judgeCases(corpusCases("cyclonus", [](const CorpusCase&) { return true; }), judgeMatrix);
}

TEST(Verdicts, agreeWithTheRecipes) {
    judgeCases(corpusCases("recipes", [](const CorpusCase&) { return true; }),
               [](const CorpusCase& c) { return judgeQueries(c, "kube-network-policies"); });
}

TEST(Verdicts, agreeWithTheTutorialsOnKubernetesPolicies) {
    judgeCases(corpusCases("calico-tutorials", [](const CorpusCase& c) { return !hasOtherPolicyKinds(c); }),
               [](const CorpusCase& c) { return judgeQueries(c, "calico"); });
}

TEST(Verdicts, agreeWithTheConformanceOfAdminPolicies) {
    judgeCases(corpusCases("anp-conformance", [](const CorpusCase&) { return true; }),
               [](const CorpusCase& c) { return judgeQueries(c, "kube-network-policies"); });
}

TEST(Verdicts, agreeWithThePolicyAssistant) {
    judgeCases(corpusCases("policy-assistant", [](const CorpusCase&) { return true; }), judgeMatrix);
}

/// The inputs of one nca configuration, in files of the case or of the corpus: the topology is its own or else the
/// global one, the policies are its own; a list of one kind stands before the list of all resources.
std::vector<std::filesystem::path> inputsOf(const CorpusCase& c, const json& config) {
    std::vector<std::filesystem::path> out;
    const auto add = [&](const json& from, const char* key) {
        if (!from.contains(key)) return false;
        for (const std::string file : from.at(key)) {
            const std::filesystem::path path = (file.starts_with("shared/") ? *corpusFolder() : c.path) / file;
            if (std::ranges::find(out, path) == out.end()) out.push_back(path);
        }
        return true;
    };
    const bool hasTopology =
        config.contains("podList") || config.contains("namespaceList") || config.contains("resourceList");
    const json& topology = hasTopology ? config : c.description.at("global");
    for (const char* const key : {"namespaceList", "podList"})
        if (!add(topology, key)) add(topology, "resourceList");
    if (!add(config, "networkPolicyList")) add(config, "resourceList");
    return out;
}

bool isOutside(const std::string& endpoint) {
    return endpoint.starts_with("ext:");
}

/// For each outside range an address in it that no narrower one holds; pods and workloads stand for themselves.
std::vector<std::string> probeNames(const std::vector<std::string>& endpoints) {
    std::vector<Cidr> ranges;
    for (const std::string& e : endpoints)
        if (isOutside(e)) ranges.push_back(*Cidr::parse(e.substr(4)));
    std::vector<std::string> out;
    for (const std::string& e : endpoints) {
        if (!isOutside(e)) {
            out.push_back(e);
            continue;
        }
        const Cidr own = *Cidr::parse(e.substr(4));
        AddressSet rest = AddressSet::of(own);
        for (const Cidr& r : ranges)
            if (r.prefixLength() > own.prefixLength()) rest = rest.minus(AddressSet::of(r));
        const IpAddress outside = *IpAddress::parse("8.8.8.8");
        out.push_back((rest.contains(outside) ? outside : rest.ranges().front().last).text());
    }
    return out;
}

/// Whether what the table says of `endpoint` holds for the probe of that name: outside ranges may lie in one another.
bool covers(const std::string& endpoint, const std::string& probe) {
    if (!isOutside(endpoint)) return endpoint == probe;
    const auto address = IpAddress::parse(probe);
    return address && Cidr::parse(endpoint.substr(4))->contains(*address);
}

std::string judgePairs(const CorpusCase& c, const json& config, const json& table) {
    const std::vector<std::string> endpoints = table.at("endpoints");
    const std::vector<std::string> names = probeNames(endpoints);
    std::map<std::pair<std::size_t, std::size_t>, TrafficSet> allowed;
    for (const auto& [conn, sources] : table.at("connections").items()) {
        const auto traffic = parseNcaConnections(conn);
        if (!traffic) return "connections not understood: " + conn + '\n';
        for (const auto& [from, targets] : sources.items())
            for (const std::size_t to : targets) {
                TrafficSet& set = allowed[{std::stoul(from), to}];
                set = set.united(*traffic);
            }
    }
    std::vector<Probe> probes;
    for (std::size_t from = 0; from < endpoints.size(); ++from)
        for (std::size_t to = 0; to < endpoints.size(); ++to) {
            if (from == to || (isOutside(endpoints[from]) && isOutside(endpoints[to]))) continue;
            TrafficSet expected;
            for (const auto& [pair, traffic] : allowed)
                if (covers(endpoints[pair.first], names[from]) && covers(endpoints[pair.second], names[to]))
                    expected = expected.united(traffic);
            addProbes(names[from], names[to], expected, probes);
        }
    return judgeProbes(inputsOf(c, config), "np-guard", probes);
}

/// The configuration a pair table speaks of: the one of that name, or the only one (its tables carry a file's name).
const json* configOf(const CorpusCase& c, const std::string& name) {
    const json& configs = c.description.at("configs");
    for (const json& config : configs)
        if (config.at("name") == name) return &config;
    return configs.size() == 1 ? &configs.front() : nullptr;
}

TEST(Verdicts, agreeWithThePairTablesOfNca) {
    const auto cases = corpusCases(
        "nca", [](const CorpusCase& c) { return !hasOtherPolicyKinds(c) && c.hasFile("expected_pairs.json"); });
    std::vector<Job> jobs;
    for (const CorpusCase& c : cases) {
        const json queries = c.json("expected_pairs.json");
        for (const auto& [query, configs] : queries.items())
            for (const auto& [name, sections] : configs.items()) {
                const json* const config = configOf(c, name);
                if (config == nullptr || !sections.contains("all")) continue; // other sections belong to other layers
                jobs.push_back({c.name + ' ' + query + ' ' + name,
                                [&c, config, table = sections.at("all")] { return judgePairs(c, *config, table); }});
            }
    }
    judgeJobs(jobs);
}

} // namespace
} // namespace portolan
