#include "core/flow/flow_table.h"

#include "core/flow/time_text.h"

namespace portolan {

std::uint32_t FlowWindow::spanDays() const {
    return static_cast<std::uint32_t>((lastSeen - firstSeen) / kNanosecondsPerDay);
}

std::string_view name(FlowFormat format) {
    switch (format) {
    case FlowFormat::Unknown: return "unknown";
    case FlowFormat::Hubble: return "Hubble JSON";
    case FlowFormat::Csv: return "CSV";
    case FlowFormat::JsonLines: return "JSON lines";
    }
    return "";
}

} // namespace portolan
