#pragma once

#include "tests/corpus/corpus.h"
#include "tests/support/temporary_folder.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace portolan {

/// Whether a case speaks of other policies than those of networking.k8s.io.
bool hasOtherPolicyKinds(const CorpusCase& c);

/// The files of one nca configuration, in the case or in the corpus: pods and namespaces are its own or else the global
/// ones, the policies are its own; a list of one kind stands before the list of all resources.
struct NcaFiles {
    std::vector<std::filesystem::path> topology;
    std::vector<std::filesystem::path> policies;
    std::shared_ptr<const TemporaryFolder> written; ///< holds inputs that are not in the corpus as they must be

    /// Both, each file once.
    std::vector<std::filesystem::path> all() const;
};

NcaFiles ncaFiles(const CorpusCase& c, const nlohmann::json& config);

/// The configuration of that name, or the only one (tables of the command line carry a file's name); nullptr where
/// there is none.
const nlohmann::json* ncaConfig(const CorpusCase& c, const std::string& name);

} // namespace portolan
