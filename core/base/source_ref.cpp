#include "core/base/source_ref.h"

namespace portolan {

FileId SourceFiles::add(std::string name) {
    m_names.push_back(std::move(name));
    return FileId(m_names.size() - 1);
}

std::string SourceFiles::line(SourceRef ref) const {
    if (ref.file.index() >= m_names.size()) return {};
    std::string out = m_names[ref.file.index()];
    if (ref.line != 0) out += ':' + std::to_string(ref.line);
    return out;
}

std::string SourceFiles::text(SourceRef ref) const {
    std::string out = line(ref);
    if (!out.empty() && ref.line != 0 && ref.col != 0) out += ':' + std::to_string(ref.col);
    return out;
}

} // namespace portolan
