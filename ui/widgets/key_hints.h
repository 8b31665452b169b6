#pragma once

#include <QString>
#include <QWidget>

#include <utility>
#include <vector>

namespace portolan {

/// Paints a key cap 20 px high with its left middle at `left`; returns its width in px.
double paintKeyCap(QPainter& painter, QPointF left, const QString& key);

/// The 36 px strip under a table that names the keys of its actions: (key, what it does).
class KeyHints : public QWidget {
    Q_OBJECT
  public:
    explicit KeyHints(std::vector<std::pair<QString, QString>> hints, QWidget* parent = nullptr);
    QSize sizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    std::vector<std::pair<QString, QString>> m_hints;
};

} // namespace portolan
