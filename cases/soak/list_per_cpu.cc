// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Soak, ListsOfCpusLoseAndDoubleNothing) {
  VERIFIES("soak.list-per-cpu");
  PerId<Word> heads;
  std::vector<Element> elements(100);
  Word& first = heads[static_cast<std::uint32_t>(AllowedCpus().front())];
  for (Element& element : elements) element.next = first.exchange(reinterpret_cast<std::uintptr_t>(&element));

  // Takes an element off the list of the current CPU, if there is one, and puts it on the list of the CPU on
  // which the thread is then.
  const Soaked soaked = Soak(mode, Id::kCpu, [&](Worker& worker) {
    const std::uint32_t from = worker.id();
    Element* const element = worker.Pop(from, &heads[from]);
    for (bool done = element == nullptr; !done;) {
      const std::uint32_t to = worker.id();
      element->next = heads[to];
      done = worker.Commit({.id = to,
                            .word = &heads[to],
                            .expected = element->next,
                            .value = reinterpret_cast<std::uintptr_t>(element)});
    }
  });

  std::vector<int> found(elements.size());
  for (int cpu = 0; cpu < PossibleCpus(); ++cpu) {
    std::uintptr_t at = heads[static_cast<std::uint32_t>(cpu)];
    for (std::size_t length = 0; at != 0 && length < elements.size(); ++length) {
      auto* const element = reinterpret_cast<Element*>(at);
      ++found.at(static_cast<std::size_t>(element - elements.data()));
      at = element->next;
    }
  }
  EXPECT_THAT(found, testing::Each(1));
  // Control: events aborted some sections, and other sections committed.
  CONTROL("abort.on-signal", soaked, WasDisturbed());
}

}  // namespace
}  // namespace rct
