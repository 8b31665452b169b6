#pragma once

#include "core/base/process.h"

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>
#include <utility>
#include <vector>

namespace portolan {

namespace fs = std::filesystem;

/// A folder of its own for each test, gone afterwards.
class Cli : public testing::Test {
  protected:
    Cli()
        : m_folder(fs::temp_directory_path() / ("portolan-cli-" + std::to_string(::getpid()) + '-' +
                                                testing::UnitTest::GetInstance()->current_test_info()->name())) {
        fs::create_directories(m_folder);
    }
    ~Cli() override { fs::remove_all(m_folder); }

    std::string write(const std::string& name, const std::string& text) const {
        std::ofstream(m_folder / name, std::ios::binary) << text;
        return (m_folder / name).string();
    }
    std::string path(const std::string& name) const { return (m_folder / name).string(); }
    static ProcessOutput run(std::vector<std::string> arguments, std::string input = {}) {
        auto out =
            runProcess({PORTOLAN_EXECUTABLE, std::move(arguments), std::move(input), std::chrono::seconds(60)}, {});
        EXPECT_TRUE(out) << (out ? "" : out.error().message);
        return out.value_or(ProcessOutput{});
    }

  private:
    fs::path m_folder;
};

inline constexpr const char* kShop = R"(
apiVersion: v1
kind: Namespace
metadata: {name: shop}
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop, labels: {app: web}}
spec: {containers: [{name: c, ports: [{name: http, containerPort: 8080}]}]}
---
apiVersion: v1
kind: Pod
metadata: {name: db, namespace: shop, labels: {app: db}}
spec: {containers: [{name: c, ports: [{containerPort: 5432}]}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: db, namespace: shop}
spec:
  podSelector: {matchLabels: {app: db}}
  policyTypes: [Ingress]
  ingress:
  - from: [{podSelector: {matchLabels: {app: web}}}]
    ports: [{port: 5432}]
)";

} // namespace portolan
