#include "ui/map/map_versions.h"

#include "core/analysis/picture_changes.h"
#include "ui/models/entries.h"

#include <limits>
#include <map>

namespace portolan {

namespace {

std::vector<PictureEntry> pictureEntries(const Reachability& reachability) {
    std::vector<PictureEntry> out;
    const Cluster& cluster = reachability.cluster();
    for (std::string& object : entryObjects(cluster)) out.push_back({std::move(object), {}, {}});
    std::map<std::string, std::vector<WorkloadId>> through;
    for (EntryFact& fact : entryFacts(reachability)) {
        const auto [it, isNew] = through.try_emplace(fact.object);
        if (isNew && !fact.object.empty()) it->second = controllersOf(cluster, fact.object);
        out.push_back({std::move(fact.object), fact.to, std::move(fact.traffic), fact.uncertain.empty(), it->second});
    }
    return out;
}

} // namespace

Result<Picture> pictureOf(const Analysis& today, PolicyVersion version, const DraftVersion* draft,
                          const RunControl& control) {
    PictureOptions options;
    options.hubs = PictureOptions::Hubs::Mark;
    options.entries = pictureEntries(*today.reachability);
    if (version == PolicyVersion::Current || draft == nullptr) return picture(today, options, control);

    const std::size_t mostLines = options.mostLines;
    options.mostLines = std::numeric_limits<std::size_t>::max(); // folded once the changes are known
    const auto drafted = analysisUnder(today, draft->after, control);
    if (!drafted) return tl::make_unexpected(drafted.error());
    const auto before = picture(today, options, control);
    if (!before) return before;
    options.entries = pictureEntries(*draft->after);
    const auto after = picture(**drafted, options, control);
    if (!after) return after;
    Picture marked = markChanges({today, *before}, {**drafted, *after});
    if (version == PolicyVersion::Draft) {
        std::erase_if(marked.edges, [](const PictureEdge& e) { return e.change == PictureChange::NewlyClosed; });
        for (PictureEdge& e : marked.edges) e.change = PictureChange::None;
    }
    foldLines(marked, mostLines);
    return marked;
}

} // namespace portolan
