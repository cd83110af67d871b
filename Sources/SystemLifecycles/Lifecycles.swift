import CInventory
import TOMLDocument
import TOMLKit

/// The ends of operating systems' security updates: `inventory/lifecycles.toml`.
public struct Lifecycles: Sendable {
  /// One system, by its build (Windows) or name and version (Linux).
  struct Entry: Equatable, Sendable {
    /// The common name, `Windows 10 22H2`.
    var name: String
    /// The last day for Home and Pro, `YYYY-MM-DD`.
    var ends: String
    var enterprise, iot: String?
    /// The last day of paid updates; for Home if it differs.
    var extended, extendedHome: String?
    /// The updates that only paying customers received, in order; empty if a machine's revision does
    /// not show them.
    var paidUpdates: [PaidUpdate] = []
    /// Whether the updates had ended at the latest on the day: the system is older than all in the
    /// table.
    var isEarlier = false
    var source: String
  }

  /// A monthly update of the time after support.
  struct PaidUpdate: Equatable, Sendable {
    var revision: Int
    /// When it came out.
    var day: String
  }

  private(set) var windows: [Int: Entry] = [:]
  private(set) var windowsLongTerm: [Int: Entry] = [:]
  private(set) var windowsServer: [Int: Entry] = [:]
  /// By name and version, `Ubuntu` and `24.04`.
  private(set) var linux: [String: [String: Entry]] = [:]

  /// The table in the binary.
  public static let current: Lifecycles = {
    guard let text = embedded, let table = try? Lifecycles(toml: text)
    // A test reads it; if it were unreadable, every system would be unknown.
    else { return Lifecycles() }
    return table
  }()

  /// Changes with the table in the binary: judgements by another edition must be renewed.
  public static let currentEdition: String = {
    // FNV-1a: no attacker writes the table.
    let hash = (embedded ?? "").utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01b3
    }
    return String(hash, radix: 16)
  }()

  private static var embedded: String? {
    inventory_file_named("lifecycles.toml").map { file in
      String(
        decoding: UnsafeBufferPointer(start: file.pointee.bytes, count: file.pointee.count),
        as: UTF8.self)
    }
  }

  private init() {}

  /// - Throws: ``LifecycleError``, which names the faulty entry.
  init(toml: String) throws {
    let root = try TOMLDocument(parsing: toml).root
    for (heading, path) in [
      ("windows", \Lifecycles.windows), ("windowsLongTerm", \.windowsLongTerm),
      ("windowsServer", \.windowsServer),
    ] as [(String, WritableKeyPath<Lifecycles, [Int: Entry]>)] {
      for table in try Self.tables(heading, in: root) {
        guard let build = table["build"]?.int, self[keyPath: path][build] == nil else {
          throw LifecycleError(entry: "[[\(heading)]] without a build of its own")
        }
        self[keyPath: path][build] = try Self.entry(table, name: table["name"]?.string)
      }
    }
    for table in try Self.tables("linux", in: root) {
      guard let name = table["name"]?.string, let version = table["version"]?.string,
        linux[name]?[version] == nil
      else { throw LifecycleError(entry: "[[linux]] without a name and version of its own") }
      linux[name, default: [:]][version] = try Self.entry(table, name: "\(name) \(version)")
    }
  }

  private static func tables(_ heading: String, in root: TOMLTable) throws -> [TOMLTable] {
    guard let array = root[heading]?.array else { throw LifecycleError(entry: "[[\(heading)]]") }
    return array.compactMap(\.table)
  }

  private static func entry(_ table: TOMLTable, name: String?) throws -> Entry {
    let dates = ["ends", "enterprise", "iot", "extended", "extendedHome"]
      .map { table[$0]?.string }
    guard let name, let ends = dates[0], let source = table["source"]?.string,
      dates.allSatisfy({ $0.map(isDate) ?? true })
    else { throw LifecycleError(entry: name ?? "one without a name") }
    return Entry(
      name: name, ends: ends, enterprise: dates[1], iot: dates[2], extended: dates[3],
      extendedHome: dates[4], paidUpdates: try paidUpdates(table, name: name), source: source)
  }

  private static func paidUpdates(_ table: TOMLTable, name: String) throws -> [PaidUpdate] {
    let updates = (table["paidUpdates"]?.array ?? TOMLArray()).map { value in
      value.table.flatMap { update -> PaidUpdate? in
        guard let revision = update["revision"]?.int, let day = update["day"]?.string, isDate(day)
        else { return nil }
        return PaidUpdate(revision: revision, day: day)
      }
    }
    let known = updates.compactMap(\.self)
    guard known.count == updates.count,
      zip(known, known.dropFirst()).allSatisfy({
        $0.revision < $1.revision && $0.day < $1.day
      })
    else { throw LifecycleError(entry: name) }
    return known
  }

  private static func isDate(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    return parts.map(\.count) == [4, 2, 2] && parts.allSatisfy { Int($0) != nil }
  }
}

/// An entry of the table that cannot be read.
struct LifecycleError: Error, Equatable {
  var entry: String
}
