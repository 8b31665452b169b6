#include "core/flow/formats/table_preview.h"

#include "core/flow/line_listener.h"

#include <map>
#include <utility>

namespace portolan {

Result<TablePreview> previewTable(const std::string& path, std::shared_ptr<const ColumnMapping> mapping,
                                  const Cluster& cluster, FlowOptions options, std::size_t count,
                                  const RunControl& control) {
    TablePreview out;
    const auto listener = previewInto(out.rows, count);
    options.mapping = std::move(mapping);
    options.listener = listener.get();
    const auto flows = readFlows({path}, cluster, options, control);
    // The listener ends the reading with that error when it has enough.
    if (!flows && (flows.error().kind != Error::Kind::Cancelled || control.isStopped() || out.rows.size() < count))
        return tl::make_unexpected(flows.error());
    std::map<SkipReason, std::size_t> leftOut;
    for (const PreviewRow& row : out.rows) {
        if (row.skipped)
            ++leftOut[*row.skipped];
        else
            ++out.read;
        out.undirected += row.isUndirected ? 1U : 0U;
    }
    out.leftOut.assign(leftOut.begin(), leftOut.end());
    if (!out.rows.empty()) return out;
    out.problem = "holds no rows";
    if (flows && !flows->diagnostics().empty()) out.problem = flows->diagnostics().front().message;
    return out;
}

} // namespace portolan
