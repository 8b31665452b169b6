#pragma once

#include "core/analysis/endpoint_text.h"
#include "core/base/run_control.h"
#include "core/net/traffic_set.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What a team wants to stay true of its cluster, and whether it is.

namespace portolan {

/// One line of a file of intents: from every `from` to every `to` the port is allowed, or denied.
struct Intent {
    std::string name;
    /// An endpoint as in a query; workloads by `*`: "shop/*", "*/prometheus"; pods by label requirements:
    /// "[app=web]", "[app=web]@[env in (prod)]" with one for their namespaces; "anything": all pods and the internet.
    std::string from;
    std::string to;
    PortQuestion port; ///< every port of the protocol where it names none
    Verdict expect = Verdict::Deny;
    std::string where;                   ///< "intents.csv:4"
    std::optional<TrafficSet> traffic{}; ///< in place of `port`: all of it

    /// "shop/* => data/orders-db over tcp/5432 is denied".
    std::string text() const;
};

/// Reads intents from CSV with the header name,from,to,port,expect (lines that start with # are left out), or np-guard
/// baseline rules (readBaselineRules). Usage error with file and line where one cannot be read.
Result<std::vector<Intent>> parseIntents(std::string_view text, std::string_view file);

/// A pair for which an intent does not hold.
struct Breach {
    std::string from;
    std::string to;
    Verdict verdict = Verdict::Uncertain;
    std::string reason;
};

struct IntentOutcome {
    enum class Status : std::uint8_t {
        Holds,
        Fails,   ///< some pair has the opposite verdict, or one that cannot be decided
        Vacuous, ///< no endpoint matches: what is not there proves nothing
    };
    Status status = Status::Holds;
    std::uint64_t pairs = 0;      ///< that were asked
    std::uint64_t breached = 0;   ///< of them
    std::vector<Breach> breaches; ///< the first kMostBreaches
    std::string problem;          ///< of a vacuous one: which end matches nothing

    static constexpr std::size_t kMostBreaches = 20;
};
/// "holds", "fails" or "matches nothing".
std::string_view name(IntentOutcome::Status status);

/// Asks the evaluator for every pair that the intents speak of; a pod or workload to itself is not asked. One outcome
/// per intent. Fails only with Cancelled.
Result<std::vector<IntentOutcome>> checkIntents(const Reachability& reachability, const std::vector<Intent>& intents,
                                                const RunControl& control);

} // namespace portolan
