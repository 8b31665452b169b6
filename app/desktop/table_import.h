#pragma once

#include "core/flow/formats/column_mapping.h"
#include "core/flow/formats/table_head.h"
#include "core/flow/read_flows.h"
#include "core/model/cluster.h"

#include <QObject>
#include <QStringList>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

class QSettings;
class QWidget;

namespace portolan {

class JobRunner;

/// Stands between the choice of flow logs and their reading: looks at the opening of each, off the window's thread, and
/// asks what the columns of those mean that are tables of no known format. What was said of a file is remembered.
///
///     start(logs) ──look at each──> known: pass ──────────────────────────────┬──> then(logs, mapping)
///                                   unknown: MappingDialog, one after another ┘
///                                             └─ Cancel: that log is left out
class TableImport : public QObject {
    Q_OBJECT
  public:
    /// Unknown: of tables that nobody knows. Once: as Unknown, but what was said of a file before is taken without
    /// asking again. Always: of every log, whatever can be told of it.
    enum class Ask { Unknown, Once, Always };

    struct Wish {
        QStringList logs;
        Ask ask = Ask::Unknown;
        std::shared_ptr<const Cluster> cluster; ///< whose workloads the preview names
        FlowOptions reading;                    ///< its mapping is what is said of tables so far
    };
    /// What is left of the logs, and what is then said of tables.
    using Then = std::function<void(const QStringList& logs, std::shared_ptr<const ColumnMapping> mapping)>;

    /// `settings` must live as long as this; dialogs belong to `window`.
    TableImport(QSettings& settings, QWidget& window);
    ~TableImport() override;

    /// Calls `then` once, at the latest when every question is answered; a question of before that is still open is
    /// dropped.
    void start(Wish wish, Then then);

  Q_SIGNALS:
    /// Nothing can be said of the columns of a log; `message` is one sentence.
    void failed(const QString& message);

  private:
    /// A log and what its opening shows; none: it could not be read, or is no file.
    struct Log {
        QString path;
        std::optional<TableHead> head;
    };
    void take(std::vector<Log> logs);
    void next();
    bool isAsked(const Log& log) const;
    void ask(const Log& log);
    void keep(const QString& path, const std::shared_ptr<const ColumnMapping>& mapping);
    std::shared_ptr<const ColumnMapping> remembered(const QString& path) const;
    void remember(const QString& path, const ColumnMapping& mapping);

    QSettings& m_settings;
    QWidget& m_window;
    JobRunner* m_jobs;
    Wish m_wish;
    Then m_then;
    std::vector<Log> m_waiting; ///< from the last to the first
    QStringList m_kept;
};

} // namespace portolan
