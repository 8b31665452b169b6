#include "core/layout/text_width.h"

#include <cmath>
#include <initializer_list>

namespace portolan {
namespace {

constexpr int kNamePixels = 12;
constexpr int kBesideName = 36; ///< badge and padding

/// Advance in hundredths of the size, by the shape of the letter.
int advanceOf(unsigned char c) {
    if (c < 0x80) {
        if (std::string_view("ijl.,:;'|!").find(static_cast<char>(c)) != std::string_view::npos) return 28;
        if (std::string_view("frt()[]/ ").find(static_cast<char>(c)) != std::string_view::npos) return 38;
        if (c == '-') return 46;
        if (c == 'm' || c == 'w' || c == 'M' || c == 'W' || c == '@') return 88;
        if (c >= 'A' && c <= 'Z') return 70;
        if (c >= '0' && c <= '9') return 64;
        return 60;
    }
    return (c & 0xC0U) == 0x80U ? 0 : 100; // a byte that continues a letter adds nothing
}

bool isContinuation(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

void dropLast(std::string_view& text) {
    while (!text.empty() && isContinuation(text.back())) text.remove_suffix(1);
    if (!text.empty()) text.remove_suffix(1);
}

void dropFirst(std::string_view& text) {
    if (!text.empty()) text.remove_prefix(1);
    while (!text.empty() && isContinuation(text.front())) text.remove_prefix(1);
}

} // namespace

int estimatedTextWidth(std::string_view text, int pixels) {
    int hundredths = 0;
    for (const char c : text) hundredths += advanceOf(static_cast<unsigned char>(c));
    return static_cast<int>(std::ceil(hundredths * pixels / 100.0));
}

int nodeWidthFor(std::string_view name) {
    const int wanted = estimatedTextWidth(name, kNamePixels) + kBesideName;
    for (const int width : {112, 144})
        if (wanted <= width) return width;
    return 176;
}

std::string elidedName(std::string_view name, int nodeWidth) {
    const int room = nodeWidth - kBesideName;
    if (estimatedTextWidth(name, kNamePixels) <= room) return std::string(name);
    std::size_t middle = name.size() / 2;
    while (middle < name.size() && isContinuation(name[middle])) ++middle;
    std::string_view head = name.substr(0, middle);
    std::string_view tail = name.substr(middle);
    constexpr std::string_view kEllipsis = "\xE2\x80\xA6";
    bool isHeadNext = true;
    while (!head.empty() && !tail.empty() &&
           estimatedTextWidth(head, kNamePixels) + estimatedTextWidth(tail, kNamePixels) + kNamePixels > room) {
        if (isHeadNext)
            dropLast(head);
        else
            dropFirst(tail);
        isHeadNext = !isHeadNext;
    }
    return std::string(head) + std::string(kEllipsis) + std::string(tail);
}

} // namespace portolan
