#pragma once

#include "core/load/scalar_type.h"

#include <cstdint>
#include <span>
#include <string_view>

/// The tree of one object: what a reader sees. Nodes live in the arena of the TreeBuilder that made them, until it
/// starts the next object.

namespace portolan::loading {

struct Member;

struct TreeNode {
    enum class Kind : std::uint8_t {
        Map,
        List,
        Scalar,
        Skipped, ///< a value that no reader wants: nothing of it is kept
        Streamed ///< the items of a List, which went to the sink one by one
    };
    Kind kind = Kind::Scalar;
    ScalarStyle style = ScalarStyle::Plain;
    std::uint32_t at = 0;       ///< byte offset in the text that was fed
    std::string_view text = {}; ///< of a scalar
    const Member* first = nullptr;
    std::uint32_t count = 0;

    bool isMap() const { return kind == Kind::Map; }
    bool isList() const { return kind == Kind::List; }
    bool isScalar() const { return kind == Kind::Scalar; }
    bool isNull() const { return isScalar() && type() == ScalarType::Null; }
    ScalarType type() const { return scalarType(text, style); }
    /// Keys and values in the order of the text, duplicates included; list items are members without a key.
    std::span<const Member> members() const;
    /// The last value with that key (semantics Y-8), null where a map has none or this is no map.
    const TreeNode* find(std::string_view key) const;
    /// The same content, whatever the position; skipped values are the same as any other skipped value.
    bool isSame(const TreeNode& other) const;
};

struct Member {
    std::string_view key;
    ScalarStyle keyStyle = ScalarStyle::Plain;
    std::uint32_t keyAt = 0;
    TreeNode value;
};

inline std::span<const Member> TreeNode::members() const {
    return {first, count};
}

} // namespace portolan::loading
