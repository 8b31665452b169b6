#pragma once

#include "core/base/result.h"
#include "core/net/traffic_set.h"

#include <string>
#include <string_view>
#include <vector>

namespace portolan {

/// A rule of a np-guard baseline file (github.com/np-guard/baseline-rules, README): connections that must be allowed,
/// or must be denied. An end is a set-based label requirement ("tier in (web,api), !legacy") or a CIDR; empty: all.
struct BaselineRule {
    std::string name = "no-name";
    bool isAllowed = true; ///< action
    std::string from, to;
    std::string fromNs, toNs; ///< requirements on the labels of the ends' namespaces
    TrafficSet traffic = TrafficSet::all();
    std::string where; ///< "rules.yaml:3"
};

/// True where the text looks like a list of rules, or like CSV with the columns of one; intents do not.
bool isBaselineRules(std::string_view text);
/// Reads rules from YAML or CSV. Usage error with file and line where one cannot be read, unknown properties included.
Result<std::vector<BaselineRule>> readBaselineRules(std::string_view text, const std::string& file);

} // namespace portolan
