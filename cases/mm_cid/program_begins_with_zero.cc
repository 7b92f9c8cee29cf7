// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(MmCid, AProgramThatReplacesAThreadedProcessBeginsWithZero) {
  VERIFIES("mm_cid.exec-zero");
  Needs("mm-cid");
  NeedsCpus(2);
  for (const int member : {0, 1}) {
    EXPECT_THAT(InChild([member] {
                  Crew crew(2);
                  // Control: one of the two threads that execute the program has an id other than 0.
                  ASSERT_CONTROL("mm_cid.unique-among-running", CidsWhileAllRun(crew), AreAllDifferent());
                  crew.Each([member](int each) {
                    if (each == member) ExecProgram({});
                  });
                }),
                Survives())
        << "the program exits with 1 if it begins with another mm_cid, executed by member " << member;
  }
}

}  // namespace
}  // namespace rct
