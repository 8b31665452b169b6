#include "core/load/live.h"
#include "core/load/live/kubectl.h"

#include <algorithm>

namespace portolan {

Result<LiveContexts> liveContexts(const LiveSource& source, const RunControl& control) {
    loading::Kubectl kubectl(source, control);
    auto names = kubectl.ask({"config", "get-contexts", "--output=name"});
    if (!names) return tl::make_unexpected(names.error());
    LiveContexts out;
    for (std::size_t at = 0; at < names->size();) {
        const std::size_t end = std::min(names->find('\n', at), names->size());
        if (end > at) out.names.push_back(names->substr(at, end - at));
        at = end + 1;
    }
    std::ranges::sort(out.names);
    const auto current = kubectl.ask({"config", "current-context"});
    if (!current && current.error().kind == Error::Kind::Cancelled) return tl::make_unexpected(current.error());
    // kubectl calls it an error where none is set.
    if (current) out.current = current->substr(0, current->find('\n'));
    return out;
}

} // namespace portolan
