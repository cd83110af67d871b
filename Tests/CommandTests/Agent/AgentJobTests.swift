import Foundation
import Reporting
import TestSupport
import Testing

/// `attest` and the nightly `report --if-due`, and their results at the centre.
struct AgentJobTests {
  @Test func whatIsAttestedIsInTheNextReport() throws {
    let centre = try ServingCentre()
    let id = try centre.enrol("a")
    let said = try centre.agent(
      "a", "attest", "dvc.portal", "--status", "active", "--until", "2999-12-31", "--note",
      "new staff")
    #expect(said.status == 0, "\(said.errors)")
    #expect(
      said.output
        == "dvc.portal is attested as active until 2999-12-31; the next report includes it.\n")
    #expect(try centre.agent("a", "report").status == 0)
    #expect(try centre.inventory("machines", "show", id).output.contains("accounts, "))

    let before = try centre.agent("a", "status", "--format", "json").output
    #expect(before.contains(#""reports":0"#))
  }

  /// A mistyped name would never count, so it causes a warning; a policy may name other services.
  @Test(arguments: [
    ("official-mail", true), ("treasury-payment", true), ("own.portal", true), ("foo", false),
    ("oficial-mail", false),
  ])
  func unknownServicesAreNamed(_ service: String, _ isKnown: Bool) throws {
    let scratch = try Scratch()
    let folder = scratch.file("accounts").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    _ = try scratch.write("", "accounts/own.portal.toml")
    let config = try scratch.write("[accounts]\nfolder = \"\(folder)\"\n", "probe.toml")
    let said = try Command.run(
      "commune-probe",
      [
        "attest", service, "--status", "active", "--state", scratch.file("state").path, "--config",
        config,
      ])
    #expect(said.status == 0 && said.output.hasPrefix("\(service) is attested as active"))
    let note = "\(service) is not a service that this computer knows (civil-registration, "
    #expect(said.errors.contains(note) != isKnown, "\(said.errors)")
    #expect(said.errors.isEmpty == isKnown, "\(said.errors)")
    #expect(isKnown || said.errors.contains("own.portal"))
  }

  /// The names are those of the checks that are shipped and of the standard policy.
  @Test func usualServicesAreThoseShipped() throws {
    let files = try FileManager.default.contentsOfDirectory(
      atPath: Command.project.appending(path: "probes/accounts").path
    ).filter { $0.hasSuffix(".toml") }.map { String($0.dropLast(5)) }
    #expect(ServiceName.usual == files.sorted())
    let policy = try String(
      contentsOf: Command.project.appending(path: "inventory/policies/standard.toml"),
      encoding: .utf8)
    let required = try #require(policy.firstMatch(of: /required = \[([^\]]+)\]/)).1
      .split(separator: ",").map { $0.trimmingCharacters(in: CharacterSet(charactersIn: " \"")) }
    #expect(Set(required).isSubset(of: ServiceName.usual))
  }

  @Test func notDueMeansNothingIsDone() throws {
    let centre = try ServingCentre()
    let id = try centre.enrol("a")
    #expect(try centre.agent("a", "report", "--if-due").output == "1 delivered, 0 waiting.\n")
    let early = try centre.agent("a", "report", "--if-due")
    #expect(early.status == 0 && early.output.contains("The next report is due in"))
    func reports() throws -> Int {
      try centre.json(MachineCommandTests.Machine.self, "machines", "show", id).reports
    }
    #expect(try reports() == 1)
    // Almost a day later.
    let later = try Command.run(
      "/usr/bin/env",
      [
        Command.folder.appending(path: "commune-probe").path, "report", "--if-due",
        "--state", centre.scratch.file("a").path,
      ], environment: try FakeTime.environment("+21h", withUptime: true))
    #expect(later.output == "1 delivered, 0 waiting.\n", "\(later.errors)")
    #expect(try reports() == 2)
  }

  @Test func whatCannotBeMeant() throws {
    let scratch = try Scratch()
    func expect(_ status: Int32, _ says: String, _ arguments: String...) throws {
      try Command.run("commune-probe", arguments + ["--state", scratch.file("state").path])
        .expectRefusal(status, says)
    }
    try expect(65, "is not a service", "attest", "Cổng", "--status", "active")
    try expect(65, "is not a status", "attest", "portal", "--status", "perhaps")
    try expect(
      65, "is not a date", "attest", "portal", "--status", "active", "--until", "2027-02-30")
    try expect(65, "has passed", "attest", "portal", "--status", "active", "--until", "2020-01-01")
    try expect(
      65, "longer than", "attest", "portal", "--status", "active", "--note",
      String(repeating: "x", count: 2000))
    try expect(64, "--status", "attest", "portal")
    try expect(78, "enrol", "report", "--if-due")
    try expect(64, "1 to 86400", "report", "--splay", "0")
  }
}
