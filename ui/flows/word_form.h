#pragma once

#include "core/flow/formats/column_mapping.h"
#include "core/flow/formats/table_head.h"

#include <QWidget>

#include <functional>
#include <map>
#include <string>
#include <vector>

class QComboBox;
class QGridLayout;
class QLabel;

namespace portolan {

/// What a column's own words stand for: which ones mean allowed and which denied. Hidden where there is nothing to say.
class WordForm : public QWidget {
    Q_OBJECT
  public:
    using Words = std::map<std::string, std::string, std::less<>>;

    /// `column`: Verdict, Action or Protocol.
    explicit WordForm(RowColumn column, QWidget* parent = nullptr);

    /// Whether words that are not given are taken as the reader takes them, or as they are most likely meant.
    enum class Rest { AsRead, AsLikely };
    /// Shows the words of a column of the table, nullptr for none, as `given` has them.
    /// Protocols show only words that the reader does not know.
    void setWords(const HeadColumn* from, const Words& given, Rest rest);
    /// What the mapping has to say: words that are taken for something else than they are without it. Words that were
    /// given and that the table does not show stay.
    Words words() const;
    /// Shown words that nobody knows: their rows are left out.
    int unknown() const;
    /// nullptr where that word is not shown.
    QComboBox* choiceOf(const std::string& word) const;

  Q_SIGNALS:
    void changed();

  private:
    struct Row {
        std::string word;
        QComboBox* choice;
    };
    void addRow(const std::string& word, int shownAt, Rest rest);

    RowColumn m_column;
    Words m_given;
    std::vector<Row> m_rows;
    QLabel* m_title;
    QLabel* m_more;
    QGridLayout* m_grid;
};

} // namespace portolan
