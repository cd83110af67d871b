import GRDB
import HardwareCatalogue

/// Enrolments of one computer, recognised by the serial number and UUID in their reports.
///
/// What an enrolment says about the hardware is the sender's choice; a computer that said nothing
/// then still reports what it is.
enum ReportedTwins {
  /// Whether reports show that the computer was enrolled before, or that it is enrolled in another
  /// commune too.
  static func contradict(
    _ machine: Int64, in commune: String, _ database: Database
  ) throws -> Bool {
    guard let own = try ReportedIdentifiers.read(machine, database) else { return false }
    return try own.shared(database).alike.contains {
      $0.machine < machine || $0.commune != commune
    }
  }

  /// SQL: the machines that report a value, without one.
  static func query(_ column: String) -> String {
    """
    SELECT \(ReportedIdentifiers.columns)
    FROM machine_hardware h JOIN machine m ON m.number = h.machine
    WHERE h.\(column) = ? COLLATE NOCASE AND m.number <> ?
    """
  }

  /// Whether its reports name something that tells it from other computers.
  static func tellApart(_ machine: Int64, _ database: Database) throws -> Bool {
    guard let own = try ReportedIdentifiers.read(machine, database) else { return false }
    let shared = try own.shared(database)
    return own.serial != nil && !shared.isMakersSerial || !own.uuids.isEmpty && !shared.isMakersUUID
  }
}

/// What one computer's reports say that it is. Placeholders of makers say nothing.
private struct ReportedIdentifiers {
  let machine: Int64
  let commune: String
  /// In lower case.
  let maker, serial: String?
  /// As different agents write it; empty if unknown.
  let uuids: [String]

  fileprivate static let columns =
    "m.number, m.commune, h.manufacturer, h.serialNumber, h.uuid"

  private init(_ row: Row) {
    machine = row["number"]
    commune = row["commune"]
    maker = Placeholders.fact(row["manufacturer"])?.lowercased()
    serial = Placeholders.serialNumber(row["serialNumber"])?.lowercased()
    uuids = HardwareUUID.writings(row["uuid"])
  }

  /// - Returns: nil if it has reported no hardware.
  static func read(_ machine: Int64, _ database: Database) throws -> Self? {
    try Row.fetchOne(
      database.cachedStatement(
        sql: """
          SELECT \(columns) FROM machine m JOIN machine_hardware h ON h.machine = m.number
          WHERE m.number = ?
          """), arguments: [machine]
    ).map(Self.init)
  }

  /// Other machines that report the same.
  struct Shared {
    var alike: [ReportedIdentifiers] = []
    /// Whether so many computers have it that it names none of them.
    var isMakersSerial = false
    var isMakersUUID = false
  }

  func shared(_ database: Database) throws -> Shared {
    let bySerial = try serial.map { try others("serialNumber", [$0], database) } ?? []
    let byUUID = try others("uuid", uuids, database)
    var shared = Shared()
    shared.isMakersSerial = bySerial.count >= ComputerSightings.maximumAlike
    shared.isMakersUUID = byUUID.count >= ComputerSightings.maximumAlike
    shared.alike =
      bySerial.filter { isAlike($0, byOne: !shared.isMakersSerial) }
      + byUUID.filter { isAlike($0, byOne: !shared.isMakersUUID) }
    return shared
  }

  /// - Parameter byOne: whether one equal identifier suffices if the other is unknown.
  private func isAlike(_ other: Self, byOne: Bool) -> Bool {
    let sameSerial = serial.flatMap { own in other.serial.map { $0 == own } }
    let sameUUID =
      uuids.isEmpty || other.uuids.isEmpty ? nil : !Set(uuids).isDisjoint(with: other.uuids)
    switch (sameSerial, sameUUID) {
    case (true?, true?): return true
    // Numbers are unique to their maker at best.
    case (true?, nil): return byOne && (maker == nil || other.maker == nil || maker == other.maker)
    case (nil, true?): return byOne
    default: return false
    }
  }

  private func others(
    _ column: String, _ values: [String], _ database: Database
  ) throws -> [Self] {
    try values.flatMap { value in
      try Row.fetchAll(
        database.cachedStatement(sql: ReportedTwins.query(column)), arguments: [value, machine])
    }.map(Self.init)
  }
}
