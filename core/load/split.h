#pragma once

#include "core/load/line_map.h"
#include "core/load/tree_builder.h"

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

/// Cuts a text into documents, and Lists into their items, without parsing: so that one bad document loses only itself
/// and that several threads can read one file. What is cut here is valid input if and only if all its pieces are.

namespace portolan::loading {

/// A range of bytes in the text of a file.
struct Extent {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::size_t size() const { return end - begin; }
};

/// A part of a document that can be read by itself.
struct Piece {
    enum class Form {
        Document,  ///< one YAML document or JSON value, whole
        YamlItems, ///< block list items, each with its dash
        JsonItems  ///< the elements of an array, at `items`
    };
    Form form = Form::Document;
    Extent extent;
    LinePoint start;           ///< of the extent
    std::vector<Extent> items; ///< JsonItems only
    TypeMeta inherited;        ///< by the items
    std::size_t number = 0;    ///< of the first item in a List that is known to be broken, from 1; else 0
};

/// One document of a stream; `pieces` is never empty.
struct Document {
    Extent extent;
    LinePoint start;
    bool hasTextOnMarker = false; ///< `--- text`, which kubectl refuses (semantics Y-2)
    std::vector<Piece> pieces;

    bool isSplit() const { return pieces.size() > 1 || pieces.front().form != Piece::Form::Document; }
    /// The document as one piece.
    Piece whole() const { return {Piece::Form::Document, extent, start, {}, {}}; }
};

/// The documents of a YAML stream: cut at lines `---` and `...`; empty ones and those with nothing but comments are
/// left out (semantics Y-1 to Y-3).
std::vector<Document> splitYaml(std::string_view text);

/// The values of a stream of JSON objects and arrays with nothing but white space between them; nullopt where the text
/// does not look like one (it may be YAML in flow style then).
std::optional<std::vector<Document>> splitJson(std::string_view text);

/// Cuts a YAML document that is a List in the layout of kubectl into pieces of items; leaves any other as it is.
void splitYamlList(std::string_view text, Document& document);

/// What can be made out of a List whose document is no valid YAML or JSON.
struct BrokenList {
    std::vector<Piece> items;    ///< one item each, in order, some of them broken
    std::optional<LinePoint> cut; ///< behind the last of `items`, where what follows cannot be told apart
};

/// The items of a block style List with a mistake in it: from dash to dash, whatever stands between. No items where the
/// document does not look like a List.
BrokenList itemsOfBrokenYaml(std::string_view text, const Document& document);

/// The items of a JSON List with a mistake in it, up to the first one that does not end. No items where the document
/// does not look like a List.
BrokenList itemsOfBrokenJson(std::string_view text, const Document& document);

/// Documents and items below this size are not worth a piece of their own.
inline constexpr std::size_t kPieceBytes = std::size_t{1} << 18U;

} // namespace portolan::loading
