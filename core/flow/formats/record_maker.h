#pragma once

#include "core/flow/attribution.h"
#include "core/flow/evidence.h"
#include "core/flow/formats/flow_text.h"

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>

namespace portolan {

/// A line that gives no edge.
LineResult skippedLine(SkipReason reason, std::uint64_t position);
/// As skippedLine, of a line that speaks of a flow: its times are part of what the log covers.
LineResult skippedFlow(SkipReason reason, const FlowText& text, std::uint64_t position);

/// Turns what lines say into records: looks the ends up, by name first and then by address, translates Services to the
/// workload and port behind (flows.md 0.1 rule 3). One object a reader; what was looked up is remembered by its text.
class RecordMaker {
  public:
    explicit RecordMaker(Attribution& attribution) : m_attribution(attribution) {}

    /// The record, or the reason why there is none: NoTransport without protocol or destination port, HealthCheck,
    /// NoEnd.
    LineResult make(const FlowText& text, std::uint64_t position);
    /// To be called when the Attribution was coarsened: its indices have changed.
    void forgetEnds() { m_known.clear(); }

  private:
    std::optional<Attributed> find(const FlowTextEnd& end, std::int64_t time);

    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };

    Attribution& m_attribution;
    std::unordered_map<std::string, std::optional<Attributed>, TextHash, std::equal_to<>> m_known;
    std::string m_key;
};

} // namespace portolan
