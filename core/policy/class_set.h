#pragma once

#include "core/base/id.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace portolan {

/// A class of endpoints that no rule can tell apart: pods first (contiguous a namespace), then address atoms.
/// Ids live as long as their EndpointClasses and are never stored (contract: stable identity).
using ClassId = Id<struct ClassTag>;

/// A run of consecutive classes, first inclusive, end exclusive.
struct ClassRun {
    std::uint32_t first = 0;
    std::uint32_t end = 0;
    auto operator<=>(const ClassRun&) const = default;
};

/// A set of classes as maximal ascending runs; equal sets compare equal. Namespaced sets are a run or a few, so that
/// set operations cost what the rules say and not what the cluster holds (engine.md 1.6).
class ClassSet {
  public:
    ClassSet() = default;
    static ClassSet range(std::uint32_t first, std::uint32_t end);
    /// From runs in ascending order of `first`; neighbours and overlaps are merged.
    static ClassSet ofAscending(const std::vector<ClassRun>& runs);

    bool isEmpty() const { return m_runs.empty(); }
    bool contains(ClassId id) const;
    std::size_t count() const;
    const std::vector<ClassRun>& runs() const { return m_runs; }
    template <typename Body>
    void forEach(Body body) const {
        for (const ClassRun& r : m_runs)
            for (std::uint32_t i = r.first; i < r.end; ++i) body(ClassId(i));
    }

    /// Adds a class at or after the end of the set.
    void append(ClassId id) { append({id.value, id.value + 1}); }
    void append(ClassRun run);

    ClassSet united(const ClassSet& other) const;
    ClassSet intersected(const ClassSet& other) const;
    ClassSet minus(const ClassSet& other) const;

    bool operator==(const ClassSet&) const = default;
    std::size_t hash() const;

  private:
    std::vector<ClassRun> m_runs;
};

} // namespace portolan
