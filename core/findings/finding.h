#pragma once

#include "core/reach/rule_match.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portolan {

/// Most serious first: the order of every output.
enum class Severity : std::uint8_t { Critical, High, Medium, Low, Info };
inline constexpr std::array<Severity, 5> kSeverities{Severity::Critical, Severity::High, Severity::Medium,
                                                     Severity::Low, Severity::Info};
/// "critical", "high", "medium", "low" or "info".
std::string_view name(Severity severity);
/// The names of name(), in any case.
std::optional<Severity> parseSeverity(std::string_view text);

/// How much of a finding is proved.
enum class FindingClass : std::uint8_t {
    Theorem,   ///< a defect or risk proved from the input, no guess about intent
    Judgement, ///< the fact is proved, its importance a matter of opinion
    Heuristic, ///< a guess; off by default, never fails a run
};
/// "T", "J" or "H": what reports print.
std::string_view name(FindingClass value);

/// For which inventories the finding holds.
enum class Proof : std::uint8_t {
    Structural, ///< for every possible labelling of pods and namespaces
    Snapshot,   ///< for the inventory as it is now
};
/// "structural" or "snapshot".
std::string_view name(Proof proof);

/// A theorem about the loaded input, with what it rests on and what to do.
struct Finding {
    std::string id; ///< of the catalogue; never renumbered
    Severity severity = Severity::Info;
    FindingClass findingClass = FindingClass::Theorem;
    Proof proof = Proof::Snapshot;
    std::string ns;     ///< empty where no namespace is concerned
    std::string object; ///< "NetworkPolicy shop/allow-web", "shop/web[Deployment]", "shop/web => shop/db TCP 5432"
    std::vector<WorkloadId> workloads; ///< concerned, ascending; may be empty
    std::optional<PolicyId> policy;
    std::optional<RuleRef> rule;
    SourceRef where;
    std::string message;               ///< one sentence
    std::vector<std::string> evidence; ///< one fact a line, every raise of the severity among them
    std::string fix;                   ///< what to do, with YAML where that is the answer; may be empty

    bool operator==(const Finding&) const = default;
};

} // namespace portolan
