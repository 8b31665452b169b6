#include "tests/core/load/load_case.h"

#include <filesystem>
#include <fstream>
#include <unistd.h>

namespace portolan {
namespace {

namespace fs = std::filesystem;

/// A directory that is gone after the test.
class Folder {
  public:
    Folder() : m_path(fs::temp_directory_path() / ("portolan-load-" + std::to_string(::getpid()))) {
        fs::create_directories(m_path);
    }
    ~Folder() { fs::remove_all(m_path); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    void write(const std::string& name, const std::string& text) const {
        fs::create_directories((m_path / name).parent_path());
        std::ofstream(m_path / name) << text;
    }
    std::string path(const std::string& name = {}) const { return (m_path / name).string(); }
    std::string name() const { return m_path.filename().string(); }

  private:
    fs::path m_path;
};

std::string pod(const std::string& name) {
    return "apiVersion: v1\nkind: Pod\nmetadata: {name: " + name + "}\n";
}

TEST(Sources, ofADirectoryAreItsManifestsByPath) {
    const Folder folder;
    folder.write("b.yaml", pod("b"));
    folder.write("sub/a.yml", pod("a"));
    folder.write("c.JSON", R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"c"}})");
    folder.write("readme.md", "# no");
    const auto result = load({folder.path()});
    ASSERT_TRUE(result.has_value());
    const Cluster& c = **result;
    EXPECT_EQ(c.pods.size(), 3U);
    ASSERT_EQ(c.files.size(), 3U);
    EXPECT_EQ(c.files.name(FileId(0U)), folder.name() + "/b.yaml");
    EXPECT_EQ(c.files.name(FileId(2U)), folder.name() + "/sub/a.yml");
}

TEST(Sources, thatAreGivenAreReadWhateverTheirName) {
    const Folder folder;
    folder.write("dump.txt", pod("a"));
    const auto result = load({folder.path("dump.txt")});
    ASSERT_TRUE(result.has_value());
    EXPECT_EQ((*result)->pods.size(), 1U);
    EXPECT_EQ((*result)->files.name(FileId(0U)), folder.path("dump.txt"));
}

TEST(Sources, thatAreReachedTwiceAreReadOnce) {
    const Folder folder;
    folder.write("a.yaml", pod("a"));
    folder.write("sub/b.yaml", pod("b"));
    fs::create_symlink("a.yaml", folder.path("c.yaml"));
    fs::create_symlink("..", folder.path("sub/up"));
    fs::create_symlink("nowhere.yaml", folder.path("dangling.yaml"));
    const auto result = load({folder.path(), folder.path("a.yaml"), folder.path("sub")});
    ASSERT_TRUE(result.has_value());
    EXPECT_EQ((*result)->pods.size(), 2U);
    EXPECT_EQ((*result)->files.size(), 2U);
    EXPECT_EQ(diagnosticsOf(**result), "");
}

TEST(Sources, thatCannotBeFollowedSaySo) {
    const Folder folder;
    fs::create_symlink("b", folder.path("a"));
    fs::create_symlink("a", folder.path("b"));
    const auto loop = load({folder.path("a")});
    ASSERT_FALSE(loop.has_value());
    EXPECT_EQ(loop.error().kind, Error::Kind::Unreadable);
    const auto nameless = load({""});
    ASSERT_FALSE(nameless.has_value());
    EXPECT_EQ(nameless.error().kind, Error::Kind::NotFound);
}

TEST(Sources, thatMayNotBeReadAreToldAndTheRestIsRead) {
    if (::geteuid() == 0) GTEST_SKIP() << "root may read everything";
    const Folder folder;
    folder.write("a.yaml", pod("a"));
    folder.write("closed/b.yaml", pod("b"));
    folder.write("c.yaml", pod("c"));
    fs::permissions(folder.path("closed"), fs::perms::none);
    fs::permissions(folder.path("c.yaml"), fs::perms::none);
    const auto result = load({folder.path()});
    fs::permissions(folder.path("closed"), fs::perms::owner_all);
    ASSERT_TRUE(result.has_value());
    EXPECT_EQ((*result)->pods.size(), 1U);
    EXPECT_EQ(countDiagnostics(**result, "", "not readable: "), 2U) << diagnosticsOf(**result);
}

TEST(Sources, thatDoNotExistFail) {
    const auto result = load({"/no/such/place"});
    ASSERT_FALSE(result.has_value());
    EXPECT_EQ(result.error().kind, Error::Kind::NotFound);
}

TEST(Sources, includeTheInventoryFacts) {
    const Folder folder;
    folder.write("portolan.yaml",
                 "inventory: complete\ncluster: east\nevidence: {windowDays: 31}\nsensitive: [shop/db]\n");
    folder.write("sub/portolan.yaml", "inventory: partial\n");
    folder.write("a.yaml", pod("a"));
    const auto result = load({folder.path()});
    ASSERT_TRUE(result.has_value());
    const Cluster& c = **result;
    EXPECT_TRUE(c.isInventoryComplete());
    EXPECT_EQ(c.name, "east");
    EXPECT_EQ(c.facts.evidenceDays, 31U);
    EXPECT_EQ(c.facts.sensitive, std::vector<std::string>{"shop/db"});
    EXPECT_EQ(diagnosticsOf(c), "N  " + folder.name() +
                                    "/sub/portolan.yaml:1:1 : no Kubernetes object: it names no "
                                    "apiVersion and kind, and is passed over\n");
}

TEST(Sources, ofSeveralClustersAreNotOne) {
    struct Row {
        std::string one, two;
        std::vector<std::string> said; ///< parts of the error; empty: there is none
    };
    const Row rows[] = {
        {"cluster: one",
         "cluster: two",
         {"one/portolan.yaml says cluster: one and ", "two/portolan.yaml says cluster: two"}},
        {"cluster: one", "cluster: one", {}},
        {"cluster: one", "inventory: complete", {}},
        {"inventory: complete",
         "inventory: partial",
         {"one/portolan.yaml says inventory: complete and ", "two/portolan.yaml says inventory: partial"}},
        {"inventory: partial", "inventory: partial", {}},
    };
    for (const Row& row : rows) {
        const Folder folder;
        folder.write("one/portolan.yaml", row.one + '\n');
        folder.write("two/portolan.yaml", row.two + '\n');
        const auto result = load({folder.path() + "/one", folder.path() + "/two"});
        EXPECT_EQ(result.has_value(), row.said.empty()) << row.one << ", " << row.two;
        for (const std::string& part : row.said) {
            ASSERT_FALSE(result.has_value()) << part;
            EXPECT_EQ(result.error().kind, Error::Kind::Unsupported);
            EXPECT_NE(result.error().message.find(part), std::string::npos) << result.error().message;
        }
    }
}

TEST(Sources, ofSeveralInventoriesAreWhatTheUserSays) {
    const Folder folder;
    folder.write("one/portolan.yaml", "inventory: complete\nevidence: {windowDays: 31}\n");
    folder.write("two/portolan.yaml", "inventory: partial\nevidence: {windowDays: 7}\n");
    LoadOptions options;
    options.cluster.inventory = InventoryFacts::Completeness::Complete;
    const auto result = load({folder.path() + "/one", folder.path() + "/two"}, options);
    ASSERT_TRUE(result.has_value());
    EXPECT_TRUE((*result)->isInventoryComplete());
    EXPECT_EQ((*result)->facts.evidenceDays, 31U) << "the longer window asks for more";
}

TEST(Sources, ofFoldersOfOneNameAreToldApart) {
    const Folder folder;
    folder.write("x/m/a.yaml", "a: [\n");
    folder.write("y/m/a.yaml", "a: [\n");
    folder.write("y/n/a.yaml", "a: [\n");
    const std::string top = folder.path();
    const auto result = load({top + "/x/m", top + "/y/m/", top + "/y/n"});
    ASSERT_TRUE(result.has_value());
    std::vector<std::string> names;
    for (std::size_t i = 0; i < (*result)->files.size(); ++i) names.push_back((*result)->files.name(FileId(i)));
    EXPECT_EQ(names, (std::vector<std::string>{top + "/x/m/a.yaml", top + "/y/m/a.yaml", "n/a.yaml"}));
}

TEST(Sources, sayWhatIsWrongWithTheInventory) {
    const auto result =
        loadText({{"portolan.yaml", "inventory: all\nclusters: x\nevidence: {windowDays: x}\nsensitive: [db]\n"}});
    ASSERT_TRUE(result.has_value());
    EXPECT_EQ(
        diagnosticsOf(**result),
        "E PARSE-01 portolan.yaml:1:12 portolan.yaml: invalid value: inventory is \"all\"\n"
        "E PARSE-04 portolan.yaml:2:1 portolan.yaml: unknown field: clusters is no field of the API and is dropped\n"
        "E PARSE-01 portolan.yaml:3:24 portolan.yaml: wrong type: evidence.windowDays is a string (x), the API wants "
        "an integer\n"
        "E PARSE-01 portolan.yaml:4:13 portolan.yaml: invalid value: sensitive[0] is \"db\"\n");
}

// Covers Y-17.
TEST(Sources, areReadTheSameInAnyOrderAndOnAnyNumberOfThreads) {
    std::vector<std::pair<std::string, std::string>> texts;
    for (int i = 0; i < 40; ++i) {
        const std::string n = std::to_string(i);
        texts.emplace_back("f" + n, pod("p" + n) +
                                        "---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\n"
                                        "metadata: {name: n" +
                                        n + "}\nspec: {podSelector: {matchLabels: {b: x" + n + ", a: y}}}\n");
    }
    LoadOptions one;
    one.threads = 1;
    LoadOptions four;
    four.threads = 4;
    const auto first = loadText(texts, one);
    const auto second = loadText(texts, four);
    std::ranges::reverse(texts);
    const auto third = loadText(texts, four);
    ASSERT_TRUE(first && second && third);
    EXPECT_EQ(factsOf(**first), factsOf(**second));
    EXPECT_EQ(factsOf(**first), factsOf(**third));
}

} // namespace
} // namespace portolan
