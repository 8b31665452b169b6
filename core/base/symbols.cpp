#include "core/base/symbols.h"

namespace portolan {

Symbol Symbols::intern(std::string_view text) {
    if (const auto it = m_ids.find(text); it != m_ids.end()) return it->second;
    const Symbol id(m_texts.size());
    m_texts.emplace_back(text);
    m_ids.emplace(m_texts.back(), id);
    return id;
}

Symbol Symbols::internLate(std::string_view text) const {
    if (const auto it = m_ids.find(text); it != m_ids.end()) return it->second;
    const std::lock_guard lock(m_late->mutex);
    if (const auto it = m_late->ids.find(text); it != m_late->ids.end()) return it->second;
    const Symbol id(kFirstLate + m_late->texts.size());
    m_late->texts.emplace_back(text);
    m_late->ids.emplace(m_late->texts.back(), id);
    return id;
}

std::optional<Symbol> Symbols::find(std::string_view text) const {
    if (const auto it = m_ids.find(text); it != m_ids.end()) return it->second;
    const std::lock_guard lock(m_late->mutex);
    const auto it = m_late->ids.find(text);
    if (it == m_late->ids.end()) return std::nullopt;
    return it->second;
}

std::string_view Symbols::lateText(Symbol symbol) const {
    const std::lock_guard lock(m_late->mutex);
    return m_late->texts[symbol.value - kFirstLate];
}

} // namespace portolan
