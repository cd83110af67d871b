import Foundation
import GRDB
import Reporting
import Testing

@testable import InventoryStore

struct GroupCommitTests {
  /// Files all of them at the same time.
  ///
  /// - Returns: Why each was refused; nil if it was not.
  func codes(
    _ reports: [ReceivedReport], _ inventory: TestInventory
  ) async -> [InventoryError.Code?] {
    let store = inventory.store
    return await withTaskGroup(of: InventoryError.Code?.self) { group in
      for report in reports {
        group.addTask {
          do {
            _ = try await store.reports.file(report)
            return nil
          } catch { return (error as? InventoryError)?.code ?? .busy }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
  }

  @Test func concurrentReportsShareTransaction() async throws {
    let inventory = try TestInventory()
    let store = inventory.store
    var machines: [MachineKey] = []
    for _ in 0..<40 { machines.append(try await inventory.enrol()) }
    let before = try await inventory.store.upkeep.revision()
    // While the writer is held, all forty queue up.
    let reports = try machines.map {
      try inventory.report($0, sequence: 1, hardware: TestInventory.computer())
    }
    let holder = await inventory.hold(seconds: 0.5)
    let replies = try await withThrowingTaskGroup(of: Acknowledgement.self) { group in
      for report in reports { group.addTask { try await store.reports.file(report) } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    await holder.value
    #expect(replies.count == 40 && replies.allSatisfy { $0.status == .stored })
    #expect(try inventory.count("SELECT count(*) FROM report") == 40)
    // one revision per transaction; the first report may have gone alone
    #expect(try await inventory.store.upkeep.revision() - before <= 2)
    // the commune's measures count all of them
    let commune = try await inventory.situation(of: "21250")
    #expect(commune.machines == 40)
    #expect(try inventory.count("SELECT machines FROM commune_reporting") == 40)
  }

  @Test func failedReportDoesNotAffectOthers() async throws {
    let inventory = try TestInventory()
    var reports: [ReceivedReport] = []
    for number in 0..<20 {
      let machine = try await inventory.enrol()
      let agent = #""agent":{"version":"1","clock":{"bootSeconds":1,"wall":""}}"#
      reports.append(
        number % 4 == 3
          ? try inventory.raw(
            #"{"format":1,\#(agent),"scanners":{"outcome":"absent"},"hardware":{"outcome":"?"}}"#,
            machine, sequence: 1)
          : try inventory.report(machine, sequence: 1, hardware: TestInventory.computer()))
    }
    let holder = await inventory.hold(seconds: 0.3)
    let codes = await codes(reports, inventory)
    await holder.value
    #expect(codes.count { $0 == nil } == 15)
    #expect(codes.count { $0 == .sectionMalformed } == 5)
    #expect(try inventory.count("SELECT count(*) FROM report") == 15)
    #expect(try inventory.count("SELECT count(*) FROM section") == 15)
    #expect(try inventory.count("SELECT count(*) FROM machine_scanners") == 0)
  }

  @Test func cancelledClientsDoNotUndoReports() async throws {
    let inventory = try TestInventory()
    let store = inventory.store
    var tasks: [Task<Acknowledgement, any Error>] = []
    let holder = await inventory.hold(seconds: 0.3)
    for number in 0..<10 {
      let machine = try await inventory.enrol(commune: number < 5 ? "21250" : "21025")
      let report = try inventory.report(machine, sequence: 1, scanners: .absent)
      tasks.append(Task { try await store.reports.file(report) })
    }
    for task in tasks.prefix(5) { task.cancel() }
    for task in tasks { _ = try? await task.value }
    await holder.value
    #expect(try inventory.count("SELECT count(*) FROM report") == 10)
  }

  /// If the shared work fails for one commune, the others' reports are still kept.
  @Test func failedMeasuresAffectOnlyTheirCommune() async throws {
    let inventory = try TestInventory()
    let store = inventory.store
    let good = try await inventory.enrol(commune: "21250")
    let bad = try await inventory.enrol(commune: "21025")
    try await inventory.store.pool.write { database in
      try database.execute(
        sql: """
          CREATE TRIGGER broken BEFORE INSERT ON commune_reporting WHEN NEW.commune = '21025'
          BEGIN SELECT RAISE(ABORT, 'broken'); END
          """)
    }
    let holder = await inventory.hold(seconds: 0.3)
    let reports = [
      try inventory.report(bad, sequence: 1, scanners: .absent),
      try inventory.report(good, sequence: 1, scanners: .absent),
    ]
    let tasks = reports.map { report in Task { try await store.reports.file(report) } }
    await holder.value
    await #expect(throws: DatabaseError.self) { try await tasks[0].value }
    #expect(try await tasks[1].value.status == .stored)
    #expect(try inventory.count("SELECT count(*) FROM report") == 1)
  }

  /// A full disk, simulated by SQLite's size limit: no report is acknowledged that was not stored,
  /// and filing resumes by itself once there is room.
  @Test func fullDiskAcknowledgesNoUnstoredReport() async throws {
    let inventory = try TestInventory()
    var machines: [MachineKey] = []
    for _ in 0..<30 { machines.append(try await inventory.enrol()) }
    let pages = try await inventory.store.pool.write { database in
      let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
      try database.execute(sql: "PRAGMA max_page_count = \(pages + 4)")
      return pages
    }
    func send(_ sequence: Int) async throws -> (stored: Int, full: Int) {
      let holder = await inventory.hold(seconds: 0.2)
      let reports = try machines.map { machine in
        try inventory.raw(
          """
          {"format":1,"agent":{"version":"1","clock":{"bootSeconds":1,"wall":""}},\
          "moon":{"text":"\(String(repeating: "x", count: 3000))\(machine.machine).\(sequence)"}}
          """, machine, sequence: sequence)
      }
      let codes = await codes(reports, inventory)
      await holder.value
      return (codes.count { $0 == nil }, codes.count { $0 == .databaseFull })
    }
    let full = try await send(1)
    #expect(full.stored + full.full == 30 && full.full > 0)
    #expect(try inventory.count("SELECT count(*) FROM report") == full.stored)

    try await inventory.store.pool.writeWithoutTransaction {
      try $0.execute(sql: "PRAGMA max_page_count = \(pages + 10_000)")
    }
    #expect(try await send(2) == (30, 0))
    #expect(try inventory.count("SELECT count(*) FROM report") == full.stored + 30)
  }
}

extension TestInventory {
  /// Holds the writer for the given time; whatever arrives meanwhile queues up.
  func hold(seconds: Double) async -> Task<Void, Never> {
    let pool = store.pool
    return await withCheckedContinuation { (held: CheckedContinuation<Task<Void, Never>, Never>) in
      let (stream, started) = AsyncStream<Void>.makeStream()
      let task = Task<Void, Never> {
        _ = try? await pool.writeWithoutTransaction { _ in
          started.finish()
          Thread.sleep(forTimeInterval: seconds)
        }
      }
      Task {
        for await _ in stream {}
        held.resume(returning: task)
      }
    }
  }
}
