#include "core/analysis/snapshots.h"

#include "core/flow/time_text.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <optional>
#include <string_view>

namespace portolan {
namespace {

struct Place {
    std::string path;
    std::optional<std::int64_t> takenAt; ///< where it is given
};

/// A time, or a date for its start.
std::optional<std::int64_t> timeOf(std::string_view text) {
    constexpr std::string_view kDate = "2026-03-01";
    if (const auto time = parseTime(text)) return time;
    return text.size() == kDate.size() ? parseRfc3339(std::string(text) + "T00:00:00Z") : std::nullopt;
}

Result<Place> placeOf(const std::string& text) {
    const std::size_t at = text.rfind('@');
    std::error_code ignored;
    if (at == std::string::npos || std::filesystem::exists(text, ignored)) return Place{text, std::nullopt};
    if (const auto time = timeOf(std::string_view(text).substr(at + 1))) return Place{text.substr(0, at), *time};
    return fail(Error::Kind::Usage,
                text + ": what follows @ is no time such as 2026-03-01T12:00:00Z, 2026-03-01 or 1772366400");
}

std::int64_t now() {
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::nanoseconds>(since).count();
}

/// What is wrong with the time that a dump is said to be from; empty: nothing.
std::string problemOf(const Place& place, std::int64_t earliest) {
    if (!place.takenAt)
        return earliest == 0 ? "no pod tells when it was created, and no time is given with @, so that this dump says "
                               "nothing of earlier addresses"
                             : "";
    const std::string cannotBe = "this dump cannot be from " + rfc3339Text(*place.takenAt) + ", ";
    const std::string newest = "its newest pod was created, at " + rfc3339Text(earliest);
    if (*place.takenAt < earliest)
        return cannotBe + "for a pod of it was created later; it counts as taken when " + newest;
    if (*place.takenAt <= now()) return "";
    return cannotBe + "which is in the future; it counts " +
           (earliest == 0 ? "for nothing, as no pod tells when it was created" : "as taken when " + newest);
}

bool holdsAddress(const Cluster& cluster) {
    const auto has = [](const Pod& pod) { return !pod.isHostNetwork && !pod.isTemplate && !pod.addresses.empty(); };
    return std::ranges::any_of(cluster.pods.all(), has);
}

/// The first error of a dump without a pod.
const Diagnostic* hindrance(const Cluster& cluster) {
    if (cluster.pods.size() > 0) return nullptr;
    const auto it = std::ranges::find(cluster.diagnostics, Diagnostic::Level::Error, &Diagnostic::level);
    return it == cluster.diagnostics.end() ? nullptr : &*it;
}

void remark(Snapshots::Report& report, const std::string& path, const std::string& message) {
    const SourceRef place{report.files.add(path), 0, 0};
    report.diagnostics.push_back({Diagnostic::Level::Warning, "", place, "", message, ""});
}

} // namespace

Result<Snapshots> readSnapshots(const std::vector<std::string>& snapshots, const LoadOptions& options,
                                const RunControl& control) {
    Snapshots out;
    std::vector<std::shared_ptr<const Cluster>> kept;
    std::vector<AddressHistory::Snapshot> read;
    for (const std::string& snapshot : snapshots) {
        const auto place = placeOf(snapshot);
        if (!place) return tl::make_unexpected(place.error());
        const auto cluster = load({place->path}, options, control);
        if (!cluster) return tl::make_unexpected(cluster.error());
        if (const Diagnostic* error = hindrance(**cluster))
            return fail(Error::Kind::Unreadable, "nothing could be read from the earlier dump " + place->path + ": " +
                                                     (*cluster)->files.text(error->where) + ": " + error->message);
        Snapshots::Report& report =
            out.reports.emplace_back(Snapshots::Report{(*cluster)->files, (*cluster)->diagnostics});
        const std::int64_t earliest = earliestTimeOf(**cluster);
        const std::string problem = problemOf(*place, earliest);
        if (!holdsAddress(**cluster))
            remark(report, place->path, "no pod with an address, so that this dump says nothing of earlier addresses");
        else if (!problem.empty())
            remark(report, place->path, problem);
        kept.push_back(*cluster);
        read.push_back({kept.back().get(), problem.empty() ? place->takenAt.value_or(earliest) : earliest});
    }
    if (!read.empty()) out.history = std::make_shared<const AddressHistory>(read);
    return out;
}

} // namespace portolan
