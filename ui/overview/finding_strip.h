#pragma once

#include "core/analysis/analysis.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace portolan {

/// What a finding says in full, under the table that can only show its beginning: message, evidence, what to do, and
/// the two places it leads to.
class FindingStrip : public QWidget {
    Q_OBJECT
  public:
    explicit FindingStrip(QWidget* parent = nullptr);
    void setFinding(const Analysis& analysis, const Finding& finding);

  Q_SIGNALS:
    void mapRequested();
    void sourceRequested();

  private:
    QLabel* m_message;
    QLabel* m_evidence;
    QLabel* m_fix;
    QPushButton* m_map;
    QPushButton* m_source;
};

} // namespace portolan
