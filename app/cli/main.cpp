#include "app/cli/command.h"

#include <cstdio>

int main(int argc, char** argv) {
    using namespace portolan::cli;
    const auto parsed = parseRequest(argc, argv);
    if (const auto* leave = std::get_if<Leave>(&parsed)) {
        std::fputs(leave->output.c_str(), stdout);
        std::fputs(leave->errors.c_str(), stderr);
        return leave->status;
    }
    const auto& request = std::get<Request>(parsed);
    Console console;
    return request.command->answer(request, console);
}
