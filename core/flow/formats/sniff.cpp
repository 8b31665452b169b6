#include "core/flow/formats/sniff.h"

#include "core/flow/formats/column_mapping.h"
#include "core/flow/formats/json_text.h"

#include <algorithm>
#include <utility>

namespace portolan {
namespace {

/// Only whole objects have keys: what is cut off is no line to know a file by.
SniffedLine looked(std::string_view line) {
    SniffedLine out{line, false, {}, nullptr};
    if (!line.starts_with('{')) return out;
    const simdjson::padded_string padded(line);
    simdjson::ondemand::parser parser;
    simdjson::ondemand::document document;
    json::Object top;
    if (parser.iterate(padded).get(document) != simdjson::SUCCESS ||
        document.get_object().get(top) != simdjson::SUCCESS)
        return out;
    out.isObject = json::forEachField(top, [&](simdjson::ondemand::raw_json_string key, json::Value&) {
        const auto at = static_cast<std::size_t>(key.raw() - padded.data());
        out.keys.push_back(line.substr(at, line.find('"', at) - at));
        return true;
    });
    return out;
}

/// True where the line speaks of every column that the mapping names.
bool isMapped(std::string_view line, const ColumnMapping& mapping) {
    if (!mapping.header.empty()) return true;
    return !mapping.columns.empty() && std::ranges::all_of(mapping.columns, [&](const auto& column) {
        return line.find(column.second.substr(column.second.rfind('.') + 1)) != std::string_view::npos;
    });
}

} // namespace

std::optional<Sniffed> sniffLine(std::string_view line, std::shared_ptr<const ColumnMapping> mapping) {
    SniffedLine seen = looked(line);
    seen.mapping = std::move(mapping);
    if (seen.mapping && isMapped(line, *seen.mapping))
        for (const FlowFormat format : {FlowFormat::JsonLines, FlowFormat::Csv}) {
            Sniffed out{format, {}};
            if (entryOf(format)->isLike(seen, out.header)) return out;
        }
    for (const FormatEntry* entry : formatEntries()) {
        Sniffed out{entry->format, {}};
        if (entry->isLike(seen, out.header)) return out;
    }
    return std::nullopt;
}

} // namespace portolan
