#include "ui/session/view_state.h"

namespace portolan {

namespace {

constexpr std::size_t kMostStates = 100;

} // namespace

void ViewHistory::push(const ViewState& state) {
    ViewState& present = m_states[m_present];
    if (present == state) return;
    m_states.resize(m_present + 1);
    const bool isRefinement =
        isNothing(present.selection) && present.page == state.page && present.filter == state.filter;
    if (isRefinement) {
        m_states[m_present] = state;
        return;
    }
    m_states.push_back(state);
    if (m_states.size() > kMostStates) m_states.erase(m_states.begin());
    m_present = m_states.size() - 1;
}

const ViewState& ViewHistory::back() {
    if (canGoBack()) --m_present;
    return m_states[m_present];
}

const ViewState& ViewHistory::forward() {
    if (canGoForward()) ++m_present;
    return m_states[m_present];
}

void ViewHistory::clear() {
    m_states.assign(1, ViewState{});
    m_present = 0;
}

} // namespace portolan
