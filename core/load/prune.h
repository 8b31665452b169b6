#pragma once

#include <span>
#include <string_view>

namespace portolan::loading {

/// What becomes of a key and its value: kept as a node, kept as a key alone, or not kept at all.
enum class Keep { Value, KeyOnly, Nothing };

/// Decides for a key of an object from the keys above it, the object's own first ("spec", "containers", "" for a list
/// item). `kind` is the object's where it is known by now, else empty. Leaves out everything that no reader asks for:
/// managed fields, most annotations and most of status, what a pod spec says beyond ports and whom its containers talk to
/// (semantics Y-12), and all content of Secrets.
Keep keepOf(std::string_view key, std::span<const std::string_view> above, std::string_view kind);

} // namespace portolan::loading
