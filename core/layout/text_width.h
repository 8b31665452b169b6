#pragma once

#include <string>
#include <string_view>

namespace portolan {

/// About how wide the text is in the interface's typeface at `pixels` size, for layouts that are made without fonts; a
/// few per cent on the wide side, so that boxes hold their names. UTF-8; whatever is not ASCII counts as one wide
/// letter.
int estimatedTextWidth(std::string_view text, int pixels);

/// Width of a node that shows this name: 112, 144 or 176; names that need more are elided.
int nodeWidthFor(std::string_view name);

/// The name as it fits into a node of that width, its middle replaced by an ellipsis where it does not.
std::string elidedName(std::string_view name, int nodeWidth);

} // namespace portolan
