#include "core/load/tree_builder.h"

#include "core/load/prune.h"

#include <algorithm>
#include <cstring>

namespace portolan::loading {
namespace {

constexpr std::string_view kMergeKey = "<<";
constexpr unsigned kMaxListLevel = 16;

bool isMergeKey(const Member& m) {
    return m.keyStyle == ScalarStyle::Plain && m.key == kMergeKey;
}

} // namespace

TypeMeta TypeMeta::ofItems(std::string_view listApiVersion, std::string_view listKind) {
    constexpr std::string_view kSuffix = "List";
    if (!listKind.ends_with(kSuffix) || listKind == kSuffix) return {};
    listKind.remove_suffix(kSuffix.size());
    return {std::string(listApiVersion), std::string(listKind)};
}

TreeBuilder::TreeBuilder(ObjectSink& sink, Root root, TypeMeta inherited)
    : m_sink(sink), m_root(root), m_inherited(std::move(inherited)),
      m_buffer(std::make_unique<std::array<std::byte, 1U << 16U>>()),
      m_arena(std::make_unique<std::pmr::monotonic_buffer_resource>(m_buffer->data(), m_buffer->size())) {}

void TreeBuilder::reset() {
    m_frames.clear();
    m_children.clear();
    m_path.clear();
    m_kind = {};
    m_apiVersion = {};
    m_items.reset();
    m_itemsDepth = 0;
    m_waiting.clear();
    m_nodes = 0;
    m_arena->release();
}

void TreeBuilder::countNode(std::uint32_t at) {
    if (++m_nodes > kMaxObjectNodes)
        throw SyntaxFault{{SyntaxError::Kind::Limit, at, "an object has more than 12 million values"}};
}

std::string_view TreeBuilder::keep(std::string_view text) {
    if (text.empty()) return {};
    auto* const copy = static_cast<char*>(m_arena->allocate(text.size(), 1));
    std::memcpy(copy, text.data(), text.size());
    return {copy, text.size()};
}

const Member* TreeBuilder::keepMembers(std::size_t firstChild) {
    const std::size_t count = m_children.size() - firstChild;
    if (count == 0) return nullptr;
    auto* const copy = static_cast<Member*>(m_arena->allocate(count * sizeof(Member), alignof(Member)));
    std::uninitialized_copy_n(m_children.begin() + static_cast<std::ptrdiff_t>(firstChild), count, copy);
    return copy;
}

void TreeBuilder::beginMap(std::uint32_t at) {
    if (m_itemsDepth != 0) {
        ++m_itemsDepth;
        return m_items->beginMap(at);
    }
    begin(TreeNode::Kind::Map, at);
}

void TreeBuilder::beginList(std::uint32_t at) {
    if (m_itemsDepth == 0 && isItemsKey()) {
        if (m_listLevel == kMaxListLevel)
            throw SyntaxFault{{SyntaxError::Kind::Limit, at, "Lists nested deeper than 16 levels"}};
        m_items = std::make_unique<TreeBuilder>(m_sink, Root::Items, TypeMeta::ofItems(m_apiVersion, m_kind));
        m_items->m_isListKindKnown = !m_kind.empty() && !m_apiVersion.empty();
        m_items->m_listLevel = m_listLevel + 1;
        m_itemsDepth = 1;
        return m_items->beginList(at);
    }
    if (m_itemsDepth != 0) {
        ++m_itemsDepth;
        return m_items->beginList(at);
    }
    begin(TreeNode::Kind::List, at);
}

void TreeBuilder::endMap() {
    if (m_itemsDepth != 0) {
        --m_itemsDepth;
        return m_items->endMap();
    }
    mergeKeys(m_frames.back().firstChild);
    end();
}

void TreeBuilder::endList() {
    if (m_itemsDepth == 0) return end();
    --m_itemsDepth;
    m_items->endList();
    if (m_itemsDepth == 0) put({.kind = TreeNode::Kind::Streamed, .at = m_key.at});
}

EventSink::Want TreeBuilder::key(std::string_view text, ScalarStyle style, std::uint32_t at) {
    if (m_itemsDepth != 0) return m_items->key(text, style, at);
    const Keep keepIt = m_frames.size() < rootDepth() ? Keep::Value : keepOf(text, m_path, m_kind);
    if (keepIt == Keep::Nothing) return Want::Skip;
    m_key = {keep(text), style, at};
    if (keepIt == Keep::Value) return Want::Value;
    put({.kind = TreeNode::Kind::Skipped, .at = at});
    return Want::Skip;
}

void TreeBuilder::scalar(std::string_view text, ScalarStyle style, std::uint32_t at) {
    if (m_itemsDepth != 0) return m_items->scalar(text, style, at);
    if (text.size() > kMaxScalarBytes)
        throw SyntaxFault{{SyntaxError::Kind::Limit, at, "a scalar is larger than 64 MiB"}};
    put({.kind = TreeNode::Kind::Scalar, .style = style, .at = at, .text = keep(text)});
}

void TreeBuilder::begin(TreeNode::Kind kind, std::uint32_t at) {
    if (m_frames.size() >= kMaxDepth)
        throw SyntaxFault{{SyntaxError::Kind::Limit, at, "nested deeper than 200 levels"}};
    countNode(at);
    const bool isKeyed = !m_frames.empty() && m_frames.back().kind == TreeNode::Kind::Map;
    m_frames.push_back({kind, at, m_children.size()});
    if (m_frames.size() > rootDepth()) m_path.push_back(isKeyed ? m_key.text : std::string_view());
    if (isKeyed) {
        m_children.push_back({m_key.text, m_key.style, m_key.at, {}});
    } else if (m_frames.size() > 1) {
        m_children.emplace_back();
    } else {
        return;
    }
    m_frames.back().firstChild = m_children.size();
}

void TreeBuilder::end() {
    const Frame frame = m_frames.back();
    if (m_frames.size() > rootDepth()) m_path.pop_back();
    m_frames.pop_back();
    TreeNode node{.kind = frame.kind, .at = frame.at};
    node.count = static_cast<std::uint32_t>(m_children.size() - frame.firstChild);
    node.first = keepMembers(frame.firstChild);
    m_children.resize(frame.firstChild);
    const bool isRoot = m_frames.empty();
    const bool isItem = m_root == Root::Items && m_frames.size() == 1;
    if (isItem) {
        m_children.pop_back();
        return deliver(node);
    }
    if (!isRoot) {
        m_children.back().value = node;
        return;
    }
    if (m_root == Root::Object || frame.kind != TreeNode::Kind::List) return deliver(node);
}

void TreeBuilder::put(const TreeNode& node) {
    countNode(node.at);
    if (m_frames.empty() || (m_root == Root::Items && m_frames.size() == 1)) return deliver(node);
    if (m_frames.back().kind == TreeNode::Kind::List) {
        m_children.push_back({{}, ScalarStyle::Plain, 0, node});
        return;
    }
    m_children.push_back({m_key.text, m_key.style, m_key.at, node});
    if (m_frames.size() == rootDepth() && node.isScalar()) {
        if (m_key.text == "kind") m_kind = node.text;
        if (m_key.text == "apiVersion") m_apiVersion = node.text;
    }
}

void TreeBuilder::deliver(const TreeNode& root) {
    if (m_items != nullptr) endItems(root);
    m_kind = {};
    m_apiVersion = {};
    if (!m_isListKindKnown && root.isMap() && root.find("kind") == nullptr) {
        m_waiting.push_back(root);
        return;
    }
    m_nodes = 0;
    m_sink.object(root, m_inherited);
    if (m_waiting.empty()) m_arena->release();
}

/// Hands out the items that waited for the kind of their List.
void TreeBuilder::endItems(const TreeNode& root) {
    const auto text = [&](std::string_view key) {
        const TreeNode* const node = root.find(key);
        return node != nullptr && node->isScalar() ? node->text : std::string_view();
    };
    const TypeMeta inherited = TypeMeta::ofItems(text("apiVersion"), text("kind"));
    for (const TreeNode& item : m_items->m_waiting) m_sink.object(item, inherited);
    m_items.reset();
}

/// Puts the keys of `<<` values into the innermost map; keys that the map states itself win (semantics Y-7).
void TreeBuilder::mergeKeys(std::size_t firstChild) {
    const auto begin = [&] { return m_children.begin() + static_cast<std::ptrdiff_t>(firstChild); };
    if (std::none_of(begin(), m_children.end(), isMergeKey)) return;
    std::vector<TreeNode> sources;
    for (auto it = begin(); it != m_children.end(); ++it) {
        if (!isMergeKey(*it)) continue;
        if (it->value.isMap()) {
            sources.push_back(it->value);
        } else if (it->value.isList()) {
            for (const Member& item : it->value.members()) sources.push_back(item.value);
        }
        if (sources.empty() || !std::ranges::all_of(sources, &TreeNode::isMap))
            throw SyntaxFault{{SyntaxError::Kind::Malformed, it->keyAt, "the merge key << needs a map"}};
    }
    m_children.erase(std::remove_if(begin(), m_children.end(), isMergeKey), m_children.end());
    for (const TreeNode& source : sources) {
        for (const Member& m : source.members()) {
            const bool isStated =
                std::any_of(begin(), m_children.end(), [&](const Member& c) { return c.key == m.key; });
            if (!isStated) m_children.push_back(m);
        }
    }
}

bool TreeBuilder::isItemsKey() const {
    return m_frames.size() == rootDepth() && m_frames.back().kind == TreeNode::Kind::Map && m_key.text == "items";
}

} // namespace portolan::loading
