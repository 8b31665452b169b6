#include "core/load/load.h"

#include "core/base/parallel.h"
#include "core/load/feed_yaml.h"
#include "core/load/live.h"
#include "core/load/live/overlay.h"
#include "core/load/live/read.h"
#include "core/load/object_reader.h"
#include "core/load/piece_reader.h"
#include "core/load/recover.h"
#include "core/load/source_text.h"
#include "core/load/sources.h"
#include "core/load/split.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <iterator>
#include <mutex>
#include <utility>

namespace portolan {
namespace {

using namespace loading;

/// One input file on its way.
struct File {
    SourceFile source;
    FileId id;
    SourceText text;
    std::vector<Document> documents;
    std::optional<Error> error;          ///< could not be read
    std::optional<std::string> isNoText; ///< what is wrong with its bytes
};

/// Tells how far the reading is, at most 20 times a second.
class Progress {
  public:
    Progress(const RunControl& control, std::size_t total)
        : m_control(control), m_total(std::max<std::size_t>(total, 1)) {}

    void add(std::size_t bytes) {
        const std::scoped_lock lock(m_mutex);
        m_done += bytes;
        const auto now = std::chrono::steady_clock::now();
        if (now < m_next) return;
        m_next = now + std::chrono::milliseconds(50);
        m_control.report("load", static_cast<double>(m_done) / static_cast<double>(m_total));
    }

  private:
    const RunControl& m_control;
    std::size_t m_total;
    std::size_t m_done = 0;
    std::chrono::steady_clock::time_point m_next;
    std::mutex m_mutex;
};

void split(File& file) {
    file.isNoText = file.text.decode();
    if (file.isNoText || file.source.role == SourceFile::Role::Inventory) return;
    const std::string_view text = file.text.text();
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first != std::string_view::npos && (text[first] == '{' || text[first] == '[')) {
        if (auto values = splitJson(text)) {
            file.documents = std::move(*values);
            return;
        }
    }
    file.documents = splitYaml(text);
    for (Document& d : file.documents) splitYamlList(text, d);
}

InventoryFacts readInventory(const File& file, const LoadOptions& options, const RunControl& control, Batch& batch) {
    InventoryFacts facts;
    LineMap lines(file.id, file.text.text(), {});
    InventoryReader reader(batch, lines, options, facts);
    TreeBuilder builder(reader, TreeBuilder::Root::Object);
    if (const auto error = feedYaml(file.text.text(), builder, control))
        batch.diagnostics.push_back({Diagnostic::Level::Error, "", lines.at(error->at), "portolan.yaml",
                                     "not valid YAML: " + error->message, ""});
    return facts;
}

/// What several portolan.yaml say together. Cluster names and inventories that contradict each other are an error:
/// either would make the other's objects something they are not.
class JointFacts {
  public:
    /// `inventory`: what the user says of it, over what the files say.
    explicit JointFacts(std::optional<InventoryFacts::Completeness> inventory)
        : m_isInventoryGiven(inventory.has_value()) {}

    void add(const std::string& file, InventoryFacts facts) {
        if (facts.clusterName) {
            if (m_facts.clusterName && *m_facts.clusterName != *facts.clusterName)
                contradict(m_nameFile + " says cluster: " + *m_facts.clusterName + " and " + file +
                           " says cluster: " + *facts.clusterName +
                           "; objects of several clusters are not read as one: ask about each on its own, or about "
                           "both with diff");
            m_facts.clusterName = std::move(facts.clusterName);
            m_nameFile = file;
        }
        if (facts.pods != InventoryFacts::Completeness::Unknown) {
            if (m_facts.pods != InventoryFacts::Completeness::Unknown && m_facts.pods != facts.pods &&
                !m_isInventoryGiven)
                contradict(m_podsFile + " says inventory: " + word(m_facts.pods) + " and " + file +
                           " says inventory: " + word(facts.pods) + "; --inventory says which holds for all of it");
            m_facts.pods = facts.pods;
            m_podsFile = file;
        }
        if (facts.evidenceDays) m_facts.evidenceDays = std::max(*facts.evidenceDays, m_facts.evidenceDays.value_or(0));
        std::ranges::move(facts.sensitive, std::back_inserter(m_facts.sensitive));
    }
    InventoryFacts& facts() { return m_facts; }
    const std::optional<std::string>& contradiction() const { return m_contradiction; }

  private:
    static std::string word(InventoryFacts::Completeness pods) {
        return pods == InventoryFacts::Completeness::Complete ? "complete" : "partial";
    }
    void contradict(std::string message) {
        if (!m_contradiction) m_contradiction = std::move(message);
    }

    bool m_isInventoryGiven;
    InventoryFacts m_facts;
    std::string m_nameFile, m_podsFile;
    std::optional<std::string> m_contradiction;
};

/// One run of the loader over files that have been opened, and over a live cluster below them where there is one.
class Run {
  public:
    Run(std::vector<File> files, const LoadOptions& options, const RunControl& control,
        std::optional<LiveFacts> live = std::nullopt)
        : m_files(std::move(files)), m_options(options), m_control(control), m_builder(options.cluster),
          m_live(std::move(live)), m_facts(options.cluster.inventory) {
        if (m_live) m_builder.files() = std::move(m_live->files); // its batches speak of them by id
        for (File& file : m_files) file.id = m_builder.files().add(file.source.name);
    }

    Result<std::shared_ptr<const Cluster>> finish() {
        parallelFor(
            m_files.size(), [&](std::size_t i) { openFile(m_files[i]); }, m_options.threads);
        for (const File& file : m_files)
            if (file.error && file.source.isGiven) return tl::make_unexpected(*file.error);
        readPieces();
        if (m_control.isStopped()) return cancelled();
        collect();
        if (m_control.isStopped()) return cancelled();
        if (m_facts.contradiction()) return fail(Error::Kind::Unsupported, *m_facts.contradiction());
        if (m_live) putOverLive();
        merge(std::move(m_batches), m_builder);
        m_builder.setFacts(std::move(m_facts.facts()));
        return m_builder.build();
    }

  private:
    struct Work {
        const File* file;
        const Piece* piece;
    };

    void openFile(File& file) {
        if (m_control.isStopped()) return;
        if (!file.source.path.empty()) {
            auto text = SourceText::read(file.source.path);
            if (text)
                file.text = std::move(*text);
            else
                file.error = text.error();
        }
        if (!file.error) split(file);
    }

    void readPieces() {
        std::vector<Work> work;
        std::size_t bytes = 0;
        for (const File& file : m_files) {
            for (const Document& d : file.documents) {
                for (const Piece& piece : d.pieces) {
                    work.push_back({&file, &piece});
                    bytes += piece.extent.size();
                }
            }
        }
        m_results.resize(work.size());
        Progress progress(m_control, bytes);
        parallelFor(
            work.size(),
            [&](std::size_t i) {
                if (m_control.isStopped()) return;
                const auto& [file, piece] = work[i];
                m_results[i] = readPiece(file->text.text(), file->id, *piece, m_options, m_control);
                progress.add(piece->extent.size());
            },
            m_options.threads);
    }

    /// Brings the results of the pieces together, in the order of the text.
    void collect() {
        std::size_t next = 0;
        for (const File& file : m_files) {
            Batch& own = m_batches.emplace_back();
            if (file.error) report(own, file, "not readable: " + file.error->message);
            if (file.isNoText) report(own, file, *file.isNoText);
            if (file.error || file.isNoText) continue;
            if (file.source.role == SourceFile::Role::Inventory)
                m_facts.add(file.source.name, readInventory(file, m_options, m_control, own));
            bool isStopped = false;
            for (const Document& d : file.documents) {
                const std::size_t first = std::exchange(next, next + d.pieces.size());
                if (!isStopped) isStopped = !collectDocument(file, d, first);
            }
        }
    }

    /// False where the rest of the file shall not be read.
    bool collectDocument(const File& file, const Document& document, std::size_t first) {
        const auto begin = m_results.begin() + static_cast<std::ptrdiff_t>(first);
        const auto end = begin + static_cast<std::ptrdiff_t>(document.pieces.size());
        auto failed = std::find_if(begin, end, [](const PieceResult& r) { return r.failure.has_value(); });
        if (document.hasTextOnMarker)
            m_batches.emplace_back().diagnostics.push_back(
                {Diagnostic::Level::Warning,
                 "",
                 {file.id, document.start.line, 1},
                 "",
                 "text on a marker line: kubectl refuses what follows --- on its line",
                 "put it on a line of its own"});
        if (failed == end) {
            for (auto it = begin; it != end; ++it) m_batches.push_back(std::move(it->batch));
            return true;
        }
        PieceResult result;
        result.failure = failed->failure;
        if (document.isSplit() && mayBeWholeOnly(document, *failed))
            result = readPiece(file.text.text(), file.id, document.whole(), m_options, m_control);
        if (!result.failure) {
            m_batches.push_back(std::move(result.batch));
            return true;
        }
        if (m_options.onYamlError == LoadOptions::OnYamlError::SkipDocument) {
            if (auto items = readBrokenList(file.text.text(), file.id, document, m_options, m_control)) {
                for (PieceResult& item : *items) collectItem(std::move(item));
                return true;
            }
        }
        m_batches.emplace_back().diagnostics.push_back(result.failure->diagnostic);
        return m_options.onYamlError == LoadOptions::OnYamlError::SkipDocument;
    }

    void collectItem(PieceResult item) {
        if (item.failure)
            m_batches.emplace_back().diagnostics.push_back(std::move(item.failure->diagnostic));
        else
            m_batches.push_back(std::move(item.batch));
    }

    /// True where the pieces of a document may fail though the document is valid: aliases across items, or flow style
    /// that only resembles JSON.
    static bool mayBeWholeOnly(const Document& document, const PieceResult& failed) {
        constexpr std::size_t kMaxRetry = std::size_t{16} << 20U;
        const bool isJson = document.pieces.front().form == Piece::Form::JsonItems;
        return failed.failure->isAliasMissing || (isJson && document.extent.size() <= kMaxRetry);
    }

    /// The cluster's facts come first, without those that the files state anew.
    void putOverLive() {
        applyOver(m_live->batches, m_batches);
        std::ranges::move(m_batches, std::back_inserter(m_live->batches));
        m_batches = std::move(m_live->batches);
        InventoryFacts& facts = m_facts.facts();
        if (facts.pods == InventoryFacts::Completeness::Unknown) facts.pods = m_live->inventory;
    }

    static void report(Batch& batch, const File& file, const std::string& message) {
        batch.diagnostics.push_back({Diagnostic::Level::Error, "", {file.id, 0, 0}, "", message, ""});
    }

    std::vector<File> m_files;
    const LoadOptions& m_options;
    const RunControl& m_control;
    ClusterBuilder m_builder;
    std::optional<LiveFacts> m_live;
    std::vector<PieceResult> m_results; ///< by piece, in the order of the text
    std::vector<Batch> m_batches;
    JointFacts m_facts;
};

Result<std::vector<File>> filesOf(const std::vector<std::string>& inputs) {
    auto sources = findSources(inputs);
    if (!sources) return tl::make_unexpected(sources.error());
    std::vector<File> files;
    files.reserve(sources->size());
    for (SourceFile& source : *sources) files.emplace_back().source = std::move(source);
    return files;
}

} // namespace

Result<std::shared_ptr<const Cluster>> load(const std::vector<std::string>& inputs, const LoadOptions& options,
                                            const RunControl& control) {
    auto files = filesOf(inputs);
    if (!files) return tl::make_unexpected(files.error());
    return Run(std::move(*files), options, control).finish();
}

Result<std::shared_ptr<const Cluster>> loadLive(const LiveSource& source, const std::vector<std::string>& inputs,
                                                const LoadOptions& options, const RunControl& control) {
    auto files = filesOf(inputs);
    if (!files) return tl::make_unexpected(files.error());
    auto live = readLive(source, options, control);
    if (!live) return tl::make_unexpected(live.error());
    return Run(std::move(*files), options, control, std::move(*live)).finish();
}

Result<std::shared_ptr<const Cluster>> loadText(const std::vector<std::pair<std::string, std::string>>& texts,
                                                const LoadOptions& options, const RunControl& control) {
    std::vector<File> files;
    files.reserve(texts.size());
    for (const auto& [name, text] : texts) {
        File& file = files.emplace_back();
        file.source = {"", name, roleOf(name), true};
        file.text = SourceText::of(text);
    }
    return Run(std::move(files), options, control).finish();
}

} // namespace portolan
