import Foundation
import GRDB
import Prioritization
import Reporting
import Testing

@testable import InventoryStore

/// No single machine's key can fill the disk.
struct IntakeTests {
  let start = TestInventory.start

  func body(_ sections: [(name: String, bytes: Int)], salt: Int) -> String {
    let clock = #"{"bootId":"b","bootSeconds":1,"wall":"now"}"#
    let members = sections.map { name, bytes in
      #""\#(name)":{"outcome":"observed","x":"\#(salt)\#(String(repeating: "x", count: bytes))"}"#
    }
    return #"{"format":1,"agent":{"version":"0.1.0","clock":\#(clock)},"#
      + members.joined(separator: ",") + "}"
  }

  @Test func unknownSectionsAreBounded() async throws {
    let inventory = try TestInventory()
    let store = inventory.store
    let machine = try await inventory.enrol()
    var kept = 0
    var refused: InventoryError?
    for sequence in 1...400 {
      let now = start.addingTimeInterval(Double(sequence) * 86_400)
      do {
        _ = try await store.reports.file(
          inventory.raw(
            body([("future", 60_000)], salt: 1000 + sequence), machine, sequence: sequence,
            at: now))
        kept += 1
      } catch let error as InventoryError {
        refused = error
        break
      }
    }
    #expect(kept == 17 && refused?.code == .unknownBytesUsedUp)
    #expect(refused?.retryAfterSeconds ?? 0 > 0)
    let now = start.addingTimeInterval(18 * 86_400)
    // acknowledged data stays; a section already held and the known probes are still accepted
    let bytes = try await store.pool.read {
      try Int.fetchOne($0, sql: "SELECT sum(length(body)) FROM section_body")
    }
    #expect(bytes ?? 0 > kept * 60_000 && bytes ?? 0 <= MachineIntake.maximumUnknownBytes)
    _ = try await store.reports.file(
      inventory.raw(
        body([("future", 60_000)], salt: 1017), machine, sequence: 500, at: now))
    _ = try await store.reports.file(
      inventory.report(
        machine, sequence: 501, hardware: TestInventory.computer(), at: now))
    // the machine is listed as oversized
    let details = try await store.machines.details(machine.machineId, within: .country, now: now)
    #expect(details.intakeRefusedAt == now)
    let figures = try await store.coverage.figures(reporting: inventory.policy.reporting, now: now)
    #expect(figures.oversizedMachines == 1)
    let coverage = try await store.coverage.communes(
      policy: inventory.policy, currentAgent: "0.1.0", within: .country, now: now)
    #expect(coverage.first { $0.code == "21250" }?.oversized == 1)
    let troubled = try await store.coverage.troubledMachines(
      of: ["21250"], within: .country, now: now)
    #expect(troubled.map(\.trouble) == [.oversized])
  }

  @Test func dailyBytesAreBounded() async throws {
    let inventory = try TestInventory()
    let store = inventory.store
    let machine = try await inventory.enrol()
    func file(_ sequence: Int, at now: Date) async throws {
      _ = try await store.reports.file(
        inventory.raw(
          body([("accounts", 1_000_000)], salt: sequence)
            .replacing(#""x":"#, with: #""accounts":[],"x":"#), machine, sequence: sequence,
          at: now))
    }
    for sequence in 1...4 { try await file(sequence, at: start) }
    let refused = await #expect(throws: InventoryError.self) { try await file(5, at: start) }
    #expect(refused?.code == .dailyBytesUsedUp)
    #expect(1...86_400 ~= refused?.retryAfterSeconds ?? 0)
    try await file(6, at: start.addingTimeInterval(86_400))
    // a clock that ran ahead and was set back locks no machine out
    try await file(7, at: start)
  }

  @Test func sequenceFarAheadIsRejectedWithNextNumber() async throws {
    let inventory = try TestInventory()
    let store = inventory.store
    let machine = try await inventory.enrol()
    for sequence in [999_999_999_999_998, ReportSequence.longestJump + 1] {
      let error = await #expect(throws: InventoryError.self) {
        _ = try await store.reports.file(
          inventory.report(machine, sequence: sequence, scanners: .absent))
      }
      #expect(error?.code == .sequenceAhead && error?.nextSequence == 1)
    }
    _ = try await store.reports.file(
      inventory.report(machine, sequence: ReportSequence.longestJump, scanners: .absent))
    let key = try #require(try await store.keys.key("\(machine.machineId).1"))
    #expect(key.lastSequence == ReportSequence.longestJump, "the key has it at once")
  }
}
