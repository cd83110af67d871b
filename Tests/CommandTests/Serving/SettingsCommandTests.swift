import Foundation
import Testing

/// `serve --config` and what takes precedence over it.
struct SettingsCommandTests {
  /// A file, a variable and an option that differ: the log's level shows which one was used.
  @Test func optionsBeforeVariablesBeforeTheFile() throws {
    let scratch = try Scratch()
    let database = scratch.file("a.sqlite").path
    let file = try scratch.write("database = \"\(database)\"\n", "centre.toml")
    func made(_ arguments: [String], _ environment: [String: String] = [:]) throws -> String {
      let said = try Command.run(
        "commune-inventory", ["init"] + arguments, environment: environment)
      #expect(said.status == 0, "\(said.errors)")
      return said.output
    }
    #expect(try made(["--config", file]).contains(database))
    let other = scratch.file("b.sqlite").path
    let variable = ["COMMUNE_INVENTORY_DATABASE": other]
    #expect(try made(["--config", file], variable).contains(other))
    #expect(try made([], ["COMMUNE_INVENTORY_CONFIG": file]).contains(database))
    let third = scratch.file("c.sqlite").path
    #expect(try made(["--config", file, "--database", third], variable).contains(third))
  }

  @Test func refusals() throws {
    let scratch = try Scratch()
    let file = try scratch.write("\nlisten = \"127.0.0.1:0\"\nreport-per-hour = 3\n", "centre.toml")
    let serve = ["serve", "--config", file]
    try Command.run("commune-inventory", serve).expectRefusal(
      78,
      "centre.toml line 3, report-per-hour: is not a setting. Did you mean \"reports-per-hour\"?")
    try Command.run("commune-inventory", serve + ["--language", "vi"]).expectRefusal(
      78, "Có phải là \"reports-per-hour\"?")
    try Command.run("commune-inventory", ["serve", "--config", "/nowhere.toml"])
      .expectRefusal(78, "/nowhere.toml")
    let database = ["--database", scratch.file("i.sqlite").path]
    try Command.run(
      "commune-inventory", ["serve"] + database, environment: ["COMMUNE_INVENTORY_LISTN": "x"]
    ).expectRefusal(78, "COMMUNE_INVENTORY_LISTEN")
    // Invalid values in the file are refused as in the option.
    for (text, says) in [
      ("listen = \"0.0.0.0:8443\"", "TLS"), ("tls-key = \"/a.key\"", "tls-certificate"),
      ("demonstration = true\nlisten = \"0.0.0.0:1\"", "--demonstration"),
    ] {
      let bad = try scratch.write(text, "bad.toml")
      try Command.run("commune-inventory", ["serve", "--config", bad] + database)
        .expectRefusal(78, says)
    }
    #expect(!FileManager.default.fileExists(atPath: database[1]))
  }

  /// Commands use the same policy as the centre whose settings they read.
  @Test func policyOfTheSettings() throws {
    let scratch = try Scratch()
    let standard = try String(
      contentsOf: Command.project.appending(path: "inventory/policies/standard.toml"),
      encoding: .utf8)
    let name = #"id = "standard""#
    try #require(standard.contains(name))
    let ours = try scratch.write(
      standard.replacing(name, with: "id = \"of-the-settings\""), "ours.toml")
    let other = try scratch.write(
      standard.replacing(name, with: "id = \"of-the-option\""), "other.toml")
    let file = try scratch.write(
      "database = \"\(scratch.file("i.sqlite").path)\"\npolicy = \"\(ours)\"\n", "centre.toml")
    let settings = ["--config", file]
    #expect(try Command.run("commune-inventory", ["init"] + settings).status == 0)
    for command in [
      ["rank", "--format", "json"], ["plan", "--budget", "1000000000", "--format", "json"],
      ["forecast", "--province", "04", "--format", "json"], ["policy", "show"],
    ] {
      let said = try Command.run("commune-inventory", command + settings)
      #expect(said.output.contains("of-the-settings"), "\(command): \(said.errors)")
      let asked = try Command.run("commune-inventory", command + settings + ["--policy", other])
      #expect(asked.output.contains("of-the-option"), "\(command): \(asked.errors)")
    }
    _ = try scratch.write("id = \n", "ours.toml")
    try Command.run("commune-inventory", ["rank"] + settings).expectRefusal(78, "ours.toml")
  }

  /// The log as JSON: each line an object.
  @Test func logAsJSON() throws {
    let scratch = try Scratch()
    let centre = try ServingCentre("--log-format", "json", "--log-level", "info", in: scratch)
    _ = try Command.run("/usr/bin/curl", ["-s", "\(centre.address)/healthz"])
    let lines = try scratch.text("errors").split(separator: "\n")
    #expect(!lines.isEmpty)
    for line in lines {
      let entry = try JSONDecoder().decode([String: JSONText].self, from: Data(line.utf8))
      #expect(entry["level"] != nil && entry["message"] != nil, "\(line)")
      let time = try #require(entry["time"]?.text)
      #expect(
        (try? Date(time, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
          != nil, "\(time)")
    }
  }
}

/// A text, or anything else.
private struct JSONText: Decodable {
  let text: String?

  init(from decoder: any Decoder) throws {
    text = try? decoder.singleValueContainer().decode(String.self)
  }
}
