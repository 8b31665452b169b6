#pragma once

#include "core/analysis/picture.h"

#include <map>
#include <span>
#include <string>
#include <vector>

namespace portolan {

/// Which node of a picture stands for which entry point: each for itself, one a namespace where there are too many,
/// one for all where there are too many namespaces.
class EntryNodes {
  public:
    EntryNodes(std::span<const PictureEntry> entries, std::size_t most);
    /// The node of the entry point with that name, one of those given.
    const PictureNode& nodeOf(const std::string& object) const { return m_nodes.at(m_groupOf.at(object)); }
    std::size_t count() const { return m_nodes.size(); }

  private:
    std::map<std::string, std::string> m_groupOf; // object -> id of its node
    std::map<std::string, PictureNode> m_nodes;
};

/// How the line of an entry point looks.
struct EntryLook {
    EdgeState state = EdgeState::UnusedAllow;
    std::vector<std::pair<Protocol, std::uint16_t>> ports; ///< ascending; of a range of ports the first
    std::uint64_t connections = 0;                         ///< that the log saw arrive by this way
    bool isIngressMissing = false;                         ///< no policy isolates the target's ingress
};

/// Used where the log saw traffic arrive on these ports from outside, or from what forwards it; uncertain where the
/// evaluator is not sure; open where nothing isolates the target, else allowed and not seen.
EntryLook lookOf(const Analysis& analysis, const PictureEntry& entry);

} // namespace portolan
