#include "core/net/address.h"
#include "tests/corpus/command.h"
#include "tests/corpus/connection_text.h"
#include "tests/corpus/corpus.h"
#include "tests/corpus/disagreements.h"
#include "tests/corpus/nca_config.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <sstream>

/// The nca cases with policies of Kubernetes only: tables of what may pass, asked through `query --batch`.

namespace portolan {
namespace {

using nlohmann::json;

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
    const NcaFiles files = ncaFiles(c, config);
    return judgeProbes(files.all(), "np-guard", probes);
}

TEST(Nca, AgreesWithThePairTables) {
    const auto cases = corpusCases(
        "nca", [](const CorpusCase& c) { return !hasOtherPolicyKinds(c) && c.hasFile("expected_pairs.json"); });
    std::vector<Job> jobs;
    for (const CorpusCase& c : cases) {
        const json queries = c.json("expected_pairs.json");
        for (const auto& [query, configs] : queries.items())
            for (const auto& [name, sections] : configs.items()) {
                const json* const config = ncaConfig(c, name);
                if (config == nullptr || !sections.contains("all")) continue; // other sections belong to other layers
                jobs.push_back({c.name + ' ' + query + ' ' + name,
                                [&c, config, table = sections.at("all")] { return judgePairs(c, *config, table); }});
            }
    }
    judgeListed("nca", std::move(jobs));
}

/// The two ends and the connections of a line "a => b : conn"; nothing where it is none.
struct ListedPair {
    std::string from, to;
    TrafficSet traffic;
};

std::optional<ListedPair> listedPair(const std::string& line) {
    const std::size_t arrow = line.find(" => ");
    const std::size_t colon = line.rfind(" : ");
    if (arrow == std::string::npos || colon == std::string::npos || colon < arrow) return std::nullopt;
    const auto traffic = parseNcaConnections(line.substr(colon + 3));
    if (!traffic) return std::nullopt;
    return ListedPair{line.substr(0, arrow), line.substr(arrow + 4, colon - arrow - 4), *traffic};
}

/// "a.b.c.d-e.f.g.h", which stands for its first address when it is asked about.
std::optional<AddressRange> listedRange(const std::string& end) {
    const std::size_t dash = end.find('-');
    if (dash == std::string::npos) return std::nullopt;
    const auto first = IpAddress::parse(end.substr(0, dash));
    const auto last = IpAddress::parse(end.substr(dash + 1));
    return first && last ? std::optional(AddressRange{*first, *last}) : std::nullopt;
}

bool isListedFor(const std::string& end, const std::string& asked) {
    const auto range = listedRange(end);
    const auto askedRange = listedRange(asked);
    return range && askedRange ? range->contains(askedRange->first) : end == asked;
}

std::string probeName(const std::string& end) {
    const auto range = listedRange(end);
    return range ? range->first.text() : end;
}

std::string judgeLines(const CorpusCase& c, const json& query) {
    std::vector<ListedPair> pairs;
    std::set<std::string> ends;
    std::istringstream lines(c.text(query.at("expected_output")));
    for (std::string line; std::getline(lines, line);)
        if (auto pair = listedPair(line)) {
            ends.insert({pair->from, pair->to});
            pairs.push_back(std::move(*pair));
        }
    if (pairs.empty()) return "no connection was understood\n";
    std::vector<Probe> probes;
    for (const std::string& from : ends)
        for (const std::string& to : ends) {
            if (from == to || (listedRange(from) && listedRange(to))) continue;
            TrafficSet expected;
            for (const ListedPair& p : pairs)
                if (isListedFor(p.from, from) && isListedFor(p.to, to)) expected = expected.united(p.traffic);
            addProbes(probeName(from), probeName(to), expected, probes);
        }
    const std::string set = query.at("sets").front();
    const NcaFiles files = ncaFiles(c, *ncaConfig(c, set));
    return judgeProbes(files.all(), "np-guard", probes);
}

TEST(Nca, AgreesWithListsOfConnections) {
    const auto cases = corpusCases("nca", [](const CorpusCase& c) { return !hasOtherPolicyKinds(c); });
    std::vector<Job> jobs;
    for (const CorpusCase& c : cases)
        for (const json& query : c.description.at("queries")) {
            const json options = query.value("output_configuration", json::object());
            if (query.at("kind") != "connectivityMap" || options.value("outputFormat", "") != "txt_no_fw_rules")
                continue;
            if (!query.contains("expected_output")) continue;
            jobs.push_back({c.name + ' ' + query.value("name", ""), [&c, &query] { return judgeLines(c, query); }});
        }
    judgeListed("nca", std::move(jobs));
}

} // namespace
} // namespace portolan
