#include "app/cli/completion.h"

namespace portolan::cli {
namespace {

std::string joined(const std::vector<std::string>& words, std::string_view between) {
    std::string out;
    for (const std::string& word : words) {
        if (!out.empty()) out += between;
        out += word;
    }
    return out;
}

/// The name of a command and its aliases.
std::vector<std::string> namesOf(const CommandWords& command) {
    std::vector<std::string> out{command.name};
    out.insert(out.end(), command.aliases.begin(), command.aliases.end());
    return out;
}

std::string replaced(std::string text, std::string_view what, std::string_view with) {
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
        text.replace(at, what.size(), with);
    return text;
}

std::string bashOf(const CommandWords& command) {
    std::string options = "--help";
    std::string values;
    std::string positional;
    for (const OptionWords& option : command.options) {
        for (const std::string& name : option.names) options += ' ' + name;
        if (option.isPositional && option.names.empty()) positional = joined(option.choices, " ");
        if (option.names.empty() || option.value.empty()) continue;
        // Where there is nothing to offer, the shell completes file names.
        values += "                " + joined(option.names, "|") + ") words='" + joined(option.choices, " ") + "' ;;\n";
    }
    std::string out = "        " + joined(namesOf(command), "|") + ")\n";
    out += "            options='" + options + "'\n";
    if (!positional.empty()) out += "            words='" + positional + "'\n";
    if (!values.empty()) out += "            case $prev in\n" + values + "            esac\n";
    return out + "            ;;\n";
}

std::string bash(const std::vector<CommandWords>& commands) {
    std::string names;
    for (const CommandWords& command : commands) names += joined(namesOf(command), " ") + ' ';
    std::string out = "# bash completion of portolan\n"
                      "_portolan() {\n"
                      "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} options= words=\n"
                      "    COMPREPLY=()\n"
                      "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
                      "        COMPREPLY=($(compgen -W '" +
                      names +
                      "--help --version' -- \"$cur\"))\n"
                      "        return\n"
                      "    fi\n"
                      "    case ${COMP_WORDS[1]} in\n";
    for (const CommandWords& command : commands) out += bashOf(command);
    return out + "    esac\n"
                 "    case $cur in -*) words=$options ;; esac\n"
                 "    [ -z \"$words\" ] || COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
                 "}\n"
                 "complete -o bashdefault -o default -F _portolan portolan\n";
}

/// For a place in single quotes where brackets and colons have a meaning.
std::string zshText(std::string text) {
    for (const std::string_view c : {"\\", "[", "]", ":"}) text = replaced(text, c, "\\" + std::string(c));
    return replaced(text, "'", "'\\''");
}

std::string zshAction(const OptionWords& option) {
    if (!option.choices.empty()) return "(" + joined(option.choices, " ") + ")";
    return option.takesFile() ? "_files" : "";
}

std::string zshOf(const CommandWords& command) {
    std::string out = "                " + joined(namesOf(command), "|") + ")\n                    _arguments";
    const std::string next = " \\\n                        ";
    for (const OptionWords& option : command.options) {
        const std::string value = option.value.empty() ? "" : ":" + zshText(option.value) + ":" + zshAction(option);
        for (const std::string& name : option.names)
            out += next + "'*" + name + "[" + zshText(option.help) + "]" + value + "'";
        if (option.isPositional) out += next + "'*:" + zshText(option.value) + ":" + zshAction(option) + "'";
    }
    return out + next + "'--help[Help, with an example]'\n                    ;;\n";
}

std::string zsh(const std::vector<CommandWords>& commands) {
    std::string out = "#compdef portolan\n"
                      "_portolan() {\n"
                      "    local state\n"
                      "    local -a commands=(\n";
    for (const CommandWords& command : commands)
        for (const std::string& name : namesOf(command))
            out += "        '" + name + ":" + zshText(command.help) + "'\n";
    out += "    )\n"
           "    _arguments -C '1: :->command' '*:: :->rest' '(-)--help[Help]' '(-)--version[Version]'\n"
           "    case $state in\n"
           "        command) _describe command commands ;;\n"
           "        rest)\n"
           "            case $words[1] in\n";
    for (const CommandWords& command : commands) out += zshOf(command);
    return out + "            esac\n"
                 "            ;;\n"
                 "    esac\n"
                 "}\n"
                 "if [ \"$funcstack[1]\" = _portolan ]; then _portolan \"$@\"; else compdef _portolan portolan; fi\n";
}

std::string fishText(std::string text) {
    return "'" + replaced(replaced(std::move(text), "\\", "\\\\"), "'", "\\'") + "'";
}

std::string fishOf(const CommandWords& command) {
    const std::string names = joined(namesOf(command), " ");
    std::string out;
    for (const std::string& name : namesOf(command))
        out += "complete -c portolan -n __fish_use_subcommand -f -a " + name + " -d " + fishText(command.help) + '\n';
    for (const OptionWords& option : command.options) {
        std::string line = "complete -c portolan -n '__fish_seen_subcommand_from " + names + "'";
        for (const std::string& name : option.names)
            line += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
        if (!option.choices.empty())
            line += (option.names.empty() ? " -f -a " : " -x -a ") + fishText(joined(option.choices, " "));
        else if (option.names.empty())
            continue; // file names, which fish offers anyway
        else if (!option.value.empty())
            line += option.takesFile() ? " -r" : " -x";
        out += line + " -d " + fishText(option.help) + '\n';
    }
    return out;
}

std::string fish(const std::vector<CommandWords>& commands) {
    std::string out = "# fish completion of portolan\n"
                      "complete -c portolan -l help -d Help\n"
                      "complete -c portolan -n __fish_use_subcommand -l version -d Version\n";
    for (const CommandWords& command : commands) out += fishOf(command);
    return out;
}

} // namespace

std::optional<std::string> completionScript(std::string_view shell, const std::vector<CommandWords>& commands) {
    if (shell == "bash") return bash(commands);
    if (shell == "zsh") return zsh(commands);
    if (shell == "fish") return fish(commands);
    return std::nullopt;
}

} // namespace portolan::cli
