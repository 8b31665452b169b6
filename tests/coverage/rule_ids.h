#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

/// The IDs that the specification gives its rules, and the tests that name them. A test names the rules it holds in a
/// comment right above it,
///
///     // Covers NP-6, NP-8.
///
/// or a row of a table does so at the start of its name, as in "NP-T1, NP-T2 a range and its ends".

namespace portolan {

struct ListedRule {
    std::string id;
    std::string reason; ///< why no program can be tested for it; "" where a test must name it
};

/// The committed list in its order: one ID a line, the reason behind it.
std::vector<ListedRule> listedRules(const std::filesystem::path& list);

/// The IDs that the specification defines in the sections on labels, Kubernetes policies, evaluation, parsing and
/// vectors (2, 3, 4, 9, 10 and 12).
std::set<std::string> definedRules(const std::filesystem::path& specification);

/// The IDs that one line of a test's source names, in order. What looks like an ID in a comment and is none of `known`
/// goes to `unknown`.
std::vector<std::string> rulesNamedIn(const std::string& line, const std::set<std::string>& known,
                                      std::set<std::string>& unknown);

/// Which tests name a rule: by file, how many.
struct Mentions {
    std::map<std::string, std::size_t> byFile; ///< below tests/

    std::size_t count() const;
    std::string text() const; ///< "oracle/rules_test.cpp (2), ..."
};

/// All tests of the sources: *_test.cpp and test_*.cpp below the folder, but for the one that asks.
std::map<std::string, Mentions> mentionsBelow(const std::filesystem::path& tests, const std::set<std::string>& known,
                                              std::set<std::string>& unknown);

} // namespace portolan
