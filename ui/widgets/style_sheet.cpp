#include "ui/widgets/style_sheet.h"

#include <QRegularExpression>

namespace portolan {

namespace {

// "@name" is a token, "#12px" a text size that follows the text scale.
constexpr const char* kFrame = R"(
* { outline: 0; }
QMainWindow { background: @window; }
QMainWindow::separator { background: @border; width: 1px; height: 1px; }
QMainWindow::separator:hover { background: @accent; }
QMenuBar { background: @surface; color: @text2; border-bottom: 1px solid @border; font-family: Inter; font-size: #12px; }
QMenuBar::item { padding: 6px 10px; background: transparent; border-radius: 4px; }
QMenuBar::item:selected { background: @hover; color: @text1; }
QMenu { background: @raised; color: @text1; border: 1px solid @borderStrong; padding: 4px; font-family: Inter; font-size: #12px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: @hover; }
QMenu::item:disabled { color: @textDisabled; }
QMenu::separator { height: 1px; background: @border; margin: 4px 8px; }
QMenu::icon { padding-left: 8px; }
QMenu::indicator { width: 16px; height: 16px; padding-left: 6px; }
QStatusBar { background: @surface; border-top: 1px solid @border; min-height: 27px; max-height: 27px; }
QStatusBar::item { border: 0; }
QToolTip { background: @raised; color: @text1; border: 1px solid @borderStrong; padding: 4px 8px; font-family: Inter; font-size: #12px; }
QDockWidget { font-family: Inter; font-size: #12px; font-weight: 600; color: @text1; }
QTabBar { background: @surface; font-family: Inter; font-size: #12px; font-weight: 500; }
QTabBar::tab { background: @surface; color: @text2; border: 0; border-bottom: 2px solid transparent; padding: 0 12px;
    min-height: 26px; max-height: 26px; }
QTabBar::tab:hover { color: @text1; background: @hover; }
QTabBar::tab:selected { color: @text1; border-bottom-color: @accent; }
QSplitter::handle { background: @border; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 2px; border: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 2px; border: 0; }
QScrollBar::handle { background: @borderStrong; border-radius: 3px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: @control; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; }
)";

constexpr const char* kParts = R"(
QFrame[kind="card"] { background: @surface; border: 1px solid @border; border-radius: 8px; }
QFrame[kind="box"] { background: @window; border: 1px solid @border; border-radius: 6px; }
QWidget[kind="panel"] { background: @surface; border: 0; }
QWidget[kind="page"] { background: @window; border: 0; }
QWidget[kind="bar"] { background: @surface; border: 0; border-bottom: 1px solid @border; }
QWidget[kind="line"] { background: @border; border: 0; }
QScrollArea { background: transparent; border: 0; }
QFrame[kind="segments"] { background: @sunken; border: 0; border-radius: 8px; }
QPushButton { background: @surface; border: 1px solid @borderStrong; border-radius: 6px; padding: 0 12px;
    min-height: 26px; max-height: 26px; color: @text1; font-family: Inter; font-size: #12px; font-weight: 500; }
QPushButton:hover { background: @hover; }
QPushButton:pressed { background: @press; }
QPushButton:disabled { color: @textDisabled; border-color: @border; background: @surface; }
QPushButton::menu-indicator { image: none; width: 0; }
QPushButton[kind="primary"] { background: @accent; border-color: @accent; color: @accentText; font-weight: 600; }
QPushButton[kind="primary"]:hover { background: @accentInk; border-color: @accentInk; }
QPushButton[kind="primary"]:pressed { background: @accent; border-color: @accentInk; }
QPushButton[kind="primary"]:disabled { background: @surface; border-color: @border; color: @textDisabled; }
QPushButton[kind="ghost"] { background: transparent; border-color: transparent; color: @text2; padding: 0 8px; }
QPushButton[kind="ghost"]:hover { background: @hover; color: @text1; }
QPushButton[kind="ghost"]:pressed { background: @press; }
QPushButton[kind="ghost"]:checked { background: @press; color: @text1; }
QPushButton[kind="ghost"]:disabled { color: @textDisabled; background: transparent; }
QPushButton[kind="icon"] { background: transparent; border-color: transparent; padding: 0; min-width: 26px; }
QPushButton[kind="icon"]:hover { background: @hover; }
QPushButton[kind="icon"]:pressed, QPushButton[kind="icon"]:checked { background: @press; }
QPushButton[kind="link"] { background: transparent; border: 0; color: @accentInk; padding: 0; min-height: 24px; }
QPushButton[kind="link"]:disabled { color: @textDisabled; }
QPushButton[kind="segment"] { background: transparent; border: 1px solid transparent; border-radius: 5px;
    min-height: 22px; max-height: 22px; padding: 0 10px; color: @text2; }
QPushButton[kind="segment"]:hover { color: @text1; }
QPushButton[kind="segment"]:checked { background: @raised; border-color: @borderStrong; color: @text1; font-weight: 600; }
QPushButton[kind="segment"]:disabled { color: @textDisabled; background: transparent; border-color: transparent; }
QLabel { background: transparent; }
QLabel[tone="text1"] { color: @text1; }
QLabel[tone="text2"] { color: @text2; }
QLabel[tone="text3"] { color: @text3; }
QLabel[tone="accentInk"] { color: @accentInk; }
QLabel[tone="high"] { color: @high; }
QLabel[tone="medium"] { color: @medium; }
QLabel:disabled { color: @textDisabled; }
)";

constexpr const char* kInputs = R"(
QLineEdit, QSpinBox, QDateEdit, QDateTimeEdit, QComboBox { background: @surface; border: 1px solid @borderStrong;
    border-radius: 6px; padding: 0 8px; min-height: 26px; max-height: 26px; color: @text1; font-size: #12px;
    selection-background-color: @accentTint; selection-color: @text1; }
QLineEdit:hover, QSpinBox:hover, QDateEdit:hover, QDateTimeEdit:hover, QComboBox:hover { border-color: @control; }
QLineEdit:focus, QSpinBox:focus, QDateEdit:focus, QDateTimeEdit:focus, QComboBox:focus { border: 2px solid @accent;
    padding: 0 7px; min-height: 24px; max-height: 24px; }
QLineEdit:disabled, QSpinBox:disabled, QComboBox:disabled { color: @textDisabled; border-color: @border; }
QLineEdit[kind="query"] { background: @window; border-color: @border; }
QLineEdit[kind="query"][invalid="true"] { border-color: @high; }
QComboBox::drop-down { border: 0; width: 20px; }
QComboBox[kind="typed"]::drop-down { width: 0; }
QComboBox[kind="typed"] { padding: 0 0 0 8px; }
QComboBox[kind="typed"]:focus { padding: 0 0 0 7px; }
QComboBox QLineEdit { border: 0; background: transparent; min-height: 24px; max-height: 24px; }
QComboBox QLineEdit:focus { border: 0; padding: 0 8px; }
QComboBox QAbstractItemView { background: @raised; border: 1px solid @borderStrong; color: @text1; padding: 4px;
    selection-background-color: @accentTint; selection-color: @text1; }
QSpinBox::up-button, QSpinBox::down-button { width: 0; border: 0; }
QPlainTextEdit, QTextEdit { background: @surface; border: 0; color: @text1; selection-background-color: @accentTint;
    selection-color: @text1; }
QCheckBox, QRadioButton { color: @text1; font-family: Inter; font-size: #12px; spacing: 8px; background: transparent; min-height: 24px; }
QCheckBox:disabled, QRadioButton:disabled { color: @textDisabled; }
QAbstractItemView { background: @surface; border: 0; color: @text1; selection-background-color: @accentTint;
    selection-color: @text1; font-size: #12px; }
QTreeView::branch { background: transparent; image: none; }
QHeaderView { background: @surface; border: 0; }
QHeaderView::section { background: @surface; color: @text3; border: 0; border-bottom: 1px solid @border; padding: 0 8px;
    font-size: #11px; font-weight: 500; }
QTableCornerButton::section { background: @surface; border: 0; }
QProgressBar { background: @sunken; border: 0; border-radius: 2px; min-height: 4px; max-height: 4px; color: transparent; }
QProgressBar::chunk { background: @accent; border-radius: 2px; }
QSlider::groove:horizontal { background: @sunken; height: 4px; border-radius: 2px; }
QSlider::sub-page:horizontal { background: @accent; border-radius: 2px; }
QSlider::handle:horizontal { background: @surface; border: 2px solid @accent; width: 12px; height: 12px; margin: -6px 0;
    border-radius: 8px; }
)";

void scaleTextSizes(QString& sheet, double textScale) {
    static const QRegularExpression size(QStringLiteral("#(\\d+)px"));
    QRegularExpressionMatch match = size.match(sheet);
    while (match.hasMatch()) {
        const QString px = QString::number(qRound(match.captured(1).toDouble() * textScale)) + QStringLiteral("px");
        sheet.replace(match.capturedStart(), match.capturedLength(), px);
        match = size.match(sheet, match.capturedStart());
    }
}

} // namespace

QString styleSheet(const Theme& theme, double textScale) {
    QString sheet = QLatin1String(kFrame) + QLatin1String(kParts) + QLatin1String(kInputs);
    scaleTextSizes(sheet, textScale);
    for (const auto& [name, color] : themeTokens(theme)) sheet.replace(QLatin1Char('@') + name, color.name());
    return sheet;
}

} // namespace portolan
