#pragma once

#include "ui/widgets/policy_version.h"
#include "ui/widgets/search_field.h"
#include "ui/widgets/segmented.h"

#include <QMenu>
#include <QPushButton>
#include <QWidget>

#include <cstdint>

namespace portolan {

class BusyBar;
class CrumbBar;

/// Which way the view history can be walked.
struct HistoryState {
    bool canGoBack = false;
    bool canGoForward = false;
};

/// Whether a page offers the version switch.
enum class VersionSwitch : std::uint8_t { Hidden, Shown };

/// The 48 px bar over every page: where one is, how it is grouped, which version, which time, which filter. It only
/// shows and asks; whoever owns the view state answers.
class ScopeBar : public QWidget {
    Q_OBJECT
  public:
    explicit ScopeBar(QWidget* parent = nullptr);

    void setCrumbs(const QStringList& crumbs);
    void setHistory(HistoryState state);
    /// The keys one can group by and the index of the present one.
    void setGroupings(const QStringList& names, int current);
    void setVersionSwitch(VersionSwitch shown);
    void setVersion(PolicyVersion version);
    /// As if the reader had chosen the version: nothing happens where the switch is hidden or the version not
    /// available.
    void chooseVersion(PolicyVersion version);
    /// Says why only Current can be chosen; an empty reason makes all three available.
    void setDraftUnavailable(const QString& reason);
    /// "Last 30 days"; empty hides the button (no flows).
    void setTimeWindow(const QString& text);
    /// The windows one can choose.
    void setTimeWindows(const QStringList& names);
    SearchField& query() { return *m_query; }
    BusyBar& busyBar() { return *m_busyBar; }

  Q_SIGNALS:
    void backRequested();
    void forwardRequested();
    void crumbClicked(int index);
    void groupingChosen(int index);
    void versionChosen(portolan::PolicyVersion version);
    void timeWindowChosen(int index);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    QPushButton* m_back;
    QPushButton* m_forward;
    CrumbBar* m_crumbs;
    QPushButton* m_grouping;
    QMenu* m_groupingMenu;
    Segmented* m_version;
    QPushButton* m_time;
    QMenu* m_timeMenu;
    SearchField* m_query;
    BusyBar* m_busyBar;
};

} // namespace portolan
