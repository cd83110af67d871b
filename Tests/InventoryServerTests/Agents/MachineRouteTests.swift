import Cryptography
import Delivery
import Foundation
import InventoryServer
import InventoryStore
import Reporting
import Testing

/// Admission of machines over the wire: a real server, the agent's own libcurl, and decisions made
/// on the side.
struct MachineRouteTests {
  @Test func externalDecisionsApplyImmediately() async throws {
    let centre = try await LifecycleCentre()
    let agent = try await centre.enrol()
    let beside = try centre.beside()
    #expect(try await agent.report(1).status == 200)
    try await beside.machines.quarantine(
      agent.machine, because: "look at it", within: .country, now: Date())
    var reply = try await agent.report(2)
    #expect(reply.status == 403 && reply.code == "machineQuarantined")
    try await beside.machines.approve(agent.machine, within: .country, now: Date())
    #expect(try await agent.report(2).status == 200)
    try await beside.machines.retire(agent.machine, within: .country, now: Date())
    for sequence in [1, 3] {
      reply = try await agent.report(sequence)
      #expect(reply.status == 403 && reply.code == "machineRetired", "\(sequence)")
    }
    reply = try await agent.enrol(token: try await centre.token())
    #expect(reply.status == 403 && reply.code == "machineRetired")
    #expect(try Verification.check(centre.path).faults.isEmpty)
  }

  /// Others' wrong tokens must not keep a retired computer from learning that it needs a new key.
  @Test func endedKeysAreToldBehindABusyAddress() async throws {
    var limits = CentreLimits()
    limits.refusedEnrolmentsPerHour = 2
    let centre = try await LifecycleCentre(limits: limits)
    let agent = try await centre.enrol()
    let beside = try centre.beside()
    try await beside.machines.retire(agent.machine, within: .country, now: Date())
    let stranger = try LifecycleAgent(centre.address)
    var codes: [String?] = []
    for _ in 0..<6 { codes.append(try await stranger.enrol(token: "wrong").code) }
    #expect(codes.last == "rateLimited", "\(codes)")
    for _ in 0..<6 {
      #expect(try await agent.enrol(token: "wrong").code == "machineRetired")
    }
    agent.key = Ed25519.PrivateKey()
    #expect(try await agent.enrol(token: "wrong").code == "rateLimited")
    #expect(try await agent.enrol(token: try await centre.token()).status == 200)
    #expect(try await agent.report(1).status == 200)
  }

  @Test func copiedDiskIsQuarantined() async throws {
    let centre = try await LifecycleCentre()
    let original = try await centre.enrol()
    let copy = try LifecycleAgent(try centre.address)
    copy.key = original.key
    copy.keyId = original.keyId
    copy.boot.bootId = "boot-2"
    #expect(try await original.report(1, gibibytes: 4).status == 200)
    #expect(try await copy.report(2, gibibytes: 32).status == 200)
    let reply = try await original.report(3, gibibytes: 4)
    #expect(reply.status == 403 && reply.code == "machineQuarantined")
    #expect(try await copy.report(3).code == "machineQuarantined", "both are quarantined")
    let machine = try await centre.store.machines.details(
      original.machine, within: .country, now: Date())
    #expect(machine.reports == 2 && machine.summary.memoryTotalBytes == 32 << 30)

    // the copy notices that its hardware differs
    let anew = try LifecycleAgent(try centre.address)
    #expect(try await anew.enrol(token: "", after: copy).status == 200)
    #expect(anew.machine != original.machine)
    #expect(try await anew.report(1).code == "machineQuarantined")
    try await centre.beside().machines.approve(anew.machine, within: .country, now: Date())
    #expect(try await anew.report(1).status == 200)
  }

  @Test func threeRewindsQuarantineMachine() async throws {
    let centre = try await LifecycleCentre()
    let agent = try await centre.enrol()
    #expect(try await agent.report(10).status == 200)
    for next in 1...2 {
      let reply = try await agent.report(next)
      #expect(reply.status == 409)
      #expect(try JSONDecoder().decode(Problem.self, from: reply.body).nextSeq == 11)
    }
    #expect(try await agent.report(3).code == "machineQuarantined")
    #expect(try await agent.report(11).code == "machineQuarantined")
  }

  @Test func keysRotate() async throws {
    let centre = try await LifecycleCentre()
    let agent = try await centre.enrol()
    let old = agent.key
    let oldId = agent.keyId
    #expect(try await agent.report(1).status == 200)
    let new = Ed25519.PrivateKey()
    #expect(
      try await agent.rotate(to: new, sequence: 2, provenBy: .init()).code == "keyInvalid")
    for _ in 0..<2 {
      let reply = try await agent.rotate(to: new, sequence: 2)
      #expect(reply.status == 200)
      let said = try JSONDecoder().decode(KeyRotationReply.self, from: reply.body)
      #expect(said.keyId == "\(agent.machine).2")
      let until = try Date(said.previousUntil, strategy: .iso8601)
      #expect(abs(until.timeIntervalSinceNow - 30 * 86_400) < 60)
    }
    #expect(try await agent.report(3).status == 200)
    agent.key = new
    agent.keyId = "\(agent.machine).2"
    #expect(try await agent.report(4).status == 200)
    try await centre.beside().keys.revoke(
      oldId, because: "rotated", within: .country, now: Date())
    #expect(try await agent.report(5).status == 200)
    agent.key = old
    agent.keyId = oldId
    let reply = try await agent.report(6)
    #expect(reply.status == 403 && reply.code == "keyRevoked")
  }

  @Test func identicalEvidenceEnrolsSeparateMachines() async throws {
    let centre = try await LifecycleCentre()
    let token = try await centre.token(uses: 50)
    let evidence = [
      "serial": String(repeating: "5", count: 64), "uuid": String(repeating: "a", count: 64),
      "mac": String(repeating: "c", count: 64),
    ]
    var machines: Set<String> = []
    for _ in 0..<50 {
      let agent = try LifecycleAgent(try centre.address)
      #expect(try await agent.enrol(token: token, evidence: evidence).status == 200)
      #expect(try await agent.report(1).status == 200)
      machines.insert(agent.machine)
    }
    #expect(machines.count == 50)
    #expect(try await centre.store.machines.list(state: .active, within: .country).count == 50)
    let late = try LifecycleAgent(try centre.address)
    #expect(try await late.enrol(token: token).code == "tokenUsedUp")
  }
}
