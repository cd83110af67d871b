import Reporting
import Testing

@testable import SystemLifecycles

/// PCs between two thresholds get the same judgement.
struct DecidingAmountsTests {
  static let systems: [(name: String, build: String?)] = [
    ("Microsoft Windows 7 Professional", "7601"), ("Microsoft Windows 10 Pro", "19045.3803"),
    ("Microsoft Windows 11 Pro", "26100.1"), ("Debian GNU/Linux", nil), ("Haiku", nil),
  ]

  static let amounts =
    [1_800_000_000, 3_700_000_000, 62_000_000_000].flatMap { [$0 - 1, $0, $0 + 1] }
    + [0, 1 << 30, 8 << 30, 1 << 40]

  @Test(arguments: systems) func judgementIsTheSame(name: String, build: String?) {
    for memory in Self.amounts {
      for disk in Self.amounts {
        func judged(memory: Int, disk: Int) -> SystemOutlook {
          SystemOutlook.of(
            SystemOutlookTests.facts(
              name, version: "10", build: build, memory: memory, disk: disk,
              architecture: "x86_64"), on: "2026-11-28")
        }
        #expect(
          judged(memory: memory, disk: disk)
            == judged(
              memory: DecidingAmounts.memory(of: memory), disk: DecidingAmounts.disk(of: disk)),
          "\(memory) bytes of memory, \(disk) of disk")
      }
    }
  }

  @Test func amountsAreFew() {
    #expect(Set(Self.amounts.map(DecidingAmounts.memory)).count == 3)
    #expect(Set(Self.amounts.map(DecidingAmounts.disk)).count == 2)
  }
}
