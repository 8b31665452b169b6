#include "tests/architecture/room_table.h"

#include <gtest/gtest.h>

#include <iostream>

namespace portolan {
namespace {

constexpr std::size_t kComfortableLength = 400;

const std::vector<SourceFile>& sources() {
    static const std::vector<SourceFile> kSources = readSources(PORTOLAN_SOURCE_DIR, {"core", "ui", "app", "tests"});
    return kSources;
}

void expectNone(const std::vector<std::string>& violations) {
    for (const std::string& v : violations) ADD_FAILURE() << v;
}

TEST(Architecture, includesOnlyWhatTheRoomTableAllows) {
    EXPECT_GT(sources().size(), 20U);
    expectNone(roomViolations(sources()));
}

TEST(Architecture, knowsEveryRoom) {
    for (const SourceFile& source : sources()) {
        if (source.path.starts_with("tests/")) continue;
        EXPECT_TRUE(isKnownRoom(roomOf(source.path)))
            << source.path << ":1: lies in a room that the table does not name";
    }
}

TEST(Architecture, keepsLibrariesInTheirRooms) {
    expectNone(foreignViolations(sources()));
}

TEST(Architecture, showsNoForeignTypesInPublicHeadersOfCore) {
    expectNone(publicHeaderViolations(sources()));
}

TEST(Architecture, writesIncludesInOneForm) {
    expectNone(formViolations(sources()));
}

TEST(Architecture, notesLongFiles) {
    std::size_t longFiles = 0;
    for (const SourceFile& source : sources())
        if (source.lineCount > kComfortableLength) {
            ++longFiles;
            std::cout << source.path << ": " << source.lineCount << " lines; is it one idea?\n";
        }
    RecordProperty("longFiles", static_cast<int>(longFiles));
}

/// The rules notice what they are for.
TEST(Architecture, rejectsEachKindOfViolation) {
    struct Row {
        std::string path, text, violation; // violation "": allowed
    };
    for (const Row& row : std::vector<Row>{
             {"core/net/x.h", "#pragma once\n#include \"core/base/id.h\"\n", ""},
             {"core/net/x.h", "#pragma once\n#include \"core/model/cluster.h\"\n",
              "core/net/x.h:2: core/net may not include core/model/cluster.h"},
             {"core/reach/x.h", "#pragma once\n#include \"core/load/load.h\"\n",
              "core/reach/x.h:2: core/reach may not include core/load/load.h"},
             {"core/layout/x.h", "#pragma once\n#include \"core/net/address.h\"\n",
              "core/layout/x.h:2: core/layout may not include core/net/address.h"},
             {"core/report/x.h", "#pragma once\n#include \"core/findings/finding.h\"\n", ""},
             {"core/analysis/x.h", "#pragma once\n#include \"core/load/load.h\"\n", ""},
             {"app/cli/x.h", "#pragma once\n#include \"core/load/load.h\"\n",
              "app/cli/x.h:2: app/cli may not include core/load/load.h"},
             {"app/cli/x.h", "#pragma once\n#include \"core/analysis/analyze.h\"\n#include <CLI/CLI.hpp>\n", ""},
             {"ui/map/x.h", "#pragma once\n#include \"ui/session/session.h\"\n#include <QWidget>\n", ""},
             {"ui/map/x.h", "#pragma once\n#include \"ui/matrix/matrix.h\"\n",
              "ui/map/x.h:2: ui/map may not include ui/matrix/matrix.h"},
             {"core/net/x.h", "#pragma once\n#include <QString>\n",
              "core/net/x.h:2: Qt stays in ui and app/desktop: <QString>"},
             {"core/model/x.h", "#pragma once\n#include <yaml-cpp/yaml.h>\n",
              "core/model/x.h:2: <yaml-cpp/yaml.h> belongs in core/load/"},
             {"core/paths/x.h", "#pragma once\n#include <sys/wait.h>\n",
              "core/paths/x.h:2: <sys/wait.h> belongs in core/base/process"},
             {"core/net/x.h", "#include <vector>\n", "core/net/x.h:1: says no #pragma once"},
             {"core/net/x.h", "#pragma once\n#include \"address.h\"\n",
              "core/net/x.h:2: does not start at the repository's root: address.h"},
             {"tests/ui/x.cpp", "#include \"x.moc\"\n", ""},
             {"tests/ui/x.cpp", "#include \"y.moc\"\n",
              "tests/ui/x.cpp:1: does not start at the repository's root: y.moc"},
             {"core/net/x.h", "#pragma once\n// #include \"core/model/cluster.h\"\n", ""},
         }) {
        const std::vector<SourceFile> one{readSource(row.path, row.text)};
        std::string found;
        for (const auto& rule : {roomViolations, foreignViolations, publicHeaderViolations, formViolations})
            for (const std::string& v : rule(one)) found += v;
        EXPECT_EQ(found, row.violation) << row.path << '\n' << row.text;
    }
}

TEST(Architecture, seesAForeignTypeOnItsWayOut) {
    const std::vector<SourceFile> files{
        readSource("core/flow/record.h",
                   "#pragma once\n#include <simdjson.h>\n#include <vector>\n#include <tl/expected.hpp>\n"),
        readSource("core/ledger/join.h", "#pragma once\n#include \"core/flow/record.h\"\n"),
        readSource("core/flow/own.h", "#pragma once\n#include <simdjson.h>\n"),
        readSource("core/flow/own.cpp", "#include <vector>\n#include \"core/flow/own.h\"\n")};
    EXPECT_EQ(publicHeaderViolations(files),
              std::vector<std::string>{"core/flow/record.h:2: a public header of core includes <simdjson.h>"});
    EXPECT_EQ(formViolations(files),
              std::vector<std::string>{"core/flow/own.cpp:1: does not include its own header first"});
}

} // namespace
} // namespace portolan
