#include "app/cli/man_page.h"

#include <algorithm>
#include <map>
#include <utility>

namespace portolan::cli {
namespace {

/// Text that roff prints as it stands.
std::string plain(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '\\') {
            out += "\\e";
        } else if (c == '-') {
            out += "\\-";
        } else {
            if ((c == '.' || c == '\'') && (out.empty() || out.back() == '\n')) out += "\\&";
            out += c;
        }
    }
    return out;
}

std::string bold(std::string_view text) {
    return "\\fB" + plain(text) + "\\fR";
}
std::string italic(std::string_view text) {
    return "\\fI" + plain(text) + "\\fR";
}

std::string namesOf(const OptionWords& option) {
    std::string out;
    for (const std::string& name : option.names) out += (out.empty() ? "" : ", ") + bold(name);
    return out;
}

std::string entry(const OptionWords& option) {
    const std::string names = namesOf(option);
    std::string head = names;
    if (option.isPositional) head = italic(option.value) + (names.empty() ? "" : ", " + names);
    if (!option.value.empty() && !names.empty()) head += ' ' + italic(option.value);
    return ".TP\n" + head + '\n' + plain(option.help) + ".\n";
}

/// What makes two commands' options the same one.
std::string identityOf(const OptionWords& option) {
    return namesText(option) + option.value + option.help;
}

/// The options that more than half of the commands share, in the order they are first seen.
std::vector<OptionWords> sharedOptions(const std::vector<CommandWords>& commands) {
    std::map<std::string, std::size_t> uses;
    for (const CommandWords& command : commands)
        for (const OptionWords& option : command.options) ++uses[identityOf(option)];
    std::vector<OptionWords> out;
    for (const CommandWords& command : commands)
        for (const OptionWords& option : command.options)
            if (std::exchange(uses[identityOf(option)], 0) * 2 > commands.size()) out.push_back(option);
    return out;
}

std::string section(const CommandWords& command, const std::vector<OptionWords>& shared) {
    std::string out = ".SS " + command.name;
    for (const std::string& alias : command.aliases) out += ", " + alias;
    out += '\n' + plain(command.help) + ".\n";
    std::string common;
    for (const OptionWords& option : command.options) {
        const bool isShared = std::ranges::find(shared, identityOf(option), identityOf) != shared.end();
        if (!isShared)
            out += entry(option);
        else
            common +=
                (common.empty() ? "" : ", ") + (option.isPositional ? italic(option.value) : bold(option.names.back()));
    }
    if (!common.empty()) out += ".PP\nAlso: " + common + ".\n";
    constexpr std::string_view kExample = "Example: ";
    if (command.footer.starts_with(kExample))
        out += ".PP\n.nf\n.RS\n" + plain(command.footer.substr(kExample.size())) + "\n.RE\n.fi\n";
    return out;
}

constexpr std::string_view kRest = R"(.SH ENDPOINTS
A workload is
.IR NAMESPACE/NAME ,
or
.IR NAMESPACE/NAME[KIND]
where two kinds share a name; a pod is
.IR NAMESPACE/POD ;
a Service is
.IR NAMESPACE/NAME[Service] ,
what forwards to one
.IR NAMESPACE/NAME[Ingress]
(or HTTPRoute and the like); a node is
.IR node:NAME .
An address is itself, or
.IR ip:ADDRESS ;
a block is
.IR cidr:BLOCK ;
everything outside of the cluster is
.BR internet .
.SH EXIT STATUS
.TP
.B 0
Done, and what was asked to hold holds.
.TP
.B 1
What was asked to hold does not: \fB\-\-fail\-on\fR, \fB\-\-expect\fR, \fB\-\-exit\-code\fR, an intent, a claim of a proposal.
.TP
.B 2
Wrong usage.
.TP
.B 3
The input could not be analysed: it cannot be opened, or nothing of it could be read, or \fB\-\-strict\fR was given and something
in it is wrong.
.TP
.B 130
Cancelled.
.SH FILES
.TP
.I portolan.yaml
In a directory that is given as input: what is known about the inventory. Keys: \fBcluster\fR (its name), \fBinventory\fR
(complete or partial), \fBevidence.windowDays\fR, \fBsensitive\fR (a list of NAMESPACE/NAME).
.SH SEE ALSO
.BR portolan\-desktop ,
the window;
.BR kubectl (1)
)";

} // namespace

std::string manPage(std::string_view version, const std::vector<CommandWords>& commands) {
    const std::vector<OptionWords> shared = sharedOptions(commands);
    std::string out = ".TH PORTOLAN 1 \"\" \"" + plain(version) + "\" \"User Commands\"\n";
    out +=
        ".SH NAME\nportolan \\- what can talk to what in a Kubernetes cluster\n"
        ".SH SYNOPSIS\n.B portolan\n.I COMMAND INPUT...\n[\\fIOPTIONS\\fR]\n"
        ".SH DESCRIPTION\nComputes from manifests or dumps of a cluster which workload can reach which port of which "
        "other\nworkload, and by which rules; joins it with what flow logs have seen. Results go to standard output, "
        "everything\nelse to standard error. A verdict is allow, deny or uncertain, and an uncertain one names the "
        "fact that is missing.\n"
        ".PP\n\\fBportolan\\fR \\fICOMMAND\\fR \\fB\\-\\-help\\fR shows the options of a command, "
        "\\fBportolan \\-\\-version\\fR the version.\n";
    out += ".SH COMMANDS\n";
    for (const CommandWords& command : commands) out += section(command, shared);
    out += ".SH COMMON OPTIONS\n";
    for (const OptionWords& option : shared) out += entry(option);
    return out + std::string(kRest);
}

} // namespace portolan::cli
