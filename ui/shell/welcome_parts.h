#pragma once

#include "ui/shell/welcome_page.h"
#include "ui/widgets/icon.h"

#include <QAbstractButton>

class QPushButton;

namespace portolan {

/// Whether a start button is the one to begin with.
enum class StartRank : std::uint8_t { Plain, First };

/// What a start button says.
struct StartText {
    Icon icon = Icon::Folder;
    QString title = {};
    QString detail = {};
    QString keys = {};
    StartRank rank = StartRank::Plain;
};

/// A 72 px way to start.
class StartButton : public QAbstractButton {
    Q_OBJECT
  public:
    explicit StartButton(StartText text);
    QSize sizeHint() const override { return {520, 72}; }
    QSize minimumSizeHint() const override { return {280, 72}; }

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    StartText m_text;
};

/// A 40 px row of something opened before.
class RecentRow : public QAbstractButton {
    Q_OBJECT
  public:
    explicit RecentRow(RecentItem item);
    QSize sizeHint() const override { return {520, 40}; }
    QSize minimumSizeHint() const override { return {280, 40}; }

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    RecentItem m_item;
};

/// A command in a box, with a copy button that turns into a tick once it has copied.
class CommandRow : public QWidget {
    Q_OBJECT
  public:
    explicit CommandRow(CollectCommand command);
    QSize sizeHint() const override { return {420, 60}; }

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    CollectCommand m_command;
    QPushButton* m_copy;
};

/// The dashed area that says files can be dropped.
class DropHint : public QWidget {
    Q_OBJECT
  public:
    DropHint();

  protected:
    void paintEvent(QPaintEvent* event) override;
};

/// Paints the wind rose of a sea chart around `centre`, fading out downwards.
void paintWindRose(QPainter& painter, QPointF centre, double radius);

} // namespace portolan
