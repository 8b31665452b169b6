#include "core/analysis/snapshots.h"

#include "core/flow/time_text.h"

#include <filesystem>

namespace portolan {
namespace {

struct Place {
    std::string path;
    std::int64_t takenAt = 0; ///< 0: not given
};

Result<Place> placeOf(const std::string& text) {
    const std::size_t at = text.rfind('@');
    std::error_code ignored;
    if (at == std::string::npos || std::filesystem::exists(text, ignored)) return Place{text, 0};
    if (const auto time = parseTime(std::string_view(text).substr(at + 1))) return Place{text.substr(0, at), *time};
    return fail(Error::Kind::Usage, text + ": what follows @ is no time such as 2026-03-01T12:00:00Z");
}

} // namespace

Result<std::shared_ptr<const AddressHistory>> readSnapshots(const std::vector<std::string>& snapshots,
                                                            const LoadOptions& options, const RunControl& control) {
    std::vector<std::shared_ptr<const Cluster>> kept;
    std::vector<AddressHistory::Snapshot> read;
    for (const std::string& snapshot : snapshots) {
        const auto place = placeOf(snapshot);
        if (!place) return tl::make_unexpected(place.error());
        const auto cluster = load({place->path}, options, control);
        if (!cluster) return tl::make_unexpected(cluster.error());
        kept.push_back(*cluster);
        read.push_back({kept.back().get(), place->takenAt == 0 ? earliestTimeOf(**cluster) : place->takenAt});
    }
    if (read.empty()) return std::shared_ptr<const AddressHistory>();
    return std::make_shared<const AddressHistory>(read);
}

} // namespace portolan
