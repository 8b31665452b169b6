#include "tests/corpus/command.h"
#include "tests/corpus/connection_text.h"
#include "tests/corpus/corpus.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>

/// netpol-analyzer's cases under --profile np-guard: whole outputs, byte for byte.

namespace portolan {
namespace {

using nlohmann::json;

/// One expected file with the run that prints it.
struct ExpectedRun {
    const CorpusCase* of;
    std::string file;
    json options;
};

/// All runs of one kind in cases with Kubernetes policies only.
std::vector<ExpectedRun> runsOf(const std::vector<CorpusCase>& cases, const std::string& kind) {
    std::vector<ExpectedRun> out;
    for (const CorpusCase& c : cases)
        for (const auto& [file, expected] : c.description.at("expected_files").items())
            if (expected.at("kind") == kind && expected.at("format") == "txt")
                out.push_back({&c, file, expected.value("options", json::object())});
    return out;
}

void addOption(const std::string& name, const json& value, std::vector<std::string>& arguments) {
    if (value.is_array()) {
        for (const json& v : value) addOption(name, v, arguments);
        return;
    }
    if (value.is_boolean()) {
        if (value.get<bool>()) arguments.push_back("--" + name);
        return;
    }
    arguments.push_back("--" + name);
    arguments.push_back(value.is_string() ? value.get<std::string>() : value.dump());
}

std::vector<CorpusCase> plainCases() {
    return corpusCases("netpol-analyzer", [](const CorpusCase& c) { return c.isPlain(); });
}

/// Runs `list` for every expected file of a kind, in cases with Kubernetes policies only unless others are given.
void judgeLists(const std::string& kind, bool isPlainRun, const std::vector<CorpusCase>& cases = plainCases()) {
    std::vector<Job> jobs;
    for (const ExpectedRun& run : runsOf(cases, kind)) {
        if (kind == "list" && run.options.empty() != isPlainRun) continue;
        jobs.push_back({run.of->name + ' ' + run.file, [run] {
                            std::vector<std::string> arguments{"list", "manifests", "--profile", "np-guard"};
                            for (const auto& [name, value] : run.options.items()) addOption(name, value, arguments);
                            return judgeOutput(runPortolan(arguments, run.of->path), run.of->text(run.file));
                        }});
    }
    judgeJobs(jobs);
}

TEST(NpGuard, listsWhatNetpolAnalyzerLists) {
    judgeLists("list", true);
}

TEST(NpGuard, listsAroundAWorkloadInFocus) {
    judgeLists("list", false);
}

// Covers IR-9.
TEST(NpGuard, printsTheSameExposure) {
    judgeLists("exposure", false);
}

std::vector<CorpusCase> adminCases() {
    return corpusCases("netpol-analyzer", [](const CorpusCase& c) { return !c.isPlain(); });
}

TEST(NpGuard, printsTheSameExposureWithAdminPolicies) {
    judgeLists("exposure", false, adminCases());
}

/// The exposure section of an output, in which netpol-analyzer's explanations follow.
std::string exposureSection(const std::string& text) {
    const std::size_t begin = text.rfind("Exposure Analysis Result");
    if (begin == std::string::npos) return text;
    const std::size_t end = text.find("\n\n###", begin);
    return text.substr(begin, end == std::string::npos ? end : end + 1 - begin);
}

TEST(NpGuard, printsTheSameExposureWhereItIsExplained) {
    std::vector<CorpusCase> cases = plainCases();
    for (CorpusCase& c : adminCases()) cases.push_back(std::move(c));
    std::vector<Job> jobs;
    for (const ExpectedRun& run : runsOf(cases, "explain-exposure")) {
        jobs.push_back({run.of->name + ' ' + run.file, [run] {
                            std::vector<std::string> arguments{"list", "manifests", "--profile", "np-guard"};
                            for (const auto& [name, value] : run.options.items())
                                if (name != "explain") addOption(name, value, arguments);
                            ProcessOutput ours = runPortolan(arguments, run.of->path);
                            ours.output = exposureSection(ours.output);
                            return judgeOutput(ours, exposureSection(run.of->text(run.file)));
                        }});
    }
    judgeJobs(jobs);
}

TEST(NpGuard, printsTheSameDiff) {
    const std::vector<CorpusCase> cases = corpusCases("netpol-analyzer", [](const CorpusCase&) { return true; });
    std::vector<Job> jobs;
    for (const ExpectedRun& run : runsOf(cases, "diff")) {
        jobs.push_back({run.of->name, [run] {
                            std::vector<std::string> arguments{"diff", "manifests/dir1", "manifests/dir2"};
                            if (run.options.contains("ref-names")) // the spelling that names the folders in its output
                                arguments = {"diff", "--dir1", "manifests/dir1", "--dir2", "manifests/dir2"};
                            arguments.insert(arguments.end(), {"--profile", "np-guard"});
                            return judgeOutput(runPortolan(arguments, run.of->path), run.of->text(run.file));
                        }});
    }
    judgeJobs(jobs);
}

/// Fatal: exit status 3, one line on standard error, nothing on standard output. Tolerated: exit status 0.
std::string judgeErrorCase(const CorpusCase& c) {
    std::vector<std::string> arguments{"list", "manifests", "--profile", "np-guard"};
    if (c.hasFile("manifests/dir1") && c.description.contains("dirs"))
        arguments = {"diff", "manifests/dir1", "manifests/dir2", "--profile", "np-guard"};
    const ProcessOutput run = runPortolan(arguments, c.path);
    std::string out;
    for (const json& error : c.description.at("expected_errors")) {
        const bool isFatal = error.at("fatal");
        const std::string wanted = " (" + error.at("contains").get<std::string>() + ")\n";
        if (run.exitCode != (isFatal ? 3 : 0))
            out += "exit status " + std::to_string(run.exitCode) + wanted + run.errors.substr(0, 400);
        if ((isFatal || error.value("empty_result", false)) && !run.output.empty())
            out += "something on standard output" + wanted + run.output.substr(0, 200);
        if (isFatal && std::ranges::count(run.errors, '\n') != 1)
            out += "standard error is not one line" + wanted + run.errors.substr(0, 400);
    }
    return out;
}

TEST(NpGuard, failsAndToleratesAsNetpolAnalyzerDoes) {
    judgeCases(
        corpusCases("netpol-analyzer", [](const CorpusCase& c) { return c.description.contains("expected_errors"); }),
        judgeErrorCase);
}

/// The cause of a warning there, as a word of ours.
std::string causeOf(const std::string& warning) {
    if (warning.starts_with("IPv6")) return "IPv6";
    if (warning.starts_with("Nodes field")) return "nodes";
    return warning.starts_with("port name") ? "port name" : "a word for: " + warning;
}

TEST(NpGuard, warnsOfTheSameCauses) {
    judgeCases(
        corpusCases("netpol-analyzer", [](const CorpusCase& c) { return c.description.contains("expected_warnings"); }),
        [](const CorpusCase& c) {
            const ProcessOutput run = runPortolan({"list", "manifests", "--profile", "np-guard"}, c.path);
            std::string out;
            for (const json& expected : c.description.at("expected_warnings"))
                for (const std::string text : expected.at("contains"))
                    if (run.errors.find(causeOf(text)) == std::string::npos)
                        out += "no warning of " + causeOf(text) + " in: " + run.errors + '\n';
            return run.exitCode == 0 ? out : "exit status " + std::to_string(run.exitCode);
        });
}

std::vector<Probe> probesOf(const json& query) {
    const std::string from = query.at("src");
    const std::string to = query.at("dst");
    std::vector<Probe> out;
    if (query.contains("expected"))
        out.push_back({from, to, query.at("protocol"), query.at("port"), query.at("expected")});
    const bool isRange = from.find("/0") != std::string::npos || to.find("/0") != std::string::npos;
    if (query.contains("all_conns") && !isRange)
        if (const auto allowed = parseConnections(query.at("all_conns").get<std::string>()))
            addProbes(from, to, *allowed, out);
    return out;
}

std::string judgeBatch(const CorpusCase& c) {
    std::vector<Probe> probes;
    for (const json& query : c.json("queries.json"))
        for (Probe& p : probesOf(query)) probes.push_back(std::move(p));
    return judgeProbes({c.path / "manifests"}, "np-guard", probes);
}

bool hasQueries(const CorpusCase& c) {
    return c.hasFile("queries.json");
}

TEST(NpGuard, answersTheSameQueriesInABatch) {
    judgeCases(corpusCases("netpol-analyzer", [](const CorpusCase& c) { return c.isPlain() && hasQueries(c); }),
               judgeBatch);
}

TEST(NpGuard, answersTheSameQueriesAboutAdminPolicies) {
    judgeCases(corpusCases("netpol-analyzer", [](const CorpusCase& c) { return !c.isPlain() && hasQueries(c); }),
               judgeBatch);
}

TEST(NpGuard, listsAdminPoliciesAlike) {
    judgeLists("list", true, adminCases());
    judgeLists("list", false, adminCases());
}

TEST(NpGuard, spellsEvalItsWay) {
    const auto isEval = [](const CorpusCase& c) { return c.type == "eval"; };
    judgeCases(corpusCases("netpol-analyzer", isEval), [](const CorpusCase& c) {
        std::string out;
        for (const json& q : c.json("queries.json")) {
            const std::string from = q.at("src");
            const std::string to = q.at("dst");
            if (from.find('/') == std::string::npos || to.find('/') == std::string::npos)
                continue; // addresses have options of their own there
            std::string protocol = q.at("protocol");
            std::ranges::transform(protocol, protocol.begin(),
                                   [](char ch) { return static_cast<char>(std::tolower(ch)); });
            const std::string port = std::to_string(q.at("port").get<int>());
            const auto slash = [](const std::string& s) { return s.find('/'); };
            const ProcessOutput run =
                runPortolan({"eval", "--dirpath", "manifests", "-s", from.substr(slash(from) + 1), "-n",
                             from.substr(0, slash(from)), "-d", to.substr(slash(to) + 1), "--destination-namespace",
                             to.substr(0, slash(to)), "-p", port, "--protocol", protocol},
                            c.path);
            const std::string verdict = q.at("expected").get<bool>() ? "true" : "false";
            out += judgeOutput(run, from + " => " + to + " over " + protocol + '/' + port + ": " + verdict + '\n');
        }
        return out;
    });
}

} // namespace
} // namespace portolan
