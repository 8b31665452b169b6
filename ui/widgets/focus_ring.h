#pragma once

#include <QPointer>
#include <QWidget>

namespace portolan {

/// Shows where the keyboard is: a 2 px accent ring 2 px outside the focused control of its window, from the moment a
/// key moved the focus until the pointer is used. Inputs and tables show their focus themselves and get no ring.
class FocusRing : public QWidget {
    Q_OBJECT
  public:
    /// Lies over `window` and lives as long as it.
    explicit FocusRing(QWidget* window);

  protected:
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void follow(QWidget* target);

    QPointer<QWidget> m_target;
    bool m_isByKey = false;
};

} // namespace portolan
