#include "core/flow/attribution.h"
#include "core/flow/formats/row_reader.h"
#include "core/flow/formats/sniff.h"
#include "core/flow/input/line_blocks.h"
#include "core/flow/input/time_mark.h"
#include "core/model/cluster_builder.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace portolan {
namespace {

/// Every line through every reader, whatever the format seems to be; what a header says is believed.
void readAll(std::string_view text, Attribution& attribution) {
    Evidence evidence;
    for (const FormatEntry* entry : formatEntries()) {
        FormatHeader header = *parseRowHeader("src_ns,src_pod,src_ip,dst_workload,dst_ip,protocol,dst_port,count,time");
        std::string_view rest = text;
        std::unique_ptr<LineReader> reader;
        for (std::uint64_t position = 0; auto line = takeLine(rest); ++position) {
            takeTimeMark(*line);
            if (auto sniffed = sniffLine(*line); sniffed && sniffed->format == entry->format) {
                header = std::move(sniffed->header);
                reader = entry->reader(attribution, header, {});
            }
            if (!reader) reader = entry->reader(attribution, header, {});
            if (line->empty()) continue;
            evidence.note(reader->read(*line, position), attribution.knownPorts());
            for (LineResult more; (more = reader->more()).kind != LineResult::Kind::Nothing;)
                evidence.note(more, attribution.knownPorts());
        }
        if (!reader) continue;
        for (LineResult last = reader->finish(); last.kind != LineResult::Kind::Nothing; last = reader->more())
            evidence.note(last, attribution.knownPorts());
    }
    evidence.settleTrust();
}

} // namespace
} // namespace portolan

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace portolan;
    std::string padded(reinterpret_cast<const char*>(data), size);
    padded.append(kPaddingBytes, ' ');
    const Cluster cluster;
    const ServiceIndex services(cluster);
    Attribution attribution(cluster, services);
    readAll(std::string_view(padded).substr(0, size), attribution);
    return 0;
}
