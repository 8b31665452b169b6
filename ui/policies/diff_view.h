#pragma once

#include <QPlainTextEdit>

namespace portolan {

/// A unified diff, read only: lines that come and go on their tints, headers in text3. Takes the room there is and
/// scrolls in it.
class DiffView : public QPlainTextEdit {
    Q_OBJECT
  public:
    explicit DiffView(QWidget* parent = nullptr);
    void setDiff(const QString& diff);

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void tint();
};

} // namespace portolan
