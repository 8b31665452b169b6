#pragma once

#include "core/findings/findings.h"

#include <gtest/gtest.h>

#include <ostream>
#include <string>

namespace portolan {

/// A small cluster (see tests/core/ledger/story.h) and what one check must say of it.
struct FindingCase {
    const char* name;
    const char* id;
    std::string lines;
    std::string flows;
    std::string expected; ///< "severity object" of each finding with that id, in order, joined by "; "
};

inline void PrintTo(const FindingCase& c, std::ostream* out) {
    *out << c.id << ' ' << c.name;
}

/// What check() says of the case.
std::string findingsOf(const FindingCase& c, const FindingOptions& options = {});
/// All findings of a story.
std::vector<Finding> allFindings(const std::string& lines, const std::string& flows = {},
                                 const FindingOptions& options = {});
/// The case's id and name as GoogleTest allows them.
std::string caseName(const testing::TestParamInfo<FindingCase>& row);

} // namespace portolan
