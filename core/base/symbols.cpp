#include "core/base/symbols.h"

namespace portolan {

Symbol Symbols::intern(std::string_view text) {
    if (const auto it = m_ids.find(text); it != m_ids.end()) return it->second;
    const Symbol id(m_texts.size());
    m_texts.emplace_back(text);
    m_ids.emplace(m_texts.back(), id);
    return id;
}

std::optional<Symbol> Symbols::find(std::string_view text) const {
    const auto it = m_ids.find(text);
    if (it == m_ids.end()) return std::nullopt;
    return it->second;
}

} // namespace portolan
