#pragma once

#include "core/reach/rule_match.h"

#include <string>

namespace portolan {

/// A unified diff of some lines of an object, with the object's name behind the place. Both texts end with a line feed
/// or are empty; an empty `after` takes the lines out. The text is Portolan's own rendering: where the file is written
/// in another style, its lines differ in form and not in meaning.
std::string unifiedDiff(const Cluster& cluster, SourceRef where, const std::string& object, const std::string& before,
                        const std::string& after);

/// A unified diff of whole documents under a path; an empty text stands for no file.
std::string documentDiff(const std::string& path, const std::string& before, const std::string& after);

/// As unifiedDiff(), of one rule, from its place in the policy; named as displayName() has it.
std::string ruleDiff(const Reachability& reachability, const RuleRef& rule, const std::string& before,
                     const std::string& after);

} // namespace portolan
