#pragma once

#include "core/base/symbols.h"

#include <compare>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

namespace portolan {

/// One label. A value that only the cluster knows (semantics L-10) has `isValueKnown == false` and an empty value.
struct Label {
    Symbol key;
    Symbol value;
    bool isValueKnown = true;
    auto operator<=>(const Label&) const = default;
};

using LabelSetId = Id<struct LabelSetTag>;

/// Interned label sets, each sorted by key with one entry a key. LabelSetId 0 is the empty set.
class LabelSets {
  public:
    LabelSets() { intern({}); }
    /// Sorts by key; of several entries for one key the last given wins.
    LabelSetId intern(std::vector<Label> labels);
    std::span<const Label> operator[](LabelSetId id) const;
    /// The label with that key, if the set has one.
    std::optional<Label> find(LabelSetId id, Symbol key) const;
    std::size_t size() const { return m_offsets.size() - 1; }

  private:
    std::vector<Label> m_labels;
    std::vector<std::size_t> m_offsets{0};
    std::unordered_multimap<std::size_t, LabelSetId> m_ids; // hash of the set -> id
};

} // namespace portolan
