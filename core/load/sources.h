#pragma once

#include "core/base/diagnostic.h"
#include "core/base/result.h"

#include <string>
#include <vector>

namespace portolan::loading {

/// One file to read.
struct SourceFile {
    enum class Role { Manifest, Inventory };
    std::string path; ///< "-" is standard input
    std::string name; ///< as diagnostics show it
    Role role = Role::Manifest;
    bool isGiven = false; ///< an input itself, not found in a directory
};

/// Finds the files of the inputs, in the order of the inputs; those of a directory (with its subdirectories, symbolic
/// links to directories are not followed) by path: .yaml, .yml and .json, and portolan.yaml at its top as inventory. A
/// file that is given itself is taken whatever its name. A file that is reached twice is found once. A directory that
/// cannot be listed is found in place of its files. Fails with NotFound where an input does not exist, with Unreadable
/// where the system cannot follow its name.
Result<std::vector<SourceFile>> findSources(const std::vector<std::string>& inputs);

/// Inventory for a file called portolan.yaml, else Manifest.
SourceFile::Role roleOf(const std::string& path);

} // namespace portolan::loading
