#pragma once

#include "core/base/id.h"

#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace portolan {

using Symbol = Id<struct SymbolTag>;

/// Interned strings: equal text, equal Symbol. Symbol 0 is always the empty string. Views stay valid for the table's
/// life. Not thread-safe while interning; const use is, internLate() included.
class Symbols {
  public:
    Symbols() : m_late(std::make_unique<Late>()) { intern(""); }
    Symbols(const Symbols&) = delete;
    Symbols& operator=(const Symbols&) = delete;
    Symbols(Symbols&&) = default;
    Symbols& operator=(Symbols&&) = default;

    Symbol intern(std::string_view text);
    /// As intern(), for names that come up once the table is shared, such as those of a draft's policies: one with
    /// such a name need not wait for a new Cluster. Nothing is interned in the ordinary way afterwards.
    Symbol internLate(std::string_view text) const;
    std::optional<Symbol> find(std::string_view text) const;
    std::string_view text(Symbol symbol) const {
        return symbol.value < kFirstLate ? std::string_view(m_texts[symbol.index()]) : lateText(symbol);
    }
    /// Symbols interned before the table was shared.
    std::size_t size() const { return m_texts.size(); }

  private:
    static constexpr std::uint32_t kFirstLate = 0x8000'0000;
    struct Late {
        std::mutex mutex;
        std::deque<std::string> texts;
        std::unordered_map<std::string_view, Symbol> ids;
    };
    std::string_view lateText(Symbol symbol) const;

    std::deque<std::string> m_texts;
    std::unordered_map<std::string_view, Symbol> m_ids;
    std::unique_ptr<Late> m_late;
};

} // namespace portolan
