#include "core/load/live/kubectl.h"

#include "core/base/process.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace portolan::loading {
namespace {

using Outcome = KubectlReply::Outcome;

/// What ties kubectl's words to what happened; the first that is found counts. Reasons in parentheses are the API's.
constexpr std::array<std::pair<std::string_view, Outcome>, 11> kWords{{
    {"(Forbidden)", Outcome::Forbidden},
    {"(NotFound)", Outcome::NotFound},
    {"(Expired)", Outcome::Expired},
    {"(Gone)", Outcome::Expired},
    {"Unable to connect to the server", Outcome::Silent},
    {"The connection to the server", Outcome::Silent},
    {"(Timeout)", Outcome::Silent},
    {"deadline exceeded", Outcome::Silent},
    {"Client.Timeout", Outcome::Silent},
    {"i/o timeout", Outcome::Silent},
    {"connection refused", Outcome::Silent},
}};

/// The line that says what went wrong; warnings of plug-ins and of client-go may stand around it.
std::string errorLine(std::string_view errors) {
    std::string last;
    while (!errors.empty()) {
        const std::size_t end = errors.find('\n');
        std::string_view line = errors.substr(0, end);
        errors.remove_prefix(end == std::string_view::npos ? errors.size() : end + 1);
        while (!line.empty() && static_cast<unsigned char>(line.back()) <= ' ') line.remove_suffix(1);
        if (line.empty()) continue;
        last = line;
        if (std::ranges::any_of(kWords, [&](const auto& w) { return line.find(w.first) != std::string_view::npos; }))
            break;
    }
    return last;
}

Outcome outcomeOf(std::string_view message) {
    for (const auto& [words, outcome] : kWords)
        if (message.find(words) != std::string_view::npos) return outcome;
    return Outcome::Failed;
}

bool isStranger(std::string_view message) {
    return message.find("(Unauthorized)") != std::string_view::npos;
}

Error noKubectl(const std::string& program) {
    return {Error::Kind::NotFound, "no program '" + program +
                                       "' found: a live cluster is read through kubectl; install it, or read files "
                                       "that were written by kubectl get -o yaml elsewhere"};
}

} // namespace

std::vector<std::string> Kubectl::connection() const {
    std::vector<std::string> out;
    if (!m_source.kubeconfig.empty()) out.push_back("--kubeconfig=" + m_source.kubeconfig);
    if (!m_source.context.empty()) out.push_back("--context=" + m_source.context);
    return out;
}

Result<KubectlReply> Kubectl::getOnce(const std::string& path) {
    ProcessRequest request{m_source.kubectl, connection(), {}, m_source.requestTimeout + m_source.startTimeout};
    request.arguments.push_back("--request-timeout=" + std::to_string(m_source.requestTimeout.count()) + "ms");
    request.arguments.insert(request.arguments.end(), {"get", "--raw", path});
    m_free.acquire();
    auto ran = runProcess(request, m_control);
    m_free.release();
    if (!ran && ran.error().kind == Error::Kind::Unreadable)
        return KubectlReply{Outcome::Silent, {}, std::move(ran.error().message)};
    if (!ran && ran.error().kind == Error::Kind::NotFound) return tl::make_unexpected(noKubectl(m_source.kubectl));
    if (!ran) return tl::make_unexpected(ran.error());
    if (ran->exitCode == 0) return KubectlReply{Outcome::Done, std::move(ran->output), {}};
    std::string message = errorLine(ran->errors);
    if (message.empty()) message = "kubectl ended with status " + std::to_string(ran->exitCode);
    if (isStranger(message)) return fail(Error::Kind::Unreadable, "the cluster does not let you in: " + message);
    const Outcome outcome = outcomeOf(message);
    return KubectlReply{outcome, {}, std::move(message)};
}

Result<KubectlReply> Kubectl::getTwice(const std::string& path) {
    auto first = getOnce(path);
    const bool mayPass = first && (first->outcome == Outcome::Silent || first->outcome == Outcome::Failed);
    return mayPass ? getOnce(path) : std::move(first);
}

Result<KubectlReply> Kubectl::get(const std::string& path) {
    {
        const std::scoped_lock lock(m_mutex);
        if (m_error) return tl::make_unexpected(*m_error);
    }
    auto reply = getTwice(path);
    const std::scoped_lock lock(m_mutex);
    if (reply) m_silent = reply->outcome == Outcome::Silent ? m_silent + 1 : 0;
    if (reply && m_silent >= kMostSilent)
        reply = fail(Error::Kind::Unreadable, "the cluster does not answer any more: " + reply->message);
    if (!reply && !m_error) m_error = reply.error();
    return reply;
}

Result<std::string> Kubectl::ask(const std::vector<std::string>& arguments) {
    ProcessRequest request{m_source.kubectl, connection(), {}, m_source.startTimeout};
    request.arguments.insert(request.arguments.end(), arguments.begin(), arguments.end());
    auto ran = runProcess(request, m_control);
    if (!ran && ran.error().kind == Error::Kind::NotFound) return tl::make_unexpected(noKubectl(m_source.kubectl));
    if (!ran) return tl::make_unexpected(ran.error());
    if (ran->exitCode != 0) return fail(Error::Kind::Unreadable, "kubectl: " + errorLine(ran->errors));
    return std::move(ran->output);
}

} // namespace portolan::loading
