import GRDB

extension RetentionRun {
  /// Number of machines examined in one read.
  private static let machinesAtOnce: Int64 = 400
  private static let receiptsAtOnce = 100
  /// Approximate bytes by which a whole receipt is larger than an old one.
  private static let savedBytes = 65

  private struct Step: Sendable {
    let machine: Int64
    let sequences: ClosedRange<Int>
  }

  /// Replaces whole receipts by old ones, up to each machine's first one that is young enough: a
  /// report that came late, on a stick, keeps those after it whole for as long.
  ///
  /// - Parameter whole: the part of the run's progress that this step covers.
  mutating func shortenReceipts(_ whole: ClosedRange<Double>) async throws {
    let limit = limits.receipts
    guard limit > .min else { return }
    let last = try await read { database in
      try Int64.fetchOne(database, sql: "SELECT max(number) FROM machine") ?? 0
    }
    for first in stride(from: 0, through: last, by: Int(Self.machinesAtOnce)) {
      let machines = first..<min(first + Self.machinesAtOnce, last + 1)
      beginPart(of: whole, machines: machines, last: last)
      let (steps, count) = try await read { database in
        try Self.steps(machines: machines, before: limit, database)
      }
      guard count > 0 else { continue }
      result.add(.receipts, count: count, bytes: count * Self.savedBytes)
      guard !isDryRun else { continue }
      try await write(steps) { step, database in
        try OldReceipt.replace(machine: step.machine, sequences: step.sequences, database)
      }
    }
  }

  private static func steps(
    machines: Range<Int64>, before limit: Int64, _ database: Database
  ) throws -> (steps: [Step], count: Int) {
    var steps: [Step] = []
    var count = 0
    var pending: (machine: Int64, sequences: [Int]) = (0, [])
    func flush() {
      if let first = pending.sequences.first, let last = pending.sequences.last {
        steps.append(Step(machine: pending.machine, sequences: first...last))
        count += pending.sequences.count
      }
      pending.sequences = []
    }
    let rows = try Row.fetchCursor(
      database,
      sql: """
        WITH kept AS MATERIALIZED (
          SELECT number AS machine, coalesce(
            (SELECT min(sequence) FROM report WHERE machine = number AND receivedAt >= ?1),
            \(Int64.max)) AS first
          FROM machine WHERE number >= ?2 AND number < ?3)
        SELECT machine, sequence FROM kept JOIN report USING (machine) WHERE sequence < first
        ORDER BY machine, sequence
        """, arguments: [limit, machines.lowerBound, machines.upperBound])
    while let row = try rows.next() {
      let machine: Int64 = row["machine"]
      if machine != pending.machine || pending.sequences.count == receiptsAtOnce { flush() }
      pending.machine = machine
      pending.sequences.append(row["sequence"])
    }
    flush()
    return (steps, count)
  }
}
