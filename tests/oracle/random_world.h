#pragma once

#include "tests/support/world.h"

#include <cstdint>
#include <functional>
#include <random>

namespace portolan::world {

/// Makes small clusters that reach into the corners of semantics section 3: nil and empty fields, namespaces without
/// manifest, pods without address, with one of either family or with two, hostNetwork, templates, one port name with
/// several numbers, blocks that overlap. Equal seeds give equal worlds on every machine.
class RandomWorld {
  public:
    explicit RandomWorld(std::uint64_t seed) : m_random(seed) {}

    World world();
    /// A policy for one of the world's namespaces.
    Policy policy(const World& world, const std::string& name);
    /// A number in [0, bound).
    std::size_t below(std::size_t bound) { return static_cast<std::size_t>(m_random() % bound); }
    bool isChosen(std::size_t percent) { return below(100) < percent; }
    Selector podSelector();
    Selector namespaceSelector();
    Selector selector(const std::vector<std::string>& keys, const std::vector<std::string>& values);
    Labels labels(const std::vector<std::string>& keys);
    Port port();
    const std::string& pick(const std::vector<std::string>& from) { return from[below(from.size())]; }

  private:
    Namespace ns(std::size_t index);
    Pod pod(const World& world, std::size_t index);
    Peer peer();
    Peer block();
    std::vector<Rule> rules();

    std::mt19937_64 m_random;
};

/// Removes what does not matter: the smallest world found, one removal at a time, for which `isFailing` still holds.
World shrunk(World world, const std::function<bool(const World&)>& isFailing);

} // namespace portolan::world
