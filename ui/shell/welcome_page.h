#pragma once

#include <QString>
#include <QWidget>

#include <cstdint>
#include <vector>

class QVBoxLayout;

namespace portolan {

/// Something opened before.
struct RecentItem {
    QString name = {};
    QString detail = {}; ///< "40 workloads, 131 decisions"
    QString when = {};   ///< "Today, 09:14"
    QString path = {};   ///< what a click reports
};

/// What one can start with.
enum class StartChoice : std::uint8_t { Sample, Folder, Flows, Live };

/// A command that collects one kind of data, ready to be copied.
struct CollectCommand {
    QString what = {};
    QString command = {};
};

/// One command a kind, the most needed first; values of Secrets are never asked for.
std::vector<CollectCommand> collectCommands();

/// The page before any data is loaded: ways to start, what was opened before, and how to collect the data oneself.
class WelcomePage : public QWidget {
    Q_OBJECT
  public:
    explicit WelcomePage(QWidget* parent = nullptr);
    void setRecent(const std::vector<RecentItem>& items);
    /// Shows the way to a live cluster; hidden until then.
    void offerLive();

  Q_SIGNALS:
    void startChosen(portolan::StartChoice choice);
    void recentChosen(const QString& path);

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    QWidget* makeStartColumn();
    QWidget* makeCollectCard();
    void showAllCommands();

    QVBoxLayout* m_recent = nullptr;
    QWidget* m_recentTitle = nullptr;
    QWidget* m_live = nullptr;
};

} // namespace portolan
