#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace portolan {

/// A range of port numbers, both ends included.
struct PortRange {
    std::uint16_t first = 0;
    std::uint16_t last = 0;
    auto operator<=>(const PortRange&) const = default;
};

/// A set of port numbers 1..65535 as maximal ascending ranges; equal sets compare equal.
class PortSet {
  public:
    PortSet() = default;
    static PortSet all() { return range(1, 65535); }
    static PortSet single(std::uint16_t port) { return range(port, port); }
    /// All ports first..last; empty where first > last. Port 0 is not a port and is left out.
    static PortSet range(std::uint16_t first, std::uint16_t last);

    bool isEmpty() const { return m_ranges.empty(); }
    bool isAll() const { return m_ranges.size() == 1 && m_ranges[0] == PortRange{1, 65535}; }
    bool contains(std::uint16_t port) const;
    bool contains(const PortSet& other) const { return other.minus(*this).isEmpty(); }
    std::size_t count() const;
    const std::vector<PortRange>& ranges() const { return m_ranges; }

    PortSet united(const PortSet& other) const;
    PortSet intersected(const PortSet& other) const;
    PortSet minus(const PortSet& other) const;
    /// "80,8000-8100"; "" for the empty set.
    std::string text() const;

    auto operator<=>(const PortSet&) const = default;

  private:
    std::vector<PortRange> m_ranges;
};

} // namespace portolan
