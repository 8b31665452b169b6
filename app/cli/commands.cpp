#include "app/cli/command.h"

#include <array>

namespace portolan::cli {

std::span<const Command* const> commands() {
    static constexpr std::array<const Command*, 14> kAll{
        &kOverviewCommand, &kListCommand,  &kDiffCommand,  &kAssertCommand, &kQueryCommand,
        &kEvalCommand,     &kFlowsCommand, &kCheckCommand, &kUsageCommand,  &kProposeCommand,
        &kPathsCommand,    &kMapCommand,   &kRbacCommand,  &kOpenCommand};
    return kAll;
}

} // namespace portolan::cli
