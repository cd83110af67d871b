import Foundation
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
    case memoryTotalBytes, memoryInstalledBytes, diskTotalBytes
    case systemName, systemVersion, kernel, architecture
    case processorModel, processorCores, processorFrequencyHz
    case processorFamily, processorModelNumber, processorStepping
    case systemBuild, uefi, secureBoot, tpm
  }

  static let columnCount = Column.allCases.count

  /// - Parameter table: the alias of `machine_hardware`.
  static func columns(of table: String) -> String {
    Column.allCases.map { "\(table).\($0.rawValue)" }.joined(separator: ", ")
  }

  /// What tells the computers of one kind, which are judged alike, from all others.
  ///
  /// - Parameter columns: those of ``columns(of:)`` come next.
  static func kind(_ columns: inout ColumnReader) -> [UInt8] {
    let sizes = Sizes(&columns)
    var kind: [UInt8] = []
    kind.reserveCapacity(256)
    withUnsafeBytes(of: sizes) { kind.append(contentsOf: $0) }
    columns.appendBytes(ofNext: columnCount - Sizes.columnCount, to: &kind)
    return kind
  }

  /// - Parameter columns: those of ``columns(of:)`` come next.
  /// - Returns: nil if the system's name is unknown; of its sizes only what decides.
  static func facts(_ columns: inout ColumnReader) -> HardwareFacts? {
    // In the order of the columns.
    let sizes = Sizes(&columns)
    let name: String? = columns.next()
    var system = HardwareFacts.System(
      name: name, version: columns.next(), kernel: columns.next(), architecture: columns.next())
    var processor = HardwareFacts.Processor(
      model: columns.next(), cores: columns.next(), frequencyHz: columns.next())
    (processor.family, processor.modelNumber) = (columns.next(), columns.next())
    processor.stepping = columns.next()
    system.build = columns.next()
    let machine = HardwareFacts.Machine(
      uefi: columns.next(), secureBoot: columns.next(), tpm: columns.next())
    guard name != nil else { return nil }
    return HardwareFacts(
      machine: machine, processor: processor, memory: .init(totalBytes: sizes.memory),
      disks: sizes.disk < 0
        ? [] : [.init(name: "-", sizeBytes: sizes.disk, rotational: nil, removable: false)],
      system: system)
  }

  /// The memory that counts and the disk, in ``DecidingAmounts``; -1 for an unknown disk.
  private struct Sizes {
    static let columnCount = 3
    let memory, disk: Int

    init(_ columns: inout ColumnReader) {
      let (total, installed, disk): (Int, Int?, Int?) = (
        columns.next(), columns.next(), columns.next()
      )
      memory = DecidingAmounts.memory(of: installed ?? total)
      self.disk = disk.map(DecidingAmounts.disk) ?? -1
    }
  }
}
