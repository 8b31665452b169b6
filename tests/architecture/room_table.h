#pragma once

#include "tests/architecture/include_lines.h"

#include <string>
#include <vector>

/// The include table of README.md as data, and the rules that read it. Each rule returns one line a violation, "" for
/// none, beginning with file:line.

namespace portolan {

/// Whether the table names the room.
bool isKnownRoom(const std::string& room);
/// A room includes itself and the rooms the table gives it.
std::vector<std::string> roomViolations(const std::vector<SourceFile>& sources);
/// Libraries show themselves in the rooms that are there to wrap them, and nowhere else.
std::vector<std::string> foreignViolations(const std::vector<SourceFile>& sources);
/// A header of core that another room includes includes no library, so that no foreign type gets out.
std::vector<std::string> publicHeaderViolations(const std::vector<SourceFile>& sources);
/// Quoted includes start at the repository's root, a file's own header stands first, and headers say #pragma once.
std::vector<std::string> formViolations(const std::vector<SourceFile>& sources);

} // namespace portolan
