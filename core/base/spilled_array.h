#pragma once

#include "core/base/spill_file.h"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

namespace portolan {

/// A vector that is filled once and then only read. Above `maxBytes` its items lie in a SpillFile that is mapped, so
/// that they take room on the disk and no memory that others need.
template <typename T>
class SpilledArray {
    static_assert(std::is_trivially_copyable_v<T>);

  public:
    explicit SpilledArray(std::size_t maxBytes = std::numeric_limits<std::size_t>::max())
        : m_most(std::max<std::size_t>(1, maxBytes / sizeof(T))) {}

    /// Room for so many, where they stay in memory.
    void reserve(std::size_t count) { m_items.reserve(std::min(count, m_most)); }
    /// Fails as SpillFile does.
    Result<void> push(const T& item) {
        const std::size_t most = m_file ? kBuffered : m_most;
        if (m_items.size() >= most)
            if (auto done = flush(); !done) return done;
        m_items.push_back(item);
        ++m_size;
        return {};
    }
    std::size_t size() const { return m_size; }
    /// To be called once, after the last push(). Fails as SpillFile and SpillMapping do.
    Result<void> finish() {
        if (!m_file) return {};
        if (auto done = flush(); !done) return done;
        auto mapping = SpillMapping::of(*m_file);
        if (!mapping) return tl::make_unexpected(mapping.error());
        m_mapping = std::move(*mapping);
        m_items = {};
        return {};
    }

    std::span<const T> all() const {
        if (!m_file) return m_items;
        return {reinterpret_cast<const T*>(m_mapping.data()), m_mapping.size() / sizeof(T)};
    }
    /// Calls body(item) for each, in order, and lets go of the pages behind.
    template <typename Body>
    void forEach(Body body) const {
        std::size_t next = 0;
        for (const T& item : all()) {
            body(item);
            if (++next % kBuffered == 0 && m_file) m_mapping.release((next - kBuffered) * sizeof(T), next * sizeof(T));
        }
    }
    /// What lies on the disk.
    std::size_t spilledBytes() const { return m_mapping.size(); }

  private:
    static constexpr std::size_t kBuffered = std::size_t{1} << 15U;

    Result<void> flush() {
        if (!m_file) {
            auto file = SpillFile::create();
            if (!file) return tl::make_unexpected(file.error());
            m_file = std::move(*file);
        }
        if (auto done = m_file->append(std::as_bytes(std::span(m_items))); !done) return done;
        m_items.clear();
        if (m_items.capacity() > kBuffered) {
            m_items = {};
            m_items.reserve(kBuffered);
        }
        return {};
    }

    std::size_t m_most;     ///< items kept in memory
    std::size_t m_size = 0; ///< all items
    std::vector<T> m_items;
    std::optional<SpillFile> m_file;
    SpillMapping m_mapping;
};

} // namespace portolan
