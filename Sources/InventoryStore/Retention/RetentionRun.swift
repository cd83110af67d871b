public import Foundation
import GRDB

/// One run of a retention: what it has deleted so far, and how long it has held the writer.
///
/// Each kind is searched for in read transactions, which block nobody, and deleted in short writes.
/// The next run continues where an interrupted one stopped.
struct RetentionRun {
  let store: InventoryStore
  let limits: RetentionLimits
  let isDryRun: Bool
  var result = RetentionResult()
  private var slice = Self.longestSlice
  /// The part of the run's progress that the items of ``write(_:_:)`` cover.
  var part = 0.0...0.0

  /// Time for the work of one transaction; its commit comes on top.
  private static let longestSlice: Duration = .milliseconds(6)
  private static let shortestSlice: Duration = .microseconds(500)
  /// A longer hold shortens the next transactions.
  private static let wantedHold: Duration = .milliseconds(15)
  /// Lets commands beside the serving process, and waiting reports, write in between.
  private static let pause: Duration = .milliseconds(15)

  init(_ store: InventoryStore, _ limits: RetentionLimits, isDryRun: Bool) {
    (self.store, self.limits, self.isDryRun) = (store, limits, isDryRun)
  }

  /// Runs `change` for each item, several in a transaction while it is short.
  ///
  /// - Parameter change: may run twice for an item, each time from the same state.
  mutating func write<Item: Sendable>(
    _ items: [Item],
    _ change: @escaping @Sendable (Item, Database) throws -> Void
  ) async throws {
    var next = 0
    while next < items.count {
      try Task.checkCancellation()
      reportProgress(Double(next) / Double(items.count))
      if next > 0 { try await Task.sleep(for: Self.pause) }
      let (from, slice) = (next, slice)
      let begin = ContinuousClock.now
      let (end, began) = try await store.write { group in
        // Time spent waiting for the writer does not count.
        let began = ContinuousClock.now
        var at = from
        repeat {
          try change(items[at], group.database)
          at += 1
        } while at < items.count && began.duration(to: .now) < slice
        return (at, began)
      }
      next = end
      note(hold: max(began, begin).duration(to: .now))
    }
  }

  /// Repeats a deletion that takes a few rows at a time until nothing is left.
  mutating func drain(
    _ delete: @escaping @Sendable (Database) throws -> Int
  ) async throws {
    while true {
      try Task.checkCancellation()
      let slice = slice
      let begin = ContinuousClock.now
      let (isDone, began) = try await store.write { group in
        let began = ContinuousClock.now
        while try delete(group.database) > 0 {
          if began.duration(to: .now) >= slice { return (false, began) }
        }
        return (true, began)
      }
      note(hold: max(began, begin).duration(to: .now))
      if isDone { return }
      try await Task.sleep(for: Self.pause)
    }
  }

  /// Begins a range of machines within a step of the run.
  ///
  /// - Parameters:
  ///   - step: the part of the run's progress that the step covers.
  ///   - last: the highest number of a machine.
  mutating func beginPart(
    of step: ClosedRange<Double>, machines: Range<Int64>, last: Int64
  ) {
    let length = (step.upperBound - step.lowerBound) / Double(last + 1)
    part =
      step.lowerBound + length * Double(machines.lowerBound)...step.lowerBound
      + length * Double(machines.upperBound)
    reportProgress(0)
  }

  /// - Parameter share: the share of ``part`` that is done.
  func reportProgress(_ share: Double) {
    WorkProgress.report?(part.lowerBound + share * (part.upperBound - part.lowerBound))
  }

  private mutating func note(hold: Duration) {
    let seconds =
      Double(hold.components.seconds) + Double(hold.components.attoseconds) / 1e18
    result.longestHoldSeconds = max(result.longestHoldSeconds, seconds)
    slice =
      hold > Self.wantedHold
      ? max(Self.shortestSlice, slice / 2) : min(Self.longestSlice, slice * 5 / 4)
  }

  func read<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws -> Value {
    try await store.pool.read(body)
  }
}

extension InventoryStore.Upkeep {
  /// Deletes what exceeds its retention period, in transactions so short that reports do not wait.
  ///
  /// - Parameter isDryRun: whether to count only.
  /// - Throws: ``InventoryError`` with `stateConflict` under a clock that cannot be right.
  public func retain(
    _ retention: RetentionSettings, now: Date, isDryRun: Bool = false
  ) async throws -> RetentionResult {
    guard now.isPlausible else {
      throw InventoryError(
        .stateConflict, "The clock cannot be right: nothing was deleted. Set it, then try again.")
    }
    var run = RetentionRun(
      store, RetentionLimits(retention: retention, now: now), isDryRun: isDryRun)
    try await run.deleteRetiredMachines()
    try await run.deleteSectionBodies(0...0.75)
    try await run.shortenReceipts(0.75...0.9)
    run.part = 0.9...0.95
    try await run.thinMeasureHistory()
    run.part = 0.95...1
    run.reportProgress(0)
    try await run.shortenAudit()
    try await run.deleteSignIns()
    if !isDryRun {
      try await run.giveBackPages()
      try await store.write { group in
        try StoredSetting.write("retentionRanAt", String(now.microseconds), group.database)
      }
    }
    return run.result
  }

  /// When a retention was last completed; nil if none was.
  public func retentionRanAt() async throws -> Date? {
    try await store.pool.read { try StoredSetting.instant("retentionRanAt", $0) }
  }
}
