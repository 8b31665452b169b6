#include "app/cli/command.h"
#include "app/cli/run_analysis.h"

namespace portolan::cli {
namespace {

void declare(OptionSet& options, Request& request) {
    options.flag("--live-configmaps", request.words.isLiveWithConfigMaps,
                 "With what --live-configmaps of other commands needs");
}

int answerRbac(const Request& request, Console& console) {
    LiveSource source;
    if (request.words.isLiveWithConfigMaps) source.configMaps = LiveSource::ConfigMaps::Read;
    return finish(liveRole(source), request, console);
}

} // namespace

const Command kRbacCommand{"rbac",
                           nullptr,
                           "Print the least ClusterRole that --live needs, as YAML",
                           "portolan rbac | kubectl apply -f -",
                           declare,
                           nullptr,
                           answerRbac};

} // namespace portolan::cli
