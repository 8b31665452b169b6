#include "core/flow/flow_table.h"

#include "core/flow/time_text.h"

namespace portolan {

std::uint32_t FlowWindow::spanDays() const {
    return static_cast<std::uint32_t>((lastSeen - firstSeen) / kNanosecondsPerDay);
}

} // namespace portolan
