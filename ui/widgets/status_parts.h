#pragma once

#include "ui/widgets/severity.h"

#include <QAbstractButton>
#include <QStringList>
#include <QWidget>

#include <array>

class QLabel;
class QProgressBar;
class QPushButton;

namespace portolan {

/// Texts of 12 px parted by 11 px strokes. Nothing is ever hidden in a view without a count in one of these.
class StatusTexts : public QWidget {
    Q_OBJECT
  public:
    explicit StatusTexts(QWidget* parent = nullptr);
    void setTexts(const QStringList& texts);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    QStringList m_texts;
};

/// Counts of findings per level.
using SeverityCounts = std::array<int, kSeverityLevels.size()>;

/// The shapes of Critical, High and Medium with their counts; a click leads to the findings. Hidden while all are 0.
class SeverityBullets : public QAbstractButton {
    Q_OBJECT
  public:
    explicit SeverityBullets(QWidget* parent = nullptr);
    void setCounts(const SeverityCounts& counts);
    QSize sizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    SeverityCounts m_counts{};
};

/// The running job: phase, thin bar, Cancel. Hidden while nothing runs.
class StatusJob : public QWidget {
    Q_OBJECT
  public:
    explicit StatusJob(QWidget* parent = nullptr);
    /// `fraction` 0..1, or negative where it is not known.
    void setJob(const QString& phase, double fraction);
    void clear();

  Q_SIGNALS:
    void cancelRequested();

  private:
    QLabel* m_phase;
    QProgressBar* m_bar;
    QPushButton* m_cancel;
};

} // namespace portolan
