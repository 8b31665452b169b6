#pragma once

#include "core/propose/proposal.h"

#include <span>
#include <string>

namespace portolan {

/// The policy as a YAML document, as a person would write it: apiVersion, kind, metadata, spec in that order, two
/// blanks a level, policyTypes always, labels by key. `header` lines become comments above, `notes` comments above
/// their rules. Ends with a line feed; has no document marker.
std::string policyYaml(const Cluster& cluster, const NetworkPolicy& policy, std::span<const std::string> header = {},
                       std::span<const RuleNote> notes = {});

} // namespace portolan
