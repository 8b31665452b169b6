#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// The one interface between the formats (YAML, JSON) and the readers: positioned events of one value. Positions are
/// byte offsets from the start of the text that is fed.

namespace portolan::loading {

/// Plain scalars get their type from their spelling (semantics Y-5); quoted ones are strings.
enum class ScalarStyle : std::uint8_t { Plain, Quoted };

/// Why a text could not be read to its end.
struct SyntaxError {
    enum class Kind : std::uint8_t { Malformed, Limit, Stopped };
    Kind kind = Kind::Malformed;
    std::size_t at = 0;  ///< byte offset in the text that was fed
    std::string message; ///< without a value of the text in it
};

/// Thrown inside the room only, by feeds and sinks; every feed function catches it.
struct SyntaxFault {
    SyntaxError error;
};

/// Takes the events of one value. `text` is valid during the call only.
class EventSink {
  public:
    enum class Want { Value, Skip };

    virtual ~EventSink() = default;
    virtual void beginMap(std::uint32_t at) = 0;
    virtual void endMap() = 0;
    virtual void beginList(std::uint32_t at) = 0;
    virtual void endList() = 0;
    /// A key of the innermost map. After Skip the feed sends no event of the key's value.
    virtual Want key(std::string_view text, ScalarStyle style, std::uint32_t at) = 0;
    virtual void scalar(std::string_view text, ScalarStyle style, std::uint32_t at) = 0;
};

/// Whether values that a sink does not want are read all the same, so that a mistake in them is found, or passed over.
enum class Unwanted { Checked, PassedOver };

/// Takes everything and keeps nothing.
class NullSink : public EventSink {
  public:
    void beginMap(std::uint32_t) override {}
    void endMap() override {}
    void beginList(std::uint32_t) override {}
    void endList() override {}
    Want key(std::string_view, ScalarStyle, std::uint32_t) override { return Want::Value; }
    void scalar(std::string_view, ScalarStyle, std::uint32_t) override {}
};

/// Nesting that no real object reaches (semantics Y-19).
inline constexpr std::size_t kMaxDepth = 200;
/// Nodes that aliases of one document may expand to (semantics Y-19).
inline constexpr std::size_t kMaxAliasNodes = 10'000'000;
/// Nodes of one object, above what its aliases may make: an API server takes 1.5 MiB.
inline constexpr std::size_t kMaxObjectNodes = 12'000'000;
/// Bytes of one scalar (semantics Y-19).
inline constexpr std::size_t kMaxScalarBytes = std::size_t{64} << 20U;

} // namespace portolan::loading
