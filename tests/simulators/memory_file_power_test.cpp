/// What is durable, and what a power cut leaves.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "simulators/store/memory_file.hpp"
#include "tests/simulators/memory_files.hpp"

namespace rehearse::simulators {
namespace {

using ::testing::ElementsAre;

/// Decides by a function, and keeps what it was asked.
struct Scripted final : Survival {
  explicit Scripted(std::function<PieceFate(const PendingPiece&)> decide)
      : decide_(std::move(decide)) {}
  PieceFate of(const PendingPiece& piece) override {
    asked.push_back(std::to_string(static_cast<int>(piece.kind)) + " " + std::string(piece.file) +
                    " " + std::to_string(piece.sequence) + "." + std::to_string(piece.sector));
    return decide_(piece);
  }
  std::vector<std::string> asked;
  std::function<PieceFate(const PendingPiece&)> decide_;
};
Scripted all(PieceFate::Kind kind, std::uint64_t amount = 0) {
  return Scripted([kind, amount](const PendingPiece&) { return PieceFate{kind, amount}; });
}

struct Machine {
  Machine() {
    file.write(bytes("durable"), 0);
    files.track(true);
  }
  MemoryFiles files;
  MemoryFile& file = files.make("db");
};

TEST(PowerCut, TakesBackWhatWasNotSynced) {
  Machine machine;
  machine.file.write(bytes("DUR"), 0);
  machine.files.sync(machine.file);
  machine.file.write(bytes("lost and longer"), 3);
  machine.file.truncate(1);
  machine.file.write(bytes("x"), 5);
  EXPECT_EQ(machine.files.pending(), 3U);
  Scripted survival = all(PieceFate::Kind::lost);
  machine.files.power_cut(survival);
  EXPECT_EQ(content(machine.file), "DURable");
  EXPECT_EQ(machine.files.pending(), 0U);
}

TEST(PowerCut, MayKeepEverything) {
  Machine machine;
  machine.file.write(bytes("XY"), 1);
  machine.file.truncate(4);
  machine.file.write(bytes("z"), 6);
  const std::string before = content(machine.file);
  Scripted survival = all(PieceFate::Kind::written);
  machine.files.power_cut(survival);
  EXPECT_EQ(content(machine.file), before);
}

TEST(PowerCut, CutsWritesIntoSectors) {
  Machine machine;
  machine.file.write(bytes(std::string(1200, 'n')), 500);
  Scripted survival([](const PendingPiece& piece) {
    return PieceFate{piece.sector == 1 ? PieceFate::Kind::written : PieceFate::Kind::lost, 0};
  });
  machine.files.power_cut(survival);
  EXPECT_THAT(survival.asked, ElementsAre("0 db 1.0", "0 db 1.1", "0 db 1.2", "0 db 1.3"));
  EXPECT_EQ(content(machine.file), "durable" + std::string(505, '\0') + std::string(512, 'n'));
}

TEST(PowerCut, TearsSectorsFromBothEnds) {
  for (const auto& [kind, left] :
       {std::pair(PieceFate::Kind::head, "NEWable"), std::pair(PieceFate::Kind::tail, "durNEW!")}) {
    Machine machine;
    machine.file.write(bytes(kind == PieceFate::Kind::head ? "NEW...." : "...NEW!"), 0);
    Scripted survival = all(kind, kind == PieceFate::Kind::head ? 3 : 4);
    machine.files.power_cut(survival);
    EXPECT_EQ(content(machine.file), left);
  }
}

TEST(PowerCut, GarbageIsNeitherAndTheSameEachTime) {
  std::string first;
  for (int i = 0; i < 2; ++i) {
    Machine machine;
    machine.file.write(bytes("NEWNEW"), 1);
    Scripted survival = all(PieceFate::Kind::garbage, 77);
    machine.files.power_cut(survival);
    const std::string left = content(machine.file);
    EXPECT_NE(left, "durable");
    EXPECT_NE(left, "dNEWNEW");
    EXPECT_EQ(left[0], 'd') << "outside the write";
    if (i == 0) first = left;
    EXPECT_EQ(left, first);
  }
}

TEST(PowerCut, MayReorderWritesToOnePlace) {
  Machine machine;
  machine.file.write(bytes("first"), 0);
  machine.file.write(bytes("later"), 0);
  Scripted survival([](const PendingPiece& piece) {
    return PieceFate{piece.sequence == 1 ? PieceFate::Kind::written : PieceFate::Kind::lost, 0};
  });
  machine.files.power_cut(survival);
  EXPECT_EQ(content(machine.file), "firstle");
}

TEST(PowerCut, WritesBehindALostTruncationAreLostToo) {
  Machine machine;
  machine.file.truncate(3);
  machine.file.write(bytes("NEW"), 3);
  machine.file.write(bytes("D"), 0);
  Scripted survival([](const PendingPiece& piece) {
    const bool cut = piece.kind == PendingPiece::Kind::truncate;
    return PieceFate{cut ? PieceFate::Kind::lost : PieceFate::Kind::written, 0};
  });
  machine.files.power_cut(survival);
  EXPECT_EQ(content(machine.file), "Durable");
}

TEST(PowerCut, ANewFileIsThereOnceItIsSynced) {
  Machine machine;
  machine.files.make("synced").write(bytes("s"), 0);
  machine.files.sync(*machine.files.find("synced"));
  machine.files.make("unsynced").write(bytes("u"), 0);
  Scripted survival = all(PieceFate::Kind::lost);
  machine.files.power_cut(survival);
  EXPECT_NE(machine.files.find("synced"), nullptr);
  EXPECT_EQ(machine.files.find("unsynced"), nullptr);
}

TEST(PowerCut, ADeletedFileMayComeBackUntilTheDirectoryIsSynced) {
  for (const bool sync_directory : {false, true}) {
    Machine machine;
    machine.files.remove("db", sync_directory);
    EXPECT_EQ(machine.files.find("db"), nullptr);
    Scripted survival = all(PieceFate::Kind::lost);
    machine.files.power_cut(survival);
    const MemoryFile* const back = machine.files.find("db");
    ASSERT_EQ(back == nullptr, sync_directory);
    if (back != nullptr) {
      EXPECT_EQ(content(*back), "durable");
    }
  }
}

TEST(PowerCut, RestoringAnImageForgetsWhatWasPending) {
  MemoryFiles files;
  files.make("db").write(bytes("image"), 0);
  files.keep();
  files.track(true);
  files.make("db").write(bytes("IMAGE"), 0);
  files.make("new").write(bytes("n"), 0);
  files.remove("db");
  files.restore();
  EXPECT_EQ(files.pending(), 0U);
  Scripted survival = all(PieceFate::Kind::lost);
  files.power_cut(survival);
  EXPECT_THAT(survival.asked, ElementsAre());
  ASSERT_NE(files.find("db"), nullptr);
  EXPECT_EQ(content(*files.find("db")), "image");
  EXPECT_EQ(files.find("new"), nullptr);
}

TEST(PowerCut, WithoutTrackingEverythingIsDurable) {
  MemoryFiles files;
  files.make("db").write(bytes("written"), 0);
  EXPECT_EQ(files.pending(), 0U);
  Scripted survival = all(PieceFate::Kind::lost);
  files.power_cut(survival);
  EXPECT_EQ(content(*files.find("db")), "written");
}

}  // namespace
}  // namespace rehearse::simulators
