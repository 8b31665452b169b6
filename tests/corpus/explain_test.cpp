#include "tests/corpus/command.h"
#include "tests/corpus/connection_text.h"
#include "tests/corpus/corpus.h"

#include <gtest/gtest.h>

#include <map>
#include <sstream>

/// netpol-analyzer's explanations, by verdict: for every pair the same traffic is allowed and denied. The reasons are in
/// words of our own and are not compared.

namespace portolan {
namespace {

using nlohmann::json;

struct Explained {
    TrafficSet allowed;
    TrafficSet denied;
    bool operator==(const Explained&) const = default;
};

using Pairs = std::map<std::string, Explained>; // by "a => b"

/// "TCP:[80,90-91], UDP" as lists write it: "TCP 80,90-91,UDP 1-65535".
std::string asListed(const std::string& text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = text.find(", ", at);
        if (end == std::string::npos) end = text.size();
        const std::string item = text.substr(at, end - at);
        const std::size_t bracket = item.find(":[");
        const std::string ports =
            bracket == std::string::npos ? "1-65535" : item.substr(bracket + 2, item.size() - bracket - 3);
        out += (out.empty() ? "" : ",") + item.substr(0, bracket) + ' ' + ports;
        at = end + 2;
    }
    return out;
}

/// The pairs of a file as netpol-analyzer writes it; entry points are left out, which we list by themselves.
Pairs expectedPairs(const std::string& text) {
    Pairs out;
    std::istringstream lines(text);
    std::string pair;
    bool isByDefault = false;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("Exposure Analysis")) break;
        if (line.starts_with("# ")) isByDefault = line.find("system default") != std::string::npos;
        if (line.starts_with("Connections between ")) pair = line.substr(20, line.size() - 21);
        if (isByDefault && line.find(" => ") != std::string::npos) out[line].allowed = TrafficSet::all();
        for (const std::string word : {"\tAllowed ", "\tDenied "}) {
            if (!line.starts_with(word)) continue;
            const std::size_t end = line.find(" due to");
            const auto traffic = parseConnections(asListed(line.substr(word.size(), end - word.size())));
            TrafficSet& set = word == "\tAllowed " ? out[pair].allowed : out[pair].denied;
            if (traffic) set = set.united(*traffic);
        }
    }
    std::erase_if(out, [](const auto& entry) { return entry.first.find("{ingress-controller}") != std::string::npos; });
    return out;
}

Pairs foundPairs(const std::string& text) {
    Pairs out;
    const json found = json::parse(text);
    for (const json& row : found.at("explained")) {
        Explained& pair = out[row.at("src").get<std::string>() + " => " + row.at("dst").get<std::string>()];
        const auto traffic = parseConnections(row.at("conn").get<std::string>());
        if (!traffic) throw std::runtime_error("cannot read " + row.at("conn").get<std::string>());
        TrafficSet& set = row.at("verdict") == "allow" ? pair.allowed : pair.denied;
        set = set.united(*traffic);
    }
    return out;
}

std::string judge(const CorpusCase& c, const std::string& file, const json& options) {
    std::vector<std::string> arguments{"list", "manifests", "--profile", "np-guard", "--explain", "-o", "json", "-q"};
    for (const auto& [name, value] : options.items()) {
        if (name == "exposure" || name == "explain") continue;
        const json values = value.is_array() ? value : json::array({value});
        for (const json& v : values) {
            arguments.push_back("--" + name);
            if (v.is_string()) arguments.push_back(v);
        }
    }
    const ProcessOutput run = runPortolan(arguments, c.path);
    if (run.exitCode != 0) return "exit status " + std::to_string(run.exitCode) + ": " + run.errors;
    const Pairs expected = expectedPairs(c.text(file));
    const Pairs found = foundPairs(run.output);
    std::string out;
    for (const auto& [pair, traffic] : expected)
        if (!found.contains(pair) || found.at(pair) != traffic)
            out += pair + ": expected allowed " + traffic.allowed.text() + ", found " +
                   (found.contains(pair) ? found.at(pair).allowed.text() : "no such pair") + '\n';
    for (const auto& [pair, traffic] : found)
        if (!expected.contains(pair)) out += pair + ": not expected\n";
    return out;
}

TEST(Explain, GivesTheVerdictsOfNetpolAnalyzer) {
    const auto cases = corpusCases("netpol-analyzer", [](const CorpusCase&) { return true; });
    std::vector<Job> jobs;
    for (const CorpusCase& c : cases)
        for (const auto& [file, expected] : c.description.at("expected_files").items())
            if (expected.at("kind").get<std::string>().starts_with("explain"))
                jobs.push_back({c.name + ' ' + file, [&c, file, options = expected.value("options", json::object())] {
                                    return judge(c, file, options);
                                }});
    judgeJobs(jobs);
}

} // namespace
} // namespace portolan
