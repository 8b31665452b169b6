#pragma once

#include "ui/session/query.h"
#include "ui/session/selection.h"

#include <QString>

#include <vector>

namespace portolan {

/// What every view shows the same subset by: the filter, as text and read.
struct ViewFilter {
    QString text;
    Query query;

    bool isEmpty() const { return query.isEmpty(); }
    bool operator==(const ViewFilter&) const = default;
};

/// Where the reader is: a value, so that one can go back to it.
struct ViewState {
    QString page; ///< name of the page, empty: the welcome page
    ViewFilter filter;
    Selection selection;

    bool operator==(const ViewState&) const = default;
};

/// The states one has been in, as a browser keeps them. At most 100 are kept.
class ViewHistory {
  public:
    /// Takes `state` as the present one and forgets what was ahead. A change of the selection alone on the same page
    /// replaces the present state if that had no selection.
    void push(const ViewState& state);
    bool canGoBack() const { return m_present > 0; }
    bool canGoForward() const { return m_present + 1 < m_states.size(); }
    /// The state before or after the present one, which it becomes; the present one where there is none.
    const ViewState& back();
    const ViewState& forward();
    void clear();

  private:
    std::vector<ViewState> m_states{ViewState{}};
    std::size_t m_present = 0;
};

} // namespace portolan
