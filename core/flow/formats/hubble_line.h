#pragma once

#include "core/flow/flow_record.h"
#include "core/flow/formats/hubble_classes.h"
#include "core/flow/formats/json_text.h"

#include <cstdint>
#include <optional>
#include <string_view>

/// The fields of a Hubble line as text, in one pass over the JSON. For .cpp files only.

namespace portolan {

/// The fields of one flow that are read, as text of the line.
struct HubbleFlow {
    HubbleWords words;
    std::string_view time;
    std::string_view fromAddress, toAddress;
    std::string_view fromObject, toObject; ///< whole JSON objects, empty where absent
    std::optional<Protocol> protocol;
    std::uint64_t fromPort = 0, toPort = 0;
    TcpFlags flags;
    Reply reply = Reply::Unknown;
    std::uint64_t weight = 1;
    bool isAggregate = false;
};

/// What the top level of a line holds.
struct HubbleLine {
    HubbleFlow flow;
    bool hasFlow = false;       ///< wrapped or bare
    bool hasOtherEvent = false; ///< node_status, agent_event, debug_event
    std::optional<std::uint64_t> lostEvents;
};

/// Reads a line; false where its JSON is damaged. Views point into the line.
bool readHubbleLine(json::Object& top, HubbleLine& line);

} // namespace portolan
