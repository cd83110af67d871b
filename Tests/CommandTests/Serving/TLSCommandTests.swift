import Foundation
import Testing

/// The agents' address on the network, with certificates of the centre's own authority.
struct TLSCommandTests {
  @Test func enrolledAndReportedOverTLS() throws {
    let scratch = try Scratch()
    let folder = scratch.file("tls").path
    func issue(_ arguments: String...) throws -> Command {
      try Command.run("commune-inventory", ["tls", "issue", "--directory", folder] + arguments)
    }
    let issued = try issue("--name", "localhost")
    #expect(issued.status == 0 && issued.output.contains("ca.pem (new)"), "\(issued.errors)")
    try issue("--name", "localhost").expectRefusal(78, "already exists")
    let key = "\(folder)/localhost.key"
    let centre = try ServingCentre(
      "--agents-listen", "127.0.0.1:0", "--tls-certificate", "\(folder)/localhost.pem",
      "--tls-key", key, in: scratch)
    let port = try #require(centre.agentsAddress.split(separator: ":").last)
    #expect(centre.agentsAddress.hasPrefix("https://"))
    let door = ["enroll", "--server", "https://localhost:\(port)", "--token"]
    func enrol(_ state: String, _ arguments: String...) throws -> Command {
      let token = try centre.token(commune: "21250")
      return try Command.run(
        "commune-probe", door + [token] + arguments + ["--state", scratch.file(state).path])
    }
    try enrol("stranger").expectRefusal(69, "localhost")
    try enrol("stranger", "--ca", "/nowhere.pem").expectRefusal(78, "/nowhere.pem")
    let enrolled = try enrol("a", "--ca", "\(folder)/ca.pem")
    #expect(enrolled.status == 0, "\(enrolled.errors)")
    #expect(try centre.agent("a", "report", "--now").output == "1 delivered, 0 waiting.\n")
    // The ranking is not available from the network.
    let page = try Command.run(
      "/usr/bin/curl",
      [
        "-s", "-o", "/dev/null", "-w", "%{http_code}", "--cacert", "\(folder)/ca.pem",
        "https://localhost:\(port)/ranking?province=51",
      ])
    #expect(page.output == "404")
  }

  /// The printed card, pasted into a shell: everything except apt, with sudo as a no-op for root.
  @Test(arguments: ["vi", "en"])
  func theCardWorksAsPrinted(_ language: String) throws {
    let scratch = try Scratch()
    let (centre, server, certificate) = try ServingCentre.overTLS(in: scratch)
    let card = try centre.inventory(
      "token", "create", "--commune", "21250", "--server", server, "--ca", certificate,
      "--language", language, "--system", "debian")
    #expect(card.status == 0, "\(card.errors)")
    let commands = card.output.split(separator: "\n").filter { !$0.hasPrefix("#") }
    #expect(commands.first?.hasPrefix("sudo apt install ./commune-probe_") == true)
    let authority = scratch.file("etc/ca.pem").path
    let paste = card.output.replacing("/etc/commune-probe/ca.pem", with: authority)
    let stand = """
      set -e
      cd '\(scratch.folder.path)'
      sudo() {
        case $1 in
          apt) return 0 ;;
          commune-probe) shift; '\(Command.folder.path)/commune-probe' "$@" --state state ;;
          *) "$@" ;;
        esac
      }

      """
    let script = try scratch.write(stand + paste, "card.sh")
    let done = try Command.run("/bin/sh", [script])
    #expect(done.status == 0, "\(done.errors)")
    for seen in [
      "commune-ca.pem: OK", "Enrolled at \(server)", "Xã Nghĩa Giang (21250)",
      "1 delivered, 0 waiting.", "Last acknowledgement:", "0 reports",
    ] { #expect(done.output.contains(seen), "\(done.output)") }
    // Another certificate in transit is detected by its digest, and nothing is installed.
    try FileManager.default.removeItem(atPath: authority)
    let forged = paste.replacing(/echo '[0-9a-f]{64}/) { _ in
      "echo '\(String(repeating: "0", count: 64))"
    }
    let stopped = try Command.run("/bin/sh", [try scratch.write(stand + forged, "forged.sh")])
    #expect(stopped.status != 0 && !FileManager.default.fileExists(atPath: authority))
  }

  /// The settings name the certificate, so the card brings its authority without being told.
  @Test func cardHasTheAuthorityOfTheSettings() throws {
    let scratch = try Scratch()
    let folder = scratch.file("tls").path
    let issued = try Command.run(
      "commune-inventory", ["tls", "issue", "--directory", folder, "--name", "centre.example.vn"])
    #expect(issued.status == 0, "\(issued.errors)")
    let settings = try scratch.write(
      """
      listen = "127.0.0.1:8443"
      agents-listen = "127.0.0.1:8444"
      tls-certificate = "\(folder)/centre.example.vn.pem"
      tls-key = "\(folder)/centre.example.vn.key"
      """, "centre.toml")
    let database = try scratch.inventory()
    let card = try Command.run(
      "commune-inventory",
      [
        "token", "create", "--commune", "21250", "--config", settings, "--system", "debian",
      ] + database)
    #expect(card.status == 0, "\(card.errors)")
    #expect(card.output.contains("https://centre.example.vn:8444"), "\(card.output)")
    #expect(card.output.contains("--ca /etc/commune-probe/ca.pem"), "\(card.output)")
    #expect(card.output.contains(/[0-9a-f]{64}/), "\(card.output)")
  }

  @Test func whatAShellWouldRun() throws {
    let scratch = try Scratch()
    let database = try scratch.inventory()
    for server in [
      "https://x;touch pwned", "https://$(touch pwned)", "https://`touch pwned`",
      "https://x' touch pwned '", "https://x\ntouch pwned", "https://x&touch pwned",
    ] {
      let card = try Command.run(
        "commune-inventory",
        ["token", "create", "--commune", "21250", "--server", server, "--system", "debian"]
          + database)
      let script = try scratch.write(
        "cd '\(scratch.folder.path)'\nsudo() { printf '%s\\n' \"$@\" >>said; }\n\(card.output)",
        "card.sh")
      _ = try Command.run("/bin/sh", [script])
      #expect(!FileManager.default.fileExists(atPath: scratch.file("pwned").path), "\(server)")
      #expect(try scratch.text("said").contains(server), "\(server)")
    }
  }

  /// The .cmd file that an administrator starts on each computer; `cmd` interprets none of its
  /// values.
  @Test func theFileForWindows() throws {
    let scratch = try Scratch()
    let database = try scratch.inventory()
    let folder = scratch.file("tls").path
    let issued = try Command.run(
      "commune-inventory", ["tls", "issue", "--name", "localhost", "--directory", folder])
    try #require(issued.status == 0, "\(issued.errors)")
    let create = [
      "token", "create", "--commune", "21250", "--server", "https://centre.example:8443", "--ca",
      "\(folder)/ca.pem", "--script", scratch.folder.path,
    ]
    let card = try Command.run("commune-inventory", create + database)
    #expect(card.status == 0, "\(card.errors)")
    let token = try #require(card.output.firstMatch(of: /PASSWORD=([\w-]+)/)?.1)
    let file = scratch.file("glpi-agent-21250.cmd")
    let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions]
    #expect(mode as? Int == 0o600)
    let script = try String(contentsOf: file, encoding: .utf8)
    #expect(script.utf8.allSatisfy { $0 < 0x80 })
    #expect(script.split(separator: "\r\n").allSatisfy { !$0.contains("\n") })
    #expect(
      script.contains(
        """
        SERVER="https://centre.example:8443/glpi" USER=21250 PASSWORD=\(token) \
        CA_CERT_FILE="%ProgramData%\\CommuneInventory\\ca.pem" RUNNOW=1
        """))
    // The certificates are written line by line, whole.
    let pem = try String(contentsOfFile: "\(folder)/ca.pem", encoding: .utf8)
    for line in pem.split(separator: "\n") { #expect(script.contains(" echo \(line)\r\n")) }
    // Text that `cmd` would interpret is refused before a token is created.
    for server in [
      "https://x&calc", "https://x\"y", "https://%PATH%", "https://x^y", "https://x y",
    ] {
      let refused = try Command.run(
        "commune-inventory",
        ["token", "create", "--commune", "21250", "--server", server] + database)
      #expect(refused.status == 65 && refused.output.isEmpty, "\(server)")
      #expect(refused.errors.contains("Windows"), "\(refused.errors)")
    }
    let tokens = try Command.run("commune-inventory", ["token", "list"] + database)
    #expect(tokens.output.split(separator: "\n").count { $0.contains("21250") } == 1)
  }

  @Test func whatCannotBeMeant() throws {
    let scratch = try Scratch()
    let folder = scratch.file("tls").path
    func issue(_ arguments: String...) throws -> Command {
      try Command.run("commune-inventory", ["tls", "issue"] + arguments)
    }
    try issue("--name", "no name", "--directory", folder).expectRefusal(
      78, "not a server name or address")
    try issue("--directory", folder).expectRefusal(64, "--name")
    try issue("--name", "a", "--root", "3", "--directory", folder).expectRefusal(
      64, "must be 1 or 2")
    #expect(try issue("--name", "a", "--directory", folder).status == 0)
    let database = ["--database", scratch.file("i.sqlite").path]
    func serve(_ arguments: String...) throws -> Command {
      try Command.run(
        "commune-inventory", ["serve", "--listen", "127.0.0.1:0"] + arguments + database)
    }
    try serve("--agents-listen", "0.0.0.0:0").expectRefusal(78, "over TLS only")
    try serve("--tls-certificate", "\(folder)/a.pem").expectRefusal(64, "--tls-key")
    try serve("--tls-certificate", "/nowhere.pem", "--tls-key", "\(folder)/a.key")
      .expectRefusal(78, "/nowhere.pem")
    chmod("\(folder)/a.key", 0o644)
    try serve("--tls-certificate", "\(folder)/a.pem", "--tls-key", "\(folder)/a.key")
      .expectRefusal(78, "readable by others")
  }
}
