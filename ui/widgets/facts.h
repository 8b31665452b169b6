#pragma once

#include <QString>
#include <QWidget>

#include <cstdint>
#include <vector>

namespace portolan {

/// How a value is set: Text 12/500, Mono 11, Link mono 11 in accentInk (clicks), Quiet 12/400.
enum class FactStyle : std::uint8_t { Text, Mono, Link, Quiet };

/// A key and its value, one line.
struct Fact {
    QString key = {};
    QString value = {};
    FactStyle style = FactStyle::Text;
    QString target = {}; ///< what a click on a Link reports, the value itself where empty

    bool operator==(const Fact&) const = default;
};
using Facts = std::vector<Fact>;

/// Two columns, rows of 21 px, keys in text3. Values elide at the end and carry their full text as tooltip.
class FactList : public QWidget {
    Q_OBJECT
  public:
    explicit FactList(QWidget* parent = nullptr);
    void setFacts(Facts facts);
    /// Where the values start, px from the left; 112 unless set.
    void setKeyWidth(int px);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  Q_SIGNALS:
    void linkActivated(const QString& target);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    bool event(QEvent* event) override;

  private:
    const Fact* factAt(double y) const;

    Facts m_facts;
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
