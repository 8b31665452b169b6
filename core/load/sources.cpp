#include "core/load/sources.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <system_error>

namespace portolan::loading {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kInventoryName = "portolan.yaml";

bool isManifestName(const fs::path& path) {
    std::string extension = path.extension().string();
    std::ranges::transform(extension, extension.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? char(c | 0x20) : c; });
    return extension == ".yaml" || extension == ".yml" || extension == ".json";
}

/// The name of a directory as its files show it: its last part, also for "." and "x/..".
std::string shownName(const fs::path& directory) {
    std::error_code error;
    const fs::path whole = fs::canonical(directory, error);
    return error ? directory.filename().string() : whole.filename().string();
}

Result<std::vector<SourceFile>> filesBelow(const fs::path& directory) {
    std::vector<SourceFile> found;
    const std::string shown = shownName(directory);
    std::error_code error;
    const auto options = fs::directory_options::skip_permission_denied;
    for (auto it = fs::recursive_directory_iterator(directory, options, error);
         it != fs::recursive_directory_iterator(); it.increment(error)) {
        if (error) break;
        std::error_code ignored;
        if (!isManifestName(it->path()) || !it->is_regular_file(ignored)) continue;
        const std::string below = it->path().lexically_relative(directory).generic_string();
        const bool isTop = it.depth() == 0;
        found.push_back({it->path().string(), shown.empty() ? below : shown + '/' + below,
                         isTop ? roleOf(below) : SourceFile::Role::Manifest, false});
    }
    if (error) return fail(Error::Kind::Unreadable, directory.string() + ": " + error.message());
    std::ranges::sort(found, {}, &SourceFile::path);
    return found;
}

} // namespace

SourceFile::Role roleOf(const std::string& path) {
    return fs::path(path).filename() == kInventoryName ? SourceFile::Role::Inventory : SourceFile::Role::Manifest;
}

Result<std::vector<SourceFile>> findSources(const std::vector<std::string>& inputs) {
    std::vector<SourceFile> out;
    for (const std::string& input : inputs) {
        std::error_code error;
        if (input == "-") {
            out.push_back({"-", "standard input", SourceFile::Role::Manifest, true});
        } else if (fs::is_directory(input, error)) {
            auto files = filesBelow(fs::path(input) / "");
            if (!files) return files;
            std::ranges::move(*files, std::back_inserter(out));
        } else if (!fs::exists(input, error)) {
            return fail(Error::Kind::NotFound, input + ": no such file or directory");
        } else {
            out.push_back({input, input, roleOf(input), true});
        }
    }
    return out;
}

} // namespace portolan::loading
