#pragma once

namespace portolan {

/// Makes nodes of every MapCanvas known to screen readers as its children: name, rectangle, selected and focused state,
/// and a press action. Harmless to repeat. Lists that a reader can work through are the tables of the other pages.
void installMapAccessibility();

} // namespace portolan
