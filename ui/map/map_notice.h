#pragma once

#include <QWidget>

class QLabel;

namespace portolan {

/// A line in the map's upper left corner that says what is shown in place of the whole map, with a button that ends it.
class MapNotice : public QWidget {
    Q_OBJECT
  public:
    explicit MapNotice(QWidget* parent);

    /// Empty hides it.
    void setText(const QString& text);
    QString text() const;

  Q_SIGNALS:
    void closeRequested();

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    QLabel* m_text;
};

} // namespace portolan
