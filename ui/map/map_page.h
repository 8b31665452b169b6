#pragma once

#include "core/analysis/picture.h"
#include "ui/map/map_view.h"
#include "ui/session/session.h"

#include <QWidget>

namespace portolan {

class JobRunner;
class StateView;

/// The map of the session's analysis: makes the picture on a thread, shows it, and keeps its selection and the
/// session's the same.
class MapPage : public QWidget {
    Q_OBJECT
  public:
    explicit MapPage(Session& session, QWidget* parent = nullptr);
    ~MapPage() override;

    MapView& view() { return *m_view; }
    /// What is shown and what is only counted, for the status bar.
    QStringList shownTexts() const;
    /// Selects and brings into view what the session's selection speaks of.
    void revealSelection();
    /// Asks for a file and writes the picture.
    void exportPicture();
    /// Marks edges between these workloads, in order, as a path; those the picture lacks are left out.
    void showPath(const std::vector<std::pair<QString, QString>>& ends);

  Q_SIGNALS:
    void shownChanged();
    void openRequested();
    /// Double click or Return on a node: go and look at what it talks to.
    void flowsRequested();

  private:
    void takeAnalysis();
    void takePicture(const Result<Picture>& picture);
    void takeSelection();
    void select(const MapItem& item);
    void applyFilter();

    Session& m_session;
    Picture m_picture;
    MapView* m_view;
    StateView* m_state;
    JobRunner* m_jobs;
    bool m_isSelecting = false; ///< a selection is on its way from the map to the session
};

} // namespace portolan
