#pragma once

#include <QDialog>
#include <QString>

#include <utility>
#include <vector>

namespace portolan {

/// Keys that belong together: (key, what it does).
struct KeyGroup {
    QString title = {};
    std::vector<std::pair<QString, QString>> keys;
};

/// All keys of the window, by group.
class KeySheet : public QDialog {
    Q_OBJECT
  public:
    KeySheet(const std::vector<KeyGroup>& groups, QWidget* parent);
};

/// What each line, glyph and badge means.
class EdgeStyleSheet : public QDialog {
    Q_OBJECT
  public:
    explicit EdgeStyleSheet(QWidget* parent);
};

} // namespace portolan
