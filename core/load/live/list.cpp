#include "core/load/live/list.h"

#include "core/load/feed_json.h"
#include "core/load/live/order.h"
#include "core/load/object_reader.h"

#include <algorithm>
#include <utility>

namespace portolan::loading {
namespace {

using Outcome = KubectlReply::Outcome;

/// Hands the objects of a page to the reader of the object at hand.
class Relay : public ObjectSink {
  public:
    void setReader(ObjectReader& reader) { m_reader = &reader; }
    void object(const TreeNode& root, const TypeMeta& inherited) override { m_reader->object(root, inherited); }

  private:
    ObjectReader* m_reader = nullptr;
};

/// "a=1 b" as a part of a URL.
std::string escaped(std::string_view text) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    const auto isPlain = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' ||
               c == '.' || c == '~';
    };
    std::string out;
    for (const char c : text) {
        if (isPlain(c)) {
            out += c;
            continue;
        }
        const auto code = static_cast<unsigned char>(c);
        out += '%';
        out += kDigits[code >> 4U];
        out += kDigits[code & 0xfU];
    }
    return out;
}

std::string pagePath(const LiveReading& live, const std::string& list, const std::string& token) {
    return list + "?limit=" + std::to_string(live.source.pageSize) +
           (token.empty() ? "" : "&continue=" + escaped(token));
}

/// One list from its first page to its last.
class ListReader {
  public:
    ListReader(const LiveReading& live, const LiveKind& kind, std::string apiVersion, std::string path, std::string ns)
        : m_live(live), m_kind(kind), m_apiVersion(std::move(apiVersion)), m_path(std::move(path)),
          m_ns(std::move(ns)) {}

    /// Appends what was read; an error ends the reading of the cluster.
    std::optional<Error> read(Result<KubectlReply> reply, KindFacts& out) {
        int restarts = 0;
        std::vector<Batch> pages;
        for (;;) {
            if (!reply) return reply.error();
            std::optional<PageEnd> end;
            if (reply->outcome == Outcome::Done) {
                end = readPage(reply->output, pages);
                if (!end) reply = KubectlReply{Outcome::Failed, {}, "the server's answer is no list"};
            }
            if (end && end->continueToken.empty()) break;
            if (end) {
                tellProgress(*end, pages.size());
                reply = m_live.kubectl.get(pagePath(m_live, m_path, end->continueToken));
            } else if (reply->outcome == Outcome::Expired && restarts < kMostRestarts) {
                ++restarts;
                pages.clear();
                reply = m_live.kubectl.get(pagePath(m_live, m_path, {}));
            } else {
                // The kind was there a moment ago, or is there in other namespaces: not found is a failure, too.
                out.gaps.push_back({m_ns, reply->message});
                break;
            }
            if (m_live.control.isStopped()) return cancelled().value();
        }
        std::ranges::move(pages, std::back_inserter(out.batches));
        return std::nullopt;
    }

  private:
    std::optional<PageEnd> readPage(const std::string& page, std::vector<Batch>& pages) {
        Batch batch;
        Relay relay;
        TreeBuilder builder(relay, TreeBuilder::Root::Object);
        auto end = m_pages.read(page, m_apiVersion, m_kind.kind, [&](const LiveObject& object) {
            if (m_live.control.isStopped()) return;
            const FileId file = m_live.files.add(nameOf(object));
            LineMap lines(file, object.text, {});
            ObjectReader reader(batch, lines, 0, m_live.options, ObjectReader::Templates::Absent);
            relay.setReader(reader);
            if (const auto error = m_feed.feed(object.text, builder, Unwanted::PassedOver, m_live.control)) {
                builder.reset();
                batch.diagnostics.push_back({Diagnostic::Level::Error, "", lines.at(error->at), "",
                                             "over a limit: " + error->message + "; the object is skipped", ""});
            }
        });
        if (end) pages.push_back(std::move(batch));
        return end;
    }

    std::string nameOf(const LiveObject& object) const {
        return "live:" + (object.ns.empty() ? "" : std::string(object.ns) + '/') + std::string(m_kind.kind) + '/' +
               std::string(object.name);
    }

    void tellProgress(const PageEnd& end, std::size_t pages) const {
        if (!m_live.progress || !end.remaining) return;
        const double done = static_cast<double>(pages * m_live.source.pageSize);
        m_live.progress(done / (done + static_cast<double>(*end.remaining)));
    }

    const LiveReading& m_live;
    const LiveKind& m_kind;
    std::string m_apiVersion;
    std::string m_path;
    std::string m_ns;
    JsonFeed m_feed;
    PageReader m_pages;
};

std::optional<Error> readList(const LiveReading& live, const LiveKind& kind, const std::string& version,
                              const std::string& ns, Result<KubectlReply> first, KindFacts& out) {
    out.apiVersion = kind.apiVersion(version);
    return ListReader(live, kind, out.apiVersion, kind.path(version, ns), ns).read(std::move(first), out);
}

Result<KubectlReply> askFirst(const LiveReading& live, const LiveKind& kind, const std::string& version,
                              const std::string& ns) {
    return live.kubectl.get(pagePath(live, kind.path(version, ns), {}));
}

FirstPage fetchFirst(const LiveReading& live, const LiveKind& kind, const std::string& ns) {
    FirstPage out;
    out.reply = KubectlReply{Outcome::NotFound, {}, {}};
    for (const std::string& version : live.groups.versionsFor(kind)) {
        out.version = version;
        out.reply = askFirst(live, kind, version, ns);
        if (!out.reply || out.reply->outcome != Outcome::NotFound) break;
    }
    return out;
}

/// Whether the server says that it has the kind; nullopt where it does not say.
std::optional<bool> isServed(const LiveReading& live, const LiveKind& kind, const std::string& version) {
    if (kind.group.empty()) return true; // every API server has the core group
    const auto reply = live.kubectl.get("/apis/" + kind.apiVersion(version));
    if (!reply || reply->outcome != Outcome::Done) return std::nullopt;
    return isAmongResources(reply->output, kind);
}

/// Whether an answer means that the server has no such kind. Both "not found" and "forbidden" are said of kinds that
/// exist and of kinds that do not; where the server does not tell, they are taken at their word.
bool isAbsent(const LiveReading& live, const LiveKind& kind, const FirstPage& first) {
    if (first.reply->outcome == Outcome::NotFound)
        return first.version.empty() || !isServed(live, kind, first.version).value_or(false);
    return first.reply->outcome == Outcome::Forbidden && !isServed(live, kind, first.version).value_or(true);
}

} // namespace

FirstPage fetchFirstPage(const LiveReading& live, const LiveKind& kind) {
    return fetchFirst(live, kind, {});
}

Result<KindFacts> readKind(const LiveReading& live, const LiveKind& kind, FirstPage first,
                           const std::vector<std::string>& namespaces) {
    if (!first.reply) return tl::make_unexpected(first.reply.error());
    KindFacts out;
    if (isAbsent(live, kind, first)) return out;
    const bool isForbidden = first.reply->outcome == Outcome::Forbidden;
    if (isForbidden && kind.scope == LiveKind::Scope::Namespaced && !namespaces.empty())
        return readKindIn(live, kind, namespaces);
    if (auto error = readList(live, kind, first.version, {}, std::move(first.reply), out))
        return tl::make_unexpected(std::move(*error));
    return out;
}

Result<KindFacts> readKindIn(const LiveReading& live, const LiveKind& kind,
                             const std::vector<std::string>& namespaces) {
    KindFacts out;
    std::optional<Error> failed;
    std::optional<bool> absent; ///< asked once
    inOrder(
        namespaces.size(),
        [&](std::size_t i) {
            return live.control.isStopped() ? FirstPage{{}, cancelled()} : fetchFirst(live, kind, namespaces[i]);
        },
        [&](std::size_t i, FirstPage first) {
            if (failed) return;
            if (!first.reply) {
                failed = first.reply.error();
            } else {
                const bool isDone = first.reply->outcome == Outcome::Done;
                if (!isDone && !absent) absent = isAbsent(live, kind, first);
                if (isDone || !*absent)
                    failed = readList(live, kind, first.version, namespaces[i], std::move(first.reply), out);
            }
            if (live.progress) live.progress(static_cast<double>(i + 1) / static_cast<double>(namespaces.size()));
        });
    if (failed) return tl::make_unexpected(std::move(*failed));
    return out;
}

} // namespace portolan::loading
