#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

/// The syntax rules of names in the Kubernetes API, and the distance between two names.

namespace portolan::loading {

/// DNS-1123 label: at most 63 of a-z, 0-9, '-', no '-' at the ends (semantics Y-16).
bool isDnsLabel(std::string_view text);
/// DNS-1123 subdomain: labels separated by dots, at most 253 bytes (semantics NP-V1).
bool isDnsSubdomain(std::string_view text);
/// [prefix/]name (semantics L-1).
bool isLabelKey(std::string_view text);
/// Empty, or at most 63 of letters, digits, '-', '_', '.', alphanumeric at the ends (semantics L-1).
bool isLabelValue(std::string_view text);
/// IANA service name: 1 to 15 of a-z, 0-9, '-', a letter among them, no "--", no '-' at the ends (semantics NP-V4).
bool isPortName(std::string_view text);

/// The known name that `name` probably means: the same in another case, or at most two edits away.
std::optional<std::string_view> closestName(std::string_view name, std::span<const std::string_view> known);

} // namespace portolan::loading
