#include "tests/tidy/rules.hpp"

#include <gtest/gtest.h>

#include <string>

/// A rule that cannot fail is not a rule: each is shown what it must refuse and what it must let
/// pass.
namespace rehearse::tidy {
namespace {

using Rule = Findings (*)(const SourceFile&);

void refuses(Rule rule, const std::string& path, const std::string& text) {
  EXPECT_EQ(rule(parse(path, text)).size(), 1U) << path << " should be refused once:\n" << text;
}

void accepts(Rule rule, const std::string& path, const std::string& text) {
  for (const auto& finding : rule(parse(path, text))) {
    ADD_FAILURE() << path << " should pass:\n" << text << "\nbut: " << finding.message;
  }
}

TEST(Parse, BlanksCommentsAndLiterals) {
  const auto file =
      parse("a.cpp", "f(\"x // y\", 'c', 1'000); // rand\nR\"j({\"a\": 1})j\" /* b\nc */ d");
  ASSERT_EQ(file.code.size(), 3U);
  EXPECT_EQ(file.code[0], "f(\"      \", ' ', 1'000);        ");
  EXPECT_EQ(file.code[1].find("a"), std::string::npos);
  EXPECT_EQ(file.code[2], "     d");
  EXPECT_EQ(file.text[2], "c */ d");
}

TEST(IncludeDirection, RefusesAFolderToTheRight) {
  refuses(include_direction, "simulators/a.cpp", "#include \"harness/b.hpp\"\n");
  refuses(include_direction, "reports/a.cpp", "#include \"cli/b.hpp\"\n");
}

TEST(IncludeDirection, RefusesAPathThatDoesNotStartAtTheRoot) {
  refuses(include_direction, "simulators/a.cpp", "#include \"b.hpp\"\n");
  refuses(include_direction, "simulators/a.cpp", "#include \"../tests/b.hpp\"\n");
  refuses(include_direction, "harness/a.cpp", "#include \"rehearse_version.hpp\"\n");
}

TEST(IncludeDirection, AcceptsItselfAndTheLeft) {
  accepts(include_direction, "harness/a.cpp",
          "#include \"harness/b.hpp\"\n#include \"scenarios/c.hpp\"\n#include <map>\n");
  accepts(include_direction, "cli/a.cpp", "#include \"rehearse_version.hpp\"\n");
  accepts(include_direction, "simulators/a.cpp", "// #include \"harness/b.hpp\"\n");
  accepts(include_direction, "tests/cli/a_test.cpp", "#include \"cli/b.hpp\"\n");
}

TEST(BannedInModels, RefusesEach) {
  for (const std::string bad :
       {"std::random_device seed;", "int x = rand();", "#include <random>", "std::mt19937 engine;",
        "std::uniform_int_distribution<int> d(1, 6);", "std::chrono::system_clock::now();",
        "using std::chrono::steady_clock;", "std::thread t;", "std::jthread t(f);",
        "auto f = std::async(g);", "std::getenv(\"HOME\");", "std::this_thread::yield();"}) {
    refuses(banned_in_models, "scenarios/a.cpp", bad);
    refuses(banned_in_models, "simulators/runtime/a.hpp", bad);
    refuses(banned_in_models, "fault_injection/a.hpp", bad);
    refuses(banned_in_models, "harness/explore/swarm.cpp", bad);
  }
}

TEST(BannedInModels, AcceptsTheLiveSideAndWordsThatOnlyLookAlike) {
  accepts(banned_in_models, "simulators/live/a.cpp", "std::chrono::steady_clock::now();");
  accepts(banned_in_models, "fault_injection/proxy/a.cpp", "std::thread t;");
  accepts(banned_in_models, "harness/explore/parallel.cpp", "std::jthread t(f);");
  accepts(banned_in_models, "cli/main.cpp", "std::getenv(\"HOME\");");
  accepts(banned_in_models, "simulators/a.cpp", "// rand() is banned\nauto s = \"getenv\";");
  accepts(banned_in_models, "simulators/a.cpp", "operand(); key_distribution(); thread_count();");
}

TEST(UnstableOrder, RefusesHashesAndAddresses) {
  refuses(unstable_order, "harness/a.cpp", "std::unordered_map<int, int> m;");
  refuses(unstable_order, "simulators/a.cpp", "std::unordered_set<std::string> s;");
  refuses(unstable_order, "simulators/a.cpp", "std::map<const Node*, int> m;");
  refuses(unstable_order, "simulators/a.cpp", "std::set<Node *> s;");
}

TEST(UnstableOrder, AcceptsLookupsAndValues) {
  accepts(unstable_order, "harness/a.cpp",
          "#include <unordered_map>\nstd::unordered_map<int, int> m;  // tidy: lookup only\n");
  accepts(unstable_order, "harness/a.cpp", "std::map<int, Node*> m; std::set<Id> s;");
  accepts(unstable_order, "harness/a.cpp", "std::map<std::pair<int, Id>, Node*> m;");
  accepts(unstable_order, "reports/a.cpp", "std::unordered_map<int, int> m;");
}

TEST(BracesInCoAwait, RefusesAggregates) {
  for (const std::string bad :
       {"co_await Awaiter{1, x};", "auto r = co_await call(Request{id, body});",
        "co_await call({.id = id});", "co_await call(id,\n    {body});",
        "if ((co_await send(Message{x})).ok) {", "co_await net::Get{url};"}) {
    refuses(braces_in_co_await, "simulators/a.cpp", bad);
    refuses(braces_in_co_await, "tests/simulators/a_test.cpp", bad);
  }
}

TEST(BracesInCoAwait, AcceptsNamedValuesConstructorsAndBodies) {
  for (const std::string good :
       {"Request request{id};\nco_await call(std::move(request));", "co_await Awaiter(1, x);",
        "if (co_await ready()) {\n  f();\n}", "while (!(co_await next(1)).empty()) { g(); }",
        "for (auto x : co_await all()) {\n}", "co_await f(); Request r{1};",
        "co_await f([&] { return 1; });", "co_await f([x]() -> Task { co_return; });",
        "co_await f([]() mutable { });", "co_return Reply{co_await f()};",
        "co_await f(\"{json}\");  // {not code}"}) {
    accepts(braces_in_co_await, "simulators/a.cpp", good);
  }
}

TEST(TooLong, RefusesWideLinesAndLongFiles) {
  refuses(too_long, "cli/a.cpp", std::string(101, 'x'));
  std::string long_file;
  for (int i = 0; i < 401; ++i) long_file += "x\n";
  refuses(too_long, "cli/a.cpp", long_file);
}

TEST(TooLong, AcceptsTheLimit) {
  accepts(too_long, "cli/a.cpp", std::string(100, 'x'));
  std::string umlauts;
  for (int i = 0; i < 100; ++i) umlauts += "\xC3\xA4";
  accepts(too_long, "cli/a.cpp", umlauts);
  std::string file;
  for (int i = 0; i < 400; ++i) file += "x\n";
  accepts(too_long, "cli/a.cpp", file);
}

TEST(LeftToDo, RefusesNowAndAcceptsSoon) {
  refuses(left_to_do, "cli/a.cpp", std::string("// TODO") + "(now): fix");
  accepts(left_to_do, "cli/a.cpp", "// TODO(soon): nothing uses it yet");
}

TEST(NotBuilt, RefusesASourceThatNoTargetHas) {
  const std::string commands = R"([{"file": "/r/cli/main.cpp"}])";
  EXPECT_EQ(not_built(parse("cli/other.cpp", ""), "/r", commands).size(), 1U);
  EXPECT_EQ(not_built(parse("cli/main.cpp", ""), "/r", commands).size(), 0U);
  EXPECT_EQ(not_built(parse("cli/main.hpp", ""), "/r", commands).size(), 0U);
}

}  // namespace
}  // namespace rehearse::tidy
