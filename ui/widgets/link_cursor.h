#pragma once

#include <QFocusEvent>

#include <cstddef>
#include <optional>

namespace portolan {

/// Which of the links that a widget paints the keyboard is on. Up and Down walk them; what opens one is the widget's
/// business. Nothing is current while the widget has no focus.
class LinkCursor {
  public:
    std::optional<std::size_t> current() const { return m_current; }
    /// The focus came with `count` links there; from behind it starts at the last.
    void enter(Qt::FocusReason reason, std::size_t count);
    void leave() { m_current.reset(); }
    /// Takes a key; false where it does not lead to another link.
    bool move(int key, std::size_t count);
    /// Whether the key opens the current link.
    bool isOpening(int key) const;

  private:
    std::optional<std::size_t> m_current;
};

} // namespace portolan
