#include "core/flow/formats/gcp_connection.h"

#include "core/flow/formats/cells.h"
#include "core/flow/formats/json_reader.h"

namespace portolan {

bool readGcpConnection(json::Value& value, FlowText& text) {
    return json::forEachKeyOf(value, [&](std::string_view key, json::Value& field) {
        if (key == "src_ip")
            text.from.address = json::plainString(field);
        else if (key == "dest_ip")
            text.to.address = json::plainString(field);
        else if (key == "src_port")
            text.from.port = json::port(field);
        else if (key == "dest_port")
            text.to.port = json::port(field);
        else if (key == "protocol") {
            const std::string_view token = json::token(field);
            text.protocol = parseProtocolCell(token.starts_with('"') ? json::plainString(field) : token);
        } else if (key == "direction") {
            const std::string_view direction = json::plainString(field);
            if (direction == "ingress") text.reporter = Reporter::Destination;
            if (direction == "egress") text.reporter = Reporter::Source;
        }
        return true;
    });
}

} // namespace portolan
