#pragma once

#include "app/cli/console.h"
#include "app/cli/request.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace portolan::cli {

/// Where a command declares its options. `names` are "-o,--output", or a bare word for what stands without a dash;
/// `value` is what the help shows: "FILE", or "yes|no" where there are only so many words. The targets must outlive the
/// parsing.
class OptionSet {
  public:
    /// Input: required, but for --live, which may stand in its place.
    enum class Need { Optional, Required, Input };
    enum class List { Repeated, CommaSeparated };

    virtual ~OptionSet() = default;
    virtual void text(const char* names, std::string& target, const char* help, const std::string& value,
                      Need need = Need::Optional) = 0;
    virtual void texts(const char* names, std::vector<std::string>& target, const char* help, const std::string& value,
                       List list = List::Repeated, Need need = Need::Optional) = 0;
    virtual void flag(const char* names, bool& target, const char* help) = 0;
    /// A whole number from 1 to `last`.
    virtual void number(const char* names, std::size_t& target, const char* help, int last) = 0;
};

/// One command of the program: how it is called, what it takes and what answers it. Each stands in a file of its own.
struct Command {
    const char* name;
    const char* formats; ///< of -o, "text|json", the default first; nullptr: it prints no result in a format
    const char* help;
    const char* example;
    void (*declare)(OptionSet& options, Request& request);
    /// What is wrong with what was asked, after the common options have their meaning; may be nullptr.
    std::optional<std::string> (*understand)(Request& request);
    /// The exit status.
    int (*answer)(const Request& request, Console& console);
    std::vector<const char*> aliases{};
};

/// All commands, in the order that help and manual show them.
std::span<const Command* const> commands();

extern const Command kOverviewCommand, kListCommand, kDiffCommand, kCompareCommand, kAssertCommand, kQueryCommand,
    kEvalCommand, kFlowsCommand, kCheckCommand, kUsageCommand, kProposeCommand, kPathsCommand, kMapCommand,
    kRbacCommand, kOpenCommand, kDeclaredCommand;

} // namespace portolan::cli
