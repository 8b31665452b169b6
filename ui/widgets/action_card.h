#pragma once

#include <QAbstractButton>
#include <QString>

#include <cstdint>

namespace portolan {

/// Best: the harmless one, in the accent tint; at most one a list.
enum class CardRank : std::uint8_t { Plain, Best };

/// One edit that can be made, and what it would do.
struct ActionCardContent {
    QString title = {};
    QString effect = {}; ///< "Closes 38 pairs, breaks nothing seen"
    QString place = {};  ///< file:line for cards with a figure, may be empty
    QString figure = {}; ///< "7" for a choke point, empty in the Inspector
    QString whole = {};  ///< "of 11"
    CardRank rank = CardRank::Plain;
};

/// A card that is a button: 52 px high, 64 with a figure.
class ActionCard : public QAbstractButton {
    Q_OBJECT
  public:
    explicit ActionCard(ActionCardContent content, QWidget* parent = nullptr);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    ActionCardContent m_content;
};

} // namespace portolan
