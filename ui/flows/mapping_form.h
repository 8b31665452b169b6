#pragma once

#include "core/flow/formats/column_mapping.h"
#include "core/flow/formats/mapping_guess.h"
#include "core/flow/formats/table_head.h"
#include "ui/flows/mapping_fields.h"
#include "ui/flows/word_form.h"

#include <QWidget>

#include <map>
#include <vector>

class QGridLayout;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace portolan {

class FieldBox;

/// All that a mapping says of a table, field by field: where each comes from, what words mean, the zone of times.
class MappingForm : public QWidget {
    Q_OBJECT
  public:
    explicit MappingForm(QWidget* parent = nullptr);

    /// Shows a table and what is said of it; `guesses` are marked as such. Where nobody has said anything yet, words
    /// are shown as they are most likely meant. Without a signal.
    void showTable(const TableHead& head, const ColumnMapping& mapping, const std::vector<ColumnGuess>& guesses,
                   WordForm::Rest words);
    /// What the form says, complete: columns that it does not name are not read.
    ColumnMapping mapping() const;

    FieldBox& field(RowColumn column) const { return *m_fields.at(column); }
    WordForm& words(RowColumn column) const { return *m_words.at(column); }
    QLineEdit& zone() const { return *m_zone; }
    /// False where the zone is no zone.
    bool isZoneReadable() const;
    /// Words of verdicts and protocols that nobody knows.
    int unknownWords() const;

  Q_SIGNALS:
    void changed();

  private:
    QWidget* makeGroup(FieldGroup group);
    void addField(const MappingField& field, QGridLayout& grid);
    void addZone(QGridLayout& grid);
    void addWords(QVBoxLayout& column);
    void takeField(RowColumn column);
    void showWords(RowColumn column);
    void showRare(bool isShown);

    TableHead m_head;
    ColumnMapping m_given;
    WordForm::Rest m_rest = WordForm::Rest::AsLikely;
    std::map<RowColumn, FieldBox*> m_fields;
    std::map<RowColumn, WordForm*> m_words;
    QLineEdit* m_zone;
    QPushButton* m_more;
    QWidget* m_rare;
};

} // namespace portolan
