#pragma once

#include "core/analysis/analysis.h"
#include "ui/session/selection.h"

#include <QDialog>

#include <cstdint>
#include <functional>
#include <vector>

class QAction;
class QLineEdit;
class QListWidget;

namespace portolan {

/// Something one can go to by typing a part of its name.
struct LocatorEntry {
    enum class Kind : std::uint8_t { Namespace, Workload, Policy, Finding, Command };
    Kind kind = Kind::Workload;
    QString text;
    std::function<void()> go;
};

/// The entries that match what was typed, best first, at most `limit`: names that begin with it, then names with a part
/// that does, then the rest. A letter and a blank limit the kind: "n ", "w ", "p ", "f ", "> ".
std::vector<const LocatorEntry*> locate(const std::vector<LocatorEntry>& entries, const QString& typed,
                                        std::size_t limit);

/// Ctrl+K: a field and what matches it; Enter goes there, Escape closes.
class Locator : public QDialog {
    Q_OBJECT
  public:
    Locator(std::vector<LocatorEntry> entries, QWidget* parent);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void showMatches(const QString& typed);
    void goToCurrent();

    std::vector<LocatorEntry> m_entries;
    std::vector<const LocatorEntry*> m_matches;
    QLineEdit* m_field;
    QListWidget* m_list;
};

} // namespace portolan
