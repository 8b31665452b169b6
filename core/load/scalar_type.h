#pragma once

#include "core/load/events.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace portolan::loading {

enum class ScalarType : std::uint8_t { Null, Bool, Integer, Float, String };

/// The type that Kubernetes tooling gives a scalar: YAML 1.1 spelling rules for plain ones, with yes, no, on and off as
/// booleans, leading zeros as octal, underscores in numbers. Timestamps stay strings, as in the tooling (semantics
/// Y-5). The single letters y and n, on which readers of YAML differ, are strings here; isDisputedLetter() tells them.
ScalarType scalarType(std::string_view text, ScalarStyle style);

/// True for a plain y, Y, n or N, which some readers take for a boolean.
bool isDisputedLetter(std::string_view text, ScalarStyle style);

/// The value of a scalar whose type is Integer; nullopt for other types and beyond 64 bits.
std::optional<std::int64_t> integerValue(std::string_view text, ScalarStyle style);
/// The value of a scalar whose type is Bool, or of a disputed letter; nullopt for other types.
std::optional<bool> boolValue(std::string_view text, ScalarStyle style);

/// "a string", "an integer", ...: how messages speak of a type.
std::string_view describe(ScalarType type);

} // namespace portolan::loading
