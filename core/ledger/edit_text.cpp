#include "core/ledger/edit_text.h"

#include <algorithm>
#include <sstream>
#include <vector>

namespace portolan {
namespace {

constexpr std::size_t kMostCells = 4'000'000; // of the table of common lines; beyond, everything is replaced

std::vector<std::string> linesOf(const std::string& text) {
    std::vector<std::string> out;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) out.push_back(line);
    return out;
}

/// Lengths of the longest common subsequences of the ends of two lists.
class CommonLines {
  public:
    CommonLines(const std::vector<std::string>& a, const std::vector<std::string>& b)
        : m_width(b.size() + 1), m_lengths((a.size() + 1) * m_width, 0) {
        for (std::size_t i = a.size(); i-- > 0;)
            for (std::size_t j = b.size(); j-- > 0;)
                m_lengths[i * m_width + j] = a[i] == b[j] ? at(i + 1, j + 1) + 1 : std::max(at(i + 1, j), at(i, j + 1));
    }
    std::size_t at(std::size_t i, std::size_t j) const { return m_lengths[i * m_width + j]; }

  private:
    std::size_t m_width;
    std::vector<std::size_t> m_lengths;
};

std::string changed(const std::vector<std::string>& a, const std::vector<std::string>& b) {
    std::string out;
    const bool isSmall = (a.size() + 1) * (b.size() + 1) <= kMostCells;
    std::size_t i = 0;
    std::size_t j = 0;
    if (isSmall) {
        const CommonLines common(a, b);
        while (i < a.size() && j < b.size()) {
            if (a[i] == b[j]) {
                out += ' ' + a[i++] + '\n';
                ++j;
            } else if (common.at(i + 1, j) >= common.at(i, j + 1)) {
                out += '-' + a[i++] + '\n';
            } else {
                out += '+' + b[j++] + '\n';
            }
        }
    }
    while (i < a.size()) out += '-' + a[i++] + '\n';
    while (j < b.size()) out += '+' + b[j++] + '\n';
    return out;
}

std::string span(std::size_t line, std::size_t count) {
    return std::to_string(count == 0 && line > 0 ? line - 1 : line) + ',' + std::to_string(count);
}

} // namespace

std::string unifiedDiff(const Cluster& cluster, SourceRef where, const std::string& object, const std::string& before,
                        const std::string& after) {
    const auto a = linesOf(before);
    const auto b = linesOf(after);
    const std::string file = where.isKnown() ? cluster.files.name(where.file) : object;
    return "--- " + file + "\n+++ " + file + "\n@@ -" + span(where.line, a.size()) + " +" + span(where.line, b.size()) +
           " @@ " + object + '\n' + changed(a, b);
}

std::string documentDiff(const std::string& path, const std::string& before, const std::string& after) {
    const auto a = linesOf(before);
    const auto b = linesOf(after);
    const std::string from = a.empty() ? "/dev/null" : "a/" + path;
    const std::string to = b.empty() ? "/dev/null" : "b/" + path;
    return "--- " + from + "\n+++ " + to + "\n@@ -" + (a.empty() ? "0,0" : span(1, a.size())) + " +" +
           (b.empty() ? "0,0" : span(1, b.size())) + " @@\n" + changed(a, b);
}

std::string ruleDiff(const Reachability& reachability, const RuleRef& rule, const std::string& before,
                     const std::string& after) {
    return unifiedDiff(reachability.cluster(), whereOf(reachability, rule), displayName(reachability, rule), before,
                       after);
}

} // namespace portolan
