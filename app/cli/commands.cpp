#include "app/cli/command.h"

#include <array>

namespace portolan::cli {

std::span<const Command* const> commands() {
    static constexpr std::array<const Command*, 16> kAll{
        &kOverviewCommand, &kListCommand,  &kDiffCommand,  &kCompareCommand, &kAssertCommand,   &kQueryCommand,
        &kEvalCommand,     &kFlowsCommand, &kCheckCommand, &kUsageCommand,   &kDeclaredCommand, &kProposeCommand,
        &kPathsCommand,    &kMapCommand,   &kRbacCommand,  &kOpenCommand};
    return kAll;
}

} // namespace portolan::cli
