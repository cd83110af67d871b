import Foundation
import Testing

/// The agents' door from the network, with certificates of the centre's own authority.
struct TLSCommandTests {
  @Test func enrolledAndReportedOverTLS() throws {
    let scratch = try Scratch()
    let folder = scratch.file("tls").path
    func issue(_ arguments: String...) throws -> Command {
      try Command.run("commune-inventory", ["tls", "issue", "--directory", folder] + arguments)
    }
    let issued = try issue("--name", "localhost")
    #expect(issued.status == 0 && issued.output.contains("ca.pem (new)"), "\(issued.errors)")
    try issue("--name", "localhost").expectRefusal(78, "is there already")
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
    // The ranking is not for the network.
    let page = try Command.run(
      "/usr/bin/curl",
      [
        "-s", "-o", "/dev/null", "-w", "%{http_code}", "--cacert", "\(folder)/ca.pem",
        "https://localhost:\(port)/?province=51",
      ])
    #expect(page.output == "404")
  }

  @Test func whatCannotBeMeant() throws {
    let scratch = try Scratch()
    let folder = scratch.file("tls").path
    func issue(_ arguments: String...) throws -> Command {
      try Command.run("commune-inventory", ["tls", "issue"] + arguments)
    }
    try issue("--name", "no name", "--directory", folder).expectRefusal(78, "no name or address")
    try issue("--directory", folder).expectRefusal(64, "--name")
    try issue("--name", "a", "--root", "3", "--directory", folder).expectRefusal(64, "two roots")
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
      .expectRefusal(78, "everybody may read it")
  }
}
