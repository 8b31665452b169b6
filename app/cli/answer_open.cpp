#include "app/cli/command.h"
#include "app/cli/common_options.h"
#include "app/cli/run_analysis.h"

#include <cerrno>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <system_error>
#include <unistd.h>

namespace portolan::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kWindow = "portolan-desktop";

/// The window beside this program, or the one on the search path.
std::string windowPath() {
    std::error_code error;
    const fs::path self = fs::read_symlink("/proc/self/exe", error);
    const fs::path beside = self.parent_path() / kWindow;
    return !error && fs::exists(beside, error) ? beside.string() : kWindow;
}

void declare(OptionSet& options, Request& request) {
    options.texts("input", request.analysis.inputs, "Manifests: files, directories, - for standard input", "INPUT");
    addFlows(options, request);
    addLive(options, request);
}

/// The options that say which live cluster to read.
void addLiveWords(const LiveSource& live, std::vector<std::string>& words) {
    words.emplace_back("--live");
    if (!live.context.empty()) words.insert(words.end(), {"--context", live.context});
    if (!live.kubeconfig.empty()) words.insert(words.end(), {"--kubeconfig", live.kubeconfig});
    for (const std::string& ns : live.namespaces) words.insert(words.end(), {"--live-namespace", ns});
    if (live.configMaps == LiveSource::ConfigMaps::Read) words.emplace_back("--live-configmaps");
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(live.requestTimeout);
    words.insert(words.end(), {"--request-timeout", std::to_string(seconds.count())});
}

int answerOpen(const Request& request, Console& console) {
    std::vector<std::string> words{windowPath()};
    for (const std::string& log : request.analysis.flows) words.insert(words.end(), {"--flows", log});
    if (request.analysis.live) addLiveWords(*request.analysis.live, words);
    words.insert(words.end(), request.analysis.inputs.begin(), request.analysis.inputs.end());
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    // The console keeps signals from all threads but its own; the window wants them.
    sigset_t none;
    sigemptyset(&none);
    pthread_sigmask(SIG_SETMASK, &none, nullptr);
    ::execvp(arguments.front(), arguments.data());
    console.say("portolan: cannot start " + words.front() + ": " + std::generic_category().message(errno));
    return kNotAnalysed;
}

} // namespace

const Command kOpenCommand{
    "open",  nullptr, "Start the window", "portolan open samples/harbor --flows samples/harbor/flows/hubble.jsonl.gz",
    declare, nullptr, answerOpen};

} // namespace portolan::cli
