#pragma once

#include <cstddef>
#include <vector>

namespace portolan::world {

/// Takes items out one by one, last first, and keeps out those without which the failure still shows; true where any
/// went. The list is part of the world that `isFailing` looks at.
template <typename T, typename IsFailing>
bool thinOut(std::vector<T>& items, const IsFailing& isFailing) {
    bool hasShrunk = false;
    for (std::size_t i = items.size(); i-- > 0;) {
        const std::vector<T> before = items;
        items.erase(items.begin() + static_cast<std::ptrdiff_t>(i));
        if (isFailing())
            hasShrunk = true;
        else
            items = before;
    }
    return hasShrunk;
}

} // namespace portolan::world
