#pragma once

#include "core/analysis/picture.h"
#include "ui/map/map_menu.h"
#include "ui/map/map_view.h"
#include "ui/session/session.h"
#include "ui/widgets/policy_version.h"

#include <QWidget>

#include <utility>

namespace portolan {

class JobRunner;
class StateView;
struct MapReach;

/// The map of the session's analysis: makes the picture on a thread, shows it, and keeps its selection and the
/// session's the same.
class MapPage : public QWidget {
    Q_OBJECT
  public:
    explicit MapPage(Session& session, QWidget* parent = nullptr);
    ~MapPage() override;

    MapView& view() { return *m_view; }
    PolicyVersion version() const { return m_version; }
    /// Whether a picture or a reach is being made.
    bool isBusy() const;
    /// What is shown and what is only counted, for the status bar.
    QStringList shownTexts() const;
    /// Selects and brings into view what the session's selection speaks of.
    void revealSelection();
    /// Asks for a file and writes the picture.
    void exportPicture();
    /// Marks the steps between these ends, in order, as a path: identities of workloads, or "internet".
    void showPath(const std::vector<std::pair<QString, QString>>& ends);
    /// Does what the map's menu offers to an item.
    void act(MapAction action, const MapItem& item);

  public Q_SLOTS:
    /// Shows the policies in force, those of the draft, or what the draft changes; makes a draft where there is none.
    void setVersion(portolan::PolicyVersion version);

  Q_SIGNALS:
    void shownChanged();
    void openRequested();
    /// Double click or Return on a node: go and look at what it talks to.
    void flowsRequested();
    /// Routes between two ends, by identity or "internet"; an empty one is left to the reader.
    void pathsRequested(const QString& from, const QString& to);

    /// No draft could be made: the policies in force are shown again.
    void versionReset();

  private:
    void takeAnalysis();
    void takeDraft();
    void draw();
    void takePicture(const Result<Picture>& picture);
    void takeSelection();
    void select(const MapItem& item);
    /// The line that is selected comes from that entry point.
    bool isLineOf(const EntryKey& entry) const;
    void selectEdge(const Analysis& analysis, const PictureEdge& edge);
    void applyFilter();
    void filterTo(const MapItem& item);
    void showMenu(const MapItem& item, QPoint at);
    void showReach(std::uint32_t node, unsigned hops);
    void takeReach(const QString& name, const MapReach& reach);
    std::optional<std::uint32_t> nodeNamed(const QString& id) const;

    Session& m_session;
    Picture m_picture;
    PolicyVersion m_version = PolicyVersion::Current;
    MapView* m_view;
    StateView* m_state;
    JobRunner* m_jobs;
    JobRunner* m_reachJobs;
    bool m_isSelecting = false; ///< a selection is on its way from the map to the session
};

} // namespace portolan
