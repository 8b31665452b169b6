#pragma once

#include <nlohmann/json.hpp>

#include <filesystem>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

/// The corpus: inputs with answers that other projects' test suites state. It lies beside the checkout, or where
/// PORTOLAN_CORPUS says; tests skip where it is absent.

namespace portolan {

struct CorpusCase {
    std::string family, name, type;
    std::set<std::string> features;
    std::filesystem::path path; ///< its folder
    nlohmann::json description; ///< case.json

    bool hasFeature(const std::string& feature) const { return features.contains(feature); }
    /// Policies of networking.k8s.io/v1 alone, in a netpol-analyzer case.
    bool isPlain() const { return !hasFeature("anp") && !hasFeature("banp"); }
    bool hasFile(const std::string& file) const { return std::filesystem::exists(path / file); }
    nlohmann::json json(const std::string& file) const;
    std::string text(const std::string& file) const;
};

/// The corpus' folder, or nullopt with nothing there.
std::optional<std::filesystem::path> corpusFolder();
/// Every case of a family for which `isWanted` holds, by name. Empty where there is no corpus.
std::vector<CorpusCase> corpusCases(const std::string& family, const std::function<bool(const CorpusCase&)>& isWanted);

/// Judges many cases on two threads. `judge` returns "" or what is wrong; fails the running test with a summary of the
/// cases that went wrong, and skips it where there is no case at all.
void judgeCases(const std::vector<CorpusCase>& cases, const std::function<std::string(const CorpusCase&)>& judge);
/// As above, for any list of named jobs.
struct Job {
    std::string name;
    std::function<std::string()> judge;
};
void judgeJobs(const std::vector<Job>& jobs);

} // namespace portolan
