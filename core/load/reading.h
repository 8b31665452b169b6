#pragma once

#include "core/load/batch.h"
#include "core/load/line_map.h"
#include "core/load/load.h"
#include "core/load/tree_node.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace portolan::loading {

/// Stored: an API server holds the object (it has a uid), so it passed validation at some time.
enum class Origin { Manifest, Stored };

/// What a reader of one object works with: typed access to the tree, and a place for what is wrong. A value of the
/// wrong type, or one that the API server refuses, rejects the object: the reader goes on to find more, and the caller
/// drops the object in the end. An explicit null is the same as an absent field, as in the API.
class Reading {
  public:
    /// Whether a message may show the value: never where it could be a secret.
    enum class Show { Value, TypeOnly };
    using Texts = std::vector<std::pair<std::string, std::string>>;

    /// `base`: where the text that was fed begins in the text of `lines`.
    Reading(Batch& batch, LineMap& lines, std::size_t base, const LoadOptions& options, const TreeNode& root)
        : m_batch(batch), m_lines(lines), m_base(base), m_options(options), m_root(root) {}

    Batch& batch() { return m_batch; }
    Symbols& symbols() { return m_batch.symbols; }
    const LoadOptions& options() const { return m_options; }
    const TreeNode& root() const { return m_root; }
    SourceRef at(const TreeNode& node) { return at(node.at); }
    SourceRef at(std::uint32_t offset) { return m_lines.at(m_base + offset); }
    /// The place of byte `offset` of a scalar's text: the line of it in a block scalar, else where the scalar begins.
    SourceRef lineIn(const TreeNode& node, std::size_t offset);

    /// What messages call the object from now on: "NetworkPolicy shop/allow-web".
    void setObject(std::string object) { m_object = std::move(object); }
    const std::string& object() const { return m_object; }
    bool isRejected() const { return m_isRejected; }

    /// "spec.ingress[0].from[1]" of a node of this object, however it was reached.
    std::string path(const TreeNode& node) const;
    std::string path(const TreeNode& parent, std::string_view key) const;

    /// The child of that key: nullptr where it is absent or null, or has another type (which rejects the object).
    const TreeNode* map(const TreeNode* parent, std::string_view key);
    std::span<const Member> list(const TreeNode* parent, std::string_view key);
    std::optional<std::string_view> string(const TreeNode* parent, std::string_view key, Show show = Show::Value);
    std::optional<std::int64_t> integer(const TreeNode* parent, std::string_view key);
    std::optional<bool> boolean(const TreeNode* parent, std::string_view key);
    /// As string(), for a list item or any other node.
    std::optional<std::string_view> stringOf(const TreeNode& node, Show show = Show::Value);
    /// A map of strings, sorted by nothing, without duplicate keys. Null values count as "" as the API's decoder has
    /// it.
    Texts texts(const TreeNode* parent, std::string_view key);

    /// As reject() for a manifest; a PARSE-01 warning where an API server holds the object or validation is lenient.
    void rejectUnless(Origin origin, const TreeNode& node, std::string_view cause, const std::string& text,
                      std::string fix = {});
    /// True where what the API refuses in this object, which is no policy, is only warned about.
    bool isLenient() const { return m_options.validation == LoadOptions::Validation::Lenient; }

    /// Rejects the object with PARSE-01: "CAUSE: PATH TEXT". Where the value holds a ${VAR} or {{ }}, nobody has
    /// rendered it yet: PARSE-02, once an object (semantics Y-11).
    void reject(const TreeNode& node, std::string_view cause, const std::string& text, std::string fix = {});
    void wrongType(const TreeNode& node, std::string_view expected, Show show = Show::TypeOnly);
    /// Drops the object with a note: it is none that somebody would send to the API server.
    void passOver(std::string message);
    void missing(const TreeNode& parent, std::string_view key, std::string fix = {});
    /// Adds a diagnostic that does not reject; `message` starts with its cause.
    void report(Diagnostic::Level level, std::string code, std::uint32_t offset, std::string message,
                std::string fix = {});

    /// PARSE-04 for every key of `map` that is none of `known`.
    void checkFields(const TreeNode& map, std::span<const std::string_view> known);
    /// PARSE-03 for every key that a map of the object holds twice; `level` where the two values differ.
    void checkDuplicates(const TreeNode& node, Diagnostic::Level level);

  private:
    void refuse(Diagnostic::Level level, const TreeNode& node, std::string_view cause, const std::string& text,
                std::string fix);
    void tellDisputed(const TreeNode& node);
    const TreeNode* child(const TreeNode* parent, std::string_view key) const;

    Batch& m_batch;
    LineMap& m_lines;
    std::size_t m_base;
    const LoadOptions& m_options;
    const TreeNode& m_root;
    std::string m_object;
    bool m_isRejected = false;
    bool m_isUnrenderedTold = false;
};

/// "\"web\"" for messages: quoted, cut after 64 bytes, control characters as '?'.
std::string quoted(std::string_view text);

} // namespace portolan::loading
