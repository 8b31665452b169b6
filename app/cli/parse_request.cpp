#include "app/cli/command.h"
#include "app/cli/common_options.h"
#include "app/cli/completion.h"
#include "app/cli/man_page.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <map>
#include <sstream>

namespace portolan::cli {
namespace {

const std::map<std::string, Format> kFormats{
    {"text", Format::Text}, {"txt", Format::Text}, {"json", Format::Json},   {"csv", Format::Csv},
    {"md", Format::Md},     {"dot", Format::Dot},  {"svg", Format::Svg},     {"graphml", Format::Graphml},
    {"png", Format::Png},   {"pdf", Format::Pdf},  {"junit", Format::Junit}, {"sarif", Format::Sarif}};

constexpr const char* kVersion = "portolan " PORTOLAN_VERSION;

/// "text|json" to "text and json".
std::string listed(std::string words) {
    const std::size_t last = words.rfind('|');
    if (last != std::string::npos) words.replace(last, 1, " and ");
    for (std::size_t at = words.find('|'); at != std::string::npos; at = words.find('|')) words.replace(at, 1, ", ");
    return words;
}

/// Options of one command, declared to CLI11.
class Declaration final : public OptionSet {
  public:
    /// `input` becomes the option whose need is Input.
    Declaration(CLI::App& command, const CLI::Option*& input) : m_command(command), m_input(input) {}

    void text(const char* names, std::string& target, const char* help, const std::string& value, Need need) override {
        m_command.add_option(names, target, help)->type_name(value)->required(need == Need::Required);
    }
    void texts(const char* names, std::vector<std::string>& target, const char* help, const std::string& value,
               List list, Need need) override {
        CLI::Option* const option =
            m_command.add_option(names, target, help)->type_name(value)->required(need == Need::Required);
        if (list == List::CommaSeparated) option->delimiter(',');
        if (need == Need::Input) m_input = option;
    }
    void flag(const char* names, bool& target, const char* help) override { m_command.add_flag(names, target, help); }
    void number(const char* names, std::size_t& target, const char* help, int last) override {
        // The limits stand in the help already.
        m_command.add_option(names, target, help)->type_name("N")->check(CLI::Range(1, last).description(""));
    }

  private:
    CLI::App& m_command;
    const CLI::Option*& m_input;
};

class Parser {
  public:
    Parser() {
        m_app.set_version_flag("--version", kVersion);
        m_app.require_subcommand(1);
        m_app.footer(
            "Example: portolan overview samples/harbor\n"
            "Exit status: 0 done; 1 what was asked to hold does not; 2 wrong usage; 3 the input cannot be analysed.");
        for (const Command* command : commands()) add(*command);
        addAboutItself();
    }

    std::variant<Request, Leave> run(int argc, char** argv) {
        try {
            m_app.parse(argc, argv);
        } catch (const CLI::ParseError& e) {
            std::ostringstream out;
            const bool isUnknown = m_app.get_subcommands().empty() && argc > 1 && *argv[1] != '-';
            if (m_app.exit(e, out, out) == 0 && !isUnknown) return Leave{kDone, out.str(), ""};
            return Leave{kWrongUsage, "", wrongUsage(e, argc > 1 ? argv[1] : "")};
        }
        const std::string name = m_app.get_subcommands().front()->get_name();
        if (name == "completion") return completion();
        if (name == "man") return Leave{kDone, manPage(kVersion, commandsOf(m_app)), ""};
        if (const CLI::Option* input = m_inputs[name]; input != nullptr && input->empty() && !m_request.words.isLive)
            return Leave{kWrongUsage, "",
                         wrongUsage(' ' + name, "no input is given: files, directories, - for standard input, or "
                                                "--live for a cluster")};
        m_request.command = *std::ranges::find(commands(), name, [](const Command* c) { return std::string(c->name); });
        if (auto problem = understand()) return Leave{kWrongUsage, "", "portolan: " + *problem + "\n"};
        if (const auto read = readMappingOf(m_request); !read)
            return Leave{statusOf(read.error()), "", "portolan: " + read.error().message + "\n"};
        return std::move(m_request);
    }

  private:
    /// What is wrong with a command line that begins with the word `first`.
    std::string wrongUsage(const CLI::ParseError& e, const std::string& first) const {
        const auto commands = m_app.get_subcommands();
        const std::string name = commands.empty() ? "" : ' ' + commands.front()->get_name();
        std::string problem = e.what();
        if (commands.empty()) problem = first.empty() ? "no command is given" : "there is no command " + first;
        return wrongUsage(name, problem);
    }

    static std::string wrongUsage(const std::string& name, const std::string& problem) {
        return "portolan" + name + ": " + problem + "\nportolan" + name + " --help says more\n";
    }

    void add(const Command& command) {
        CLI::App* const app = m_app.add_subcommand(command.name, command.help);
        app->footer(std::string("Example: ") + command.example);
        for (const char* alias : command.aliases) app->alias(alias);
        if (command.formats != nullptr) {
            app->add_option("-o,--output", m_request.words.format, "Format of the result")->type_name(command.formats);
            app->add_option("-f,--file", m_request.file, "Write the result to this file")->type_name("FILE");
            app->add_flag("-q,--quiet", m_request.isQuiet, "No diagnostics on standard error");
            app->add_flag("-v,--verbose", m_request.isVerbose, "Notes, too, not only errors and warnings");
        }
        Declaration options(*app, m_inputs[command.name]);
        command.declare(options, m_request);
    }

    void addAboutItself() {
        CLI::App* completion = m_app.add_subcommand("completion", "Print a script that completes commands and options");
        completion->footer("Example: portolan completion bash > ~/.local/share/bash-completion/completions/portolan");
        completion->add_option("shell", m_shell, "The shell")->type_name("bash|zsh|fish")->required();
        CLI::App* man = m_app.add_subcommand("man", "Print the manual page, in roff");
        man->footer("Example: portolan man > ~/.local/share/man/man1/portolan.1");
    }

    Leave completion() const {
        const auto script = completionScript(m_shell, commandsOf(m_app));
        if (!script) return {kWrongUsage, "", "portolan: completion knows bash, zsh and fish\n"};
        return {kDone, *script, ""};
    }

    /// Turns the words into values; the problem where they do not mean anything.
    std::optional<std::string> understand() {
        if (auto problem = understandCommon(m_request)) return problem;
        if (auto problem = understandFormat()) return problem;
        return m_request.command->understand != nullptr ? m_request.command->understand(m_request) : std::nullopt;
    }

    std::optional<std::string> understandFormat() {
        if (m_request.command->formats == nullptr) return std::nullopt;
        const std::string possible = m_request.command->formats;
        std::string word = m_request.words.format;
        if (word.empty() && possible.find("text") == std::string::npos && m_request.file.find('.') != std::string::npos)
            word = m_request.file.substr(m_request.file.rfind('.') + 1); // pictures go by the file's ending
        if (word.empty() && !m_request.batch.empty()) word = "csv";
        if (word.empty()) word = possible.substr(0, possible.find('|'));
        const auto format = kFormats.find(word);
        if (word == "txt") word = "text";
        if (format != kFormats.end()) m_request.format = format->second;
        if (('|' + possible + '|').find('|' + word + '|') != std::string::npos) return std::nullopt;
        return std::string(m_request.command->name) + " prints " + listed(possible) + ", not " + word;
    }

    CLI::App m_app{"Portolan charts what can talk to what in a Kubernetes cluster", "portolan"};
    Request m_request;
    std::string m_shell;
    std::map<std::string, const CLI::Option*> m_inputs; ///< by command; nullptr where none is needed
};

} // namespace

std::variant<Request, Leave> parseRequest(int argc, char** argv) {
    if (argc < 2 || std::string_view(argv[1]) != "help") return Parser().run(argc, argv);
    // "help list" is "list --help".
    std::string option = "--help";
    std::vector<char*> words{argv[0]};
    if (argc > 2) words.push_back(argv[2]);
    words.push_back(option.data());
    words.push_back(nullptr);
    return Parser().run(static_cast<int>(words.size()) - 1, words.data());
}

} // namespace portolan::cli
