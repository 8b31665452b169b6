#include "core/flow/attribution.h"
#include "core/flow/hubble_reader.h"
#include "core/flow/line_blocks.h"
#include "core/flow/row_reader.h"
#include "core/flow/sniff.h"
#include "core/flow/wrapping.h"
#include "core/model/cluster_builder.h"

#include <cstddef>
#include <cstdint>
#include <string>

namespace portolan {
namespace {

/// Every line through every reader, whatever the format seems to be.
void readAll(std::string_view text, Attribution& attribution) {
    HubbleReader hubble(attribution);
    RowReader rows(attribution);
    Evidence evidence;
    RowLayout layout = *parseRowHeader("src_ns,src_pod,src_ip,dst_workload,dst_ip,protocol,dst_port,count,time");
    std::string scratch;
    std::string_view rest = text;
    std::uint64_t position = 0;
    while (const auto raw = takeLine(rest)) {
        const UnwrappedLine line = unwrapped(*raw, scratch);
        if (auto sniffed = sniffLine(line.text); sniffed && sniffed->format == FlowFormat::Csv)
            layout = std::move(sniffed->layout);
        evidence.note(hubble.read(line.text, position), attribution.knownPorts());
        evidence.note(rows.readCsv(layout, line.text, position), attribution.knownPorts());
        evidence.note(rows.readJson(line.text, position), attribution.knownPorts());
        ++position;
    }
    evidence.note(rows.finish(), attribution.knownPorts());
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
