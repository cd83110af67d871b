import Delivery
import Foundation
import CentreTLS
import InventoryServer
import InventoryStore
import Reporting
import TestSupport
import Testing

/// The agents' routes over TLS, with certificates made by `tls issue`.
struct TLSServingSerialTests {
  final class Folder {
    let path = "/tmp/tls-\(UUID().uuidString)"
    deinit { try? FileManager.default.removeItem(atPath: path) }
    func mode(_ name: String) throws -> Int? {
      let attributes = try FileManager.default.attributesOfItem(atPath: "\(path)/\(name)")
      return (attributes[.posixPermissions] as? NSNumber)?.intValue
    }
  }

  @Test func issuingCreatesTwoPrivateRootsWithoutOverwriting() throws {
    let folder = Folder()
    let authority = CertificateAuthority(folder: folder.path)
    let issued = try authority.issue(
      names: ["centre.example.vn", "10.1.2.3"], permitted: ["other.example.vn"])
    #expect(issued.isNew)
    let roots = try String(contentsOfFile: issued.authority, encoding: .utf8)
    #expect(roots.components(separatedBy: "BEGIN CERTIFICATE").count == 3)
    for key in ["roots/root-1.key", "roots/root-2.key", "centre.example.vn.key"] {
      #expect(try folder.mode(key) == 0o600)
    }
    #expect(try folder.mode("roots") == 0o700)
    #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/root-1.key"))
    #expect(throws: CertificateError.self) { try authority.issue(names: ["centre.example.vn"]) }
    let second = try authority.issue(names: ["a.other.example.vn"], root: 2)
    #expect(!second.isNew)
    #expect(try String(contentsOfFile: issued.authority, encoding: .utf8) == roots)
    for name in ["", "-x", "a b", "../x", "x/y", "ü.vn", String(repeating: "a", count: 64)] {
      #expect(throws: CertificateError.self) { try authority.issue(names: [name]) }
    }
    // Names that the roots may not sign for are refused here rather than by the agents.
    for name in ["example.vn", "another.vn", "xcentre.example.vn", "10.1.2.4"] {
      let error = #expect(throws: CertificateError.self) { try authority.issue(names: [name]) }
      #expect(
        error?.message.contains("may sign only for centre.example.vn, other.example.vn") == true)
    }
    #expect(throws: CertificateError.self) {
      try authority.issue(names: ["b.other.example.vn"], permitted: ["x.vn"])
    }
    // The roots are moved to a stick and back.
    let stick = "\(folder.path)-stick"
    defer { try? FileManager.default.removeItem(atPath: stick) }
    try FileManager.default.moveItem(atPath: "\(folder.path)/roots", toPath: stick)
    let away = #expect(throws: CertificateError.self) {
      try authority.issue(names: ["c.other.example.vn"])
    }
    #expect(away?.message.contains("where the roots are kept") == true)
    try FileManager.default.moveItem(atPath: stick, toPath: "\(folder.path)/roots")
    _ = try authority.issue(names: ["c.other.example.vn"])
  }

  /// Checked with OpenSSL: the roots' name constraints are critical and enforced.
  @Test func rootsSignOnlyForPermittedNames() throws {
    let folder = Folder()
    let issued = try CertificateAuthority(folder: folder.path).issue(names: ["centre.example.vn"])
    func openssl(_ script: String) throws -> (status: Int32, said: String) {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/bin/sh")
      process.arguments = ["-c", "exec 2>&1; " + script]
      process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
      let pipe = Pipe()
      process.standardOutput = pipe
      try process.run()
      let said = try pipe.fileHandleForReading.readToEnd() ?? Data()
      process.waitUntilExit()
      return (process.terminationStatus, String(decoding: said, as: UTF8.self))
    }
    let text = try openssl("openssl x509 -noout -text -in roots/root-2.pem").said
    #expect(text.contains("X509v3 Name Constraints: critical"), "\(text)")
    #expect(try openssl("openssl verify -CAfile ca.pem \(issued.certificate)").status == 0)
    // Signed with a stolen root for a server that is not the centre's.
    let stolen = try openssl(
      """
      openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout bank.key \
        -subj /CN=bank.vn -out bank.csr &&
      printf 'subjectAltName=DNS:bank.vn' >extensions &&
      openssl x509 -req -in bank.csr -CA roots/root-1.pem -CAkey roots/root-1.key \
        -CAcreateserial -days 9 -extfile extensions -out bank.pem && openssl verify -CAfile ca.pem bank.pem
      """)
    #expect(stolen.status != 0 && stolen.said.contains("permitted subtree violation"), "\(stolen)")
  }

  /// A folder from an earlier version: roots beside the other files, without names.
  @Test func earlierFolderLayoutStillWorks() throws {
    let folder = Folder()
    let authority = CertificateAuthority(folder: folder.path)
    _ = try authority.issue(names: ["a.vn"])
    for name in ["root-1.pem", "root-1.key", "root-2.pem", "root-2.key"] {
      try FileManager.default.moveItem(
        atPath: "\(folder.path)/roots/\(name)", toPath: "\(folder.path)/\(name)")
    }
    try FileManager.default.removeItem(atPath: "\(folder.path)/roots")
    let issued = try authority.issue(names: ["b.a.vn"], root: 2)
    #expect(!issued.isNew && issued.roots == folder.path)
  }

  /// TLS 1.2 offers authenticated encryption only; each suite is requested separately.
  @Test func cbcCipherSuitesAreNotOffered() async throws {
    let folder = Folder()
    let issued = try CertificateAuthority(folder: folder.path).issue(names: ["a.vn"])
    let centre = try await LifecycleCentre(
      tls: TLSFiles(certificate: issued.certificate, key: issued.key), withAgentAddress: true)
    func isTaken(_ arguments: String, _ port: Int) throws -> Bool {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/bin/sh")
      process.arguments = [
        "-c", "openssl s_client -connect 127.0.0.1:\(port) \(arguments) </dev/null >/dev/null 2>&1",
      ]
      try process.run()
      process.waitUntilExit()
      return process.terminationStatus == 0
    }
    for port in [centre.port, centre.agentsPort] {
      for suite in ["ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-ECDSA-CHACHA20-POLY1305"] {
        #expect(try isTaken("-tls1_2 -cipher \(suite)", port), "\(suite)")
      }
      for suite in [
        "ECDHE-ECDSA-AES128-SHA", "ECDHE-ECDSA-AES256-SHA", "ECDHE-ECDSA-AES128-SHA256",
        "AES128-GCM-SHA256", "AES128-SHA",
      ] {
        #expect(try !isTaken("-tls1_2 -cipher \(suite)", port), "\(suite)")
      }
      #expect(try isTaken("-tls1_3", port))
      #expect(try !isTaken("-tls1_1 -cipher DEFAULT@SECLEVEL=0", port))
    }
    // Once a later connection is answered, the last refused one has left the server's queue: NIO
    // does not tolerate cancelling a server with connections in its queue.
    for port in [centre.port, centre.agentsPort] {
      let last = try LifecycleAgent(
        CentreAddress("https://localhost:\(port)"), certificateAuthority: issued.authority)
      let reply = try await last.send(
        OutgoingRequest(method: "GET", path: "/healthz", fields: [], body: Data()))
      #expect(reply.status == 200)
    }
  }

  @Test(arguments: [1, 2])
  func agentsConnectOverTLSAndGetNoPages(_ root: Int) async throws {
    let folder = Folder()
    let issued = try CertificateAuthority(folder: folder.path)
      .issue(names: ["centre.example.vn"], root: root)
    let centre = try await LifecycleCentre(
      tls: TLSFiles(certificate: issued.certificate, key: issued.key), withAgentAddress: true)
    let agent = try LifecycleAgent(
      CentreAddress("https://localhost:\(centre.agentsPort)"),
      certificateAuthority: issued.authority)
    #expect(try await agent.enrol(token: try await centre.token()).status == 200)
    #expect(try await agent.report(1).status == 200)
    func status(_ port: Int, _ path: String) async throws -> Int {
      let principal = try LifecycleAgent(
        CentreAddress("https://127.0.0.1:\(port)"), certificateAuthority: issued.authority)
      return try await principal.send(
        OutgoingRequest(method: "GET", path: path, fields: [], body: Data())
      ).status
    }
    #expect(try await status(centre.agentsPort, "/healthz") == 200)
    // The authority's certificate is public, at both addresses.
    for port in [centre.agentsPort, centre.port] {
      #expect(try await status(port, "/ca.pem") == 200)
    }
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

  /// A commune's computer with a dead battery: the shipped agent on a faked date.
  @Test(arguments: ["1970-01-02", "1980-01-01", "2002-01-01", "2098-12-31"])
  func agentWorksWithAnyDate(_ date: String) async throws {
    let folder = Folder()
    let issued = try CertificateAuthority(folder: folder.path).issue(names: ["centre.example.vn"])
    let centre = try await LifecycleCentre(
      tls: TLSFiles(certificate: issued.certificate, key: issued.key), withAgentAddress: true)
    let probe = Bundle.main.bundleURL.deletingLastPathComponent()
      .appending(path: "commune-probe").path
    let binary =
      FileManager.default.isExecutableFile(atPath: probe)
      ? probe : Bundle.main.bundleURL.appending(path: "commune-probe").path
    func run(_ arguments: [String]) async throws -> (status: Int32, said: String) {
      let output = URL(fileURLWithPath: "\(folder.path)/output")
      try Data().write(to: output)
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = [binary] + arguments + ["--state", "\(folder.path)/state"]
      process.environment = try FakeTime.environment("@\(date) 12:00:00")
        .merging(["TZ": "UTC"]) { $1 }
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
      "--token", try await centre.token(),
    ])
    #expect(enrolled.status == 0, "\(enrolled.said)")
    let reported = try await run(["report"])
    #expect(reported.status == 0, "\(reported.said)")
    let machine = try #require(try await centre.store.machines.list(within: .country).first)
    #expect(machine.lastReportAt != nil && machine.isClockWrong)
    let received = try #require(machine.lastReportAt)
    #expect(abs(received.timeIntervalSinceNow) < 300, "the centre's clock counts")
  }

  @Test func unsuitableAuthorityFilesAreRejected() throws {
    let (folder, other) = (Folder(), Folder())
    let issued = try CertificateAuthority(folder: folder.path).issue(names: ["a.vn"])
    let stranger = try CertificateAuthority(folder: other.path).issue(names: ["a.vn"])
    let found = try AuthorityFile.find(nil, for: issued.certificate)
    #expect(try found == AuthorityFile(path: issued.authority) && found?.digest.count == 64)
    for file in [issued.key, #filePath, "/nonexistent", stranger.authority] {
      #expect(throws: CertificateError.self) {
        try AuthorityFile.find(file, for: issued.certificate)
      }
    }
    // An authority file that does not belong to the certificate beside it is ignored.
    try FileManager.default.removeItem(atPath: issued.authority)
    try FileManager.default.copyItem(atPath: stranger.authority, toPath: issued.authority)
    #expect(try AuthorityFile.find(nil, for: issued.certificate) == nil)
  }

  @Test func unusableTLSFilesAreRejected() async throws {
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
