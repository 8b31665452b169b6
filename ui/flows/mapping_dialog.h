#pragma once

#include "core/flow/formats/column_mapping.h"
#include "core/flow/formats/table_head.h"
#include "core/flow/formats/table_preview.h"
#include "core/flow/read_flows.h"
#include "core/model/cluster.h"

#include <QDialog>

#include <memory>

class QCheckBox;
class QLabel;
class QPushButton;
class QStackedLayout;
class QTimer;

namespace portolan {

class HeadModel;
class JobRunner;
class MappingForm;
class PreviewModel;
class StateView;
class TableView;
class TitleRow;

/// A table whose columns have to be told, and what is known of it.
struct UnknownTable {
    QString path;
    TableHead head;
    std::shared_ptr<const ColumnMapping> mapping; ///< said before; nullptr: what can be guessed is offered
    std::shared_ptr<const Cluster> cluster;       ///< whose workloads the preview names
    FlowOptions reading;                          ///< how the preview is read, but for the mapping
};

/// Asks what the columns of a table of flows mean, and shows its first rows as they are understood. Only the beginning
/// of the file is read, off the window's thread.
class MappingDialog : public QDialog {
    Q_OBJECT
  public:
    explicit MappingDialog(UnknownTable table, QWidget* parent = nullptr);
    ~MappingDialog() override;

    MappingForm& form() { return *m_form; }
    QCheckBox& headerBox() { return *m_header; }
    const PreviewModel& preview() const { return *m_preview; }
    const HeadModel& columns() const { return *m_columns; }
    QPushButton& importButton() { return *m_import; }
    /// What is still to be told, or what is wrong.
    QString note() const;
    /// What the reader sees above the preview: how many rows are read, and why others are not.
    QString summary() const;
    /// Reads a mapping file into the form; false where it is none, which the note tells.
    bool load(const QString& path);
    /// Writes the form as a mapping file; false where that fails, which the note tells.
    bool save(const QString& path);

  Q_SIGNALS:
    /// The reader has said what the columns mean: all that is read.
    void chosen(const std::shared_ptr<const portolan::ColumnMapping>& mapping);
    /// The rows are those of the form as it is.
    void previewShown();

  private:
    QWidget* makeColumns();
    QWidget* makePreview();
    QWidget* makeFoot();
    void showTable(const ColumnMapping& mapping);
    void takeHeader(bool isHeader);
    void takeChange();
    void refresh();
    void showPreview(const Result<TablePreview>& preview);
    QString needs() const;
    QString problem() const;

    UnknownTable m_table;
    JobRunner* m_jobs;
    QTimer* m_pause;
    HeadModel* m_columns;
    PreviewModel* m_preview;
    MappingForm* m_form;
    QCheckBox* m_header;
    TableView* m_rows;
    StateView* m_state;
    QStackedLayout* m_stack;
    TitleRow* m_previewTitle;
    QString m_summary;
    QLabel* m_note;
    QPushButton* m_import;
    bool m_isForeignHeader = false;
};

} // namespace portolan
