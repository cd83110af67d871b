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
    #expect(table.windows.count == 31 && table.windowsLongTerm.count == 5)
    #expect(table.windowsServer.count == 12)
    let all =
      Array(table.windows.values) + Array(table.windowsLongTerm.values)
      + Array(table.windowsServer.values) + table.linux.values.flatMap(\.values)
    #expect(
      table.linux.mapValues(\.count) == [
        "Debian GNU/Linux": 10, "Ubuntu": 17, "Linux Mint": 6, "CentOS": 4, "CentOS Stream": 3,
      ])
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
      ("Microsoft Windows 10 Pro", "19045.6575", "2026-02-28", .yes),
      ("Microsoft Windows 10 Pro", "19045.7291", "2026-11-28", .yes),
      ("Microsoft Windows 10 Pro", "19045.7500", "2028-10-10", .yes),
      ("Microsoft Windows 10 Pro", "19045.7291", "2028-10-11", .no),
      // Whoever lacks an update for two months may have stopped paying.
      ("Microsoft Windows 10 Pro", "19045.6575", "2026-04-10", .yes),
      ("Microsoft Windows 10 Pro", "19045.6575", "2026-04-11", .unknown),
      ("Microsoft Windows 10 Pro", "19045.7200", "2026-11-28", .unknown),
      ("Microsoft Windows 10 Home", "19045.7291", "2027-10-12", .yes),
      ("Microsoft Windows 10 Home Single Language", "19045.7291", "2027-10-13", .no),
      ("Microsoft Windows 10 Famille", "19045.7291", "2027-10-13", .no),
      // Without a revision the outlook is unknown.
      ("Microsoft Windows 10 Pro", "19045", "2026-11-28", .unknown),
      ("Microsoft Windows 10 Pro", "19044.7000", "2026-11-28", .no),
      ("Microsoft Windows 10 Enterprise LTSC", "19044.6575", "2026-11-28", .yes),
      ("Microsoft Windows 10 Enterprise LTSC", "19044.6575", "2027-01-13", .no),
      ("Microsoft Windows 10 IoT Enterprise LTSC", "19044.6575", "2030-01-01", .yes),
      ("Microsoft Windows 10 Enterprise 2016 LTSB", "14393.8000", "2026-10-13", .yes),
      ("Microsoft Windows 10 Enterprise 2016 LTSB", "14393.8000", "2026-11-28", .unknown),
      ("Microsoft Windows 10 Enterprise 2016 LTSB", "14393.8000", "2029-10-14", .no),
      ("Microsoft Windows 11 Pro", "22631.1", "2025-11-11", .yes),
      ("Microsoft Windows 11 Pro", "22631.1", "2025-11-12", .no),
      ("Microsoft Windows 11 Enterprise", "22631.1", "2025-11-12", .yes),
      ("Microsoft Windows 11 Pro", "26100.6899", "2026-11-28", .no),
      ("Microsoft Windows 11 Pro", "26200.7171", "2026-11-28", .yes),
      ("Microsoft Windows 11 Education", "26100.6899", "2026-11-28", .yes),
      ("Microsoft Windows 11 Pro Education", "26100.6899", "2026-11-28", .no),
      ("Microsoft Windows 11 Pro for Workstations", "26100.6899", "2026-11-28", .no),
      ("Microsoft Windows 11 Entreprise", "26100.6899", "2026-11-28", .yes),
      ("Microsoft Windows 11 Éducation", "26100.6899", "2026-11-28", .yes),
      ("Microsoft Windows 11 企业版", "26100.6899", "2026-11-28", .yes),
      ("Майкрософт Windows 11 Корпоративная", "26100.6899", "2026-11-28", .yes),
      ("Microsoft Windows 11 Professionnel", "26100.6899", "2026-11-28", .no),
      ("Microsoft Windows 11 专业版", "26100.6899", "2026-11-28", .no),
      // No edition, or one in a language that is not known: any.
      ("Microsoft Windows 11", "26100.6899", "2026-10-13", .yes),
      ("Microsoft Windows 11", "26100.6899", "2026-10-14", .unknown),
      ("Microsoft Windows 11", "26100.6899", "2027-10-13", .no),
      ("Microsoft Windows 11 Pro", "26300.1", "2028-10-11", .no),
      ("Microsoft Windows 11 Enterprise", "26300.1", "2029-10-09", .yes),
      ("Microsoft Windows 11 Enterprise", "26300.1", "2029-10-10", .no),
      ("Microsoft Windows 2000 Professional", "2195", "2026-11-28", .no),
      ("Microsoft(R) Windows(R) XP Professional x64 Edition", "3790", "2026-11-28", .no),
      ("Microsoft Windows Vista Business", "6001", "2026-11-28", .no),
      ("Microsoft Windows Vista Business", "6000", "2026-11-28", .no),
      // Newer than the table: unknown, never ended.
      ("Microsoft Windows 11 Pro", "30000.1", "2026-11-28", .unknown),
      ("Microsoft Windows Server 2012 R2 Standard", "9600", "2026-01-01", .unknown),
      ("Microsoft Windows Server 2012 R2 Standard", "9600", "2026-11-28", .no),
      ("Microsoft(R) Windows(R) Server 2003, Standard Edition", "3790", "2026-11-28", .no),
      ("Microsoft Windows Server 2008 Standard", "6003", "2026-11-28", .no),
      ("Microsoft Windows Server 2016 Standard", "14393", "2027-01-12", .yes),
      ("Microsoft Windows Server 2016 Standard", "14393", "2027-01-13", .unknown),
      ("Microsoft Windows Server 2016 Standard", "14393", "2030-01-13", .no),
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
      ("Ubuntu", "24.04.2", .yes), ("Linux Mint", "22", .yes), ("Linux Mint", "21.3", .yes),
      // The older, the surer.
      ("Ubuntu", "14.04", .no), ("Ubuntu", "12.04", .no), ("Ubuntu", "12.10", .no),
      ("Ubuntu", "7.10", .no), ("Debian GNU/Linux", "8", .no), ("Debian GNU/Linux", "7", .no),
      ("Debian GNU/Linux", "3", .no), ("Debian GNU/Linux 7 (wheezy)", nil, .no),
      ("Linux Mint", "17.3", .no), ("Linux Mint", "16", .no), ("CentOS", "6.10", .no),
      ("CentOS Linux", "7", .no), ("CentOS Stream", "8", .no), ("CentOS Stream", "9", .yes),
      // Between those with long-term support: nine months.
      ("Ubuntu", "25.04", .no), ("Ubuntu", "25.10", .no), ("Ubuntu", "26.10", .yes),
      // Not listed: newer, or of another name.
      ("Ubuntu", "28.04", .unknown), ("Debian GNU/Linux", "14", .unknown),
      ("Ubuntu", "20.05", .unknown), ("Ubuntu", "24", .unknown), ("Ubuntu", "x", .unknown),
      ("Zorin OS", "15", .unknown), ("Kubuntu", "18.04", .unknown), ("Linux", "5", .unknown),
    ] as [(String, String?, Answer)])
  func linuxSupport(_ name: String, _ version: String?, _ answer: Answer) {
    let facts = Self.facts(name, version: version, architecture: "x86_64")
    #expect(SystemOutlook.of(facts, on: "2026-11-28").isSupported == answer)
  }

  @Test(
    arguments: [
      ("Ubuntu", "28.04", SystemOutlook.Reason.systemTooNew),
      ("Debian GNU/Linux", "14", .systemTooNew), ("Zorin OS", "15", .systemUnknown),
      ("Ubuntu", "20.05", .systemUnknown),
      ("Ubuntu", "25.10", .ended(system: "Ubuntu 25.10", on: "2026-07-31")),
      ("Ubuntu", "13.10", .ended(system: "Ubuntu 13.10", on: "2014-07-31")),
      ("Linux Mint", "16", .endedEarlier(system: "Linux Mint 16", than: "2019-04-30")),
    ] as [(String, String, SystemOutlook.Reason)])
  func reasonsOfUnlistedReleases(_ name: String, _ version: String, _ reason: SystemOutlook.Reason)
  {
    let facts = Self.facts(name, version: version, architecture: "x86_64")
    #expect(SystemOutlook.of(facts, on: "2026-11-28").reasons.first == reason)
  }

  @Test func dayOfChangeIsTold() {
    func lastDay(_ name: String, _ build: String, on day: String) -> String? {
      SystemOutlook.of(Self.facts(name, build: build), on: day).lastDay
    }
    let pro = "Microsoft Windows 10 Pro"
    #expect(lastDay(pro, "19045.6456", on: "2025-01-01") == "2025-10-14")
    #expect(lastDay(pro, "19045.6456", on: "2026-01-01") == nil)
    #expect(lastDay(pro, "19045.7291", on: "2026-11-28") == "2028-10-10")
    // Two months after the update that it lacks.
    #expect(lastDay(pro, "19045.6575", on: "2026-03-01") == "2026-04-10")
    #expect(lastDay(pro, "19045.6575", on: "2026-11-28") == "2028-10-10")
    #expect(lastDay("Microsoft Windows 11", "26100", on: "2026-11-28") == "2027-10-12")
    #expect(Months.end(ofYear: 2027, month: 14) == "2028-02-29")
    #expect(Months.day("2025-11-30", plus: 3) == "2026-02-28")
  }

  @Test(arguments: [
    ("Microsoft Windows 10 Pro", "19045.6456", ["2025-10-14"]),
    ("Microsoft Windows 10 Pro", "19045.6575", ["2025-10-14", "2028-10-10 paid"]),
    ("Microsoft Windows 10 Pro", "19045.7291", ["2028-10-10 paid"]),
    ("Microsoft Windows 10 Home", "19045.7291", ["2027-10-12 paid"]),
    ("Microsoft Windows 11", "26200.1", ["2027-10-12", "2028-10-10"]),
    ("Microsoft Windows Server 2016", "14393", ["2027-01-12", "2030-01-12 paid"]),
  ])
  func ends(_ name: String, _ build: String, _ ends: [String]) throws {
    let support = try #require(SupportEnds.of(Self.facts(name, build: build), on: "2026-11-28"))
    #expect(support.ends.map { $0.lastDay + ($0.isPaid ? " paid" : "") } == ends)
  }

  /// A processor on Microsoft's list is fast enough, whatever clock an agent gives.
  @Test(
    arguments: [
      ("Intel N100", 6, 190, 4, 806, Answer.unknown),
      ("Intel Core i5-1030G7 CPU @ 0.80GHz", 6, 126, 4, 806, .unknown),
      ("Processor N100", nil, nil, 4, 806, .unknown), ("Processor", nil, nil, 1, 3000, .no),
      ("Intel Core i5-7400 CPU @ 3.00GHz", 6, 158, 4, 3000, .no),
    ] as [(String, Int?, Int?, Int, Int, Answer)])
  func clockProvesNothing(
    _ name: String, _ family: Int?, _ model: Int?, _ cores: Int, _ megahertz: Int, _ answer: Answer
  ) {
    let processor = HardwareFacts.Processor(
      model: name, cores: cores, frequencyHz: megahertz * 1_000_000, family: family,
      modelNumber: model, stepping: 9)
    let facts = Self.facts("Microsoft Windows 7 Professional", build: "7601", processor: processor)
    #expect(SystemOutlook.of(facts, on: "2026-11-28").canUpgrade == answer)
  }

  /// A PC that runs Windows 11 is not asked for its TPM.
  @Test(
    arguments: [
      ("26100.6899", "Intel(R) Core(TM) i5-8400 CPU", nil, Answer.yes),
      ("26100.6899", "Processor", nil, .yes), ("26100.6899", "Processor", "none", .unknown),
      // Installed around the setup's check.
      ("26100.6899", "Intel(R) Core(TM) i5-7400 CPU", nil, .no),
      ("22631.1", "Intel(R) Core(TM) i5-8400 CPU", nil, .yes),
      ("22631.1", "Processor", nil, .unknown),
      ("22631.1", "Intel(R) Core(TM) i5-7400 CPU", nil, .no),
    ] as [(String, String, String?, Answer)])
  func windows11TakesTheNewest(
    _ build: String, _ processor: String, _ tpm: String?, _ answer: Answer
  ) {
    let facts = Self.facts(
      "Microsoft Windows 11 Pro", build: build, processor: .init(model: processor),
      memory: 3_500_000_000, disk: 60_000_000_000, machine: .init(tpm: tpm))
    #expect(SystemOutlook.of(facts, on: "2026-11-28").canUpgrade == answer)
  }

  @Test func diskOfTwoSizesIsDoubted() {
    func outlook(_ sizes: [(Int, Int?)]) -> SystemOutlook {
      var facts = Self.facts(
        "Microsoft Windows 7 Professional", build: "7601",
        machine: .init(uefi: true, secureBoot: true, tpm: "2.0"))
      facts.disks = sizes.map {
        .init(name: "-", sizeBytes: $0, leastBytes: $1, rotational: nil, removable: false)
      }
      return SystemOutlook.of(facts, on: "2026-11-28")
    }
    let doubtful = outlook([(62_537_000_000, 59_640_000_000)])
    #expect(doubtful.canUpgrade == .unknown && doubtful.reasons.last == .diskSizeUnknown)
    #expect(outlook([(61_000_000_000, 58_000_000_000)]).canUpgrade == .no)
    #expect(outlook([(68_000_000_000, 65_000_000_000)]).canUpgrade == .yes)
    #expect(outlook([(62_537_000_000, 59_640_000_000), (64_000_000_000, nil)]).canUpgrade == .yes)
    #expect(outlook([(60_000_000_000, nil), (60_000_000_000, nil)]).canUpgrade == .no)
  }

  @Test func faultyPaidUpdatesAreRefused() throws {
    func table(_ updates: String) -> String {
      """
      windowsLongTerm = []
      windowsServer = []
      linux = []
      [[windows]]
      build = 1
      name = "W"
      ends = "2026-01-01"
      extended = "2027-01-01"
      paidUpdates = [\(updates)]
      source = "https://example.vn"
      """
    }
    let good = "{ revision = 1, day = \"2026-01-13\" }"
    #expect(try Lifecycles(toml: table(good)).windows[1]?.paidUpdates.count == 1)
    for bad in ["\(good), \(good)", "{ revision = 1 }", "{ revision = 1, day = \"x\" }", "3"] {
      #expect(throws: LifecycleError.self) { try Lifecycles(toml: table(bad)) }
    }
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
