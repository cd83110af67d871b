import Cryptography
import Delivery
import Foundation
import GRDB
import InventoryStore
import Reporting
import Testing

/// A signed request with any one part changed is never accepted.
struct MutationTests {
  /// A way to change a valid request. The attacker has no key but their own.
  struct Mutation: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let change: @Sendable (inout OutgoingRequest, LifecycleAgent) throws -> Void

    init(
      _ name: String,
      _ change: @escaping @Sendable (inout OutgoingRequest, LifecycleAgent) throws -> Void
    ) {
      testDescription = name
      self.change = change
    }

    static func set(_ field: String, _ value: String?) -> Mutation {
      Mutation("\(field) = \(value ?? "nothing")") { request, _ in
        request.fields.removeAll { $0.name == field }
        if let value { request.fields.append((field, value)) }
      }
    }

    static func replace(_ field: String, _ old: String, _ new: String) -> Mutation {
      Mutation("\(field): \(old) → \(new)") { request, _ in
        let index = try #require(request.fields.firstIndex { $0.name == field })
        let value = request.fields[index].value
        try #require(value.contains(old))
        request.fields[index].value = value.replacing(old, with: new)
      }
    }

    static func twice(_ field: String, _ value: String?) -> Mutation {
      Mutation("\(field) twice") { request, _ in
        let known = try #require(request.fields.first { $0.name == field }?.value)
        request.fields.append((field, value ?? known))
      }
    }

    static func body(_ name: String, _ change: @escaping @Sendable (Data) -> Data) -> Mutation {
      Mutation("body \(name)") { request, _ in request.body = change(request.body) }
    }
  }

  static let zeroSignature = "s=:\(Data(count: 64).base64EncodedString()):"

  static let fields: [Mutation] =
    [
      "content-type", "content-digest", "report-id", "agent-seq", "agent-boot", "content-encoding",
      "signature", "signature-input",
    ].map { .set($0, nil) }
    + [
      .set("content-type", "text/plain"), .set("content-type", "application/json; charset=utf-8"),
      .set("content-digest", "sha-256=:\(Data(count: 32).base64EncodedString()):"),
      .set("content-digest", "md5=:1B2M2Y8AsgTpgAmY7PhCfg==:"), .set("content-digest", "x"),
      .set("report-id", "00000000-0000-4000-8000-000000000000"), .set("report-id", "../../etc"),
      .set("agent-seq", "3"), .set("agent-seq", "-1"), .set("agent-seq", "01"),
      .set("agent-seq", "99999999999999999999"), .set("agent-boot", "\"boot-9\";at=1.0"),
      .set("content-encoding", "identity"), .set("host", "other.example"),
      .set("signature", zeroSignature), .set("signature", "s=::"), .set("signature", "t=:AAAA:"),
      .twice("report-id", "00000000-0000-4000-8000-000000000000"), .twice("agent-seq", "7"),
      .twice("signature", nil), .twice("signature-input", nil), .twice("content-digest", nil),
    ]

  static let parameters: [Mutation] = [
    ("\"ed25519\"", "\"hmac-sha256\""),
    ("\"ed25519\"", "\"none\""),
    ("alg=\"ed25519\"", "alg=ed25519"),
    (";alg=\"ed25519\"", ""),
    ("commune-report", "commune-enrolment"),
    (";tag=\"commune-report\"", ""),
    ("created=1", "created=2"),
    ("\"@method\" \"@authority\"", "\"@authority\" \"@method\""),
    ("\"content-digest\" ", ""),
    ("\"@path\" ", ""),
    (" \"agent-seq\"", ""),
    ("\"report-id\"", "\"report-id\" \"report-id\""),
    ("\"report-id\"", "\"report-id\";sf"),
    (".1\"", ".2\""),
    (".1\"", ".01\""),
    (".1\"", "\""),
    ("s=(", "t=("),
    ("s=(", "s=(\"@query\" "),
  ].map { .replace("signature-input", $0, $1) }

  static let bodies: [Mutation] = [
    .body("is empty", { _ in Data() }), .body("is cut", { $0.dropLast() }),
    .body("has more", { $0 + Data([0]) }),
    .body("has a flipped bit", { Data($0.prefix(20)) + Data([$0[20] ^ 1]) + $0.dropFirst(21) }),
    .body(
      "is another's", { _ in (try? Gzip.compress(LifecycleAgent.body(gibibytes: 64))) ?? Data() }),
    Mutation("body and digest are another's") { request, _ in
      request.body = try Gzip.compress(LifecycleAgent.body(gibibytes: 64))
      let index = try #require(request.fields.firstIndex { $0.name == "content-digest" })
      request.fields[index].value = ContentDigest.field(for: request.body)
    },
  ]

  static let others: [Mutation] = [
    Mutation("method PUT") { request, _ in request.method = "PUT" },
    Mutation("method post") { request, _ in request.method = "post" },
    Mutation("path of the enrolment") { request, _ in request.path = "/agent/v1/enroll" },
    Mutation("path of the keys") { request, _ in request.path = "/agent/v1/keys" },
    Mutation("path with a slash") { request, _ in request.path += "/" },
    Mutation("path with an escape") { request, _ in request.path = "/agent/v1/%72eports" },
    Mutation("signed by a stranger") { request, agent in
      agent.key = Ed25519.PrivateKey()
      request = try agent.request(2)
    },
    Mutation("another machine's name, one's own key") { request, agent in
      let known = agent.keyId
      agent.keyId = "m00000000000.1"
      request = try agent.request(2)
      agent.keyId = known
    },
    Mutation("signed for another centre") { request, agent in
      let away = try LifecycleAgent(try CentreAddress("http://127.0.0.1:1"))
      away.key = agent.key
      away.keyId = agent.keyId
      request = try away.request(2)
    },
    Mutation("a used sequence") { request, agent in request = try agent.request(1) },
    Mutation("sequence 0") { request, agent in request = try agent.request(0) },
  ]

  static let all = fields + parameters + bodies + others

  @Test func atLeastFortyMutationsAreTested() { #expect(Self.all.count >= 40) }

  @Test func everyMutationIsRejected() async throws {
    let centre = try await LifecycleCentre()
    for mutation in Self.all {
      let agent = try await centre.enrol()
      #expect(try await agent.report(1).status == 200)
      var request = try agent.request(2)
      try mutation.change(&request, agent)
      let reply = try await agent.send(request)
      #expect(
        400..<500 ~= reply.status,
        "\(mutation.testDescription): \(reply.status) \(reply.code ?? "")")
    }
    let queue = try DatabaseQueue(path: centre.path)
    let counts = try await queue.read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT (SELECT count(*) FROM report) AS reports, (SELECT count(*) FROM machine) AS machines,
            (SELECT max(lastSequence) FROM machine) AS last,
            (SELECT max(memoryTotalBytes) FROM machine_hardware) AS memory
          """
      ).map { [$0["reports"] as Int, $0["machines"], $0["last"], $0["memory"]] }
    }
    #expect(counts == [[Self.all.count, Self.all.count, 1, 8 << 30]])
  }

  /// The same bytes sent repeatedly are stored once.
  @Test func replaysAreCountedOnce() async throws {
    let centre = try await LifecycleCentre()
    let agent = try await centre.enrol()
    let request = try agent.request(5)
    #expect(try await agent.send(request).acknowledged == .stored)
    for _ in 0..<5 { #expect(try await agent.send(request).acknowledged == .duplicate) }
    #expect(try await agent.report(6).status == 200)
    #expect(try await agent.send(request).acknowledged == .duplicate)
    #expect(
      try await centre.store.machines.details(agent.machine, within: .country, now: Date()).reports
        == 2)
  }
}
