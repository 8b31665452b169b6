#include "core/load/tree_node.h"

#include <algorithm>
#include <ranges>

namespace portolan::loading {

const TreeNode* TreeNode::find(std::string_view key) const {
    if (!isMap()) return nullptr;
    for (std::uint32_t i = count; i > 0; --i)
        if (first[i - 1].key == key) return &first[i - 1].value;
    return nullptr;
}

bool TreeNode::isSame(const TreeNode& other) const {
    if (kind != other.kind || count != other.count) return false;
    if (isScalar()) return text == other.text && type() == other.type();
    return std::ranges::equal(members(), other.members(), [](const Member& a, const Member& b) {
        return a.key == b.key && a.value.isSame(b.value);
    });
}

} // namespace portolan::loading
