#pragma once

#include "core/flow/formats/flow_text.h"
#include "core/flow/formats/json_text.h"

namespace portolan {

/// Reads the "connection" object that Google's logs share: src_ip, src_port, dest_ip, dest_port, protocol (a name or an
/// IANA number) and, where policies spoke, direction (flows.md 2.4, 2.7). False where its JSON is damaged. For .cpp
/// files only.
bool readGcpConnection(json::Value& value, FlowText& text);

} // namespace portolan
