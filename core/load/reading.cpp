#include "core/load/reading.h"

#include "core/load/names.h"

#include <algorithm>
#include <unordered_map>

namespace portolan::loading {
namespace {

/// Appends the path from `from` to `target`; false where the target is not below.
bool findPath(const TreeNode& from, const TreeNode& target, std::string& path) {
    if (&from == &target) return true;
    std::size_t index = 0;
    for (const Member& m : from.members()) {
        const std::size_t length = path.size();
        if (from.isList())
            path += '[' + std::to_string(index) + ']';
        else
            path += (path.empty() ? "" : ".") + std::string(m.key);
        if (findPath(m.value, target, path)) return true;
        path.resize(length);
        ++index;
    }
    return false;
}

std::string typeName(const TreeNode& node) {
    switch (node.kind) {
    case TreeNode::Kind::Map: return "a map";
    case TreeNode::Kind::List:
    case TreeNode::Kind::Streamed: return "a list";
    case TreeNode::Kind::Scalar: return std::string(describe(node.type()));
    case TreeNode::Kind::Skipped: break;
    }
    return "a value";
}

} // namespace

std::string quoted(std::string_view text) {
    constexpr std::size_t kShown = 64;
    std::string out = "\"";
    for (const char c : text.substr(0, kShown)) out += static_cast<unsigned char>(c) < 0x20U ? '?' : c;
    return out + (text.size() > kShown ? "...\"" : "\"");
}

SourceRef Reading::lineIn(const TreeNode& node, std::size_t offset) {
    const SourceRef start = at(node);
    const char mark = m_lines.byteAt(m_base + node.at);
    if (mark != '|' && mark != '>') return start;
    const auto before = std::ranges::count(node.text.substr(0, offset), '\n');
    return {start.file, start.line + 1 + static_cast<std::uint32_t>(before), 0};
}

std::string Reading::path(const TreeNode& node) const {
    std::string out;
    findPath(m_root, node, out);
    return out.empty() ? "the object" : out;
}

std::string Reading::path(const TreeNode& parent, std::string_view key) const {
    if (&parent == &m_root) return std::string(key);
    return path(parent) + '.' + std::string(key);
}

const TreeNode* Reading::child(const TreeNode* parent, std::string_view key) const {
    const TreeNode* const node = parent != nullptr ? parent->find(key) : nullptr;
    return node == nullptr || node->isNull() ? nullptr : node;
}

const TreeNode* Reading::map(const TreeNode* parent, std::string_view key) {
    const TreeNode* const node = child(parent, key);
    if (node == nullptr || node->isMap()) return node;
    wrongType(*node, "a map");
    return nullptr;
}

std::span<const Member> Reading::list(const TreeNode* parent, std::string_view key) {
    const TreeNode* const node = child(parent, key);
    if (node == nullptr) return {};
    if (node->isList()) return node->members();
    wrongType(*node, "a list");
    return {};
}

std::optional<std::string_view> Reading::string(const TreeNode* parent, std::string_view key, Show show) {
    const TreeNode* const node = child(parent, key);
    if (node == nullptr) return std::nullopt;
    return stringOf(*node, show);
}

std::optional<std::string_view> Reading::stringOf(const TreeNode& node, Show show) {
    if (node.isScalar() && node.type() == ScalarType::String) {
        if (isDisputedLetter(node.text, node.style)) tellDisputed(node);
        return node.text;
    }
    wrongType(node, "a string", show);
    return std::nullopt;
}

/// Once a file, for whole test clusters are named x, y and z.
void Reading::tellDisputed(const TreeNode& node) {
    if (m_batch.disputedLetter) return;
    m_batch.disputedLetter = {Diagnostic::Level::Warning,
                              "",
                              at(node),
                              m_object,
                              "disputed letter: " + path(node) + " is a plain " + std::string(node.text) +
                                  ", which some readers of YAML take for a boolean; read as a string here and below",
                              "quote it"};
}

std::optional<std::int64_t> Reading::integer(const TreeNode* parent, std::string_view key) {
    const TreeNode* const node = child(parent, key);
    if (node == nullptr) return std::nullopt;
    if (node->isScalar())
        if (const auto value = integerValue(node->text, node->style)) return value;
    wrongType(*node, "an integer", Show::Value);
    return std::nullopt;
}

std::optional<bool> Reading::boolean(const TreeNode* parent, std::string_view key) {
    const TreeNode* const node = child(parent, key);
    if (node == nullptr) return std::nullopt;
    if (node->isScalar())
        if (const auto value = boolValue(node->text, node->style)) return value;
    wrongType(*node, "true or false", Show::Value);
    return std::nullopt;
}

Reading::Texts Reading::texts(const TreeNode* parent, std::string_view key) {
    Texts out;
    const TreeNode* const node = map(parent, key);
    if (node == nullptr) return out;
    out.reserve(node->count);
    for (const Member& m : node->members()) {
        if (node->find(m.key) != &m.value) continue; // an earlier duplicate
        std::string name(m.key);
        if (const auto spelled = boolValue(m.key, m.keyStyle)) name = *spelled ? "true" : "false";
        if (m.value.isNull()) {
            out.emplace_back(std::move(name), std::string());
        } else if (const auto value = stringOf(m.value)) {
            out.emplace_back(std::move(name), std::string(*value));
        }
    }
    return out;
}

void Reading::reject(const TreeNode& node, std::string_view cause, const std::string& text, std::string fix) {
    m_isRejected = true;
    refuse(Diagnostic::Level::Error, node, cause, text, std::move(fix));
}

void Reading::rejectUnless(Origin origin, const TreeNode& node, std::string_view cause, const std::string& text,
                           std::string fix) {
    // A policy's name changes nothing about its meaning; what else is wrong with a policy does.
    const bool isHeld = m_object.starts_with("NetworkPolicy") && cause != "invalid name";
    if (origin == Origin::Manifest && (isHeld || !isLenient())) return reject(node, cause, text, std::move(fix));
    refuse(Diagnostic::Level::Warning, node, cause, text, std::move(fix));
}

void Reading::refuse(Diagnostic::Level level, const TreeNode& node, std::string_view cause, const std::string& text,
                     std::string fix) {
    const auto holds = [&](std::string_view mark) {
        return text.find(mark) != std::string::npos || (node.isScalar() && node.text.find(mark) != node.text.npos);
    };
    const bool isVariable = holds("${");
    if (!isVariable && !holds("{{"))
        return report(level, "PARSE-01", node.at, std::string(cause) + ": " + path(node) + ' ' + text, std::move(fix));
    if (std::exchange(m_isUnrenderedTold, true)) return;
    report(level, "PARSE-02", node.at,
           std::string("unrendered ") + (isVariable ? "variable: " : "template: ") + path(node) + ' ' + text,
           isVariable ? "substitute it first: envsubst, or flux build"
                      : "render it first: helm template, or kustomize build");
}

void Reading::wrongType(const TreeNode& node, std::string_view expected, Show show) {
    const bool isInteger = node.isScalar() && node.type() == ScalarType::Integer;
    if (isInteger && expected == "an integer")
        return reject(node, "invalid value",
                      "is " + std::string(node.text.substr(0, 64)) + ", larger than any integer");
    std::string found = typeName(node);
    const bool isShown = show == Show::Value && node.isScalar();
    if (isShown) found += " (" + std::string(node.text.substr(0, 64)) + ')';
    std::string fix;
    if (isShown && expected == "a string" && node.type() != ScalarType::String)
        fix = "quote it: \"" + std::string(node.text.substr(0, 64)) + '"';
    reject(node, "wrong type", "is " + found + ", the API wants " + std::string(expected), std::move(fix));
}

void Reading::passOver(std::string message) {
    m_isRejected = true;
    report(Diagnostic::Level::Note, "", m_root.at, std::move(message));
}

void Reading::missing(const TreeNode& parent, std::string_view key, std::string fix) {
    m_isRejected = true;
    report(Diagnostic::Level::Error, "PARSE-01", parent.at, "missing field: " + path(parent, key) + " is required",
           std::move(fix));
}

void Reading::report(Diagnostic::Level level, std::string code, std::uint32_t offset, std::string message,
                     std::string fix) {
    m_batch.diagnostics.push_back({level, std::move(code), at(offset), m_object, std::move(message), std::move(fix)});
}

void Reading::checkFields(const TreeNode& map, std::span<const std::string_view> known) {
    for (const Member& m : map.members()) {
        if (std::ranges::find(known, m.key) != known.end()) continue;
        const auto meant = closestName(m.key, known);
        const std::string where = &map == &m_root ? std::string(m.key) : path(m.value);
        report(meant ? Diagnostic::Level::Error : Diagnostic::Level::Warning, "PARSE-04", m.keyAt,
               "unknown field: " + where + " is no field of the API and is dropped",
               meant ? "rename it to " + std::string(*meant) : "remove it");
    }
}

void Reading::checkDuplicates(const TreeNode& node, Diagnostic::Level level) {
    constexpr std::uint32_t kFewKeys = 16;
    const auto first = [&](std::uint32_t i) -> const Member* {
        for (std::uint32_t k = 0; k < i; ++k)
            if (node.first[k].key == node.first[i].key) return &node.first[k];
        return nullptr;
    };
    std::unordered_map<std::string_view, const Member*> seen;
    for (std::uint32_t i = 0; i < node.count; ++i) {
        const Member& m = node.first[i];
        if (node.isMap()) {
            const Member* other = nullptr;
            if (node.count <= kFewKeys)
                other = first(i);
            else if (const auto [it, isNew] = seen.emplace(m.key, &m); !isNew)
                other = it->second;
            if (other != nullptr) {
                const bool isSame = other->value.isSame(m.value);
                report(isSame ? Diagnostic::Level::Note : level, "PARSE-03", m.keyAt,
                       "duplicate key: " + path(m.value) + " is written again, first in line " +
                           std::to_string(at(other->keyAt).line) +
                           (isSame ? ", with the same value" : "; only the last one counts"),
                       "put both under one key");
            }
        }
        if (m.value.count != 0) checkDuplicates(m.value, level);
    }
}

} // namespace portolan::loading
