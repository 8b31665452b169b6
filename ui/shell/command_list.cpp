#include "ui/shell/command_list.h"

#include "ui/shell/welcome_parts.h"
#include "ui/widgets/button.h"
#include "ui/widgets/label.h"
#include "ui/widgets/layout_parts.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QVBoxLayout>

namespace portolan {

CommandList::CommandList(const std::vector<CollectCommand>& commands, QWidget* parent) : QDialog(parent) {
    setWindowTitle(QStringLiteral("Commands that collect the data"));
    resize(620, 560);
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(0);
    QVBoxLayout* rows = nullptr;
    whole->addWidget(makeScrollPanel(&rows), 1);
    QStringList lines;
    for (const CollectCommand& command : commands) {
        rows->addWidget(new CommandRow(command));
        lines << command.command;
    }
    rows->addStretch();
    whole->addWidget(makeLine(Qt::Horizontal));
    auto* foot = new QHBoxLayout;
    foot->setContentsMargins(16, 12, 16, 12);
    foot->setSpacing(8);
    foot->addWidget(makeLabel(QStringLiteral("All of them only read."), TextRole::Dense, TextTone::Text2));
    foot->addStretch();
    QPushButton* copy = makeButton(QStringLiteral("Copy all"), ButtonKind::Primary, Icon::Copy);
    QPushButton* close = makeButton(QStringLiteral("Close"));
    foot->addWidget(close);
    foot->addWidget(copy);
    whole->addLayout(foot);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    connect(copy, &QPushButton::clicked, this,
            [lines] { QApplication::clipboard()->setText(lines.join(QLatin1Char('\n')) + QLatin1Char('\n')); });
}

} // namespace portolan
