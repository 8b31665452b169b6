#pragma once

#include "core/reach/potential_cluster.h"

#include <compare>
#include <string>
#include <vector>

namespace portolan {

/// A label that a pod or namespace could be given.
struct PotentialLabel {
    std::string key;
    std::string value; ///< kAnyValue: whichever, but for those that `unless` names
    std::vector<std::string> unless{};

    /// "app=web", "tier=*" or "tier=* (not a, b)".
    std::string text() const;
    auto operator<=>(const PotentialLabel&) const = default;
};

/// Stands for a value that no policy mentions; no label of an object can have it.
inline constexpr std::string_view kAnyValue = "any value";

/// Labels by key, one a key.
using PotentialLabels = std::vector<PotentialLabel>;

/// The smallest sets of labels that meet a selector, one for each choice among the values that it offers, in the
/// order of the values; at most `limit` sets. None where its requirements contradict each other.
std::vector<PotentialLabels> labelChoices(const Cluster& cluster, const LabelSelector& selector, std::size_t limit);

/// Both together; nothing where they want different values of a key.
std::optional<PotentialLabels> united(const PotentialLabels& a, const PotentialLabels& b);
/// True where every label of `part` is one of `whole`, or `whole` fixes the value that `part` leaves open.
bool isPartOf(const PotentialLabels& part, const PotentialLabels& whole);

std::vector<LabelText> labelTexts(const PotentialLabels& labels);
/// "app=web,tier=*"; "" for none.
std::string text(const PotentialLabels& labels);

} // namespace portolan
