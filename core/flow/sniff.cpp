#include "core/flow/sniff.h"

#include "core/flow/json_text.h"

#include <algorithm>
#include <array>
#include <string>

namespace portolan {
namespace {

struct Signature {
    std::string_view text;
    std::string_view format;
};

/// Marks of formats that are recognised so that the message can name them; a JSON key stands in quotes.
constexpr std::array<Signature, 16> kUnreadFormats{{{"\"source_name_aggr\"", "Calico flow log"},
                                                    {"\"dest_name_aggr\"", "Calico flow log"},
                                                    {"\"dest_labels\"", "Calico Whisker"},
                                                    {"\"disposition\"", "GKE policy log"},
                                                    {"\"SrcK8S_Name\"", "NetObserv flow"},
                                                    {"\"TimeFlowStartMs\"", "NetObserv flow"},
                                                    {"\"id.orig_h\"", "Zeek conn log"},
                                                    {"#separator \\x09", "Zeek conn log"},
                                                    {"\"flowRecords\"", "Azure flow log"},
                                                    {"\"process_kprobe\"", "Tetragon event"},
                                                    {"srcaddr dstaddr", "AWS VPC flow log"},
                                                    {"|acl_log(", "OVN ACL log"},
                                                    {"ts,te,td,sa,da,", "nfdump CSV"},
                                                    {"cnt,af,firstSeen", "nfdump CSV"},
                                                    {"policy-verdict:", "Hubble compact text (use -o jsonpb)"},
                                                    {"(ID:", "Hubble compact text (use -o jsonpb)"}}};

/// Which of the interesting top-level keys a JSON line has.
struct TopKeys {
    bool flow = false;
    bool event = false;
    bool verdict = false;
    bool packet = false; ///< IP or l4
    bool row = false;    ///< a key of the table columns that no other format has
};

std::optional<TopKeys> topKeysOf(std::string_view line) {
    TopKeys keys;
    const simdjson::padded_string padded(line);
    simdjson::ondemand::parser parser;
    simdjson::ondemand::document document;
    json::Object top;
    if (parser.iterate(padded).get(document) != simdjson::SUCCESS ||
        document.get_object().get(top) != simdjson::SUCCESS)
        return std::nullopt;
    const bool isWhole = json::forEachField(top, [&](simdjson::ondemand::raw_json_string key, json::Value& value) {
        const auto is = [&](std::string_view name) { return json::is(key, name); };
        keys.flow = keys.flow || (is("flow") && json::token(value) == "{");
        keys.event = keys.event || is("node_status") || is("lost_events") || is("agent_event") || is("debug_event");
        keys.verdict = keys.verdict || is("verdict");
        keys.packet = keys.packet || is("IP") || is("l4");
        keys.row = keys.row || is("dst_port") || is("src_workload") || is("dst_workload");
        return true;
    });
    return isWhole ? std::optional(keys) : std::nullopt;
}

std::string_view unreadFormat(std::string_view line) {
    const auto it = std::ranges::find_if(
        kUnreadFormats, [&](const Signature& s) { return line.find(s.text) != std::string_view::npos; });
    return it == kUnreadFormats.end() ? std::string_view{} : it->format;
}

} // namespace

std::optional<Sniffed> sniffLine(std::string_view line) {
    if (line.starts_with('{')) {
        const auto keys = topKeysOf(line);
        if (!keys) return std::nullopt;
        if (keys->flow || keys->event || (keys->verdict && keys->packet)) return Sniffed{FlowFormat::Hubble, {}, {}};
        if (keys->row) return Sniffed{FlowFormat::JsonLines, {}, {}};
    } else if (auto layout = parseRowHeader(line)) {
        return Sniffed{FlowFormat::Csv, std::move(*layout), {}};
    }
    if (const auto unread = unreadFormat(line); !unread.empty()) return Sniffed{FlowFormat::Unknown, {}, unread};
    return std::nullopt;
}

} // namespace portolan
