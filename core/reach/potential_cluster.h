#pragma once

#include "core/model/cluster.h"

#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace portolan {

/// A label by its text.
using LabelText = std::pair<std::string, std::string>;

/// A cluster with pods that are not in the inventory (semantics IR-9). Every id, symbol and position of the original
/// means the same in the copy; what is added comes after it. Takes no decision about traffic. Costs a copy of the
/// cluster. Not thread-safe.
class PotentialCluster {
  public:
    explicit PotentialCluster(const Cluster& cluster);

    Symbol symbol(std::string_view text) { return m_cluster->symbols.intern(text); }
    /// The cluster so far, for those who put other policies in the place of its own.
    Cluster& cluster() { return *m_cluster; }

    /// A namespace that nobody has created, all of whose labels are known. No name: one that no rule speaks of.
    NamespaceId addNamespace(std::string_view name, std::span<const LabelText> labels);
    /// A pod without address or node.
    PodId addPod(NamespaceId ns, std::span<const LabelText> labels, std::vector<ContainerPort> ports);

    /// The finished cluster; nothing can be added afterwards.
    std::shared_ptr<const Cluster> finish();

  private:
    std::vector<Label> interned(std::span<const LabelText> labels);
    std::shared_ptr<Cluster> m_cluster;
};

} // namespace portolan
