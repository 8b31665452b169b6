#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QString>
#include <QStringList>

#include <cstdint>
#include <vector>

class QSettings;

namespace portolan {

/// Something opened before, newest first.
struct RecentInput {
    QStringList inputs;
    QStringList flows;
    QString summary; ///< "61 workloads, 73 policies"
    QDateTime opened;

    bool operator==(const RecentInput&) const = default;
};

/// Which colours the reader wants; System follows the desktop.
enum class ThemeWish : std::uint8_t { System, Light, Dark };

/// What is remembered between two runs. Reads and writes the settings it is given, nothing else.
class Preferences {
  public:
    explicit Preferences(QSettings& settings) : m_settings(settings) {}

    std::vector<RecentInput> recent() const;
    /// Puts `item` first, drops an older one with the same inputs, keeps ten.
    void remember(const RecentInput& item);
    void forget(const RecentInput& item);

    ThemeWish theme() const;
    void setTheme(ThemeWish theme);

    QByteArray layout() const;
    void setLayout(const QByteArray& layout);
    QByteArray geometry() const;
    void setGeometry(const QByteArray& geometry);

  private:
    void writeRecent(const std::vector<RecentInput>& items);

    QSettings& m_settings;
};

} // namespace portolan
