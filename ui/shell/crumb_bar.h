#pragma once

#include <QStringList>
#include <QWidget>

namespace portolan {

/// Where the reader is, from the cluster inwards; every crumb but the last is a link to its level.
class CrumbBar : public QWidget {
    Q_OBJECT
  public:
    explicit CrumbBar(QWidget* parent = nullptr);
    void setCrumbs(const QStringList& crumbs);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  Q_SIGNALS:
    /// 0-based from the cluster; never the last.
    void crumbClicked(int index);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;

  private:
    int crumbAt(double x) const;
    bool isLast(int index) const { return index + 1 == m_crumbs.size(); }

    QStringList m_crumbs;
    int m_hovered = -1;
};

} // namespace portolan
