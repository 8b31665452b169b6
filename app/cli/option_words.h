#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
} // namespace CLI

namespace portolan::cli {

/// One option of a command, as words for people: what help, completions and the manual page are made of.
struct OptionWords {
    std::vector<std::string> names;   ///< with their dashes, short ones first; empty for a mere positional
    std::string value;                ///< "FILE", "yes|no"; empty for a flag
    std::vector<std::string> choices; ///< the values, where there are only so many
    std::string help;
    bool isPositional = false;
    bool isRequired = false;

    bool takesFile() const { return value == "FILE" || value == "DIR" || value == "INPUT"; }
};

struct CommandWords {
    std::string name;
    std::vector<std::string> aliases;
    std::string help;
    std::string footer; ///< "Example: portolan ..."
    std::vector<OptionWords> options;
};

/// The commands of the program, in the order of their making; every one has --help besides its options.
std::vector<CommandWords> commandsOf(const CLI::App& app);

/// "-o, --output"
std::string namesText(const OptionWords& option);

} // namespace portolan::cli
