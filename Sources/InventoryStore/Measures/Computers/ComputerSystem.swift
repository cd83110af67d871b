import Foundation
import Reporting
import SystemLifecycles

/// Whether a computer's operating system gets security updates, and whether the computer can run
/// one that does.
struct ComputerSystem: Equatable {
  /// Whether it gets updates today; unknown also if the table of life cycles does not list it.
  var isSupported: SystemOutlook.Answer
  /// false if this is reason enough to count the computer as old; nil if it may be. A system that
  /// is newer than the table is no reason; any other that the table does not list may be old.
  var isAdequate: Bool?
  /// The reasons for these answers.
  var reasons: [SystemOutlook.Reason]
  /// When time alone may change these answers.
  var turn: Date?

  /// - Parameter day: in Vietnam, `YYYY-MM-DD`.
  init(_ facts: HardwareFacts, on day: String) {
    let outlook = SystemOutlook.of(facts, on: day)
    isSupported = outlook.isSupported
    reasons = outlook.reasons
    switch outlook.canGoOn {
    case .yes: isAdequate = true
    case .no: isAdequate = false
    case .unknown: isAdequate = outlook.reasons == [.systemTooNew] ? true : nil
    }
    turn = outlook.lastDay.flatMap(VietnamDay.end)
  }
}

extension ComputerSystem {
  /// The columns of `machine_hardware` on which the judgement depends.
  private enum Column: String, CaseIterable {
    case memoryTotalBytes, memoryInstalledBytes, diskLargestBytes, diskLeastBytes
    case systemName, systemVersion, kernel, architecture
    case processorModel, processorCores
    case processorFamily, processorModelNumber, processorStepping
    case systemBuild, uefi, secureBoot, tpm
  }

  static let columnCount = Column.allCases.count

  /// - Parameter table: the alias of `machine_hardware`.
  static func columns(of table: String) -> String {
    Column.allCases.map { "\(table).\($0.rawValue)" }.joined(separator: ", ")
  }

  /// A key that is equal for computers of one kind, which are judged alike.
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
  /// - Returns: nil if the system's name is unknown; sizes are only as exact as the judgement
  ///   needs.
  static func facts(_ columns: inout ColumnReader) -> HardwareFacts? {
    // In the order of the columns.
    let sizes = Sizes(&columns)
    let name: String? = columns.next()
    var system = HardwareFacts.System(
      name: name, version: columns.next(), kernel: columns.next(), architecture: columns.next())
    let processor = HardwareFacts.Processor(
      model: columns.next(), cores: columns.next(), family: columns.next(),
      modelNumber: columns.next(), stepping: columns.next())
    system.build = columns.next()
    let machine = HardwareFacts.Machine(
      uefi: columns.next(), secureBoot: columns.next(), tpm: columns.next())
    guard name != nil else { return nil }
    return HardwareFacts(
      machine: machine, processor: processor, memory: .init(totalBytes: sizes.memory),
      disks: sizes.disk < 0
        ? []
        : [
          .init(
            name: "-", sizeBytes: sizes.disk, leastBytes: sizes.leastDisk, rotational: nil,
            removable: false)
        ],
      system: system)
  }

  /// The sizes of memory and of the largest disk, rounded to ``DecidingAmounts``; -1 for an unknown
  /// disk.
  private struct Sizes {
    static let columnCount = 4
    let memory, disk, leastDisk: Int

    init(_ columns: inout ColumnReader) {
      let (total, installed): (Int, Int?) = (columns.next(), columns.next())
      let (largest, least): (Int?, Int?) = (columns.next(), columns.next())
      memory = DecidingAmounts.memory(of: installed ?? total)
      disk = largest.map(DecidingAmounts.disk) ?? -1
      leastDisk = least.map(DecidingAmounts.disk) ?? disk
    }
  }
}
