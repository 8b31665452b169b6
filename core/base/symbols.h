#pragma once

#include "core/base/id.h"

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace portolan {

using Symbol = Id<struct SymbolTag>;

/// Interned strings: equal text, equal Symbol. Symbol 0 is always the empty string. Views stay valid for the table's
/// life. Not thread-safe while interning; const use is.
class Symbols {
  public:
    Symbols() { intern(""); }
    Symbols(const Symbols&) = delete;
    Symbols& operator=(const Symbols&) = delete;
    Symbols(Symbols&&) = default;
    Symbols& operator=(Symbols&&) = default;

    Symbol intern(std::string_view text);
    std::optional<Symbol> find(std::string_view text) const;
    std::string_view text(Symbol symbol) const { return m_texts[symbol.index()]; }
    std::size_t size() const { return m_texts.size(); }

  private:
    std::deque<std::string> m_texts;
    std::unordered_map<std::string_view, Symbol> m_ids;
};

} // namespace portolan
