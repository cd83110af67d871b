import Reporting
import Testing

@testable import SystemLifecycles

struct SystemOutlookTests {
  typealias Answer = SystemOutlook.Answer

  static func facts(
    _ name: String?, version: String? = nil, build: String? = nil,
    processor: HardwareFacts.Processor = .init(
      model: "Intel(R) Core(TM) i5-8400 CPU @ 2.80GHz", cores: 6, frequencyHz: 2_800_000_000,
      family: 6, modelNumber: 158, stepping: 10),
    memory: Int = 8 << 30, disk: Int? = 256_060_000_000, machine: HardwareFacts.Machine = .init(),
    architecture: String? = nil
  ) -> HardwareFacts {
    HardwareFacts(
      machine: machine, processor: processor, memory: .init(totalBytes: memory),
      disks: disk.map {
        [.init(name: "sda", sizeBytes: $0, rotational: nil, removable: false)]
      } ?? [],
      system: .init(name: name, version: version, architecture: architecture, build: build))
  }

  @Test func tableIsReadWhole() throws {
    let table = Lifecycles.current
    #expect(table.windows.count == 27 && table.windowsLongTerm.count == 5)
    #expect(table.windowsServer.count == 7 && table.linux.count == 13)
    let all =
      Array(table.windows.values) + Array(table.windowsLongTerm.values)
      + Array(table.windowsServer.values) + Array(table.linux.values)
    #expect(all.allSatisfy { $0.source.hasPrefix("https://") })
    #expect(all.allSatisfy { ($0.extended ?? "9") > $0.ends && ($0.enterprise ?? "9") > $0.ends })
  }

  @Test(
    arguments: [
      ("Microsoft Windows 7 Professional", "7601", "2020-01-14", Answer.yes),
      ("Microsoft Windows 7 Professional", "7601", "2020-01-15", .no),
      ("Microsoft Windows 8.1 Pro", "9600.20778", "2026-11-28", .no),
      ("Microsoft Windows 10 Pro", "19045.5247", "2025-10-14", .yes),
      ("Microsoft Windows 10 Pro", "19045.6456", "2025-10-15", .no),
      ("Microsoft Windows 10 Pro", "19045.6575", "2026-11-28", .yes),
      ("Microsoft Windows 10 Pro", "19045.6575", "2028-10-11", .no),
      // Without a revision the outlook is unknown.
      ("Microsoft Windows 10 Pro", "19045", "2026-11-28", .unknown),
      ("Microsoft Windows 10 Pro", "19044.7000", "2026-11-28", .no),
      ("Microsoft Windows 10 Enterprise LTSC", "19044.6575", "2026-11-28", .yes),
      ("Microsoft Windows 10 Enterprise LTSC", "19044.6575", "2027-01-13", .no),
      ("Microsoft Windows 10 IoT Enterprise LTSC", "19044.6575", "2030-01-01", .yes),
      ("Microsoft Windows 10 Enterprise 2016 LTSB", "14393.8000", "2026-11-28", .no),
      ("Microsoft Windows 11 Pro", "22631.1", "2025-11-11", .yes),
      ("Microsoft Windows 11 Pro", "22631.1", "2025-11-12", .no),
      ("Microsoft Windows 11 Enterprise", "22631.1", "2025-11-12", .yes),
      ("Microsoft Windows 11 Pro", "26100.6899", "2026-11-28", .no),
      ("Microsoft Windows 11 Pro", "26200.7171", "2026-11-28", .yes),
      ("Microsoft Windows 11 Education", "26100.6899", "2026-11-28", .yes),
      // Newer than the table: unknown, never ended.
      ("Microsoft Windows 11 Pro", "30000.1", "2026-11-28", .unknown),
      ("Microsoft Windows Server 2012 R2 Standard", "9600", "2026-01-01", .unknown),
      ("Microsoft Windows Server 2012 R2 Standard", "9600", "2026-11-28", .no),
      ("Microsoft Windows Server 2019 Standard", "17763.1", "2026-11-28", .yes),
      ("Microsoft Windows Server 2025 Standard", "26100.1", "2030-01-01", .yes),
      (nil, "19045.1", "2026-11-28", .unknown),
    ] as [(String?, String, String, Answer)])
  func windowsSupport(_ name: String?, _ build: String, _ day: String, _ answer: Answer) {
    #expect(SystemOutlook.of(Self.facts(name, build: build), on: day).isSupported == answer)
  }

  @Test(
    arguments: [
      ("Debian GNU/Linux", "11", Answer.no), ("Debian GNU/Linux", "12", .yes),
      ("Debian GNU/Linux", "12.11", .yes), ("Debian GNU/Linux 12", "12", .yes),
      ("Debian GNU/Linux", nil, .unknown), ("Ubuntu", "20.04", .no), ("Ubuntu", "22.04", .yes),
      ("Ubuntu", "24.04.2", .yes), ("Ubuntu", "25.10", .unknown), ("Linux Mint", "22", .unknown),
    ] as [(String, String?, Answer)])
  func linuxSupport(_ name: String, _ version: String?, _ answer: Answer) {
    let facts = Self.facts(name, version: version, architecture: "x86_64")
    #expect(SystemOutlook.of(facts, on: "2026-11-28").isSupported == answer)
  }

  @Test func kernelStandsInForABuild() {
    var facts = Self.facts("Microsoft Windows 11 Pro")
    facts.system.kernel = "10.0.26200"
    #expect(SystemOutlook.of(facts, on: "2026-11-28").isSupported == .yes)
  }

  @Test func whatCanGoOn() {
    func outlook(_ facts: HardwareFacts) -> SystemOutlook {
      SystemOutlook.of(facts, on: "2026-11-28")
    }
    let ten = "Microsoft Windows 10 Pro"
    let build = "19045.6456"
    // No TPM has been seen.
    let unseen = outlook(Self.facts(ten, build: build))
    #expect(unseen.canGoOn == .unknown && unseen.reasons.contains(.tpmUnseen))
    // The survey stick or Linux has seen one; disabled Secure Boot is no obstacle.
    let seen = outlook(
      Self.facts(ten, build: build, machine: .init(uefi: true, secureBoot: false, tpm: "2.0")))
    #expect(seen.canGoOn == .yes)
    #expect(seen.reasons.suffix(2) == [.windows11Possible, .secureBootOff])
    #expect(outlook(Self.facts(ten, build: build, machine: .init(tpm: "1.2"))).canGoOn == .no)
    #expect(
      outlook(Self.facts(ten, build: build, memory: 2 << 30)).reasons.contains(.memoryTooSmall))
    #expect(outlook(Self.facts(ten, build: build, memory: 3_980_000_000)).canGoOn == .unknown)
    #expect(outlook(Self.facts(ten, build: build, disk: 60_000_000_000)).canGoOn == .no)
    #expect(outlook(Self.facts(ten, build: build, disk: nil)).canGoOn == .unknown)
    #expect(
      outlook(Self.facts(ten, build: build, processor: .init(model: "x", cores: 1))).canGoOn == .no)
    let supported = outlook(Self.facts("Microsoft Windows 11 Pro", build: "26200.1"))
    #expect(supported.canGoOn == .yes && supported.canUpgrade == nil)
    // An unsupported Linux can be upgraded to its next release if the processor is 64-bit.
    #expect(
      outlook(Self.facts("Ubuntu", version: "18.04", architecture: "x86_64")).canGoOn == .yes)
    #expect(
      outlook(Self.facts("Ubuntu", version: "18.04", architecture: "i686")).canGoOn == .unknown)
  }
}
