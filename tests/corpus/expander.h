#pragma once

#include <nlohmann/json.hpp>

#include <filesystem>
#include <random>
#include <string>
#include <vector>

/// Writes the documents of a case in ways that mean the same, so that each case can be run once more (Y-17, V30).

namespace portolan {

/// The YAML documents of every manifest below a folder as text, in order of file names; JSON files are one each.
std::vector<std::string> documentsBelow(const std::filesystem::path& folder);
/// The document as JSON with the types of YAML 1.1 as Kubernetes reads it; null where it is empty.
nlohmann::json jsonOf(const std::string& document);

enum class Expansion { Shuffled, Split, Merged, Json, UnrelatedNamespace };
inline constexpr std::array kExpansions{Expansion::Shuffled, Expansion::Split, Expansion::Merged, Expansion::Json,
                                        Expansion::UnrelatedNamespace};
const char* name(Expansion expansion);
/// File names and texts that mean the same as the documents.
std::vector<std::pair<std::string, std::string>> expanded(const std::vector<std::string>& documents,
                                                          Expansion expansion);

} // namespace portolan
