#pragma once

#include "core/analysis/endpoint_text.h"

#include <optional>
#include <string>

namespace portolan {

/// One connection that an answer speaks of.
struct Connection {
    Endpoint from;
    Endpoint to;
    Protocol protocol = Protocol::Tcp;
    std::uint16_t port = 0; ///< on the pod; 0: every port
};

struct Answer {
    Verdict verdict = Verdict::Uncertain;
    std::string reason; ///< why: the deciding part, "mixed: ...", "partial: ...", "not found: ...", a doubt
    std::optional<Connection>
        example{}; ///< one that decides: the first with the least verdict; none where none is asked
};

/// The verdict for all members of both ends together: allow or deny where all agree, else uncertain with the reason.
/// To a Service: for all pods behind the port that is asked for, on their own ports (semantics S-1, S-2). From an entry
/// point: for the pods of its controller, and only to where it forwards (S-7).
Answer answer(const Reachability& reachability, const NamedEndpoint& from, const NamedEndpoint& to,
              const PortQuestion& port);

} // namespace portolan
