import Foundation
import GRDB
import Reporting
import SystemLifecycles

/// Whether a computer's operating system gets security updates, and whether the computer can take
/// one that does.
struct ComputerSystem: Equatable {
  /// Whether it gets updates today; unknown also if the table of life cycles does not list it.
  var isSupported: SystemOutlook.Answer
  /// Whether that is reason enough to count the computer as old; nil if it may be. A system that the
  /// table does not list is no reason: what is missing then is an entry of the table.
  var isAdequate: Bool?
  /// Why that is said.
  var reasons: [SystemOutlook.Reason]
  /// When time alone may change either.
  var turn: Date?

  /// - Parameter day: in Vietnam, `YYYY-MM-DD`.
  init(_ facts: HardwareFacts, on day: String) {
    let outlook = SystemOutlook.of(facts, on: day)
    isSupported = outlook.isSupported
    reasons = outlook.reasons
    switch outlook.canGoOn {
    case .yes: isAdequate = true
    case .no: isAdequate = false
    case .unknown: isAdequate = outlook.reasons == [.systemUnknown] ? true : nil
    }
    let last = outlook.reasons.compactMap { reason -> String? in
      switch reason {
      case .supported(_, let until, _), .paidUpdatesUnseen(_, let until): until
      default: nil
      }
    }.min()
    turn = last.flatMap(VietnamDay.end)
  }
}

extension ComputerSystem {
  /// What the judgement rests on, of the table `machine_hardware`.
  private enum Column: String, CaseIterable {
    case systemName, systemVersion, kernel, architecture
    case memoryTotalBytes, memoryInstalledBytes, diskTotalBytes
    case processorModel, processorCores, processorFrequencyHz
    case processorFamily, processorModelNumber, processorStepping
    case systemBuild, uefi, secureBoot, tpm
  }

  static let columnCount = Column.allCases.count

  /// - Parameter table: the alias of `machine_hardware`.
  static func columns(of table: String) -> String {
    Column.allCases.map { "\(table).\($0.rawValue)" }.joined(separator: ", ")
  }

  /// - Parameter value: of a column, by its name.
  /// - Returns: nil if the system's name is unknown.
  static func facts(_ value: (_ column: String) -> DatabaseValue) -> HardwareFacts? {
    func text(_ column: Column) -> String? { String.fromDatabaseValue(value(column.rawValue)) }
    func number(_ column: Column) -> Int? { Int.fromDatabaseValue(value(column.rawValue)) }
    func truth(_ column: Column) -> Bool? { Bool.fromDatabaseValue(value(column.rawValue)) }
    guard let name = text(.systemName) else { return nil }
    return HardwareFacts(
      machine: .init(
        uefi: truth(.uefi), secureBoot: truth(.secureBoot), tpm: text(.tpm)),
      processor: .init(
        model: text(.processorModel), cores: number(.processorCores),
        frequencyHz: number(.processorFrequencyHz), family: number(.processorFamily),
        modelNumber: number(.processorModelNumber), stepping: number(.processorStepping)),
      memory: .init(
        totalBytes: number(.memoryTotalBytes) ?? 0,
        installedBytes: number(.memoryInstalledBytes)),
      disks: number(.diskTotalBytes).map {
        [.init(name: "-", sizeBytes: $0, rotational: nil, removable: false)]
      } ?? [],
      system: .init(
        name: name, version: text(.systemVersion), kernel: text(.kernel),
        architecture: text(.architecture), build: text(.systemBuild)))
  }

  /// - Parameter value: of a column, by its name.
  /// - Returns: nil if the system's name is unknown.
  init?(now: Date, _ value: (_ column: String) -> DatabaseValue) {
    guard let facts = Self.facts(value) else { return nil }
    self.init(facts, on: VietnamDay.text(now))
  }

  /// - Parameter columns: of a row of ``columns(of:)``.
  /// - Returns: nil if the system's name is unknown.
  init?(_ columns: inout ColumnReader, on day: String) {
    // In the order of the columns.
    let name: String? = columns.next()
    var system = HardwareFacts.System(
      name: name, version: columns.next(), kernel: columns.next(), architecture: columns.next())
    let memory = HardwareFacts.Memory(
      totalBytes: columns.next() ?? 0, installedBytes: columns.next())
    let disk: Int? = columns.next()
    var processor = HardwareFacts.Processor(
      model: columns.next(), cores: columns.next(), frequencyHz: columns.next())
    (processor.family, processor.modelNumber) = (columns.next(), columns.next())
    processor.stepping = columns.next()
    system.build = columns.next()
    let machine = HardwareFacts.Machine(
      uefi: columns.next(), secureBoot: columns.next(), tpm: columns.next())
    guard name != nil else { return nil }
    self.init(
      HardwareFacts(
        machine: machine, processor: processor, memory: memory,
        disks: disk.map {
          [.init(name: "-", sizeBytes: $0, rotational: nil, removable: false)]
        } ?? [], system: system), on: day)
  }
}
