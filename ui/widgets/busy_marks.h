#pragma once

#include <QWidget>

namespace portolan {

/// The 2 px accent bar under the scope bar while something is computed; takes no room while idle.
class BusyBar : public QWidget {
    Q_OBJECT
  public:
    explicit BusyBar(QWidget* parent = nullptr);
    /// `fraction` 0..1, or negative where it is not known (the bar is then a third wide and stands still).
    void setFraction(double fraction);
    void clear();

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    double m_fraction = -1.0;
    bool m_isBusy = false;
};

/// Lets old content show at 55 % while its replacement is computed. Lies over its parent, passes every event through.
class StaleVeil : public QWidget {
    Q_OBJECT
  public:
    explicit StaleVeil(QWidget* parent);

  protected:
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
};

} // namespace portolan
