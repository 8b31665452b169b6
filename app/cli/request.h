#pragma once

#include "core/analysis/analysis.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace portolan::cli {

enum class Format : std::uint8_t { Text, Json, Csv, Md, Dot, Svg, Graphml, Png, Pdf, Junit, Sarif };

/// Exit statuses (product.md).
inline constexpr int kDone = 0;
inline constexpr int kDoesNotHold = 1;
inline constexpr int kWrongUsage = 2;
inline constexpr int kNotAnalysed = 3;
inline constexpr int kCancelled = 130;

/// The exit status that an error is.
constexpr int statusOf(const Error& error) {
    if (error.kind == Error::Kind::Cancelled) return kCancelled;
    return error.kind == Error::Kind::Usage ? kWrongUsage : kNotAnalysed;
}

struct Command;

/// Texts of common options, before they mean anything.
struct CommonWords {
    std::string profile; ///< empty: what the inventory shows
    std::vector<std::string> knobs;
    std::string inventory;
    std::string format;
    bool isLive = false;
    std::string context, kubeconfig;
    std::vector<std::string> liveNamespaces;
    bool isLiveWithConfigMaps = false;
    std::size_t requestSeconds = 60;
    std::string logZone;
    std::string flowMapping;
};

/// What the user asked for: one value for all commands, each reads its part.
struct Request {
    const Command* command = nullptr;
    CommonWords words;
    Options analysis;
    Format format = Format::Text;
    std::string file; ///< empty: standard output
    bool isStrict = false;
    bool isQuiet = false;
    bool isVerbose = false;

    // list
    std::vector<std::string> focus, focusPeers;
    std::string directionWord;
    std::optional<Direction> direction;
    bool isCertainOnly = false;
    bool isExplaining = false;
    std::string explainOnly; ///< "allow", "deny", or empty
    bool isExposure = false;
    // flows
    std::size_t previewRows = 0; ///< 0: no preview
    std::string target;          ///< a ClickHouse URL to write to; empty: none
    std::string bucketWord;
    std::uint32_t bucketSeconds = 60; ///< of time in the rows that are written
    // query, eval, paths
    std::string from, to, port;
    std::string batch;
    std::string whoCould;
    std::string expect;
    std::size_t hops = 0; ///< 0: not given
    std::size_t routes = 3;
    // eval
    std::string sourceNs = "default", destinationNs = "default", protocol = "tcp";
    std::string sourceIp, destinationIp;
    // diff; the old state is the input
    std::vector<std::string> states;
    std::string oldState, newState;
    std::vector<std::string> newer;
    bool isNamedByFolder = false; ///< --dir1 and --dir2: netpol-analyzer's names for the two states
    bool isDiffFatal = false;     ///< --exit-code
    // compare
    std::string question;
    std::vector<std::string> sets, topology;
    // assert
    std::string intents;
    // check
    std::string failOn;
    // propose, map
    std::string directory;
    std::vector<std::string> namespaces;
    std::string keptDeclared; ///< of KeepDeclared; empty: sure
};

/// What to do instead of running: print a text and leave.
struct Leave {
    int status = kDone;
    std::string output; ///< for standard output
    std::string errors; ///< for standard error
};

/// Reads the command line. Help, the version and wrong usage give a Leave.
std::variant<Request, Leave> parseRequest(int argc, char** argv);

} // namespace portolan::cli
