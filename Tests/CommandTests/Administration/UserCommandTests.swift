import Foundation
import Testing

/// Administrators' commands about users.
struct UserCommandTests {
  private struct User: Decodable, Equatable {
    var name: String
    var role: String
    var province: String?
    var commune: String?
    var hasPassword: Bool
  }

  private func run(_ scratch: Scratch, _ arguments: String...) throws -> Command {
    try Command.run(
      "commune-inventory",
      ["user"] + arguments + ["--database", scratch.file("inventory.sqlite").path])
  }

  private func list(_ scratch: Scratch) throws -> [User] {
    let said = try run(scratch, "list", "--format", "json")
    return try JSONDecoder().decode([User].self, from: Data(said.output.utf8))
  }

  @Test func addedListedChangedInvitedRemoved() throws {
    let scratch = try Scratch()
    _ = try scratch.inventory()
    let added = try run(
      scratch, "add", "bình", "--role", "officer", "--province", "51", "--server",
      "https://centre.example")
    #expect(added.status == 0 && added.output.contains("bình (an officer, Tỉnh Quảng Ngãi)"))
    let link = /https:\/\/centre\.example\/invitations\/[A-Za-z0-9_-]{43}\n$/
    let first = try #require(added.output.firstMatch(of: link), "\(added.output)")
    #expect(
      try list(scratch) == [
        User(name: "bình", role: "officer", province: "51", hasPassword: false)
      ])
    #expect(try run(scratch, "list").output.contains("not set yet"))

    #expect(
      try run(scratch, "change", "bình", "--role", "planner", "--commune", "21250").status == 0)
    #expect(
      try list(scratch) == [
        User(name: "bình", role: "planner", commune: "21250", hasPassword: false)
      ])
    let invited = try run(scratch, "invite", "bình", "--server", "https://centre.example")
    let second = try #require(invited.output.firstMatch(of: link), "\(invited.output)")
    #expect(first.0 != second.0)
    #expect(try run(scratch, "remove", "bình").output == "bình can no longer sign in.\n")
    #expect(try list(scratch).isEmpty)
  }

  @Test func refused() throws {
    let scratch = try Scratch()
    _ = try scratch.inventory()
    #expect(try run(scratch, "add", "an", "--role", "planner", "--country").status == 0)
    for (status, says, arguments) in [
      (Int32(65), "already", ["add", "an", "--role", "planner", "--country"]),
      (65, "already", ["add", "AN", "--role", "planner", "--country"]),
      (64, "boss", ["add", "bo", "--role", "boss"]),
      (
        64, "not several",
        ["add", "bo", "--role", "officer", "--province", "51", "--commune", "21250"]
      ),
      (64, "not several", ["add", "bo", "--role", "planner", "--province", "51", "--country"]),
      (65, "no province", ["add", "bo", "--role", "officer", "--province", "99"]),
      (65, #"write "08227""#, ["add", "bo", "--role", "officer", "--commune", "8227"]),
      (65, "not in the register", ["add", "bo", "--role", "officer", "--commune", "99999"]),
      (65, "whole country", ["add", "bo", "--role", "administrator", "--province", "51"]),
      (65, "letters and digits", ["add", "b o", "--role", "planner", "--country"]),
      (65, "no user bo", ["invite", "bo"]), (65, "no user bo", ["remove", "bo"]),
      (65, "no user bo", ["change", "bo", "--role", "planner", "--country"]),
      (64, "--role", ["change", "an"]),
    ] {
      try Command.run(
        "commune-inventory",
        ["user"] + arguments + ["--database", scratch.file("inventory.sqlite").path]
      ).expectRefusal(status, says)
    }
    #expect(try list(scratch).map(\.name) == ["an"])
  }

  /// If the area is forgotten, it is the whole country, and the command says so.
  @Test func wholeCountryIsSaid() throws {
    let scratch = try Scratch()
    _ = try scratch.inventory()
    func warns(_ arguments: String...) throws -> Bool {
      let said = try Command.run(
        "commune-inventory",
        ["user"] + arguments + ["--database", scratch.file("inventory.sqlite").path])
      #expect(said.status == 0, "\(said.errors)")
      return said.errors.contains("sees the whole country")
    }
    #expect(try warns("add", "an", "--role", "officer"))
    #expect(try warns("add", "bo", "--role", "planner"))
    #expect(try !warns("add", "cu", "--role", "officer", "--country"))
    #expect(try !warns("add", "du", "--role", "officer", "--province", "51"))
    #expect(try !warns("add", "em", "--role", "administrator"))
    #expect(try warns("change", "du", "--role", "officer"))
  }

  /// The link has the address from the centre's settings, never one that works only on this
  /// machine.
  @Test func theLinkFollowsTheSettings() throws {
    let scratch = try Scratch()
    _ = try scratch.inventory()
    let folder = scratch.file("tls").path
    let issued = try Command.run(
      "commune-inventory", ["tls", "issue", "--name", "centre.example.vn", "--directory", folder])
    try #require(issued.status == 0, "\(issued.errors)")
    let tls = """
      tls-certificate = "\(folder)/centre.example.vn.pem"
      tls-key = "\(folder)/centre.example.vn.key"

      """
    let all = try scratch.write("listen = \"0.0.0.0:8443\"\n" + tls, "all.toml")
    let added = try run(
      scratch, "add", "an", "--role", "administrator", "--config", all)
    #expect(
      added.output.contains("https://centre.example.vn:8443/invitations/"), "\(added.errors)")
    #expect(added.errors.isEmpty)
    let agents = try scratch.write("agents-listen = \"0.0.0.0:443\"\n" + tls, "agents.toml")
    let card = try Command.run(
      "commune-inventory",
      ["token", "create", "--commune", "21250", "--config", agents, "--database"]
        + [scratch.file("inventory.sqlite").path])
    #expect(card.output.contains("--server https://centre.example.vn "), "\(card.errors)")

    // A link for this machine only causes a warning, since it may be meant for another machine.
    let local = try run(scratch, "invite", "an")
    #expect(local.status == 0 && local.output.contains("http://127.0.0.1:8080/invitations/"))
    #expect(local.errors.contains("only this computer reaches"), "\(local.errors)")
    // Behind a proxy the address is unknown; then no user is added.
    let proxy = try scratch.write("trusted-proxy = [\"127.0.0.1\"]\n", "proxy.toml")
    try run(scratch, "add", "bo", "--role", "administrator", "--config", proxy)
      .expectRefusal(78, "--server https://NAME:PORT")
    #expect(try list(scratch).map(\.name) == ["an"])
  }

  /// Times are in Vietnam's zone, whatever the machine's zone, and in the language's format.
  @Test(arguments: ["UTC", "America/New_York", "Asia/Ho_Chi_Minh"])
  func timesAreThoseOfThePages(_ zone: String) throws {
    let scratch = try Scratch()
    let database = try scratch.inventory()
    #expect(try run(scratch, "add", "an", "--role", "administrator").status == 0)
    let moved = try Command.run(
      "/usr/bin/sqlite3",
      [database[1], "UPDATE user SET createdAt = 1784046300000000;"])  // 2026-07-14 16:25 UTC
    try #require(moved.status == 0, "\(moved.errors)")
    func list(_ language: String) throws -> String {
      try Command.run(
        "commune-inventory", ["user", "list", "--language", language] + database,
        environment: ["TZ": zone]
      ).output
    }
    #expect(try list("vi").contains(" 14/07/2026 23:25 "))
    #expect(try list("en").contains(" 14 Jul 2026 23:25 "))
  }

  /// Reading without signing in is only possible on this machine.
  @Test(arguments: ["0.0.0.0:0", "[::]:0", "192.0.2.1:8080", "centre.example:8080", "128.0.0.1:0"])
  func pagesAreNotShownToTheNetwork(_ address: String) throws {
    let scratch = try Scratch()
    let database = ["--database", scratch.file("inventory.sqlite").path]
    func serve(_ options: String...) throws -> Command {
      try Command.run("commune-inventory", ["serve", "--listen", address] + options + database)
    }
    try serve().expectRefusal(78, "over TLS only")
    try serve("--demonstration").expectRefusal(78, "requires a local address")
    // not even with TLS
    try serve("--demonstration", "--tls-certificate", "/x", "--tls-key", "/y")
      .expectRefusal(78, "requires a local address")
    #expect(!FileManager.default.fileExists(atPath: scratch.file("inventory.sqlite").path))
  }

  @Test func theFirstStartPrintsALink() throws {
    let centre = try ServingCentre()
    for _ in 0..<100 where try !centre.scratch.text("output").contains("/invitations/") {
      usleep(50_000)
    }
    let printed = try centre.scratch.text("output")
    #expect(printed.contains("the first administrator's password at \(centre.address)/invitations"))
  }
}
