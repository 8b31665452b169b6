#pragma once

#include <QString>
#include <QWidget>

class QPushButton;

namespace portolan {

class ElidedLabel;

/// One sentence that offers one next step, 48 px high; hides itself on "Later".
class Banner : public QWidget {
    Q_OBJECT
  public:
    explicit Banner(QWidget* parent = nullptr);
    /// An empty action hides the primary button.
    void setContent(const QString& sentence, const QString& action);

  Q_SIGNALS:
    void accepted();
    void postponed();

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    ElidedLabel* m_sentence;
    QPushButton* m_action;
};

} // namespace portolan
