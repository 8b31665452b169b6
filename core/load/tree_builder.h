#pragma once

#include "core/load/events.h"
#include "core/load/tree_node.h"

#include <array>
#include <cstddef>
#include <memory>
#include <memory_resource>
#include <string>
#include <vector>

namespace portolan::loading {

/// What the items of a typed List (PodList) inherit where they state no apiVersion and kind (semantics Y-4).
struct TypeMeta {
    std::string apiVersion;
    std::string kind;

    /// Of the items of a list with that kind: "PodList" gives "Pod", "List" gives nothing.
    static TypeMeta ofItems(std::string_view listApiVersion, std::string_view listKind);
};

/// Takes the objects that a TreeBuilder completes.
class ObjectSink {
  public:
    virtual ~ObjectSink() = default;
    /// `root` is valid during the call only.
    virtual void object(const TreeNode& root, const TypeMeta& inherited) = 0;
};

/// Turns events into one tree an object, leaving out what no reader wants (prune.h). The items of a List go to the sink
/// one by one, so that a List never sits in memory as a whole; only items that name no kind wait for the list's.
class TreeBuilder : public EventSink {
  public:
    /// Object: the value is one object, or a List. Items: the value is a list of objects.
    enum class Root { Object, Items };

    TreeBuilder(ObjectSink& sink, Root root, TypeMeta inherited = {});

    void beginMap(std::uint32_t at) override;
    void endMap() override;
    void beginList(std::uint32_t at) override;
    void endList() override;
    Want key(std::string_view text, ScalarStyle style, std::uint32_t at) override;
    void scalar(std::string_view text, ScalarStyle style, std::uint32_t at) override;

    /// Forgets an object that was begun and will not be completed.
    void reset();

  private:
    struct Frame {
        TreeNode::Kind kind = TreeNode::Kind::Map;
        std::uint32_t at = 0;
        std::size_t firstChild = 0;
    };
    struct PendingKey {
        std::string_view text;
        ScalarStyle style = ScalarStyle::Plain;
        std::uint32_t at = 0;
    };

    void begin(TreeNode::Kind kind, std::uint32_t at);
    void end();
    void put(const TreeNode& node);
    void countNode(std::uint32_t at);
    void deliver(const TreeNode& root);
    void endItems(const TreeNode& root);
    void mergeKeys(std::size_t firstChild);
    std::string_view keep(std::string_view text);
    const Member* keepMembers(std::size_t firstChild);
    bool isItemsKey() const;
    std::size_t rootDepth() const { return m_root == Root::Items ? 2 : 1; }

    ObjectSink& m_sink;
    Root m_root;
    TypeMeta m_inherited;
    std::unique_ptr<std::array<std::byte, 1U << 16U>> m_buffer;
    std::unique_ptr<std::pmr::monotonic_buffer_resource> m_arena;
    std::vector<Frame> m_frames;
    std::vector<std::string_view> m_path; ///< keys from the object down to the innermost frame
    std::string_view m_kind;              ///< of the object, once read
    std::string_view m_apiVersion;
    std::vector<Member> m_children;
    std::size_t m_nodes = 0; ///< of the object so far
    PendingKey m_key;
    std::unique_ptr<TreeBuilder> m_items; ///< takes the events of `items`, while they last
    std::size_t m_itemsDepth = 0;
    std::vector<TreeNode> m_waiting; ///< items without a kind, of a List whose kind is not known yet
    bool m_isListKindKnown = true;
    unsigned m_listLevel = 0; ///< Lists around this one
};

} // namespace portolan::loading
