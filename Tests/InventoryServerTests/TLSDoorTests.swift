import Delivery
import Foundation
import InventoryServer
import InventoryStore
import Reporting
import Testing

/// The agents' door over TLS, with certificates as `tls issue` makes them.
struct TLSDoorTests {
  final class Folder {
    let path = "/tmp/tls-\(UUID().uuidString)"
    deinit { try? FileManager.default.removeItem(atPath: path) }
    func mode(_ name: String) throws -> Int? {
      let attributes = try FileManager.default.attributesOfItem(atPath: "\(path)/\(name)")
      return (attributes[.posixPermissions] as? NSNumber)?.intValue
    }
  }

  @Test func twoRootsKeysForTheOwnerAndNothingOverwritten() throws {
    let folder = Folder()
    let authority = CertificateAuthority(folder: folder.path)
    let issued = try authority.issue(names: ["centre.example.vn", "10.1.2.3"])
    #expect(issued.isNew)
    let roots = try String(contentsOfFile: issued.authority, encoding: .utf8)
    #expect(roots.components(separatedBy: "BEGIN CERTIFICATE").count == 3)
    for key in ["root-1.key", "root-2.key", "centre.example.vn.key"] {
      #expect(try folder.mode(key) == 0o600)
    }
    #expect(throws: CertificateError.self) { try authority.issue(names: ["centre.example.vn"]) }
    let second = try authority.issue(names: ["other.example.vn"], root: 2)
    #expect(!second.isNew)
    #expect(try String(contentsOfFile: issued.authority, encoding: .utf8) == roots)
    for name in ["", "-x", "a b", "../x", "x/y", "ü.vn", String(repeating: "a", count: 64)] {
      #expect(throws: CertificateError.self) { try authority.issue(names: [name]) }
    }
  }

  @Test(arguments: [1, 2])
  func agentsComeInOverTLSAndSeeNoPages(_ root: Int) async throws {
    let folder = Folder()
    let issued = try CertificateAuthority(folder: folder.path)
      .issue(names: ["centre.example.vn"], root: root)
    let centre = try await LifecycleCentre(
      tls: TLSFiles(certificate: issued.certificate, key: issued.key), withAgentsDoor: true)
    let agent = try LifecycleAgent(
      CentreAddress("https://localhost:\(centre.agentsPort)"),
      certificateAuthority: issued.authority)
    #expect(try await agent.enrol(token: try centre.token()).status == 200)
    #expect(try await agent.report(1).status == 200)
    func status(_ port: Int, _ path: String) async throws -> Int {
      let visitor = try LifecycleAgent(
        CentreAddress("https://127.0.0.1:\(port)"), certificateAuthority: issued.authority)
      return try await visitor.send(
        OutgoingRequest(method: "GET", path: path, fields: [], body: Data())
      ).status
    }
    #expect(try await status(centre.agentsPort, "/healthz") == 200)
    for page in ["/", "/api/v1/ranking", "/assets/style.css"] {
      #expect(try await status(centre.agentsPort, page) == 404, "\(page)")
    }
    #expect(try await status(centre.port, "/assets/style.css") == 200)
    let stranger = try LifecycleAgent(CentreAddress("https://localhost:\(centre.agentsPort)"))
    let error = await #expect(throws: DeliveryError.self) {
      try await stranger.enrol(token: "x")
    }
    #expect(error?.code == .tls)
  }

  /// A commune's computer with a dead battery: the agent as it is shipped, on a faked date.
  @Test(arguments: ["1970-01-02", "1980-01-01", "2002-01-01", "2098-12-31"])
  func anyDateWillDo(_ date: String) async throws {
    let folder = Folder()
    let issued = try CertificateAuthority(folder: folder.path).issue(names: ["centre.example.vn"])
    let centre = try await LifecycleCentre(
      tls: TLSFiles(certificate: issued.certificate, key: issued.key), withAgentsDoor: true)
    let probe = Bundle.main.bundleURL.deletingLastPathComponent()
      .appending(path: "commune-probe").path
    let binary =
      FileManager.default.isExecutableFile(atPath: probe)
      ? probe : Bundle.main.bundleURL.appending(path: "commune-probe").path
    func run(_ arguments: [String]) async throws -> (status: Int32, said: String) {
      let output = URL(fileURLWithPath: "\(folder.path)/output")
      FileManager.default.createFile(atPath: output.path, contents: nil)
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/faketime")
      process.arguments =
        ["-f", "@\(date) 12:00:00", binary] + arguments + ["--state", "\(folder.path)/state"]
      process.environment = ["FAKETIME_DONT_FAKE_MONOTONIC": "1", "TZ": "UTC"]
      process.standardError = try FileHandle(forWritingTo: output)
      process.standardOutput = FileHandle.nullDevice
      let status = try await withCheckedThrowingContinuation { continuation in
        process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
        do { try process.run() } catch { continuation.resume(throwing: error) }
      }
      return (status, try String(contentsOf: output, encoding: .utf8))
    }
    let enrolled = try await run([
      "enroll", "--server", "https://localhost:\(centre.agentsPort)", "--ca", issued.authority,
      "--token", try centre.token(),
    ])
    #expect(enrolled.status == 0, "\(enrolled.said)")
    let reported = try await run(["report"])
    #expect(reported.status == 0, "\(reported.said)")
    let machine = try #require(try await centre.store.machines().first)
    #expect(machine.lastReportAt != nil && machine.isClockWrong)
    let received = try #require(machine.lastReportAt)
    #expect(abs(received.timeIntervalSinceNow) < 300, "our own clock is the truth")
  }

  @Test func filesThatCannotBeUsed() async throws {
    let folder = Folder()
    let issued = try CertificateAuthority(folder: folder.path).issue(names: ["a.vn"])
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o644], ofItemAtPath: issued.key)
    for files in [
      TLSFiles(certificate: issued.certificate, key: issued.key),
      TLSFiles(certificate: "/nonexistent", key: issued.key),
      TLSFiles(certificate: issued.certificate, key: "/nonexistent"),
      TLSFiles(certificate: #filePath, key: issued.key),
    ] {
      await #expect(throws: CertificateError.self) { _ = try await LifecycleCentre(tls: files) }
    }
  }
}
