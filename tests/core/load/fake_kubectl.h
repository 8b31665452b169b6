#pragma once

#include "core/load/live.h"
#include "tests/support/temporary_folder.h"

#include <string>
#include <string_view>
#include <vector>

namespace portolan {

/// A program that answers like kubectl from files in a folder. What it was not told is not found, but for the lists of
/// the core group, which are empty.
class FakeKubectl {
  public:
    FakeKubectl();

    /// The server serves these groups, each as "apps/v1".
    FakeKubectl& serves(const std::vector<std::string>& groupVersions);
    /// Prints the text to a GET of the path. Several answers to one path are given one after the other, the last one
    /// for ever.
    FakeKubectl& answers(std::string_view path, std::string_view text);
    /// Fails as kubectl does where the API gives this reason: "Error from server (REASON): MESSAGE".
    FakeKubectl& refuses(std::string_view path, std::string_view reason, std::string_view message);
    /// Runs lines of shell.
    FakeKubectl& runs(std::string_view path, std::string_view shell);

    /// Asks this program, two objects a page.
    LiveSource source() const;
    std::string program() const { return (m_folder.path() / "kubectl").string(); }
    /// The paths that were asked for, sorted.
    std::vector<std::string> asked() const;
    std::size_t timesAsked(std::string_view path) const;
    /// The arguments of the first call.
    std::string firstArguments() const;

  private:
    TemporaryFolder m_folder;
};

/// A list of the items as an API server sends it, with a continue token where it is not empty.
std::string pageOf(std::string_view apiVersion, std::string_view kind, const std::vector<std::string>& items,
                   std::string_view token = {});
/// An item of a list, stored by a server: its spec as JSON.
std::string stored(std::string_view ns, std::string_view name, std::string_view spec, std::string_view labels = "{}");

} // namespace portolan
