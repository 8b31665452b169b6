#pragma once

#include "ui/session/draft.h"

#include <QAbstractScrollArea>

#include <optional>
#include <vector>

namespace portolan {

/// One line of the panel: unchanged, added, removed, or the title of a file.
struct YamlLine {
    enum class Change : std::uint8_t { None, Added, Removed, Title };
    Change change = Change::None;
    int number = 0; ///< in its text, from 1; 0 for titles
    QString text;

    bool operator==(const YamlLine&) const = default;
};

/// The lines of `after` with those of `before` that are gone, as the shortest edit (longest common subsequence).
std::vector<YamlLine> diffLines(const std::string& before, const std::string& after);

/// The policies of a draft as YAML, added and removed lines tinted.
class YamlPanel : public QAbstractScrollArea {
    Q_OBJECT
  public:
    explicit YamlPanel(QWidget* parent = nullptr);
    /// Shows the policies whose rules stand for an edge; without one, all that the draft changes, edited ones first.
    void showVersion(const DraftVersion& version, std::optional<std::uint32_t> edge);
    /// Shows what edits of rules make of a policy; all that the draft changes where they change nothing of it.
    void showPolicy(const DraftVersion& version, PolicyId policy);
    void clear();
    const std::vector<YamlLine>& lines() const { return m_lines; }

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    void addEdited(const EditedPolicy& policy, std::vector<YamlLine>& lines);
    void setLines(std::vector<YamlLine> lines);
    void updateScrollBars();

    std::vector<YamlLine> m_lines;
};

} // namespace portolan
