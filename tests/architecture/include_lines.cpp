#include "tests/architecture/include_lines.h"

#include "tests/support/temporary_folder.h"

#include <algorithm>

namespace portolan {

SourceFile readSource(std::string path, std::string_view text) {
    SourceFile out;
    out.path = std::move(path);
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        ++out.lineCount;
        if (line.starts_with("#pragma once")) out.hasPragmaOnce = true;
        constexpr std::string_view kInclude = "#include ";
        if (!line.starts_with(kInclude)) continue;
        line.remove_prefix(kInclude.size());
        if (line.empty() || (line.front() != '"' && line.front() != '<')) continue;
        const bool isQuoted = line.front() == '"';
        line.remove_prefix(1);
        out.includes.push_back(
            {out.path, out.lineCount, std::string(line.substr(0, line.find(isQuoted ? '"' : '>'))), isQuoted});
    }
    return out;
}

std::vector<SourceFile> readSources(const std::filesystem::path& root, const std::vector<std::string>& folders) {
    std::vector<SourceFile> out;
    for (const std::string& folder : folders) {
        if (!std::filesystem::exists(root / folder)) continue;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
            const auto& path = entry.path();
            if (!entry.is_regular_file() || (path.extension() != ".h" && path.extension() != ".cpp")) continue;
            out.push_back(readSource(std::filesystem::relative(path, root).generic_string(), fileText(path)));
        }
    }
    std::ranges::sort(out, {}, &SourceFile::path);
    return out;
}

std::string roomOf(std::string_view path) {
    const std::size_t first = path.find('/');
    if (first == std::string_view::npos) return {};
    return std::string(path.substr(0, path.find('/', first + 1)));
}

} // namespace portolan
