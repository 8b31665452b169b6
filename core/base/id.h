#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace portolan {

/// Index of a T in its owner's vector. Ids of different tags do not mix; there is no null Id, use std::optional.
template <typename Tag>
struct Id {
    std::uint32_t value = 0;

    constexpr Id() = default;
    constexpr explicit Id(std::uint32_t v) : value(v) {}
    constexpr explicit Id(std::size_t v) : value(static_cast<std::uint32_t>(v)) {}
    constexpr std::size_t index() const { return value; }
    auto operator<=>(const Id&) const = default;
};

/// Vector of T that is indexed by Id<Tag> only.
template <typename Tag, typename T>
class IdVector {
  public:
    Id<Tag> push(T item) {
        m_items.push_back(std::move(item));
        return Id<Tag>(m_items.size() - 1);
    }
    T& operator[](Id<Tag> id) { return m_items[id.index()]; }
    const T& operator[](Id<Tag> id) const { return m_items[id.index()]; }
    std::size_t size() const { return m_items.size(); }
    bool isEmpty() const { return m_items.empty(); }
    void reserve(std::size_t n) { m_items.reserve(n); }
    auto begin() const { return m_items.begin(); }
    auto end() const { return m_items.end(); }
    auto begin() { return m_items.begin(); }
    auto end() { return m_items.end(); }
    std::span<const T> all() const { return m_items; }

  private:
    std::vector<T> m_items;
};

} // namespace portolan

template <typename Tag>
struct std::hash<portolan::Id<Tag>> {
    std::size_t operator()(portolan::Id<Tag> id) const noexcept { return std::hash<std::uint32_t>{}(id.value); }
};
