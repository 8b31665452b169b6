#include "core/load/recover.h"

#include <algorithm>
#include <iterator>
#include <span>

namespace portolan::loading {
namespace {

bool isJson(std::string_view text, const Document& document) {
    const std::string_view part = text.substr(document.extent.begin, document.extent.size());
    const std::size_t first = part.find_first_not_of(" \t\r\n");
    return first != std::string_view::npos && part[first] == '{';
}

/// Several items that follow one another as one piece.
Piece runOf(std::span<const Piece> items) {
    Piece out = items.front();
    out.extent.end = items.back().extent.end;
    for (const Piece& item : items.subspan(1)) out.items.insert(out.items.end(), item.items.begin(), item.items.end());
    return out;
}

/// How many items from the first on make a run that is worth reading at once.
std::size_t runLength(std::span<const Piece> items) {
    const std::size_t begin = items.front().extent.begin;
    const auto last = std::ranges::find_if(items, [&](const Piece& p) { return p.extent.end - begin >= kPieceBytes; });
    return last == items.end() ? items.size() : static_cast<std::size_t>(last - items.begin()) + 1;
}

PieceResult cutOff(const BrokenList& list, FileId file) {
    const LinePoint at = *list.cut;
    PieceResult out;
    out.failure = PieceFailure{SyntaxError::Kind::Malformed,
                               {Diagnostic::Level::Error,
                                "",
                                {file, at.line, static_cast<std::uint32_t>(at.at - at.lineStart + 1)},
                                "",
                                "not valid JSON: the list cannot be followed behind item " +
                                    std::to_string(list.items.size()) + "; what comes after it is skipped",
                                ""},
                               false};
    return out;
}

} // namespace

std::optional<std::vector<PieceResult>> readBrokenList(std::string_view text, FileId file, const Document& document,
                                                       const LoadOptions& options, const RunControl& control) {
    const BrokenList list =
        isJson(text, document) ? itemsOfBrokenJson(text, document) : itemsOfBrokenYaml(text, document);
    std::vector<PieceResult> out;
    bool isExplained = false;
    for (std::span<const Piece> rest = list.items; !rest.empty();) {
        const std::size_t length = runLength(rest);
        PieceResult run = readPiece(text, file, runOf(rest.first(length)), options, control);
        if (control.isStopped()) return std::nullopt;
        if (!run.failure) {
            out.push_back(std::move(run));
        } else {
            for (const Piece& item : rest.first(length)) {
                out.push_back(readPiece(text, file, item, options, control));
                isExplained = isExplained || out.back().failure.has_value();
            }
        }
        rest = rest.subspan(length);
    }
    if (list.cut) out.push_back(cutOff(list, file));
    if (!isExplained && !list.cut) return std::nullopt;
    return out;
}

} // namespace portolan::loading
