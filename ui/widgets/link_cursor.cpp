#include "ui/widgets/link_cursor.h"

namespace portolan {

void LinkCursor::enter(Qt::FocusReason reason, std::size_t count) {
    const bool isByKey = reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason;
    m_current.reset();
    if (isByKey && count > 0) m_current = reason == Qt::BacktabFocusReason ? count - 1 : 0;
}

bool LinkCursor::move(int key, std::size_t count) {
    if (count == 0 || (key != Qt::Key_Up && key != Qt::Key_Down)) return false;
    if (!m_current) {
        m_current = 0;
        return true;
    }
    const std::size_t before = *m_current;
    if (key == Qt::Key_Up && before > 0) --*m_current;
    if (key == Qt::Key_Down && before + 1 < count) ++*m_current;
    return *m_current != before;
}

bool LinkCursor::isOpening(int key) const {
    return m_current && (key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Space);
}

} // namespace portolan
