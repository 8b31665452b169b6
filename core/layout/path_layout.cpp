#include "core/layout/path_layout.h"

#include <algorithm>

namespace portolan {

std::vector<PathRow> layoutPaths(const std::vector<std::uint32_t>& lengths, const PathSpacing& spacing) {
    std::vector<PathRow> rows;
    int y = 0;
    for (const std::uint32_t length : lengths) {
        PathRow row;
        const int count = static_cast<int>(length);
        const int pitch = count < 2 ? 0
                                    : std::max((spacing.width - spacing.node.width) / (count - 1),
                                               spacing.node.width + spacing.leastGap);
        for (int i = 0; i < count; ++i) {
            row.nodes.push_back({i * pitch, y, spacing.node.width, spacing.node.height});
            if (i == 0) continue;
            const Box& before = row.nodes[row.nodes.size() - 2];
            row.hops.push_back({{before.right(), before.centre().y}, {row.nodes.back().x, before.centre().y}});
        }
        rows.push_back(std::move(row));
        y += spacing.rowHeight;
    }
    return rows;
}

} // namespace portolan
