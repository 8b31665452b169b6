#include "core/flow/formats/hubble_line.h"

#include <algorithm>

namespace portolan {
namespace {

using json::is;
using simdjson::ondemand::raw_json_string;

bool readAddresses(json::Value& value, HubbleFlow& flow) {
    return json::forEachFieldOf(value, [&](raw_json_string key, json::Value& field) {
        if (is(key, "source"))
            flow.fromAddress = json::plainString(field);
        else if (is(key, "destination"))
            flow.toAddress = json::plainString(field);
        return true;
    });
}

bool readPorts(json::Value& value, HubbleFlow& flow) {
    return json::forEachFieldOf(value, [&](raw_json_string key, json::Value& field) {
        if (is(key, "source_port"))
            flow.fromPort = json::number(field).value_or(0);
        else if (is(key, "destination_port"))
            flow.toPort = json::number(field).value_or(0);
        else if (is(key, "flags")) {
            flow.flags.isKnown = true;
            return json::forEachFieldOf(field, [&](raw_json_string flag, json::Value& isSet) {
                if (is(flag, "SYN"))
                    flow.flags.hasSyn = json::isTrue(isSet);
                else if (is(flag, "ACK"))
                    flow.flags.hasAck = json::isTrue(isSet);
                return true;
            });
        }
        return true;
    });
}

bool readTransport(json::Value& value, HubbleFlow& flow) {
    return json::forEachFieldOf(value, [&](raw_json_string key, json::Value& field) {
        if (is(key, "TCP"))
            flow.protocol = Protocol::Tcp;
        else if (is(key, "UDP"))
            flow.protocol = Protocol::Udp;
        else if (is(key, "SCTP"))
            flow.protocol = Protocol::Sctp;
        else
            return true;
        return readPorts(field, flow);
    });
}

bool readEventType(json::Value& value, HubbleFlow& flow) {
    if (json::token(value) != "{") return true; // older versions print a bare number
    return json::forEachFieldOf(value, [&](raw_json_string key, json::Value& field) {
        if (is(key, "type"))
            flow.words.eventType = json::number(field);
        else if (is(key, "sub_type"))
            flow.words.eventSubType = json::number(field).value_or(0);
        return true;
    });
}

/// With exporter aggregation a line stands for a window; both directions of the count speak of the same connections.
bool readAggregate(json::Value& value, HubbleFlow& flow) {
    return json::forEachFieldOf(value, [&](raw_json_string key, json::Value& field) {
        if (!is(key, "ingress_flow_count") && !is(key, "egress_flow_count") && !is(key, "unknown_direction_flow_count"))
            return true;
        flow.isAggregate = true;
        flow.weight = std::max(flow.weight, json::number(field).value_or(0));
        return true;
    });
}

bool readObjectText(json::Value& value, std::string_view& text) {
    if (json::token(value) != "{") return true;
    json::Object object;
    return value.get_object().get(object) == simdjson::SUCCESS && object.raw_json().get(text) == simdjson::SUCCESS;
}

/// One field of a flow; false where the line is damaged. Dispatches on the first letter: this runs some thirty times a
/// line.
bool readFlowField(raw_json_string key, json::Value& value, HubbleFlow& flow) {
    switch (key.raw()[0]) {
    case 'I': return is(key, "IP") ? readAddresses(value, flow) : true;
    case 'T':
        if (is(key, "Type")) flow.words.flowType = json::plainString(value);
        return true;
    case 'a': return is(key, "aggregate") ? readAggregate(value, flow) : true;
    case 'd':
        if (is(key, "destination")) return readObjectText(value, flow.toObject);
        if (is(key, "drop_reason_desc"))
            flow.words.dropReason = json::plainString(value);
        else if (is(key, "drop_reason"))
            flow.words.oldDropReason = json::number(value);
        return true;
    case 'e':
        if (is(key, "extensions") && json::token(value) == "{")
            return readAggregate(value, flow); // older builds' place
        return is(key, "event_type") ? readEventType(value, flow) : true;
    case 'i':
        if (is(key, "is_reply"))
            flow.reply = json::isTrue(value) ? Reply::Yes : json::isFalse(value) ? Reply::No : Reply::Unknown;
        return true;
    case 'l': return is(key, "l4") ? readTransport(value, flow) : true;
    case 'r':
        if (is(key, "reply") && json::isTrue(value)) flow.reply = Reply::Yes;
        return true;
    case 's': return is(key, "source") ? readObjectText(value, flow.fromObject) : true;
    case 't':
        if (is(key, "time"))
            flow.time = json::plainString(value);
        else if (is(key, "traffic_direction"))
            flow.words.direction = json::plainString(value);
        else if (is(key, "trace_observation_point"))
            flow.words.tracePoint = json::plainString(value);
        return true;
    case 'v':
        if (is(key, "verdict")) flow.words.verdict = json::plainString(value);
        return true;
    default: return true;
    }
}

bool readLostEvents(json::Value& value, HubbleLine& line) {
    line.lostEvents = 0;
    return json::forEachFieldOf(value, [&](raw_json_string key, json::Value& field) {
        if (is(key, "num_events_lost")) line.lostEvents = json::number(field).value_or(0);
        return true;
    });
}

} // namespace

bool readHubbleLine(json::Object& top, HubbleLine& line) {
    return json::forEachField(top, [&](raw_json_string key, json::Value& value) {
        if (is(key, "flow")) {
            line.hasFlow = true;
            return json::forEachFieldOf(
                value, [&](raw_json_string name, json::Value& field) { return readFlowField(name, field, line.flow); });
        }
        if (is(key, "lost_events")) return readLostEvents(value, line);
        if (is(key, "node_status") || is(key, "agent_event") || is(key, "debug_event")) {
            line.hasOtherEvent = true;
            return true;
        }
        if (line.hasFlow && (is(key, "node_name") || is(key, "time"))) return true;
        if (is(key, "verdict") || is(key, "IP") || is(key, "l4")) line.hasFlow = true;
        return readFlowField(key, value, line.flow);
    });
}

} // namespace portolan
