import Cryptography
import Delivery
import Foundation
import Reporting

/// A temporary state directory for one test.
final class Workbench {
  let directory: StateDirectory
  var path: String { directory.path }

  init() throws {
    let path = "/tmp/delivery-\(UUID().uuidString)"
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    directory = StateDirectory(path: path)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func files(_ name: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "\(path)/\(name)").sorted()
  }

  func bytes(_ name: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)"))
  }

  func mode(_ name: String) throws -> Int? {
    let attributes = try FileManager.default.attributesOfItem(atPath: "\(path)/\(name)")
    return (attributes[.posixPermissions] as? NSNumber)?.intValue
  }

  /// Takes the lock, retrying: a process that another test is just starting holds our descriptors
  /// until it calls exec.
  func lock() throws(DeliveryError) -> StateLock {
    for _ in 0..<50 {
      do throws(DeliveryError) {
        return try directory.lock()
      } catch {
        guard error.code == .locked else { throw error }
        usleep(20_000)
      }
    }
    return try directory.lock()
  }

  /// Enrols at `server` through `POST /agent/v1/enroll`.
  @discardableResult
  func enroll(
    at server: ScriptedServer, token: String = "t", evidence: [String: String] = ["serial": "00"]
  ) throws -> EnrolmentReply {
    let centre = try CentreAddress(server.address)
    return try Enrolment(try lock(), at: centre, agentVersion: "0.1.0").enroll(
      token: token, evidence: evidence,
      over: CurlTransport(to: centre, agentVersion: "0.1.0"))
  }

  func spool(
    _ bodies: [String], limits: Spool.Limits = Spool.Limits()
  ) throws -> [SpooledReport] {
    let spool = try Spool(try lock(), limits: limits)
    let reports = bodies.map { SpooledReport(body: Data($0.utf8)) }
    for report in reports { try spool.add(report) }
    return reports
  }

  /// Delivers the spooled reports.
  func deliver(
    to server: ScriptedServer, onEvent: @escaping (DeliveryEvent) -> Void = { _ in }
  ) throws -> DeliverySummary {
    try deliver(to: server.address, onEvent: onEvent)
  }

  func deliver(
    to server: String, onEvent: @escaping (DeliveryEvent) -> Void = { _ in }
  ) throws -> DeliverySummary {
    let lock = try lock()
    let membership = try Membership.read(in: directory)
    let centre = try CentreAddress(server)
    let courier = Courier(
      transport: try CurlTransport(to: centre, agentVersion: "0.1.0"), centre: centre,
      identity: membership.signing)
    return DeliveryRun(lock, spool: try Spool(lock), courier: courier, onEvent: onEvent).run()
  }

  /// A complete visit to the centre, as the command makes it.
  func visit(
    _ server: ScriptedServer, evidence: [String: String] = [:], now: Bool = false,
    clock: AgentClock = .system
  ) throws -> DeliverySummary {
    let lock = try lock()
    let centre = try CentreAddress(server.address)
    return try CentreSession(
      lock, spool: try Spool(lock), centre: centre,
      transport: try CurlTransport(to: centre, agentVersion: "0.1.0"), agentVersion: "0.1.0",
      clock: clock
    ).run(evidence: evidence, ignoringWait: now)
  }
}

extension ScriptedServer {
  static let registration = EnrolmentReply(
    machine: "m1", keyId: "m1.1", commune: "19318", communeName: "Xã Thử", provinceName: "Huế",
    nextSeq: 1)

  /// Accepts every enrolment and answers reports by `answer`.
  static func centre(
    registration: EnrolmentReply = registration,
    _ answer: @escaping @Sendable (Request) -> Reply = { .stored($0) }
  ) throws -> ScriptedServer {
    try ScriptedServer { request in
      request.path == "/agent/v1/enroll" ? .json(200, registration) : answer(request)
    }
  }

  /// The received reports, without enrolments.
  var reports: [Request] { requests.filter { $0.path == "/agent/v1/reports" } }
}

extension ScriptedServer.Reply {
  static func stored(
    _ request: ScriptedServer.Request, _ status: Acknowledgement.Status = .stored
  ) -> Self {
    json(
      200,
      Acknowledgement(status: status, report: request.fields["report-id"] ?? "", sections: [:]))
  }
}

/// A value that several threads append to.
final class Collected<Value: Sendable>: @unchecked Sendable {
  private let lock = NSLock()
  private var values: [Value] = []
  func append(_ value: Value) { lock.withLock { values.append(value) } }
  var all: [Value] { lock.withLock { values } }
}
