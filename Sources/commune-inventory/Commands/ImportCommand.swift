import ArgumentParser
import Foundation
import InventoryServer
import InventoryStore
import Reporting
import Terminal
import ThirdPartyInventory

/// `import FILE…`.
struct ImportCommand: StoreCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Import inventories that GLPI Agent, FusionInventory or OCS wrote to files.",
    discussion: """
      For computers without a network: run the agent there with --local=DIRECTORY and carry the \
      files (.json, .ocs, .xml, compressed or not) here. The rules are the same as over the network. \
      The day of the inventory is the earlier of the file's date and the one that the agent wrote into \
      it. The exit code is 65 if any file was rejected; \
      the others are stored.
      """)

  @OptionGroup var global: GlobalOptions

  @Option(help: "The commune where the computers stand (five-digit code).")
  var commune: String

  @Option(
    past: "day",
    "The day on which the inventories were taken, for computers whose clocks are wrong.")
  var day: AsOfOption?

  @Argument(help: "The files.")
  var files: [String]

  func run(with store: InventoryStore) async throws {
    let space = try global.space(of: store)
    let observedAt = try day?.date(option: "--day", now: CommandTime.now)
    var (new, known, rejected) = (0, 0, 0)
    let progress = ProgressLine.begin("Importing")
    defer { progress?.end() }
    for (place, file) in files.enumerated() {
      progress?.show(Double(place) / Double(files.count))
      try space.requireForImport()
      do {
        let filed = try await store.thirdPartyReports.file(
          try report(in: file, observedAt: observedAt))
        if filed.isNew { new += 1 } else { known += 1 }
      } catch {
        guard let reason = Self.reason(error) else { throw error }
        rejected += 1
        progress?.hide()
        FileHandle.standardError.write(Data("\(OutputLanguage.said("\(file): \(reason)"))\n".utf8))
      }
    }
    progress?.end()
    try Output.say("new computers \(new), updated \(known), rejected \(rejected)")
    guard rejected == 0 else {
      throw Failure(
        Failure.badInput,
        "\(rejected) of \(files.count) files were rejected (see above); any others are stored.")
    }
  }

  /// - Parameter observedAt: nil to take the time from the file.
  private func report(in path: String, observedAt: Date?) throws -> ThirdPartyReport {
    let url = URL(fileURLWithPath: path)
    let values = try url.resourceValues(forKeys: [
      .isRegularFileKey, .fileSizeKey, .contentModificationDateKey,
    ])
    guard values.isRegularFile == true else { throw Rejection(reason: "not a file") }
    guard (values.fileSize ?? 0) <= MessageLimits.mostBytesSent else {
      throw Rejection(
        reason: "larger than \(MessageLimits.mostBytesSent >> 20) MiB: no agent writes that")
    }
    let now = CommandTime.now
    let message = try MessageReader.read(try Data(contentsOf: url))
    guard message.kind == .inventory, !message.inventory.isEmpty else {
      throw Rejection(
        reason: "holds no inventory: import the file that the agent writes with --local=DIRECTORY")
    }
    let found = ObservationTime.of(
      modified: values.contentModificationDate, local: message.localTime, now: now)
    guard let observedAt = observedAt ?? found else {
      throw Rejection(
        reason: "neither its date nor the one in it can be right: give the day with --day")
    }
    return try ThirdPartyReport(
      message, commune: commune, token: nil, receivedAt: now, observedAt: observedAt)
  }

  private struct Rejection: Error { let reason: String }

  /// nil if the file is not to blame.
  private static func reason(_ error: any Error) -> String? {
    switch error {
    case let error as Rejection: error.reason
    case let error as MessageError: error.description
    case let error as InventoryError
    where [.databaseFull, .databaseUnusable, .busy, .communeUnknown].contains(error.code):
      nil
    case let error as InventoryError: error.commandMessage
    case let error as CocoaError: "cannot be read (\(Failure.reason(of: error, naming: false)))"
    default: nil
    }
  }
}
