#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace portolan {

/// One #include line; paths are relative to the repository's root, with forward slashes.
struct IncludeLine {
    std::string file;
    std::size_t line = 0;
    std::string target; ///< what stands between the quotes or brackets
    bool isQuoted = false;

    /// "core/net/address.h:7".
    std::string place() const { return file + ':' + std::to_string(line); }
};

struct SourceFile {
    std::string path;
    std::size_t lineCount = 0;
    bool hasPragmaOnce = false;
    std::vector<IncludeLine> includes; ///< in order
};

/// Reads the include lines of a text; comments and other directives are left out.
SourceFile readSource(std::string path, std::string_view text);
/// Every .h and .cpp below the folders, by path.
std::vector<SourceFile> readSources(const std::filesystem::path& root, const std::vector<std::string>& folders);
/// The first two parts of a path: "core/net" of "core/net/address.h".
std::string roomOf(std::string_view path);

} // namespace portolan
