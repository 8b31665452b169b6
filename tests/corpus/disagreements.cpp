#include "tests/corpus/disagreements.h"

#include "tests/corpus/corpus.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <sstream>

namespace portolan {
namespace {

std::string trimmed(const std::string& text) {
    const std::size_t first = text.find_first_not_of(" `");
    if (first == std::string::npos) return {};
    return text.substr(first, text.find_last_not_of(" `") - first + 1);
}

/// The cells of "| a | b |"; empty where the line is no row, a header's rule or the header.
std::vector<std::string> cellsOf(const std::string& line) {
    std::vector<std::string> out;
    if (!line.starts_with("| ") || line.starts_with("| family |")) return out;
    std::istringstream cells(line.substr(1));
    for (std::string cell; std::getline(cells, cell, '|');) out.push_back(trimmed(cell));
    return out;
}

} // namespace

std::vector<Disagreement> disagreements() {
    std::istringstream text(fileText(std::filesystem::path(PORTOLAN_SOURCE_DIR) / "tests/corpus/DISAGREEMENTS.md"));
    std::vector<Disagreement> out;
    for (std::string line; std::getline(text, line);) {
        const std::vector<std::string> cells = cellsOf(line);
        if (cells.size() >= 3) out.push_back({cells[0], cells[1], cells[2]});
    }
    return out;
}

void judgeListed(const std::string& family, std::vector<Job> jobs) {
    const std::vector<Disagreement> listed = disagreements();
    const auto isListed = [&](const std::string& job) {
        return std::ranges::any_of(listed, [&](const Disagreement& d) {
            return d.family == family && (job == d.name || job.starts_with(d.name + ' '));
        });
    };
    std::size_t count = 0;
    for (Job& job : jobs) {
        if (!isListed(job.name)) continue;
        ++count;
        job.judge = [judge = std::move(job.judge)] {
            return judge().empty() ? std::string("agrees now: take it off tests/corpus/DISAGREEMENTS.md\n")
                                   : std::string();
        };
    }
    std::cout << family << ": " << jobs.size() << " questions, " << count << " of them listed as disagreements\n";
    judgeJobs(jobs);
}

} // namespace portolan
