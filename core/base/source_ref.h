#pragma once

#include "core/base/id.h"

#include <string>
#include <string_view>
#include <vector>

namespace portolan {

using FileId = Id<struct FileTag>;

/// A place in an input: line and col count from 1; line 0 means "no position known".
struct SourceRef {
    FileId file;
    std::uint32_t line = 0;
    std::uint32_t col = 0;

    bool isKnown() const { return line != 0; }
    auto operator<=>(const SourceRef&) const = default;
};

/// The names of the inputs, as the user gave them (a directory's files relative to that directory's parent).
class SourceFiles {
  public:
    /// Adds a name and returns its id; names are not de-duplicated.
    FileId add(std::string name);
    const std::string& name(FileId id) const { return m_names[id.index()]; }
    std::size_t size() const { return m_names.size(); }
    /// "name:line:col", "name:line" where col is 0, "name" where line is 0, "" where there is no such file.
    std::string text(SourceRef ref) const;
    /// As text(), but without the column: the form reports and findings print.
    std::string line(SourceRef ref) const;

  private:
    std::vector<std::string> m_names;
};

} // namespace portolan
