// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

// Maps memory of one kind, with room for an aligned area.
struct Kind {
  const char* name;
  std::function<void*()> map;
};

void* MapFile(int file) {
  RequireCall(file != -1 && ftruncate(file, static_cast<off_t>(PageSize())) == 0, "making a file");
  void* const memory = mmap(nullptr, PageSize(), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  close(file);
  return memory;
}

TEST_MODES(Memory, AnAreaMayLieInMemoryOfAnyKind) {
  VERIFIES("memory.any-kind");
  static Area of_the_program[2];
  static Area initialised[2]{{1, 1, 0, 0, 0, 0, 0, {}}, {}};
  thread_local Area of_the_thread[2];
  alignas(64) std::byte of_the_stack[2 * sizeof(Area)]{};
  const Kind kinds[] = {
      {"the program's data", [] { return static_cast<void*>(of_the_program); }},
      {"the program's initialised data", [] { return static_cast<void*>(initialised); }},
      {"the thread's data", [] { return static_cast<void*>(of_the_thread); }},
      {"the stack", [&] { return static_cast<void*>(of_the_stack); }},
      {"a file in memory", [] { return MapFile(memfd_create("area", 0)); }},
      {"a sealed file in memory",
       [] {
         const int file = memfd_create("area", MFD_ALLOW_SEALING);
         void* const memory = MapFile(dup(file));
         RequireCall(fcntl(file, F_ADD_SEALS, F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) == 0,
                     "sealing a file");
         close(file);
         return memory;
       }},
      {"locked memory",
       [] {
         void* const memory =
             mmap(nullptr, PageSize(), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
         RequireCall(mlock(memory, PageSize()) == 0, "mlock");
         return memory;
       }},
      {"executable memory",
       [] {
         return mmap(nullptr, PageSize(), PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1,
                     0);
       }},
  };
  const KeepAffinity keep;
  const std::uint32_t length = LengthOf(mode);
  for (const Kind& kind : kinds) {
    SCOPED_TRACE(kind.name);
    void* const memory = kind.map();
    RequireCall(memory != MAP_FAILED, "mmap");
    auto* const area =
        reinterpret_cast<Area*>((reinterpret_cast<std::uintptr_t>(memory) + 63) & ~std::uintptr_t{63});
    ASSERT_THAT(Rseq(area, length, 0, kSignature), Succeeds());
    for (const int cpu : AllowedCpus()) {
      Pin(cpu);
      EXPECT_THAT(*area, IsCurrent());
    }
    Section section(TrapSections()[2]);
    EXPECT_THAT(Trap(section, area), Aborts());
    // Control: once unregistered, the area is not written any more.
    CONTROL("unregister.matching-call", Rseq(area, length, kUnregister, kSignature), Succeeds());
    area->cpu_id = kCpuIdUninitialized;
    Pin(AllowedCpus().front());
    CONTROL("unregister.never-written-again", std::uint32_t{area->cpu_id}, testing::Eq(kCpuIdUninitialized));
  }
  // Control: a section is aborted if the area is in an ordinary page.
  Registration ordinary(mode);
  Section section(TrapSections()[2]);
  CONTROL("abort.on-trap", Trap(section, ordinary.area()), Aborts());
}

}  // namespace
}  // namespace rct
