import Foundation
import Testing

/// Officers' commands about a machine, and their effect on its agent.
struct MachineCommandTests {
  struct Machine: Decodable {
    struct Key: Decodable {
      var id: String
      var revokedReason: String?
    }
    struct Act: Decodable {
      var action: String
      var details: String
    }
    struct Summary: Decodable { var state: String }
    var summary: Summary
    var reports: Int
    var keys: [Key]
    var acts: [Act]
    var mergedInto: String?
    var mergedFrom: [String]
    var alike: [String]
  }
  struct Proposal: Decodable {
    var former: String
    var later: String
    var evidence: [String]
  }

  @Test func heldBackAndApproved() throws {
    let centre = try ServingCentre()
    let id = try centre.enrol("a")
    #expect(try centre.agent("a", "report").status == 0)

    let held = try centre.inventory("machines", "quarantine", id, "--reason", "seen elsewhere")
    #expect(held.status == 0 && held.output.contains("machines approve \(id)"))
    let shown = try centre.inventory("machines", "show", id).output
    #expect(shown.contains("seen elsewhere") && shown.contains("quarantined"))
    #expect(try centre.inventory("machines", "list", "--state", "quarantined").output.contains(id))
    let refused = try centre.agent("a", "report", "--now")
    #expect(refused.status != 0 && refused.errors.contains("1 waiting"), "\(refused.errors)")
    try centre.inventory("machines", "quarantine", id, "--reason", "x")
      .expectRefusal(65, "only an active computer")

    #expect(try centre.inventory("machines", "approve", id).status == 0)
    let delivered = try centre.agent("a", "deliver", "--now")
    #expect(delivered.output == "1 delivered, 0 waiting.\n", "\(delivered.errors)")
    let machine = try centre.json(Machine.self, "machines", "show", id)
    #expect(machine.summary.state == "active" && machine.reports == 2)
    #expect(
      machine.acts.map(\.action) == [
        "machine.approved", "machine.quarantined", "machine.enrolled",
      ])
    try centre.inventory("machines", "approve", id).expectRefusal(65, "only a quarantined comput")
  }

  @Test func revokedAndRetired() throws {
    let centre = try ServingCentre()
    let id = try centre.enrol("a")
    #expect(
      try centre.inventory("machines", "revoke-key", "\(id).1", "--reason", "stolen").status == 0)
    #expect(
      try centre.json(Machine.self, "machines", "show", id).keys.map(\.revokedReason) == ["stolen"])
    #expect(try centre.agent("a", "report", "--now").status != 0)
    try centre.inventory("machines", "revoke-key", "\(id).1", "--reason", "x")
      .expectRefusal(65, "no valid key \(id).1")

    #expect(try centre.inventory("machines", "retire", id).status == 0)
    #expect(try centre.json(Machine.self, "machines", "show", id).summary.state == "retired")
    try centre.inventory("machines", "retire", id).expectRefusal(65, "retired")
    try centre.inventory("machines", "approve", id).expectRefusal(65, "retired")
    #expect(try centre.json([Proposal].self, "machines", "proposals").isEmpty)
  }

  /// Two installations on one computer, whose serial number and UUID the agent reads from a /sys
  /// that only it sees.
  @Test func proposedAndMerged() throws {
    let centre = try ServingCentre()
    let ids = try ["old", "new", "twin"].map { state in
      let token = try centre.token(commune: "21250")
      let enrolled = try Command.run(
        "/usr/bin/unshare",
        [
          "--mount", "/bin/sh", "-euc",
          """
          mount -t tmpfs tmpfs /sys/class
          mkdir -p /sys/class/dmi/id
          echo PF3XK07Q >/sys/class/dmi/id/product_serial
          echo 4c4c4544-0031-4a10-8058-b7c04f4d3732 >/sys/class/dmi/id/product_uuid
          exec "$0" "$@"
          """, Command.folder.appending(path: "commune-probe").path, "enroll", "--server",
          centre.address, "--token", token, "--state", centre.scratch.file(state).path,
        ])
      let words = try #require(
        enrolled.output.firstMatch(of: /as machine (\w+) of/), "\(enrolled.errors)")
      return String(words.1)
    }
    let proposals = try centre.json([Proposal].self, "machines", "proposals")
    #expect(proposals.count == 3 && proposals.last?.evidence == ["serial", "uuid"])
    #expect(proposals.last?.former == ids[0] && proposals.last?.later == ids[1])
    #expect(try centre.inventory("machines", "proposals").output.contains("serial, uuid"))
    #expect(try centre.json(Machine.self, "machines", "show", ids[1]).alike == [ids[0], ids[2]])

    for id in ids.prefix(2) {
      #expect(try centre.inventory("machines", "keep-apart", id, ids[2]).status == 0)
    }
    try centre.inventory("machines", "keep-apart", ids[0], ids[2])
      .expectRefusal(65, "There is no proposal")
    #expect(try centre.json([Proposal].self, "machines", "proposals").count == 1)
    #expect(
      try centre.json(Machine.self, "machines", "show", ids[2]).acts.first?.action
        == "machine.mergeDismissed")

    try centre.inventory("machines", "merge", ids[0], ids[0]).expectRefusal(65, "two computers")
    let other = try centre.enrol("other", commune: "21136")
    try centre.inventory("machines", "merge", ids[0], other).expectRefusal(
      65, "of the same commune")
    #expect(try centre.inventory("machines", "merge", ids[0], ids[1]).status == 0)
    let old = try centre.json(Machine.self, "machines", "show", ids[0])
    #expect(old.summary.state == "retired" && old.mergedInto == ids[1])
    #expect(try centre.json(Machine.self, "machines", "show", ids[1]).mergedFrom == [ids[0]])
    #expect(try centre.json([Proposal].self, "machines", "proposals").isEmpty)
    try centre.inventory("machines", "merge", ids[0], ids[1]).expectRefusal(65, "retired")
  }

  @Test func whatCannotBeMeant() throws {
    let scratch = try Scratch()
    let database = try scratch.inventory()
    func expect(_ status: Int32, _ says: String, _ arguments: String...) throws {
      try Command.run("commune-inventory", ["machines"] + arguments + database)
        .expectRefusal(status, says)
    }
    for command in ["show", "approve", "retire"] {
      try expect(65, #"no computer "m0""#, command, "m0")
      try expect(64, "Usage", command)
    }
    try expect(65, #"no computer "m0""#, "quarantine", "m0", "--reason", "x")
    try expect(65, #"no computer "m0""#, "merge", "m0", "m1")
    try expect(64, "--reason", "quarantine", "m0")
    try expect(65, "Give a reason", "quarantine", "m0", "--reason", "")
    try expect(64, "--reason", "revoke-key", "m0.1")
    try expect(65, "Give a key", "revoke-key", "m0", "--reason", "x")
    try expect(64, "moon", "list", "--state", "moon")
    try expect(65, #"write "08227""#, "list", "--commune", "8227")
  }
}
