#pragma once

#include <QPlainTextEdit>

namespace portolan {

/// A unified diff, read only: lines that come and go on their tints, headers in text3. As high as its lines, up to a
/// limit; beyond it scrolls.
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
