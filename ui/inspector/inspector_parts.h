#pragma once

#include "core/analysis/analysis.h"
#include "ui/session/selection.h"
#include "ui/widgets/facts.h"

#include <QString>
#include <QWidget>

#include <functional>

class QVBoxLayout;

namespace portolan {

/// What every kind of panel of the Inspector is built from. Adds to `column`.
class InspectorColumn {
  public:
    using LinkHandler = std::function<void(const QString& target)>;
    InspectorColumn(QVBoxLayout& column, LinkHandler onLink) : m_column(column), m_onLink(std::move(onLink)) {}

    /// A caption of 12 px over the headline: what kind of thing this is.
    void addKind(const QString& text);
    void addHeadline(const QString& text);
    /// A wrapped sentence in text2.
    void addSentence(const QString& text);
    void addSection(const QString& title);
    void addFacts(Facts facts);
    /// Values without keys, one below the other; for lists of links.
    void addList(Facts facts);
    /// A block of mono text on the window colour, selectable; for YAML.
    void addCode(const QString& text);
    void addLine();
    void addSpace(int px);
    QVBoxLayout& layout() { return m_column; }
    const LinkHandler& onLink() const { return m_onLink; }

  private:
    QVBoxLayout& m_column;
    LinkHandler m_onLink;
};

/// What a link to another selection reports, where a link to a file reports "name:line".
QString linkTo(const Selection& selection);
/// What linkTo() wrote, as far as the analysis has it; nothing for a file and line.
std::optional<Selection> linkedSelection(const Analysis& analysis, const QString& target);

} // namespace portolan
