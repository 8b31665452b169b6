#include "app/cli/run_analysis.h"

#include <array>
#include <cstdio>
#include <utility>

int main(int argc, char** argv) {
    using namespace portolan::cli;
    const auto parsed = parseRequest(argc, argv);
    if (const auto* leave = std::get_if<Leave>(&parsed)) {
        std::fputs(leave->output.c_str(), stdout);
        std::fputs(leave->errors.c_str(), stderr);
        return leave->status;
    }
    const auto& request = std::get<Request>(parsed);
    using Answer = int (*)(const Request&, Console&);
    static constexpr std::array<std::pair<std::string_view, Answer>, 13> kAnswers{{{"list", answerList},
                                                                                   {"diff", answerDiff},
                                                                                   {"assert", answerAssert},
                                                                                   {"query", answerQuery},
                                                                                   {"eval", answerQuery},
                                                                                   {"overview", answerOverview},
                                                                                   {"flows", answerFlows},
                                                                                   {"check", answerCheck},
                                                                                   {"usage", answerUsage},
                                                                                   {"propose", answerPropose},
                                                                                   {"paths", answerPaths},
                                                                                   {"map", answerMap},
                                                                                   {"open", answerOpen}}};
    Console console;
    for (const auto& [name, answer] : kAnswers)
        if (request.command == name) return answer(request, console);
    return kWrongUsage;
}
