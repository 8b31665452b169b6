#include "app/cli/option_words.h"

#include <CLI/CLI.hpp>

#include <sstream>

namespace portolan::cli {
namespace {

OptionWords wordsOf(const CLI::Option& option) {
    OptionWords out;
    for (const std::string& name : option.get_snames()) out.names.push_back('-' + name);
    for (const std::string& name : option.get_lnames()) out.names.push_back("--" + name);
    out.isPositional = option.get_positional();
    out.isRequired = option.get_required();
    out.help = option.get_description();
    if (option.get_items_expected_max() == 0) return out;
    out.value = option.get_type_name();
    if (out.value.find('|') == std::string::npos) return out;
    std::istringstream words(out.value);
    for (std::string word; std::getline(words, word, '|');) out.choices.push_back(word);
    return out;
}

} // namespace

std::vector<CommandWords> commandsOf(const CLI::App& app) {
    std::vector<CommandWords> out;
    for (const CLI::App* command : app.get_subcommands({})) {
        CommandWords words{
            command->get_name(), command->get_aliases(), command->get_description(), command->get_footer(), {}};
        for (const CLI::Option* option : command->get_options())
            if (option != command->get_help_ptr()) words.options.push_back(wordsOf(*option));
        out.push_back(std::move(words));
    }
    return out;
}

std::string namesText(const OptionWords& option) {
    std::string out;
    for (const std::string& name : option.names) out += (out.empty() ? "" : ", ") + name;
    return out;
}

} // namespace portolan::cli
