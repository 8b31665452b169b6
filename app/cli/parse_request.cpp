#include "app/cli/completion.h"
#include "app/cli/man_page.h"
#include "app/cli/request.h"

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
constexpr const char* kTables = "text|json|csv|md";
constexpr const char* kSeverities = "critical|high|medium|low|info";
constexpr const char* kNamespaces = "NAMESPACE,...";
constexpr const char* kWorkloads = "NAMESPACE/NAME,...";

/// "text|json" to "text and json".
std::string listed(std::string words) {
    const std::size_t last = words.rfind('|');
    if (last != std::string::npos) words.replace(last, 1, " and ");
    for (std::size_t at = words.find('|'); at != std::string::npos; at = words.find('|')) words.replace(at, 1, ", ");
    return words;
}

std::string joined(const std::vector<std::string>& words, char between) {
    std::string out;
    for (const std::string& word : words) out += (out.empty() ? "" : std::string(1, between)) + word;
    return out;
}

/// The texts that options fill, before they mean anything.
struct Words {
    std::string profile = "generic";
    std::vector<std::string> knobs;
    std::string inventory;
    std::string format;
    std::string direction;
    std::string shell;
    std::vector<std::string> states;
    std::string oldState, newState;
    std::string sourceNs = "default", destinationNs = "default", protocol = "tcp";
};

class Parser {
  public:
    Parser() {
        m_app.set_version_flag("--version", kVersion);
        m_app.require_subcommand(1);
        m_app.footer(
            "Example: portolan overview samples/harbor\n"
            "Exit status: 0 done; 1 what was asked to hold does not; 2 wrong usage; 3 the input cannot be analysed.");
        addOverview();
        addList();
        addDiff();
        addAssert();
        addQuery();
        addEval();
        addEvidence();
        addPaths();
        addMap();
        addOpen();
        addAboutItself();
    }

    std::variant<Request, Leave> run(int argc, char** argv) {
        try {
            m_app.parse(argc, argv);
        } catch (const CLI::ParseError& e) {
            std::ostringstream out;
            if (m_app.exit(e, out, out) == 0) return Leave{kDone, out.str(), ""};
            return Leave{kWrongUsage, "", wrongUsage(e, argc > 1 ? argv[1] : "")};
        }
        m_request.command = m_app.get_subcommands().front()->get_name();
        if (m_request.command == "completion") return completion();
        if (m_request.command == "man") return Leave{kDone, manPage(kVersion, commandsOf(m_app)), ""};
        if (auto problem = understand()) return Leave{kWrongUsage, "", "portolan: " + *problem + "\n"};
        return std::move(m_request);
    }

  private:
    /// What is wrong with a command line that begins with the word `first`.
    std::string wrongUsage(const CLI::ParseError& e, const std::string& first) const {
        const auto commands = m_app.get_subcommands();
        const std::string name = commands.empty() ? "" : ' ' + commands.front()->get_name();
        std::string problem = e.what();
        if (commands.empty()) problem = first.empty() ? "no command is given" : "there is no command " + first;
        if (dynamic_cast<const CLI::RequiredError*>(&e) != nullptr && problem.starts_with("--dirpath"))
            problem = "no input is given: files, directories, or - for standard input";
        return "portolan" + name + ": " + problem + "\nportolan" + name + " --help says more\n";
    }

    /// A command that prints a result in one of these formats, "text|json".
    CLI::App* add(const std::string& name, const std::string& formats, const std::string& help,
                  const std::string& example) {
        CLI::App* command = m_app.add_subcommand(name, help);
        command->footer("Example: " + example);
        m_formats[name] = formats;
        command->add_option("-o,--output", m_words.format, "Format of the result")->type_name(formats);
        command->add_option("-f,--file", m_request.file, "Write the result to this file")->type_name("FILE");
        command->add_flag("-q,--quiet", m_request.isQuiet, "No diagnostics on standard error");
        command->add_flag("-v,--verbose", m_request.isVerbose, "Notes, too, not only errors and warnings");
        return command;
    }

    CLI::App* addAnalysis(const std::string& name, const std::string& formats, const std::string& help,
                          const std::string& example) {
        CLI::App* command = add(name, formats, help, example);
        command
            ->add_option("input,--dirpath", m_request.analysis.inputs,
                         "Manifests: files, directories, - for standard input")
            ->type_name("INPUT")
            ->required();
        addEvaluation(command);
        return command;
    }

    /// What decides how manifests are read and judged.
    void addEvaluation(CLI::App* command) {
        command->add_option("--profile", m_words.profile, "What the network plugin decides")
            ->type_name(joined(Profile::names(), '|'));
        command->add_option("--knob", m_words.knobs, "One such decision, as in ipBlockMatchesPods=yes")
            ->type_name("NAME=VALUE");
        command
            ->add_option("--inventory", m_words.inventory,
                         "Whether pods that are not in the input do not exist (complete) or may (partial)")
            ->type_name("complete|partial");
        command->add_flag("--strict", m_request.isStrict, "Any error in the input is exit status 3");
        command->add_flag("--fail", m_request.isStrict, "As --strict");
    }

    void addFlows(CLI::App* command) {
        command
            ->add_option("--flows", m_request.analysis.flows,
                         "Flow logs: Hubble JSON, CSV or JSON lines; plain, gzip or zstd")
            ->type_name("FILE");
    }

    void addOverview() {
        CLI::App* c =
            addAnalysis("overview", "text|json", "Counts, isolation, flatness, top findings, what could not be read",
                        "portolan overview samples/harbor --flows samples/harbor/flows/hubble.jsonl.gz");
        addFlows(c);
        c->add_flag("--include-system", m_request.analysis.findings.includeSystem, "Findings in system namespaces too");
    }

    void addDiff() {
        CLI::App* c = add("diff", "text|json|csv|md|dot", "What opened, closed and changed between two states, and why",
                          "portolan diff main/manifests branch/manifests --exit-code");
        c->add_option("states", m_words.states, "The old state and the new one: a file or directory each")
            ->type_name("OLD NEW")
            ->expected(0, 2);
        c->add_option("--dir1", m_words.oldState, "The old state, in netpol-analyzer's spelling")->type_name("INPUT");
        c->add_option("--dir2", m_words.newState, "The new state, likewise")->type_name("INPUT");
        c->add_flag("--exit-code", m_request.isDiffFatal, "Exit status 1 where anything differs");
        addEvaluation(c);
    }

    void addAssert() {
        CLI::App* c = add("assert", "text|json|csv|md|junit|sarif", "Whether a file of intents holds",
                          "portolan assert samples/harbor/intents.csv samples/harbor");
        c->add_option("intents", m_request.intents, "CSV: name,from,to,port,expect; - for standard input")
            ->type_name("FILE")
            ->required();
        c->add_option("input", m_request.analysis.inputs, "Manifests: files, directories")
            ->type_name("INPUT")
            ->required();
        addEvaluation(c);
    }

    void addList() {
        CLI::App* c = addAnalysis("list", "text|json|csv|md|dot", "Every permitted connection",
                                  "portolan list samples/harbor --focus shop/catalog");
        c->add_option("--focus,--focusworkload", m_request.focus, "Only lines with this workload")
            ->type_name(kWorkloads)
            ->delimiter(',');
        c->add_option("--focus-peer,--focusworkload-peer", m_request.focusPeers,
                      "Of those, only lines with this workload at the other end")
            ->type_name(kWorkloads)
            ->delimiter(',');
        c->add_option("--direction,--focus-direction", m_words.direction, "This direction of the focused workload")
            ->type_name("ingress|egress");
        c->add_option("--port,--focus-conn", m_request.port, "Only pairs that allow this port, as in tcp/8080")
            ->type_name("PROTOCOL/PORT");
        c->add_flag("--certain", m_request.isCertainOnly, "Leave out what rests on a missing fact");
    }

    void addQuery() {
        CLI::App* c =
            addAnalysis("query", kTables, "One question: the verdict and the rules that give it",
                        "portolan query samples/harbor --from shop/catalog --to data/catalog-db --port tcp/5432");
        c->add_option("--from", m_request.from, "Who asks: ns/pod, ns/workload[Kind], an address, cidr:..., internet")
            ->type_name("ENDPOINT");
        c->add_option("--to", m_request.to, "Who is asked, written likewise")->type_name("ENDPOINT");
        c->add_option("--port", m_request.port, "On which port: tcp/8080, udp/53, tcp/http; none: every port")
            ->type_name("PROTOCOL/PORT");
        c->add_option("--batch", m_request.batch, "Answer a CSV file with the header from,to,protocol,port")
            ->type_name("FILE");
        c->add_option("--expect", m_request.expect, "Any other verdict is exit status 1")->type_name("allow|deny");
    }

    void addEval() {
        CLI::App* c = addAnalysis("eval", "text", "A question in netpol-analyzer's spelling",
                                  "portolan eval --dirpath samples/harbor -n shop -s storefront "
                                  "--destination-namespace data -d orders-db -p 5432");
        c->alias("evaluate")->alias("allow");
        c->add_option("-s,--source-pod", m_request.from, "Source pod")->type_name("POD");
        c->add_option("-n,--source-namespace", m_words.sourceNs, "Source namespace")->type_name("NAMESPACE");
        c->add_option("-d,--destination-pod", m_request.to, "Destination pod")->type_name("POD");
        c->add_option("--destination-namespace", m_words.destinationNs, "Destination namespace")
            ->type_name("NAMESPACE");
        c->add_option("--source-ip", m_sourceIp, "Source address")->type_name("ADDRESS");
        c->add_option("--destination-ip", m_destinationIp, "Destination address")->type_name("ADDRESS");
        c->add_option("-p,--destination-port", m_request.port, "Port number or name")->type_name("PORT");
        c->add_option("--protocol", m_words.protocol, "Protocol of the port")->type_name("tcp|udp|sctp");
    }

    void addEvidence() {
        CLI::App* flows =
            add("flows", "csv|text|json|md", "Normalise and aggregate flow logs to a summary that --flows reads back",
                "portolan flows hubble.jsonl.gz --manifests samples/harbor -o csv");
        flows->add_option("log", m_request.analysis.flows, "Flow logs, - for standard input")
            ->type_name("FILE")
            ->required();
        flows
            ->add_option("--manifests,--dirpath", m_request.analysis.inputs,
                         "Manifests, to name workloads behind pods and addresses")
            ->type_name("INPUT");
        CLI::App* check =
            addAnalysis("check", kTables, "The findings",
                        "portolan check samples/harbor --flows samples/harbor/flows/hubble.jsonl.gz --fail-on high");
        addFlows(check);
        check->add_option("--fail-on", m_request.failOn, "Exit status 1 from this severity on")->type_name(kSeverities);
        check->add_flag("--include-system", m_request.analysis.findings.includeSystem,
                        "Findings in system namespaces too");
        CLI::App* usage =
            addAnalysis("usage", kTables, "Per rule: hits, last seen, the part nothing used, a tighter rule",
                        "portolan usage samples/harbor --flows samples/harbor/flows/hubble.jsonl.gz");
        addFlows(usage);
        CLI::App* propose =
            addAnalysis("propose", "text|json", "Least-privilege default-deny policies with proof",
                        "portolan propose samples/harbor --flows samples/harbor/flows/hubble.jsonl.gz --to proposal");
        addFlows(propose);
        propose->add_option("--to", m_request.directory, "Folder to write to")->type_name("DIR")->required();
        propose->add_option("--namespace", m_request.namespaces, "Only for this namespace")
            ->type_name(kNamespaces)
            ->delimiter(',');
    }

    void addPaths() {
        CLI::App* c =
            addAnalysis("paths", kTables, "Lateral movement: what a workload reaches, how one gets to another",
                        "portolan paths samples/harbor --from internet --to data/orders-db");
        addFlows(c);
        c->add_option("--from", m_request.from, "A workload, or internet")->type_name("ENDPOINT")->required();
        c->add_option("--to", m_request.to, "A workload; none: everything within reach")->type_name("ENDPOINT");
        c->add_option("--hops", m_request.hops, "How far to go, 1 to 16")->type_name("N")->check(number(16));
        c->add_option("--routes", m_request.routes, "How many routes, 1 to 100")->type_name("N")->check(number(100));
    }

    void addMap() {
        CLI::App* c = addAnalysis("map", "svg|png|pdf|dot|graphml",
                                  "The picture: svg, png, pdf, dot or graphml by the file's ending",
                                  "portolan map samples/harbor -f harbor.svg");
        addFlows(c);
        c->add_option("--namespace", m_request.namespaces, "Only this namespace and its neighbours")
            ->type_name(kNamespaces)
            ->delimiter(',');
    }

    void addOpen() {
        CLI::App* c = m_app.add_subcommand("open", "Start the window");
        c->footer("Example: portolan open samples/harbor --flows samples/harbor/flows/hubble.jsonl.gz");
        c->add_option("input", m_request.analysis.inputs, "Manifests: files, directories, - for standard input")
            ->type_name("INPUT");
        addFlows(c);
    }

    void addAboutItself() {
        CLI::App* completion = m_app.add_subcommand("completion", "Print a script that completes commands and options");
        completion->footer("Example: portolan completion bash > ~/.local/share/bash-completion/completions/portolan");
        completion->add_option("shell", m_words.shell, "The shell")->type_name("bash|zsh|fish")->required();
        CLI::App* man = m_app.add_subcommand("man", "Print the manual page, in roff");
        man->footer("Example: portolan man > ~/.local/share/man/man1/portolan.1");
    }

    Leave completion() const {
        const auto script = completionScript(m_words.shell, commandsOf(m_app));
        if (!script) return {kWrongUsage, "", "portolan: completion knows bash, zsh and fish\n"};
        return {kDone, *script, ""};
    }

    /// Accepts 1 to `last`, without a word of its own in the help.
    static CLI::Validator number(int last) { return CLI::Range(1, last).description(""); }

    /// The two states of a diff, in either spelling.
    std::optional<std::string> understandStates() {
        m_request.isNamedByFolder = !m_words.oldState.empty() || !m_words.newState.empty();
        std::vector<std::string> states = m_words.states;
        if (!m_words.oldState.empty()) states.insert(states.begin(), m_words.oldState);
        if (!m_words.newState.empty()) states.push_back(m_words.newState);
        if (states.size() != 2) return "diff compares two inputs, the old state and the new one";
        m_request.analysis.inputs = {states.front()};
        m_request.newer = {states.back()};
        return std::nullopt;
    }

    /// Turns the words into values; the problem where they do not mean anything.
    std::optional<std::string> understand() {
        if (m_request.command == "diff")
            if (auto problem = understandStates()) return problem;
        const auto profile = Profile::named(m_words.profile);
        if (!profile) return "there is no profile \"" + m_words.profile + "\"";
        m_request.analysis.profile = *profile;
        for (const std::string& knob : m_words.knobs)
            if (const auto set = m_request.analysis.profile.set(knob); !set) return set.error().message;
        m_request.analysis.load = loadOptionsFor(m_request.analysis.profile);
        if (m_words.inventory == "complete")
            m_request.analysis.inventory = InventoryFacts::Completeness::Complete;
        else if (m_words.inventory == "partial")
            m_request.analysis.inventory = InventoryFacts::Completeness::Partial;
        else if (!m_words.inventory.empty())
            return "--inventory is complete or partial";
        if (auto problem = understandFormat()) return problem;
        const auto uses = [](const std::vector<std::string>& files) { return std::ranges::count(files, "-") > 0; };
        if (uses(m_request.analysis.inputs) + uses(m_request.analysis.flows) + (m_request.batch == "-") > 1)
            return "- can stand for one thing only: the manifests, the flow log or the batch";
        if (m_words.direction == "ingress")
            m_request.direction = Direction::Ingress;
        else if (m_words.direction == "egress")
            m_request.direction = Direction::Egress;
        else if (!m_words.direction.empty())
            return "--direction is ingress or egress";
        if (!m_request.expect.empty() && m_request.expect != "allow" && m_request.expect != "deny")
            return "--expect is allow or deny";
        if (m_request.command == "query" && m_request.batch.empty() && (m_request.from.empty() || m_request.to.empty()))
            return "query needs --from and --to, or --batch";
        if (m_request.command == "eval") return understandEval();
        return std::nullopt;
    }

    std::optional<std::string> understandFormat() {
        std::string word = m_words.format;
        if (word.empty() && m_request.command == "map") {
            const std::size_t dot = m_request.file.rfind('.');
            word = dot == std::string::npos ? "svg" : m_request.file.substr(dot + 1);
        }
        if (word.empty() && !m_request.batch.empty()) word = "csv";
        if (word.empty()) word = m_request.command == "flows" ? "csv" : "text";
        const auto format = kFormats.find(word);
        if (format == kFormats.end()) return "there is no format \"" + word + "\"";
        m_request.format = format->second;
        const auto possible = m_formats.find(m_request.command);
        if (possible == m_formats.end()) return std::nullopt;
        if (word == "txt") word = "text";
        if (('|' + possible->second + '|').find('|' + word + '|') != std::string::npos) return std::nullopt;
        return m_request.command + " prints " + listed(possible->second) + ", not " + word;
    }

    std::optional<std::string> understandEval() {
        if (m_request.from.empty() == m_sourceIp.empty()) return "eval needs either -s or --source-ip";
        if (m_request.to.empty() == m_destinationIp.empty()) return "eval needs either -d or --destination-ip";
        m_request.from = m_sourceIp.empty() ? m_words.sourceNs + '/' + m_request.from : "ip:" + m_sourceIp;
        m_request.to = m_destinationIp.empty() ? m_words.destinationNs + '/' + m_request.to : "ip:" + m_destinationIp;
        if (m_request.port.empty()) return "eval needs -p";
        m_request.port = m_words.protocol + '/' + m_request.port;
        return std::nullopt;
    }

    CLI::App m_app{"Portolan charts what can talk to what in a Kubernetes cluster", "portolan"};
    Request m_request;
    Words m_words;
    std::map<std::string, std::string> m_formats; ///< of each command, "text|json"
    std::string m_sourceIp, m_destinationIp;
};

} // namespace

std::variant<Request, Leave> parseRequest(int argc, char** argv) {
    return Parser().run(argc, argv);
}

} // namespace portolan::cli
