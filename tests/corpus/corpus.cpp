#include "tests/corpus/corpus.h"

#include "core/base/parallel.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

namespace portolan {
namespace {

constexpr std::size_t kShownFailures = 12;

} // namespace

nlohmann::json CorpusCase::json(const std::string& file) const {
    return nlohmann::json::parse(text(file));
}

std::string CorpusCase::text(const std::string& file) const {
    return fileText(path / file);
}

std::optional<std::filesystem::path> corpusFolder() {
    const char* const named = std::getenv("PORTOLAN_CORPUS");
    const std::filesystem::path folder = named != nullptr
                                             ? std::filesystem::path(named)
                                             : std::filesystem::current_path().parent_path() / "shared/corpus";
    if (!std::filesystem::exists(folder / "index.json")) return std::nullopt;
    return folder;
}

std::vector<CorpusCase> corpusCases(const std::string& family, const std::function<bool(const CorpusCase&)>& isWanted) {
    const auto folder = corpusFolder();
    if (!folder) return {};
    std::vector<CorpusCase> out;
    for (const nlohmann::json& entry : nlohmann::json::parse(fileText(*folder / "index.json"))) {
        if (entry.at("family") != family) continue;
        CorpusCase c{family,
                     entry.at("case"),
                     entry.at("type"),
                     entry.at("features").get<std::set<std::string>>(),
                     *folder / entry.at("path").get<std::string>(),
                     {}};
        c.description = c.json("case.json");
        if (isWanted(c)) out.push_back(std::move(c));
    }
    std::ranges::sort(out, {}, &CorpusCase::name);
    return out;
}

void judgeJobs(const std::vector<Job>& jobs) {
    if (jobs.empty()) GTEST_SKIP() << "no corpus: set PORTOLAN_CORPUS to its folder";
    std::vector<std::string> wrong(jobs.size());
    parallelFor(
        jobs.size(), [&](std::size_t i) { wrong[i] = jobs[i].judge(); }, 2);
    std::string summary;
    std::size_t failures = 0;
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        if (wrong[i].empty()) continue;
        if (++failures <= kShownFailures)
            summary += jobs[i].name + ":\n" + wrong[i] + '\n';
        else
            summary += jobs[i].name + '\n';
    }
    EXPECT_EQ(failures, 0U) << "of " << jobs.size() << " cases\n" << summary;
}

void judgeCases(const std::vector<CorpusCase>& cases, const std::function<std::string(const CorpusCase&)>& judge) {
    std::vector<Job> jobs;
    jobs.reserve(cases.size());
    for (const CorpusCase& c : cases) jobs.push_back({c.name, [&] { return judge(c); }});
    judgeJobs(jobs);
}

} // namespace portolan
