#pragma once

#include "ui/widgets/link_cursor.h"

#include <QString>
#include <QWidget>

#include <cstdint>
#include <vector>

namespace portolan {

/// How a value is set: Text 12/500, Mono 11, Link mono 11 in accentInk (clicks), TextLink 12/500 in accentInk (clicks),
/// Quiet 12/400.
enum class FactStyle : std::uint8_t { Text, Mono, Link, TextLink, Quiet };

/// A key and its value.
struct Fact {
    QString key = {};
    QString value = {};
    FactStyle style = FactStyle::Text;
    QString target = {}; ///< what a click on a Link reports, the value itself where empty

    bool operator==(const Fact&) const = default;
};
using Facts = std::vector<Fact>;

/// Two columns, rows of 21 px, keys in text3. Values wrap at the width, at most to four lines, and carry their full
/// text as tooltip. Tab comes to the links, Up and Down walk them, Enter opens one.
class FactList : public QWidget {
    Q_OBJECT
  public:
    explicit FactList(QWidget* parent = nullptr);
    void setFacts(Facts facts);
    /// Where the values start, px from the left; 112 unless set.
    void setKeyWidth(int px);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

  Q_SIGNALS:
    void linkActivated(const QString& target);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    bool event(QEvent* event) override;

  private:
    const Fact* linkAt(QPointF at) const;

    Facts m_facts;
    LinkCursor m_cursor;
    int m_keyWidth = 112;
};

/// A small box of a FactBoxes row; `isChanged` shows the value in accentInk.
struct FactBox {
    QString label = {};
    QString value = {};
    bool isChanged = false;
};

/// Equal boxes side by side, 48 px high: Now, Draft, Observed.
class FactBoxes : public QWidget {
    Q_OBJECT
  public:
    explicit FactBoxes(QWidget* parent = nullptr);
    void setBoxes(std::vector<FactBox> boxes);
    QSize sizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    std::vector<FactBox> m_boxes;
};

} // namespace portolan
