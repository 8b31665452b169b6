#include "ui/shell/command.h"

#include <array>

namespace portolan {

namespace {

constexpr std::array kCommands{
    CommandText{Command::OpenSample, MenuKind::File, "Open &sample cluster", "Ctrl+Shift+O", false},
    CommandText{Command::OpenFolder, MenuKind::File, "&Open folder...", "Ctrl+O", false},
    CommandText{Command::OpenFile, MenuKind::File, "Open cluster &dump...", "", false},
    CommandText{Command::ImportFlows, MenuKind::File, "&Import flow logs...", "Ctrl+I", false},
    CommandText{Command::ImportTable, MenuKind::File, "Import ta&ble with columns...", "", false},
    CommandText{Command::ImportServerFlows, MenuKind::File, "Import flows from a ser&ver...", "", false},
    CommandText{Command::FollowFlows, MenuKind::File, "Follo&w flow logs...", "", false},
    CommandText{Command::StopFollowing, MenuKind::File, "S&top following", "", false},
    CommandText{Command::ReadLive, MenuKind::File, "Read a &live cluster...", "", false},
    CommandText{Command::SaveProject, MenuKind::File, "&Save project", "Ctrl+S", true},
    CommandText{Command::ExportPicture, MenuKind::File, "Export &picture...", "Ctrl+Shift+E", true},
    CommandText{Command::ExportTable, MenuKind::File, "Export &table...", "", false},
    CommandText{Command::ExportGraph, MenuKind::File, "Export &graph...", "", false},
    CommandText{Command::ExportReport, MenuKind::File, "Export &review report...", "", false},
    CommandText{Command::ExportPolicies, MenuKind::File, "Export p&olicies...", "", false},
    CommandText{Command::CloseData, MenuKind::File, "&Close data", "Ctrl+W", true},
    CommandText{Command::Quit, MenuKind::File, "&Quit", "Ctrl+Q", false},
    CommandText{Command::Undo, MenuKind::Edit, "&Undo", "Ctrl+Z", false},
    CommandText{Command::Redo, MenuKind::Edit, "&Redo", "Ctrl+Shift+Z", false},
    CommandText{Command::Locate, MenuKind::Edit, "&Go to...", "Ctrl+K", true},
    CommandText{Command::FindInView, MenuKind::Edit, "&Find in view", "Ctrl+F", false},
    CommandText{Command::CopyAsMarkdown, MenuKind::Edit, "Copy as &Markdown", "Ctrl+Shift+C", true},
    CommandText{Command::HideSystemTraffic, MenuKind::View, "Hide s&ystem traffic", "", true},
    CommandText{Command::ViewAsTable, MenuKind::View, "This view as &table", "Alt+T", false},
    CommandText{Command::Recompute, MenuKind::Analyze, "&Read again and compute", "Ctrl+R", false},
    CommandText{Command::FindPaths, MenuKind::Analyze, "Find &paths...", "", false},
    CommandText{Command::CompareSnapshot, MenuKind::Analyze, "&Compare with snapshot...", "", false},
    CommandText{Command::Propose, MenuKind::Draft, "&Propose policies...", "Ctrl+P", false},
    CommandText{Command::VerifyDraft, MenuKind::Draft, "&Verify...", "", false},
    CommandText{Command::NextBreak, MenuKind::Draft, "&Next that would break", "F10", false},
    CommandText{Command::DiscardDraft, MenuKind::Draft, "&Discard draft", "", true},
    CommandText{Command::ResetLayout, MenuKind::Window, "&Reset layout", "", true},
    CommandText{Command::ShortcutSheet, MenuKind::Help, "&Keyboard shortcuts", "?", false},
    CommandText{Command::EdgeStyles, MenuKind::Help, "What the &edge styles mean", "", false},
    CommandText{Command::About, MenuKind::Help, "&About Portolan", "", true},
};

} // namespace

std::span<const CommandText> commandTexts() {
    return kCommands;
}

QString menuName(MenuKind menu) {
    switch (menu) {
    case MenuKind::File: return QStringLiteral("&File");
    case MenuKind::Edit: return QStringLiteral("&Edit");
    case MenuKind::View: return QStringLiteral("&View");
    case MenuKind::Analyze: return QStringLiteral("&Analyze");
    case MenuKind::Draft: return QStringLiteral("&Draft");
    case MenuKind::Window: return QStringLiteral("&Window");
    case MenuKind::Help: return QStringLiteral("&Help");
    }
    return {};
}

} // namespace portolan
