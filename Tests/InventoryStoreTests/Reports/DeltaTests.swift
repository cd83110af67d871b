import Foundation
import GRDB
import Reporting
import Testing

@testable import InventoryStore

struct DeltaTests {
  static let agent = #""agent":{"version":"1","clock":{"bootSeconds":1,"wall":""}}"#

  func value(_ inventory: TestInventory, _ sql: String) throws -> Int64 {
    try DatabaseQueue(path: inventory.path).read { try Int64.fetchOne($0, sql: sql) } ?? -1
  }

  func delta(_ sections: [String: String]) -> String {
    let members = sections.sorted { $0.key < $1.key }
      .map {
        "\"\($0.key)\":\(String(decoding: DeltaSection.encode(digest: $0.value), as: UTF8.self))"
      }
    return "{\"format\":1,\(Self.agent),\(members.joined(separator: ","))}"
  }

  @Test func digestOnlyReportRenewsSections() async throws {
    let inventory = try TestInventory()
    let machine = try await inventory.enrol()
    let first = try await inventory.store.reports.file(
      inventory.report(
        machine, sequence: 1, hardware: TestInventory.computer(),
        scanners: TestInventory.scanner))
    let later = TestInventory.start.addingTimeInterval(86_400)
    let night = try inventory.raw(delta(first.sections), machine, sequence: 2, at: later)
    let second = try await inventory.store.reports.file(night)
    #expect(second.status == .stored && second.sections == first.sections)
    #expect(try value(inventory, "SELECT count(*) FROM section") == 2)
    #expect(try value(inventory, "SELECT min(lastSeen) FROM section") == later.microseconds)
    #expect(try value(inventory, "SELECT max(firstSeen) FROM section") != later.microseconds)
    #expect(
      try value(inventory, "SELECT min(observedAt) FROM commune_measure") == later.microseconds)
    #expect(
      try value(inventory, "SELECT lastReportAt FROM commune_reporting") == later.microseconds)
    #expect(try value(inventory, "SELECT lastReportAt FROM machine") == later.microseconds)
  }

  @Test func changedSectionIsStoredBesideDigests() async throws {
    let inventory = try TestInventory()
    let machine = try await inventory.enrol()
    let first = try await inventory.store.reports.file(
      inventory.report(
        machine, sequence: 1, hardware: TestInventory.computer(gibibytes: 16),
        scanners: TestInventory.scanner))
    let hardware = String(
      decoding: try CanonicalJSON.encode(TestInventory.computer(gibibytes: 2)), as: UTF8.self)
    let scanners = try #require(first.sections["scanners"])
    let reply = try await inventory.store.reports.file(
      inventory.raw(
        "{\"format\":1,\(Self.agent),\"hardware\":\(hardware),\"scanners\":{\"digest\":\"\(scanners)\"}}",
        machine, sequence: 2))
    #expect(reply.sections["scanners"] == scanners)
    #expect(
      reply.sections["hardware"] == SHA256Digest.hexadecimal(of: Data(hardware.utf8)))
    let listed = try #require(try await inventory.store.machines.list(within: .country).first)
    #expect(listed.memoryTotalBytes == 2 << 30 && listed.scanners == 1)
  }

  @Test func unknownDigestsAreRequested() async throws {
    let inventory = try TestInventory()
    let machine = try await inventory.enrol()
    let first = try await inventory.store.reports.file(
      inventory.report(machine, sequence: 1, hardware: TestInventory.computer()))
    let other = String(repeating: "a", count: 64)
    let id = UUID()
    for sections in [
      ["hardware": other], ["scanners": other],
      ["hardware": first.sections["hardware"] ?? "", "scanners": first.sections["hardware"] ?? ""],
    ] {
      let report = try inventory.raw(delta(sections), machine, sequence: 2, id: id)
      let error = await #expect(throws: InventoryError.self) {
        try await inventory.store.reports.file(report)
      }
      #expect(error?.code == .sectionsWanted)
      #expect(error?.sections == [sections.count == 2 ? "scanners" : sections.keys.first ?? ""])
    }
    #expect(try value(inventory, "SELECT count(*) FROM report") == 1)
    #expect(try value(inventory, "SELECT lastSequence FROM machine") == 1)
    // another machine's digest does not count
    let neighbour = try await inventory.enrol()
    let report = try inventory.raw(delta(first.sections), neighbour, sequence: 1)
    let error = await #expect(throws: InventoryError.self) {
      try await inventory.store.reports.file(report)
    }
    #expect(error?.code == .sectionsWanted && error?.sections == ["hardware"])
  }

  /// A reply was lost: the same report arrives again, in the other form.
  @Test func fullAndDeltaFormsCountAsOneReport() async throws {
    let inventory = try TestInventory()
    let machine = try await inventory.enrol()
    let id = UUID()
    let scanners = #"{"outcome":"absent"}"#
    let full = "{\"format\":1,\(Self.agent),\"scanners\":\(scanners)}"
    let first = try await inventory.store.reports.file(
      inventory.raw(full, machine, sequence: 1, id: id))
    let again = try await inventory.store.reports.file(
      inventory.raw(delta(first.sections), machine, sequence: 2, id: id))
    #expect(again.status == .duplicate && again.sections == first.sections)
    let reversed = "{\"scanners\":\(scanners),\(Self.agent),\"format\":1}"
    let third = try await inventory.store.reports.file(
      inventory.raw(reversed, machine, sequence: 3, id: id))
    #expect(third.status == .duplicate)
    #expect(try value(inventory, "SELECT count(*) FROM report") == 1)
  }

  @Test(arguments: [
    #"{"digest": "\#(String(repeating: "a", count: 64))"}"#,
    #"{"digest":"\#(String(repeating: "A", count: 64))"}"#,
    #"{"digest":"\#(String(repeating: "a", count: 63))"}"#,
    #"{"digest":"\#(String(repeating: "a", count: 64))","outcome":"absent"}"#, "7", "[]",
  ])
  func nonCanonicalSectionsAreRejected(section: String) async throws {
    let inventory = try TestInventory()
    let machine = try await inventory.enrol()
    let body = "{\"format\":1,\(Self.agent),\"moon\":\(section)}"
    let report = try inventory.raw(body, machine, sequence: 1)
    let error = await #expect(throws: InventoryError.self) {
      try await inventory.store.reports.file(report)
    }
    #expect(error?.code == .sectionMalformed)
  }

  /// A single machine's silence is noticed even while all others keep reporting the same.
  @Test func silenceIsNoticedWhileOthersReport() async throws {
    let inventory = try TestInventory()
    let talking = try await inventory.enrol()
    let silent = try await inventory.enrol()
    for machine in [talking, silent] {
      _ = try await inventory.store.reports.file(
        inventory.report(machine, sequence: 1, hardware: TestInventory.computer()))
    }
    for night in 2...60 {
      let now = TestInventory.start.addingTimeInterval(Double(night) * 86_400)
      _ = try await inventory.store.reports.file(
        inventory.report(talking, sequence: night, hardware: TestInventory.computer(), at: now))
      let rules = MeasureRules(inventory.policy)
      let fresh = try await inventory.store.pool.read { database in
        try Measures.read(commune: "21250", rules: rules, now: now, database)
      }
      let stored = try await DatabaseQueue(path: inventory.path).read { database in
        try Double.fetchOne(
          database,
          sql: "SELECT low FROM commune_measure WHERE measure = 'reportingCoverage'")
      }
      #expect(stored == fresh.values[.reportingCoverage]?.low, "night \(night)")
    }
  }

  @Test func unchangedNightsUseLittleStorage() async throws {
    let inventory = try TestInventory()
    var machines: [MachineKey] = []
    for _ in 0..<20 { machines.append(try await inventory.enrol()) }
    for machine in machines {
      _ = try await inventory.store.reports.file(
        inventory.report(
          machine, sequence: 1, hardware: TestInventory.computer(),
          scanners: TestInventory.scanner))
    }
    let pages = "SELECT page_count * 4096 FROM pragma_page_count"
    let before = try value(inventory, pages)
    let nights = 15
    for night in 1...nights {
      let now = TestInventory.start.addingTimeInterval(Double(night) * 86_400)
      for machine in machines {
        _ = try await inventory.store.reports.file(
          inventory.report(
            machine, sequence: night + 1, hardware: TestInventory.computer(),
            scanners: TestInventory.scanner, at: now))
      }
    }
    let each = Double(try value(inventory, pages) - before) / Double(nights * machines.count)
    #expect(each <= 200, "bytes per night and machine")
  }
}
