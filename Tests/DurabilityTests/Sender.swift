import Cryptography
import Delivery
import Foundation
import Reporting

/// One machine that keeps reporting as an agent does: unacknowledged reports are sent again with
/// the next sequence number.
final class Sender: @unchecked Sendable {
  struct Tally: Sendable {
    /// IDs of reports that were ever sent.
    var sent: Set<String> = []
    /// IDs of reports that were answered with 200.
    var acknowledged: Set<String> = []
    var statuses: [Int: Int] = [:]
    /// The seconds of each Retry-After of a 503 or 429.
    var waits: [Int] = []
    var broken = 0
  }

  private let centre: CentreAddress
  private let identity: SigningIdentity
  private let machine: String
  private let lock = NSLock()
  private var state = Tally()
  private var ends = false
  private var sequence = 0
  private var night = 0
  private let finished = DispatchSemaphore(value: 0)

  var tally: Tally { lock.withLock { state } }

  init(at address: String, token: String) throws {
    centre = try CentreAddress(address)
    let key = Ed25519.PrivateKey()
    let request = try AgentRequest.enrolment(
      EnrolmentRequest(
        token: token, publicKey: key.publicKey.rawRepresentation, installId: UUID().uuidString,
        agentVersion: "0.1.0"), key: key, to: centre, clock: .system)
    let reply = try EnrolmentReply.read(
      try CurlTransport(to: centre, agentVersion: "0.1.0").send(request), from: centre)
    identity = SigningIdentity(keyId: reply.keyId, key: key)
    machine = reply.machine
  }

  /// Sends from its own thread until ``stop()``.
  func start(pause: TimeInterval = 0) {
    let thread = Thread { [self] in
      while !lock.withLock({ ends }) {
        do {
          let transport = try CurlTransport(
            to: centre,
            timeouts: .init(connectSeconds: 2, stalledSeconds: 10, wholeSeconds: 20),
            agentVersion: "0.1.0")
          try deliver(next(), over: transport, pause: pause)
        } catch {
          lock.withLock { state.broken += 1 }
          usleep(20_000)
        }
      }
      finished.signal()
    }
    thread.stackSize = 1 << 20
    thread.start()
  }

  func stop() {
    lock.withLock { ends = true }
    finished.wait()
  }

  /// A unique report, marked by its memory size.
  func next() throws -> SpooledReport {
    night += 1
    let report = Report(
      agent: AgentFacts(
        version: "0.1.0", clock: ClockReading(bootId: "b", bootSeconds: 1, wall: "-")),
      hardware: .observed(
        HardwareFacts(
          machine: .init(model: machine), processor: .init(), memory: .init(totalBytes: night),
          disks: [], system: .init())), scanners: .absent)
    return SpooledReport(body: try report.body())
  }

  private func deliver(
    _ report: SpooledReport, over first: CurlTransport, pause: TimeInterval
  ) throws {
    var transport = first
    while !lock.withLock({ ends }) {
      do {
        let status = try send(report, over: transport).status
        if pause > 0 { Thread.sleep(forTimeInterval: pause) }
        if status == 200 { return }
        usleep(5_000)
      } catch {
        // as an agent would: the same report, over a new connection
        lock.withLock { state.broken += 1 }
        usleep(10_000)
        transport = try CurlTransport(
          to: centre,
          timeouts: .init(connectSeconds: 2, stalledSeconds: 10, wholeSeconds: 20),
          agentVersion: "0.1.0")
      }
    }
  }

  /// Sends `report` once with the next sequence number.
  func send(_ report: SpooledReport, over transport: CurlTransport) throws -> IncomingReply {
    sequence += 1
    let request = try AgentRequest.report(
      report, sequence: sequence, by: identity, to: centre, clock: .system)
    lock.withLock { _ = state.sent.insert(report.id) }
    let reply = try transport.send(request)
    lock.withLock {
      state.statuses[reply.status, default: 0] += 1
      if reply.status == 200 { state.acknowledged.insert(report.id) }
      if let seconds = reply.fields["retry-after"].flatMap({ Int($0) }) {
        state.waits.append(seconds)
      }
    }
    return reply
  }
}
