#pragma once

#include <QKeySequence>
#include <QString>

#include <cstdint>
#include <span>

namespace portolan {

/// The menus, in their order.
enum class MenuKind : std::uint8_t { File, Edit, View, Analyze, Draft, Window, Help };

/// What the window can be asked to do from a menu or by key. Every action is named once, here.
enum class Command : std::uint8_t {
    OpenSample,
    OpenFolder,
    OpenFile,
    ImportFlows,
    ImportTable,
    ImportServerFlows,
    FollowFlows,
    StopFollowing,
    ReadLive,
    SaveProject,
    ExportPicture,
    ExportTable,
    ExportGraph,
    ExportReport,
    ExportPolicies,
    CloseData,
    Quit,
    Undo,
    Redo,
    Locate,
    FindInView,
    CopyAsMarkdown,
    HideSystemTraffic,
    ViewAsTable,
    Recompute,
    FindPaths,
    CompareSnapshot,
    Propose,
    VerifyDraft,
    NextBreak,
    DiscardDraft,
    ResetLayout,
    ShortcutSheet,
    EdgeStyles,
    About,
};

/// How a command appears.
struct CommandText {
    Command command;
    MenuKind menu;
    const char* text;  ///< with the mnemonic
    const char* keys;  ///< portable text, "" for none
    bool isGroupStart; ///< a separator stands before it
};

/// All commands in menu order.
std::span<const CommandText> commandTexts();

/// "&File", "&Edit" and so on, with the mnemonic.
QString menuName(MenuKind menu);

} // namespace portolan
