#include "core/flow/input/unwrapping.h"

#include "core/flow/formats/column_mapping.h"
#include "core/flow/formats/sniff.h"
#include "core/flow/input/document_splitter.h"
#include "core/flow/input/line_blocks.h"
#include "core/flow/input/line_source.h"
#include "core/flow/input/time_mark.h"
#include "core/flow/input/wrapping.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace portolan {
namespace {

constexpr int kMaxLayers = 6;
constexpr int kLookedLines = 64;
constexpr std::size_t kHeadBytes = std::size_t{256} << 10U;
constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
constexpr std::string_view kBlanks = " \t\r\n";

using Mapping = std::shared_ptr<const ColumnMapping>;

struct Documents {};
struct Nothing {};
/// What stands around the lines.
using Layer = std::variant<Nothing, Documents, LineWrap>;

/// How the object that a line begins with ends.
enum class ObjectEnd : std::uint8_t { OnLine, BeforeMore, Later, Damaged };

struct LineLook {
    ObjectEnd end = ObjectEnd::OnLine;
    bool isEnvelopeOfMany = false;
};

LineLook lookedAt(std::string_view line) {
    DocumentSplitter splitter;
    std::string out;
    LineLook look;
    std::size_t at = 0;
    do splitter.take(line.substr(at++, 1), out); // the end of the first value is what matters
    while (at < line.size() && !splitter.isBetweenValues());
    look.isEnvelopeOfMany = splitter.hasGoneInto();
    if (!splitter.isBetweenValues())
        look.end = splitter.isInString() ? ObjectEnd::Damaged : ObjectEnd::Later;
    else if (line.find_first_not_of(kBlanks, at) != std::string_view::npos)
        look.end = std::string_view("{,").find(line[line.find_first_not_of(kBlanks, at)]) != std::string_view::npos
                       ? ObjectEnd::BeforeMore
                       : ObjectEnd::Damaged;
    return look;
}

std::string padded(std::string_view line) {
    std::string out(line);
    out.append(kPaddingBytes, ' ');
    return out;
}

/// True for a line of a known format. A file that has a mapping of its own is not told by its path here: a line that
/// has all that such a mapping names is taken for one of that table.
bool isKnown(std::string_view line, const Mapping& mapping) {
    if (sniffLine(line, mapping)) return true;
    return mapping && line.starts_with('{') && std::ranges::any_of(mapping->ofFiles, [&](const auto& own) {
               return own.second->header.empty() && sniffLine(line, own.second).has_value();
           });
}

/// What stands around this line; nullopt where it does not tell.
std::optional<Layer> layerOf(std::string_view line, int depth, const Mapping& mapping) {
    if (criLine(line)) return LineWrap{LineWrap::Kind::Cri};
    if (dockerLine(line)) return LineWrap{LineWrap::Kind::Docker};
    if (isKnown(line, mapping)) return Nothing();
    if (depth == 0) return std::nullopt;
    const auto isLine = [&](std::string_view text) {
        takeTimeMark(text);
        return layerOf(text, depth - 1, mapping).has_value();
    };
    if (const auto prefixed = prefixedObject(line); prefixed && isLine(prefixed->text))
        return LineWrap{LineWrap::Kind::Prefix};
    if (!line.starts_with('{')) return std::nullopt;
    if (const LineLook look = lookedAt(line); look.isEnvelopeOfMany) return Documents();
    const std::string text = padded(line);
    const std::string_view field = Envelope().fieldOf(std::string_view(text).substr(0, line.size()), isLine);
    if (!field.empty()) return LineWrap{LineWrap::Kind::Envelope, field};
    return std::nullopt;
}

Layer layerOfHead(std::string_view head, bool isWhole, const Mapping& mapping) {
    const std::size_t first = std::min(head.find_first_not_of(kBlanks), head.size());
    std::string_view rest = head.substr(first);
    if (rest.starts_with('[')) {
        const std::size_t inside = rest.find_first_not_of(kBlanks, 1);
        if (inside != std::string_view::npos && rest[inside] == '{') return Documents();
    }
    for (int i = 0; i < kLookedLines; ++i) {
        const bool isLineWhole = isWhole || rest.find('\n') != std::string_view::npos;
        auto line = takeLine(rest);
        if (!line) break;
        takeTimeMark(*line);
        while (line->ends_with(' ') || line->ends_with('\t')) line->remove_suffix(1);
        if (line->empty()) continue;
        if (i == 0 && line->starts_with('{')) {
            const LineLook look = lookedAt(*line);
            const bool isDocument = look.end == ObjectEnd::BeforeMore || look.end == ObjectEnd::Later ||
                                    look.isEnvelopeOfMany || !isLineWhole;
            if (isDocument) return Documents();
        }
        if (!isLineWhole && i > 0) break; // the head ends in it
        if (const auto layer = layerOf(*line, kMaxLayers, mapping)) return *layer;
    }
    return Nothing();
}

} // namespace

Result<UnwrappedSource> unwrapped(std::unique_ptr<ByteSource> source, std::shared_ptr<const ColumnMapping> mapping) {
    UnwrappedSource out;
    for (int layers = 0;; ++layers) {
        auto head = std::make_unique<HeadSource>(std::move(source));
        auto bytes = head->peek(kHeadBytes);
        if (!bytes) return tl::make_unexpected(bytes.error());
        if (bytes->starts_with(kByteOrderMark)) {
            head->skip(kByteOrderMark.size());
            bytes->remove_prefix(kByteOrderMark.size());
        }
        const Layer layer = layers < kMaxLayers ? layerOfHead(*bytes, bytes->size() < kHeadBytes, mapping) : Layer();
        if (std::holds_alternative<Documents>(layer)) {
            source = std::make_unique<DocumentSource>(std::move(head));
            out.isInRecords = true;
        } else if (const auto* wrap = std::get_if<LineWrap>(&layer)) {
            source = std::make_unique<LineSource>(std::move(head), *wrap);
        } else {
            out.bytes = std::move(head);
            return out;
        }
    }
}

} // namespace portolan
