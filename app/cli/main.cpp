#include "app/cli/command.h"
#include "app/cli/run_analysis.h"

#include <cstdio>

int main(int argc, char** argv) {
    using namespace portolan::cli;
    using portolan::Result;
    const auto parsed = parseRequest(argc, argv);
    Console console;
    if (const auto* leave = std::get_if<Leave>(&parsed)) {
        std::fputs(leave->errors.c_str(), stderr);
        const auto written = leave->output.empty() ? Result<void>() : console.write(leave->output, {});
        return written ? leave->status : tell(written.error(), console);
    }
    const auto& request = std::get<Request>(parsed);
    return request.command->answer(request, console);
}
