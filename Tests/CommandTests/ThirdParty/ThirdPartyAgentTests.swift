import Foundation
import Testing

/// Other projects' agents as Debian ships them, and the files that they write.
struct ThirdPartyAgentTests {
  struct Machine: Decodable {
    var agentVersion: String
    var commune: String
    var memoryTotalBytes: Int?
  }

  /// An inventory that the agent took at `time`.
  static func exchange(_ name: String, at time: Date = Date()) throws -> Data {
    let text = try String(
      contentsOf: Command.project.appending(
        path: "Tests/ThirdPartyInventoryTests/Exchanges/\(name)"), encoding: .utf8)
    let local = time.addingTimeInterval(7 * 3600).formatted(
      .iso8601.year().month().day().dateTimeSeparator(.space)
        .time(includingFractionalSeconds: false))
    return Data(text.replacing(/2026-11-28 \d\d:\d\d:\d\d/, with: local).utf8)
  }

  /// FusionInventory with a state folder of its own.
  static func fusionInventory(_ scratch: Scratch, _ arguments: String...) throws -> Command {
    let state = scratch.file("fusioninventory").path
    try FileManager.default.createDirectory(atPath: state, withIntermediateDirectories: true)
    let library = "/usr/share/fusioninventory/lib"
    let setup = try String(contentsOfFile: "\(library)/setup.pm", encoding: .utf8)
      .replacing("/var/lib/fusioninventory-agent", with: state)
    try scratch.write(setup, "setup.pm")
    return try Command.run(
      "/usr/bin/fusioninventory-agent", ["--no-fork", "--force"] + arguments,
      environment: [
        "PERL5LIB": "\(scratch.folder.path):\(library)", "PERL5OPT": "-Msetup",
      ])
  }

  static func ocs(_ scratch: Scratch, _ arguments: String...) throws -> Command {
    let state = scratch.file("ocs").path
    try FileManager.default.createDirectory(atPath: state, withIntermediateDirectories: true)
    return try Command.run(
      "/usr/bin/ocsinventory-agent", ["--basevardir=\(state)", "--force"] + arguments)
  }

  @Test func debiansAgentsReportOverTLS() throws {
    let scratch = try Scratch()
    let (centre, address, authority) = try ServingCentre.overTLS(in: scratch)
    let server = "\(address)/glpi"
    let token = try centre.token(commune: "21250", uses: 2)

    let fusion = try Self.fusionInventory(
      scratch, "--server", server, "--user", "21250", "--password", token, "--ca-cert-file",
      authority)
    #expect(!fusion.errors.contains("[error]"), "\(fusion.errors)")
    // OCS's agent decodes its credentials before using them.
    func encoded(_ text: String) -> String { Data(text.utf8).base64EncodedString() }
    let ocs = try Self.ocs(
      scratch, "--server", server, "--nolocal", "--user", encoded("21250"), "--password",
      encoded(token), "--realm", "inventory", "--ca", authority)
    #expect(ocs.status == 0, "\(ocs.errors)")

    let machines = try centre.json([Machine].self, "machines", "list")
    #expect(machines.count == 2, "\(fusion.errors) \(ocs.errors)")
    let agents = machines.map { String($0.agentVersion.prefix { $0 != " " }) }.sorted()
    #expect(agents == ["FusionInventory-Agent", "OCS-NG_unified_unix_agent"])
    #expect(machines.allSatisfy { ($0.memoryTotalBytes ?? 0) > 0 && $0.commune == "21250" })
  }

  @Test func filesFromAStick() throws {
    let scratch = try Scratch()
    let database = try scratch.inventory()
    func importing(_ files: [String], commune: String = "21250") throws -> Command {
      try Command.run("commune-inventory", ["import", "--commune", commune] + files + database)
    }
    // A folder for each, because both name their file by host and second.
    let folders = try ["fusioninventory-files", "ocs-files"].map { name in
      let folder = scratch.file(name).path
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      return folder
    }
    let fusion = try Self.fusionInventory(scratch, "--local", folders[0])
    // Both derive their ID from host and second; with equal ones they would be one computer.
    Thread.sleep(forTimeInterval: 1.1)
    let ocs = try Self.ocs(scratch, "--local=\(folders[1])")
    let glpi = scratch.file("glpi.json")
    try Self.exchange("windows10-22h2.json").write(to: glpi)
    let files = try folders.flatMap { folder in
      try FileManager.default.contentsOfDirectory(atPath: folder).map { "\(folder)/\($0)" }
    }
    try #require(files.count == 2, "\(fusion.errors) \(ocs.errors)")

    // On a nearly full disk nothing is accepted.
    try Command.run(
      "commune-inventory", ["import", "--commune", "21250"] + files + database,
      environment: ["COMMUNE_INVENTORY_DISK_LEAST_FREE_MEGABYTES": "100000000"]
    ).expectRefusal(75, "nearly full")
    let first = try importing(files + [glpi.path])
    #expect(first.status == 0, "\(first.errors)")
    #expect(first.output == "new computers 3, updated 0, rejected 0\n")
    let again = try importing([glpi.path])
    #expect(again.status == 65 && again.errors.contains("on file already"), "\(again.errors)")
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: -40 * 86_400)], ofItemAtPath: glpi.path)
    #expect(try importing([glpi.path]).errors.contains("run the agent again"))
    // The file is new, but the inventory in it is not.
    try Self.exchange("windows10-22h2.json", at: Date(timeIntervalSinceNow: -20 * 86_400))
      .write(to: glpi)
    #expect(try importing([glpi.path]).errors.contains("run the agent again"))

    let bad = try scratch.write("{\"action\":", "bad.json")
    let later = scratch.file("later.json")
    try Self.exchange("windows11-all-in-one.json").write(to: later)
    let mixed = try importing([bad, later.path, "/nowhere.ocs"])
    #expect(mixed.status == 65 && mixed.errors.contains("bad.json"), "\(mixed.errors)")
    #expect(mixed.output == "new computers 1, updated 0, rejected 2\n")
    try importing([later.path], commune: "99999").expectRefusal(65, "99999")
    try importing([later.path], commune: "x").expectRefusal(65, "register")
  }
}
