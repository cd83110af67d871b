import Delivery
import Foundation
import Reporting

/// One thread's share of the fleet, over its own connection.
final class Runner {
  /// Maximum attempts at a request for which the centre is too busy, or that does not arrive.
  static let patience = (busy: 60, unreachable: 6)

  private let centre: CentreAddress
  private let transport: CurlTransport
  private let tally: Tally
  private let pace: Pace
  var machines: [SimulatedMachine]

  init(
    _ machines: [SimulatedMachine], centre: CentreAddress, certificateAuthority: String?,
    tally: Tally, pace: Pace
  ) throws(DeliveryError) {
    (self.machines, self.centre, self.tally, self.pace) = (machines, centre, tally, pace)
    transport = try CurlTransport(
      to: centre, certificateAuthority: certificateAuthority, agentVersion: Release.version)
  }

  func enrol() {
    for index in machines.indices where tally.stopped == nil {
      do {
        let machine = machines[index]
        let key = try machine.key()
        let body = try machine.enrolment(agentVersion: Release.version)
        let reply = try patiently { () throws(DeliveryError) in
          let request = try AgentRequest.enrolment(body, key: key, to: centre, clock: .system)
          let reply = try transport.send(request)
          do throws(DeliveryError) {
            return .done(try EnrolmentReply.read(reply, from: centre))
          } catch {
            return error.code == .busy ? .busy(error, reply.retryAfterSeconds) : .failed(error)
          }
        }
        machines[index].registration = reply
        machines[index].memory.nextSequence = reply.nextSeq
        tally.enrol()
      } catch {
        fail(error, tally.enrolmentFailed)
      }
    }
  }

  /// Sends the reports of each machine of this share that are due in a night.
  func send(in night: Int, of nights: Int) {
    for index in machines.indices where tally.stopped == nil {
      let machine = machines[index]
      guard machine.reports, machine.registration != nil else { continue }
      let fresh = SimulatedMachine.Memory().bootId
      for made in machine.faults.nights(in: night, of: nights) {
        attempt(expected: machine.isCloned) {
          let bootId = machine.isCloned ? machine.memory.bootId : fresh
          try send(night: made, of: machine, bootId, &machines[index].memory)
        }
        guard machine.isCloned else { continue }
        // The copy begins with what the disk held, in a boot of its own.
        var copy = machine.copy ?? SimulatedMachine.Memory()
        if machine.copy == nil { copy.nextSequence = machine.memory.nextSequence }
        attempt(expected: true) { try send(night: made, of: machine, copy.bootId, &copy) }
        machines[index].copy = copy
      }
    }
  }

  /// - Parameter expected: whether a refusal is an intended result of the run.
  private func attempt(expected: Bool, _ send: () throws -> Void) {
    pace.wait()
    tally.begin()
    do {
      try send()
    } catch let error as DeliveryError where expected && error.code == .notAllowed {
      tally.rejectAsExpected()
    } catch {
      fail(error, tally.reject)
    }
  }

  private func send(
    night: Int, of machine: SimulatedMachine, _ bootId: String,
    _ memory: inout SimulatedMachine.Memory
  ) throws {
    guard let registration = machine.registration else { return }
    let switchedOn = ProcessInfo.processInfo.systemUptime - Double.random(in: 120...3600)
    let boot: @Sendable () -> BootTime = {
      BootTime(bootId: bootId, seconds: ProcessInfo.processInfo.systemUptime - switchedOn)
    }
    let report = try machine.report(of: night, agentVersion: Release.version, boot: boot())
    let wallSeconds = machine.wallSeconds()
    let courier = Courier(
      transport: transport, centre: centre,
      identity: SigningIdentity(keyId: registration.keyId, key: try machine.key()),
      clock: AgentClock(wallSeconds: { wallSeconds }, boot: boot))
    try send(report, by: courier, machine, &memory)
    guard machine.isSentTwice(in: night) else { return }
    pace.wait()
    tally.begin()
    try send(report, by: courier, machine, &memory)
  }

  private func send(
    _ report: SpooledReport, by courier: Courier, _ machine: SimulatedMachine,
    _ memory: inout SimulatedMachine.Memory
  ) throws {
    // Copied in and out, since a closure may not capture an inout parameter.
    var (sequence, held) = (memory.nextSequence, memory.held)
    defer { (memory.nextSequence, memory.held) = (sequence, held) }
    var turns = 0
    let (said, seconds) = try patiently { () throws(DeliveryError) in
      while true {
        let start = ProcessInfo.processInfo.systemUptime
        let number = sequence
        sequence += 1
        turns += 1
        let verdict = try courier.send(
          report, sequence: number, held: machine.faults.isInFull ? [:] : held)
        switch verdict {
        case .acknowledged(let said):
          return .done((said, ProcessInfo.processInfo.systemUptime - start))
        case .renumber(let next) where turns < 8:
          sequence = next
        case .complete where turns < 8:
          held = [:]
        case .renumber, .complete:
          return .failed(DeliveryError(.refused, "\(centre) asks for the same report without end"))
        case .refused(let reason):
          return .failed(DeliveryError(.refused, reason))
        case .keep(let error, let wait):
          return error.code == .busy ? .busy(error, wait) : .failed(error)
        }
      }
    }
    held = said.sections
    tally.acknowledge(duplicate: said.status == .duplicate, seconds: seconds)
  }

  private enum Attempt<Value> {
    case done(Value)
    case busy(DeliveryError, Int?)
    case failed(DeliveryError)
  }

  /// Tries until the centre decides, and waits as it requests: Retry-After and up to a quarter
  /// more.
  private func patiently<Value>(
    _ attempt: () throws(DeliveryError) -> Attempt<Value>
  ) throws(DeliveryError) -> Value {
    var (busy, unreachable) = (0, 0)
    while true {
      do throws(DeliveryError) {
        switch try attempt() {
        case .done(let value): return value
        case .failed(let error): throw error
        case .busy(let error, let wait):
          busy += 1
          guard busy < Self.patience.busy, tally.stopped == nil else { throw error }
          Thread.sleep(forTimeInterval: Double(wait ?? 1) * Double.random(in: 1...1.25))
        }
      } catch {
        guard [.unreachable, .timeout].contains(error.code) else { throw error }
        unreachable += 1
        guard unreachable < Self.patience.unreachable, tally.stopped == nil else { throw error }
        Thread.sleep(forTimeInterval: 0.2 * Double(1 << unreachable) * Double.random(in: 0.5...1))
      }
    }
  }

  private func fail(_ error: any Error, _ note: (String) -> Void) {
    guard let error = error as? DeliveryError else { return note("\(error)") }
    note(error.message)
    switch error.code {
    case .unreachable, .timeout, .tls, .unexpectedReply:
      tally.end(SimulatorError(.unreachable, error.message))
    case .configuration:
      tally.end(SimulatorError(.other, error.message))
    default: break
    }
  }
}
