#include "core/net/port_set.h"

#include <algorithm>

namespace portolan {

PortSet PortSet::range(std::uint16_t first, std::uint16_t last) {
    PortSet out;
    first = std::max<std::uint16_t>(first, 1);
    if (first <= last) out.m_ranges.push_back({first, last});
    return out;
}

bool PortSet::contains(std::uint16_t port) const {
    const auto it = std::upper_bound(m_ranges.begin(), m_ranges.end(), port,
                                     [](std::uint16_t p, const PortRange& r) { return p < r.first; });
    return it != m_ranges.begin() && port <= std::prev(it)->last;
}

std::size_t PortSet::count() const {
    std::size_t n = 0;
    for (const PortRange& r : m_ranges) n += static_cast<std::size_t>(r.last) - r.first + 1;
    return n;
}

PortSet PortSet::united(const PortSet& other) const {
    std::vector<PortRange> merged;
    merged.reserve(m_ranges.size() + other.m_ranges.size());
    std::merge(m_ranges.begin(), m_ranges.end(), other.m_ranges.begin(), other.m_ranges.end(),
               std::back_inserter(merged));
    PortSet out;
    for (const PortRange& r : merged) {
        if (!out.m_ranges.empty() && static_cast<unsigned>(r.first) <= out.m_ranges.back().last + 1U)
            out.m_ranges.back().last = std::max(out.m_ranges.back().last, r.last);
        else
            out.m_ranges.push_back(r);
    }
    return out;
}

PortSet PortSet::intersected(const PortSet& other) const {
    PortSet out;
    auto a = m_ranges.begin();
    auto b = other.m_ranges.begin();
    while (a != m_ranges.end() && b != other.m_ranges.end()) {
        const std::uint16_t first = std::max(a->first, b->first);
        const std::uint16_t last = std::min(a->last, b->last);
        if (first <= last) out.m_ranges.push_back({first, last});
        (a->last < b->last ? a : b)++;
    }
    return out;
}

PortSet PortSet::minus(const PortSet& other) const {
    PortSet out;
    auto cut = other.m_ranges.begin();
    for (const PortRange& r : m_ranges) {
        unsigned next = r.first;
        while (cut != other.m_ranges.end() && cut->last < next) ++cut;
        for (auto c = cut; c != other.m_ranges.end() && c->first <= r.last; ++c) {
            if (c->first > next)
                out.m_ranges.push_back({static_cast<std::uint16_t>(next), static_cast<std::uint16_t>(c->first - 1)});
            next = c->last + 1U;
        }
        if (next <= r.last) out.m_ranges.push_back({static_cast<std::uint16_t>(next), r.last});
    }
    return out;
}

std::string PortSet::text() const {
    std::string out;
    for (const PortRange& r : m_ranges) {
        if (!out.empty()) out += ',';
        out += std::to_string(r.first);
        if (r.last != r.first) out += '-' + std::to_string(r.last);
    }
    return out;
}

} // namespace portolan
