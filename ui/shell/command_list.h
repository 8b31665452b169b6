#pragma once

#include "ui/shell/welcome_page.h"

#include <QDialog>

namespace portolan {

/// The dialog with one command for each kind, and a button that copies them all.
class CommandList : public QDialog {
    Q_OBJECT
  public:
    explicit CommandList(const std::vector<CollectCommand>& commands, QWidget* parent);
};

} // namespace portolan
