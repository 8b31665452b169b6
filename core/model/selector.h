#pragma once

#include "core/base/source_ref.h"
#include "core/base/symbols.h"

#include <cstdint>
#include <string>
#include <vector>

namespace portolan {

/// One requirement of a label selector (semantics L-3 to L-5); matchLabels k=v is In(k, {v}).
struct Requirement {
    enum class Operator : std::uint8_t { In, NotIn, Exists, DoesNotExist };
    Symbol key;
    Operator op = Operator::In;
    std::vector<Symbol> values; ///< sorted, unique; empty for Exists and DoesNotExist
    auto operator<=>(const Requirement&) const = default;
};

/// One element of matchExpressions in the order and spelling of the input; decides nothing, for lists that repeat it.
struct WrittenExpression {
    std::string key;
    Requirement::Operator op = Requirement::Operator::In;
    std::vector<std::string> values;
};

/// A label selector as written; all requirements must hold, none at all matches everything. Whether an absent
/// selector matches everything or nothing is decided by the field that holds it (semantics L-2).
struct LabelSelector {
    std::vector<Requirement> requirements; ///< sorted, unique
    SourceRef where;
    std::vector<WrittenExpression> expressions{}; ///< matchExpressions; all other requirements are of matchLabels

    bool isEmpty() const { return requirements.empty(); }
    /// Same meaning as written, whatever the position.
    bool isSame(const LabelSelector& other) const { return requirements == other.requirements; }
};

} // namespace portolan
