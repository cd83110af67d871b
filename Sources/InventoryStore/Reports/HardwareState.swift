import GRDB
import Reporting

/// The typed rows of a hardware section.
enum HardwareState {
  /// Maximum number of disks per machine.
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
    let fixed = facts.disks.filter(\.isBuiltIn)
    let system = SystemDisk(fixed, isWindows: facts.system.name?.contains("Windows") ?? false)
    // A survey stick may lack the driver for a disk, and has none for displays: if it sees none,
    // that means unknown.
    let seesAll = facts.source?.isSurveyStick != true
    let total = fixed.reduce(into: 0) { $0 = $0.addingReportingOverflow($1.sizeBytes).partialValue }
    var row = try BoundStatement(insert, database)
    row.bind(machine)
    row.bind(facts.machine.manufacturer?.cleaned(128))
    row.bind(facts.machine.model?.cleaned(128))
    row.bind(facts.machine.serialNumber?.cleaned(128))
    row.bind(facts.machine.uuid?.cleaned(64))
    row.bind(facts.machine.chassis?.cleaned(32))
    row.bind(facts.machine.firmwareDate)
    row.bind(facts.processor.model?.cleaned(128))
    row.bind(facts.processor.cores)
    row.bind(facts.processor.threads)
    row.bind(facts.processor.frequencyHz)
    row.bind(facts.memory.totalBytes)
    row.bind(seesAll || !fixed.isEmpty ? total : nil)
    row.bind(system.isSolidState)
    row.bind(seesAll || !facts.displays.isEmpty ? facts.displays.count : nil)
    row.bind(facts.system.name?.cleaned(128))
    row.bind(facts.system.version?.cleaned(64))
    row.bind(facts.system.kernel?.cleaned(64))
    row.bind(facts.system.architecture?.cleaned(32))
    row.bind(facts.memory.installedBytes)
    row.bind(facts.memory.slots)
    row.bind(facts.memory.modules?.count)
    row.bind(facts.machine.hasBattery)
    row.bind(facts.system.build?.cleaned(32))
    row.bind(facts.processor.family)
    row.bind(facts.processor.modelNumber)
    row.bind(facts.processor.stepping)
    row.bind(facts.machine.uefi)
    row.bind(facts.machine.secureBoot)
    row.bind(facts.machine.tpm?.cleaned(16))
    row.bind(system.largestBytes)
    row.bind(system.leastBytes)
    try row.run()
    try writeDisks(facts.disks, machine: machine, database)
  }

  private static let insert = """
    INSERT OR REPLACE INTO machine_hardware (machine, outcome, manufacturer, model,
      serialNumber, uuid, chassis, firmwareDate, processorModel, processorCores,
      processorThreads, processorFrequencyHz, memoryTotalBytes, diskTotalBytes, solidState,
      displays, systemName, systemVersion, kernel, architecture, memoryInstalledBytes,
      memorySlots, memoryModules, battery, systemBuild, processorFamily,
      processorModelNumber, processorStepping, uefi, secureBoot, tpm, diskLargestBytes,
      diskLeastBytes)
    VALUES (?, 'observed', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
      ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """

  /// Writes the rows that differ from those on file, as ``ScannerState`` does.
  private static func writeDisks(
    _ disks: [HardwareFacts.Disk], machine: Int64, _ database: Database
  ) throws {
    var known = try BoundStatement("SELECT name FROM machine_disk WHERE machine = ?", database)
    known.bind(machine)
    var onFile: Set<String> = []
    try known.forEach { onFile.insert($0.next()) }
    var gone = onFile
    var changed = try BoundStatement(updateDisk, database)
    var added = try BoundStatement(insertDisk, database)
    for disk in disks.prefix(maximumDisks) {
      let name = disk.name.cleaned(64) ?? "-"
      gone.remove(name)
      // Of two disks with one name, the last counts.
      if onFile.insert(name).inserted {
        try write(disk, name, machine: machine, by: &added)
      } else {
        try write(disk, name, machine: machine, by: &changed)
      }
    }
    for name in gone {
      var removed = try BoundStatement(
        "DELETE FROM machine_disk WHERE machine = ? AND name = ?", database)
      removed.bind(machine)
      removed.bind(name)
      try removed.run()
    }
  }

  private static let updateDisk = """
    UPDATE machine_disk SET model = ?3, sizeBytes = ?4, rotational = ?5, removable = ?6, kind = ?7
    WHERE machine = ?1 AND name = ?2
      AND (model, sizeBytes, rotational, removable, kind) IS NOT (?3, ?4, ?5, ?6, ?7)
    """

  private static let insertDisk = """
    INSERT INTO machine_disk (machine, name, model, sizeBytes, rotational, removable, kind)
    VALUES (?, ?, ?, ?, ?, ?, ?)
    """

  private static func write(
    _ disk: HardwareFacts.Disk, _ name: String, machine: Int64, by row: inout BoundStatement
  ) throws {
    row.bind(machine)
    row.bind(name)
    row.bind(disk.model?.cleaned(128))
    row.bind(disk.sizeBytes)
    row.bind(disk.rotational)
    row.bind(disk.removable)
    row.bind(disk.kind?.rawValue)
    try row.run()
  }
}
