#pragma once

#include "core/flow/formats/table_head.h"
#include "ui/flows/mapping_fields.h"

#include <QWidget>

#include <cstdint>
#include <string>

class QComboBox;
class QLabel;
class QLineEdit;

namespace portolan {

class ElidedLabel;

/// Where a field comes from.
struct FieldChoice {
    enum class Kind : std::uint8_t { None, Column, Fixed } kind = Kind::None;
    std::string text = {}; ///< the column's name, or what every row has

    bool operator==(const FieldChoice&) const = default;
};

/// One field of the form: a column to choose, or what every row has, with some values of the column beside it.
class FieldBox : public QWidget {
    Q_OBJECT
  public:
    explicit FieldBox(const MappingField& field, QWidget* parent = nullptr);

    /// Offers the table's columns; chooses nothing. The head must outlive the next call.
    void setHead(const TableHead& head);
    /// Chooses without a signal; a column that the table does not have is offered all the same.
    void setChoice(const FieldChoice& choice);
    /// Says that the choice is a guess, until there is another one.
    void markGuessed();
    FieldChoice choice() const;
    /// True where the table has no column of the name that is chosen.
    bool isColumnMissing() const;

    RowColumn column() const { return m_field.column; }
    QComboBox& columns() { return *m_columns; }
    QLineEdit& fixed() { return *m_fixed; }
    /// What stands beside the choice: some values, or that the column is not there.
    QString note() const;

  Q_SIGNALS:
    void changed();

  private:
    void offer(FieldChoice::Kind kind, const QString& text, const std::string& value);
    int find(const FieldChoice& choice) const;
    void takeChoice();
    void showNote();

    const MappingField& m_field;
    const TableHead* m_head = nullptr;
    QComboBox* m_columns;
    QLineEdit* m_fixed;
    ElidedLabel* m_note;
    QLabel* m_guessed;
};

} // namespace portolan
