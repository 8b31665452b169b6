#include "core/load/sources.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <iterator>
#include <set>
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

/// Appends the files of a directory and those below; a directory that cannot be listed stands for itself, so that
/// reading it says why.
void addFilesBelow(const fs::path& directory, const fs::path& top, const std::string& shownTop,
                   std::vector<SourceFile>& out) {
    const auto shown = [&](const fs::path& path) {
        const std::string below = path.lexically_relative(top).generic_string();
        return shownTop.empty() ? below : shownTop + '/' + below;
    };
    std::error_code error;
    for (auto it = fs::directory_iterator(directory, error); !error && it != fs::directory_iterator();
         it.increment(error)) {
        std::error_code ignored;
        if (!it->is_symlink(ignored) && it->is_directory(ignored)) {
            addFilesBelow(it->path(), top, shownTop, out);
        } else if (isManifestName(it->path()) && it->is_regular_file(ignored)) {
            const bool isTop = directory == top;
            out.push_back({it->path().string(), shown(it->path()),
                           isTop ? roleOf(it->path().string()) : SourceFile::Role::Manifest, false});
        }
    }
    if (error) out.push_back({directory.string(), shown(directory), SourceFile::Role::Manifest, directory == top});
}

std::vector<SourceFile> filesBelow(const fs::path& directory, const std::string& shown) {
    std::vector<SourceFile> found;
    addFilesBelow(directory, directory, shown, found);
    std::ranges::sort(found, {}, &SourceFile::path);
    return found;
}

/// Names that several directories among the inputs share: these are shown as they were given.
std::set<std::string> sharedNames(const std::vector<std::string>& inputs) {
    std::set<fs::path> directories;
    std::set<std::string> once;
    std::set<std::string> shared;
    for (const std::string& input : inputs) {
        std::error_code error;
        if (!fs::is_directory(input, error) || !directories.insert(fs::weakly_canonical(input, error)).second) continue;
        const std::string name = shownName(fs::path(input) / "");
        if (!once.insert(name).second) shared.insert(name);
    }
    return shared;
}

/// A directory as it was given, without a slash at the end.
std::string givenName(const std::string& input) {
    const std::size_t last = input.find_last_not_of('/');
    return input.substr(0, last + 1);
}

/// What a file is known by, however it is reached.
std::string identityOf(const SourceFile& file) {
    std::error_code error;
    const fs::path path = file.path == "-" ? fs::path() : fs::canonical(file.path, error);
    return path.empty() ? file.path : path.string();
}

} // namespace

SourceFile::Role roleOf(const std::string& path) {
    return fs::path(path).filename() == kInventoryName ? SourceFile::Role::Inventory : SourceFile::Role::Manifest;
}

Result<std::vector<SourceFile>> findSources(const std::vector<std::string>& inputs) {
    const std::set<std::string> shared = sharedNames(inputs);
    std::vector<SourceFile> found;
    for (const std::string& input : inputs) {
        std::error_code error;
        if (input.empty()) return fail(Error::Kind::NotFound, "an input without a name");
        if (input == "-") {
            found.push_back({"-", "standard input", SourceFile::Role::Manifest, true});
        } else if (fs::is_directory(input, error)) {
            const fs::path directory = fs::path(input) / "";
            const std::string name = shownName(directory);
            std::ranges::move(filesBelow(directory, shared.contains(name) ? givenName(input) : name),
                              std::back_inserter(found));
        } else if (!fs::exists(input, error)) {
            const bool isAbsent = !error || error == std::errc::no_such_file_or_directory;
            return fail(isAbsent ? Error::Kind::NotFound : Error::Kind::Unreadable,
                        input + ": " + (isAbsent ? "no such file or directory" : error.message()));
        } else {
            found.push_back({input, input, roleOf(input), true});
        }
    }
    std::vector<SourceFile> out;
    std::set<std::string> seen;
    for (SourceFile& file : found)
        if (seen.insert(identityOf(file)).second) out.push_back(std::move(file));
    return out;
}

} // namespace portolan::loading
