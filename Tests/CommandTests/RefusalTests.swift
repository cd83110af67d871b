import Foundation
import Testing

/// Users' mistakes: one line that says what is wrong, where and what to do, and the exit code.
struct RefusalTests {
  private func expect(
    _ status: Int32, _ says: String, _ program: String, _ arguments: [String],
    _ location: SourceLocation = #_sourceLocation
  ) throws {
    try Command.run(program, arguments).expectRefusal(status, says, location)
  }

  @Test func atTheCentre() throws {
    let scratch = try Scratch()
    let database = try scratch.inventory()
    func expect(_ status: Int32, _ says: String, _ arguments: String...) throws {
      try self.expect(status, says, "commune-inventory", arguments + database)
    }
    try expect(65, #"write "08227""#, "token", "create", "--commune", "8227")
    try expect(65, "not in the register", "token", "create", "--commune", "99999")
    try expect(65, "1 to 10000", "token", "create", "--commune", "21250", "--uses", "0")
    try expect(64, "--commune CODE or --province", "token", "create")
    try expect(65, "no province", "rank", "--province", "99")
    try expect(65, "no token 7", "token", "revoke", "7")
    try expect(65, "Cannot read", "communes", "import", "/nowhere.csv")
    try expect(78, "over TLS only", "serve", "--listen", "0.0.0.0:8080")
    try expect(
      78, "requires a local address", "serve", "--demonstration", "--listen", "0.0.0.0:8080")
    try expect(64, "ADDRESS:PORT", "serve", "--listen", "8080")
    try expect(78, "Cannot read the policy", "rank", "--policy", "/nowhere.toml")
    let policy = try scratch.write("id = \"x\"\nversion = 1\nweigths = 2\n", "policy.toml")
    try expect(78, "weigths", "rank", "--policy", policy)
    let table = try scratch.write("code,officials\n21250,10\n8227,3\n", "table.csv")
    try expect(65, #"Line 3: Commune code "8227""#, "communes", "import", table)
    try expect(64, "--tls-ca", "serve", "--tls-ca", table)
    try expect(78, "no certificate", "token", "create", "--commune", "21250", "--ca", table)
    #expect(
      try Command.run("commune-inventory", ["communes", "list", "--format", "json"] + database)
        .output.contains(#""officials" : 10"#) == false)
  }

  @Test func aFileThatIsNoInventory() throws {
    let scratch = try Scratch()
    let file = try scratch.write(String(repeating: "not a database ", count: 99), "x.sqlite")
    try expect(78, "Cannot use the database", "commune-inventory", ["rank", "--database", file])
    #expect(try scratch.text("x.sqlite").hasPrefix("not a database"))
    try expect(
      78, "/proc/none", "commune-inventory", ["rank", "--database", "/proc/none/inventory.sqlite"])
  }

  @Test func aPortThatIsTaken() throws {
    let centre = try ServingCentre()
    let port = centre.address.split(separator: ":").last ?? ""
    let scratch = try Scratch()
    try expect(
      78, "is in use", "commune-inventory",
      ["serve", "--listen", "127.0.0.1:\(port)", "--database", scratch.file("b.sqlite").path])
    try expect(
      78, "Another server is using", "commune-inventory",
      ["serve", "--listen", "127.0.0.1:0", "--database", centre.database])
  }

  @Test func atTheCommune() throws {
    let scratch = try Scratch()
    let state = ["--state", scratch.file("state").path]
    try expect(78, "enrol", "commune-probe", ["report"] + state)
    try expect(
      78, "http", "commune-probe",
      ["enroll", "--server", "http://192.0.2.1:8080", "--token", "t"] + state)
    try expect(
      69, "127.0.0.1:9", "commune-probe",
      ["enroll", "--server", "http://127.0.0.1:9", "--token", "t"] + state)
    try expect(65, "not a folder", "commune-probe", ["collect", "--root", "/nowhere"])
    try expect(64, "hardware", "commune-probe", ["collect", "--only", "moon"])
    let settings = try scratch.write("server = \"https://x\"\nsevrer = 1\n", "probe.toml")
    try expect(78, "sevrer", "commune-probe", ["report", "--config", settings] + state)
    let scanners = try scratch.write(
      "[scanners]\naddresses = [\"http://10.0.0.7\", \"scanner.local\"]\n", "scanners.toml")
    try expect(78, "line 2: \"scanner.local\"", "commune-probe", ["collect", "--config", scanners])
  }

  @Test func tokensThatNoLongerHold() throws {
    let centre = try ServingCentre()
    let token = try centre.token(commune: "21250")
    func enrol(_ token: String, _ name: String) throws -> Command {
      try Command.run(
        "commune-probe",
        [
          "enroll", "--server", centre.address, "--token", token, "--state",
          centre.scratch.file(name).path,
        ])
    }
    #expect(try enrol(token, "first").status == 0)
    let used = try enrol(token, "second")
    #expect(used.status == 1 || used.status == 65)
    #expect(used.errors.contains("tokenUsedUp"))
    let unknown = try enrol("0000-0000", "third")
    #expect(unknown.errors.contains("tokenUnknown") && unknown.status != 0)
    let revoked = try centre.token(commune: "21250")
    #expect(try centre.inventory("token", "revoke", "2").status == 0)
    #expect(try enrol(revoked, "fourth").errors.contains("tokenRevoked"))
  }
}
