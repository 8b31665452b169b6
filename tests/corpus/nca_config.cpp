#include "tests/corpus/nca_config.h"

#include <algorithm>

namespace portolan {
namespace {

using nlohmann::json;
using Paths = std::vector<std::filesystem::path>;

void addOnce(Paths& to, const std::filesystem::path& path) {
    if (std::ranges::find(to, path) == to.end()) to.push_back(path);
}

/// The list of that kind, or that of all resources; nullptr where there is neither.
const json* listOf(const json& from, const char* kind) {
    for (const char* const key : {kind, "resourceList"})
        if (from.contains(key)) return &from.at(key);
    return nullptr;
}

void addFiles(const CorpusCase& c, const json& list, Paths& to) {
    for (const std::string file : list) addOnce(to, (file.starts_with("shared/") ? *corpusFolder() : c.path) / file);
}

/// What the tool that the cases come from adds by itself where policies ask for a DNS server that is not there. The
/// file has its Pod in a group that has no such kind.
void addSimulated(const CorpusCase& c, NcaFiles& to) {
    if (!c.hasFeature("livesim")) return;
    std::string text = fileText(*corpusFolder() / "shared/nca-livesim/dns/dns_pods.yaml");
    constexpr std::string_view kGroup = "apps/v1\nkind: Pod";
    if (const std::size_t at = text.find(kGroup); at != std::string::npos) text.replace(at, 7, "v1");
    auto folder = std::make_shared<TemporaryFolder>();
    addOnce(to.topology, folder->write("dns_pods.yaml", text));
    to.written = std::move(folder);
}

} // namespace

bool hasOtherPolicyKinds(const CorpusCase& c) {
    return std::ranges::any_of(c.features, [](const std::string& f) {
        return f == "anp" || f == "banp" || f == "cnp" || f.starts_with("calico") || f.starts_with("istio");
    });
}

Paths NcaFiles::all() const {
    Paths out = topology;
    for (const auto& path : policies) addOnce(out, path);
    return out;
}

NcaFiles ncaFiles(const CorpusCase& c, const json& config) {
    NcaFiles out;
    const json& global = c.description.at("global");
    for (const char* const kind : {"namespaceList", "podList"}) {
        const json* list = listOf(config, kind);
        if (list == nullptr || list->empty()) list = listOf(global, kind);
        if (list != nullptr) addFiles(c, *list, out.topology);
    }
    if (const json* const list = listOf(config, "networkPolicyList")) addFiles(c, *list, out.policies);
    addSimulated(c, out);
    return out;
}

const json* ncaConfig(const CorpusCase& c, const std::string& name) {
    const json& configs = c.description.at("configs");
    for (const json& config : configs)
        if (config.at("name") == name) return &config;
    return configs.size() == 1 ? &configs.front() : nullptr;
}

} // namespace portolan
