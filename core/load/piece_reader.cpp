#include "core/load/piece_reader.h"

#include "core/load/feed_block_yaml.h"
#include "core/load/feed_json.h"
#include "core/load/feed_yaml.h"
#include "core/load/object_reader.h"

#include <algorithm>

namespace portolan::loading {
namespace {

/// Flow style beyond this size is not tried as YAML once it failed as JSON.
constexpr std::size_t kMaxFlowYaml = std::size_t{16} << 20U;

ObjectReader::Templates templatesIn(std::string_view text) {
    return text.find("{{") == std::string_view::npos ? ObjectReader::Templates::Absent
                                                     : ObjectReader::Templates::Possible;
}

/// The offset of the first "{{", closed somewhere behind it, that stands in no comment and no quotes of its line.
std::optional<std::size_t> findTemplate(std::string_view text) {
    for (std::size_t at = text.find("{{"); at != std::string_view::npos; at = text.find("{{", at + 2)) {
        const std::size_t before = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
        const std::size_t lineStart = before == std::string_view::npos ? 0 : before + 1;
        const std::string_view head = text.substr(lineStart, at - lineStart);
        const bool isComment = head.find(" #") != std::string_view::npos || head.starts_with('#');
        const bool isQuoted = std::ranges::count(head, '"') % 2 != 0 || std::ranges::count(head, '\'') % 2 != 0;
        if (!isComment && !isQuoted)
            return text.find("}}", at) == std::string_view::npos ? std::nullopt : std::optional(at);
    }
    return std::nullopt;
}

/// True where the line that holds the offset has a ${VAR} in it.
bool hasVariable(std::string_view text, std::size_t at) {
    const std::size_t before = at == 0 ? std::string_view::npos : text.rfind('\n', std::min(at, text.size()) - 1);
    const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
    return text.substr(begin, text.find('\n', begin) - begin).find("${") != std::string_view::npos;
}

/// True where a text that begins with '{' or '[' was meant as JSON: then JSON's complaint is the better one.
bool looksLikeJson(std::string_view text) {
    const std::size_t second = text.find_first_not_of(" \t\r\n", 1);
    return second == std::string_view::npos || text[0] == '[' || text[second] == '"' || text[second] == '}';
}

class PieceReader {
  public:
    PieceReader(std::string_view text, FileId file, const Piece& piece, const LoadOptions& options,
                const RunControl& control)
        : m_text(text), m_piece(piece), m_options(options), m_control(control), m_lines(file, text, piece.start) {}

    PieceResult read() && {
        switch (m_piece.form) {
        case Piece::Form::Document: document(); break;
        case Piece::Form::YamlItems: yaml(TreeBuilder::Root::Items); break;
        case Piece::Form::JsonItems: jsonItems(); break;
        }
        return std::move(m_result);
    }

  private:
    std::string_view chunk() const { return m_text.substr(m_piece.extent.begin, m_piece.extent.size()); }

    void document() {
        const std::string_view text = chunk();
        const std::size_t first = text.find_first_not_of(" \t\r\n");
        const bool isFlow = first != std::string_view::npos && (text[first] == '{' || text[first] == '[');
        if (!isFlow) return yaml(TreeBuilder::Root::Object);
        JsonFeed feed;
        const std::size_t base = m_piece.extent.begin + first;
        const auto error = json(feed, text.substr(first), base);
        if (!error) return;
        m_result.batch = Batch();
        const bool isJson = looksLikeJson(text.substr(first));
        if (error->kind != SyntaxError::Kind::Malformed || text.size() > kMaxFlowYaml) return failJson(*error, base);
        yaml(TreeBuilder::Root::Object);
        if (m_result.failure && isJson && m_result.failure->diagnostic.code.empty()) failJson(*error, base);
    }

    std::optional<SyntaxError> json(JsonFeed& feed, std::string_view text, std::size_t base) {
        // Templates need unquoted text, which JSON does not have.
        ObjectReader reader(m_result.batch, m_lines, base, m_options, ObjectReader::Templates::Absent);
        TreeBuilder builder(reader, TreeBuilder::Root::Object, m_piece.inherited);
        return feed.feed(text, builder, Unwanted::Checked, m_control);
    }

    void jsonItems() {
        JsonFeed feed;
        ObjectReader reader(m_result.batch, m_lines, 0, m_options, ObjectReader::Templates::Absent);
        TreeBuilder builder(reader, TreeBuilder::Root::Object, m_piece.inherited);
        for (const Extent& item : m_piece.items) {
            if (m_control.isStopped()) return failJson({SyntaxError::Kind::Stopped, 0, "stopped"}, item.begin);
            reader.setBase(item.begin);
            const auto error = feed.feed(m_text.substr(item.begin, item.size()), builder, itemCheck(), m_control);
            if (error) return failJson(*error, item.begin);
        }
    }

    void yaml(TreeBuilder::Root root) {
        const std::string_view text = chunk();
        ObjectReader reader(m_result.batch, m_lines, m_piece.extent.begin, m_options, templatesIn(text));
        TreeBuilder builder(reader, root, m_piece.inherited);
        const Unwanted unwanted = root == TreeBuilder::Root::Items ? itemCheck() : Unwanted::Checked;
        if (feedBlockYaml(text, builder, unwanted, m_control) == BlockOutcome::Read) return;
        m_result.batch = Batch();
        builder.reset();
        const auto error = feedYaml(text, builder, m_control);
        if (!error) return;
        if (const auto at = findTemplate(text); at && error->kind == SyntaxError::Kind::Malformed)
            return fail(error->kind, m_piece.extent.begin + *at, "PARSE-02",
                        "unrendered template: " + subject() + " holds {{ }} and is skipped",
                        "render it first: helm template, or kustomize build");
        if (error->kind == SyntaxError::Kind::Malformed && hasVariable(text, error->at))
            return fail(error->kind, m_piece.extent.begin + error->at, "PARSE-02",
                        "unrendered variable: " + subject() + " is not valid YAML where it holds ${ } and is skipped",
                        "substitute it first: envsubst, or flux build");
        constexpr std::string_view kMissingAnchor = "the referenced anchor is not defined";
        failSyntax(*error, m_piece.extent.begin, "not valid YAML");
        m_result.failure->isAliasMissing = error->message.starts_with(kMissingAnchor);
    }

    void failJson(const SyntaxError& error, std::size_t base) { failSyntax(error, base, "not valid JSON"); }

    void failSyntax(const SyntaxError& error, std::size_t base, std::string_view cause) {
        const bool isLimit = error.kind == SyntaxError::Kind::Limit;
        fail(error.kind, base + error.at, "",
             std::string(isLimit ? "over a limit" : cause) + ": " + error.message + "; " + subject() + " is skipped",
             "");
    }

    /// Items come from a machine; what a person wrote, and a List with a mistake somewhere, is checked in full.
    Unwanted itemCheck() const { return m_piece.number == 0 ? Unwanted::PassedOver : Unwanted::Checked; }
    /// What is lost with the piece.
    std::string subject() const {
        return m_piece.number == 0 ? "the document" : "item " + std::to_string(m_piece.number) + " of the list";
    }

    void fail(SyntaxError::Kind kind, std::size_t at, std::string code, std::string message, std::string fix) {
        const SourceRef where = m_lines.at(std::min(at, m_text.size()));
        m_result.batch = Batch();
        m_result.failure = PieceFailure{
            kind, {Diagnostic::Level::Error, std::move(code), where, "", std::move(message), std::move(fix)}, false};
    }

    std::string_view m_text;
    const Piece& m_piece;
    const LoadOptions& m_options;
    const RunControl& m_control;
    LineMap m_lines;
    PieceResult m_result;
};

} // namespace

PieceResult readPiece(std::string_view text, FileId file, const Piece& piece, const LoadOptions& options,
                      const RunControl& control) {
    return PieceReader(text, file, piece, options, control).read();
}

} // namespace portolan::loading
