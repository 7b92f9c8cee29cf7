// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Membarrier, RegistrationsAreListed) {
  VERIFIES("membarrier.get-registrations");
  const long both = kMembarrierRegisterRseq | kMembarrierRegisterPrivateExpedited;

  EXPECT_THAT(
      InChild([&] {
        EXPECT_THAT(Membarrier(kMembarrierGetRegistrations), Returns(0)) << "there is none yet";
        ASSERT_CONTROL("membarrier.register-idempotent", Membarrier(kMembarrierRegisterRseq), Succeeds());
        EXPECT_THAT(Membarrier(kMembarrierGetRegistrations), Returns(both));
        EXPECT_THAT(InChild([&] { EXPECT_THAT(Membarrier(kMembarrierGetRegistrations), Returns(both)); }),
                    Survives())
            << "inherited by a child";
      }),
      Survives());
}

}  // namespace
}  // namespace rct
