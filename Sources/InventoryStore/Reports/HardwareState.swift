import GRDB
import Reporting

/// The typed rows of a hardware section.
enum HardwareState {
  /// Maximum of disks per machine.
  static let maximumDisks = 64

  static func write(
    _ outcome: Outcome<HardwareFacts>, machine: Int64, _ database: Database
  ) throws {
    guard let facts = outcome.facts else {
      try database.cachedStatement(
        sql: """
          INSERT INTO machine_hardware (machine, outcome, reason) VALUES (?, ?, ?)
          ON CONFLICT DO UPDATE SET outcome = excluded.outcome, reason = excluded.reason
          """
      ).execute(arguments: [machine, outcome.name, outcome.reason.map { $0.cleaned(200) ?? "-" }])
      return
    }
    let fixed = facts.disks.filter { !$0.removable }
    let solidState: Bool? =
      fixed.contains { $0.rotational == false }
      ? true : !fixed.isEmpty && fixed.allSatisfy { $0.rotational == true } ? false : nil
    // A survey stick may lack the driver for a disk, and has none for displays: none is unknown.
    let seesAll = facts.source?.isSurveyStick != true
    let total = fixed.reduce(into: 0) { $0 = $0.addingReportingOverflow($1.sizeBytes).partialValue }
    try database.cachedStatement(
      sql: """
        INSERT OR REPLACE INTO machine_hardware (machine, outcome, manufacturer, model,
          serialNumber, uuid, chassis, firmwareDate, processorModel, processorCores,
          processorThreads, processorFrequencyHz, memoryTotalBytes, diskTotalBytes, solidState,
          displays, systemName, systemVersion, kernel, architecture, memoryInstalledBytes,
          memorySlots, memoryModules, battery, systemBuild, processorFamily,
          processorModelNumber, processorStepping, uefi, secureBoot, tpm)
        VALUES (?, 'observed', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
          ?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      machine, facts.machine.manufacturer?.cleaned(128), facts.machine.model?.cleaned(128),
      facts.machine.serialNumber?.cleaned(128), facts.machine.uuid?.cleaned(64),
      facts.machine.chassis?.cleaned(32), facts.machine.firmwareDate,
      facts.processor.model?.cleaned(128), facts.processor.cores, facts.processor.threads,
      facts.processor.frequencyHz, facts.memory.totalBytes,
      seesAll || !fixed.isEmpty ? total : nil, solidState,
      seesAll || !facts.displays.isEmpty ? facts.displays.count : nil,
      facts.system.name?.cleaned(128), facts.system.version?.cleaned(64),
      facts.system.kernel?.cleaned(64), facts.system.architecture?.cleaned(32),
      facts.memory.installedBytes, facts.memory.slots, facts.memory.modules?.count,
      facts.machine.hasBattery, facts.system.build?.cleaned(32), facts.processor.family,
      facts.processor.modelNumber, facts.processor.stepping, facts.machine.uefi,
      facts.machine.secureBoot, facts.machine.tpm?.cleaned(16),
    ])
    try writeDisks(facts.disks, machine: machine, database)
  }

  private static func writeDisks(
    _ disks: [HardwareFacts.Disk], machine: Int64, _ database: Database
  ) throws {
    try database.cachedStatement(sql: "DELETE FROM machine_disk WHERE machine = ?")
      .execute(arguments: [machine])
    var row = try BoundStatement(
      """
      INSERT OR REPLACE INTO machine_disk
        (machine, name, model, sizeBytes, rotational, removable, kind)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """, database)
    for disk in disks.prefix(maximumDisks) {
      row.bind(machine)
      row.bind(disk.name.cleaned(64) ?? "-")
      row.bind(disk.model?.cleaned(128))
      row.bind(disk.sizeBytes)
      row.bind(disk.rotational)
      row.bind(disk.removable)
      row.bind(disk.kind?.rawValue)
      try row.run()
    }
  }
}
