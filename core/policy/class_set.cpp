#include "core/policy/class_set.h"

namespace portolan {

ClassSet ClassSet::range(std::uint32_t first, std::uint32_t end) {
    ClassSet out;
    if (first < end) out.m_runs.push_back({first, end});
    return out;
}

ClassSet ClassSet::ofAscending(const std::vector<ClassRun>& runs) {
    ClassSet out;
    for (const ClassRun& r : runs) out.append(r);
    return out;
}

void ClassSet::append(ClassRun run) {
    if (run.first >= run.end) return;
    if (!m_runs.empty() && run.first <= m_runs.back().end)
        m_runs.back().end = std::max(m_runs.back().end, run.end);
    else
        m_runs.push_back(run);
}

bool ClassSet::contains(ClassId id) const {
    const auto it = std::upper_bound(m_runs.begin(), m_runs.end(), id.value,
                                     [](std::uint32_t v, const ClassRun& r) { return v < r.first; });
    return it != m_runs.begin() && id.value < std::prev(it)->end;
}

std::size_t ClassSet::count() const {
    std::size_t n = 0;
    for (const ClassRun& r : m_runs) n += r.end - r.first;
    return n;
}

ClassSet ClassSet::united(const ClassSet& other) const {
    if (other.isEmpty()) return *this;
    if (isEmpty()) return other;
    ClassSet out;
    auto a = m_runs.begin();
    auto b = other.m_runs.begin();
    while (a != m_runs.end() || b != other.m_runs.end()) {
        const bool isFirst = b == other.m_runs.end() || (a != m_runs.end() && a->first <= b->first);
        out.append(isFirst ? *a++ : *b++);
    }
    return out;
}

ClassSet ClassSet::intersected(const ClassSet& other) const {
    ClassSet out;
    auto a = m_runs.begin();
    auto b = other.m_runs.begin();
    while (a != m_runs.end() && b != other.m_runs.end()) {
        out.append({std::max(a->first, b->first), std::min(a->end, b->end)});
        (a->end < b->end ? a : b)++;
    }
    return out;
}

ClassSet ClassSet::minus(const ClassSet& other) const {
    ClassSet out;
    auto cut = other.m_runs.begin();
    for (const ClassRun& r : m_runs) {
        std::uint32_t next = r.first;
        while (cut != other.m_runs.end() && cut->end <= next) ++cut;
        for (auto c = cut; c != other.m_runs.end() && c->first < r.end; ++c) {
            out.append({next, std::max(next, c->first)});
            next = std::max(next, c->end);
        }
        out.append({next, std::max(next, r.end)});
    }
    return out;
}

std::size_t ClassSet::hash() const {
    std::uint64_t h = 0x9e3779b97f4a7c15ULL;
    for (const ClassRun& r : m_runs) {
        h = (h ^ (std::uint64_t{r.first} << 32U | r.end)) * 0xff51afd7ed558ccdULL;
        h ^= h >> 32U;
    }
    return h;
}

} // namespace portolan
