import Cryptography
import Delivery
import Foundation
import Reporting
import Testing

struct DeliveryRunTests {
  @Test func deliversInOrderSignedAndCompressed() throws {
    let bench = try Workbench()
    let server = try ScriptedServer.centre()
    try bench.enroll(at: server)
    let sent = try bench.spool((0..<3).map { #"{"format":\#($0)}"# })

    let summary = try bench.deliver(to: server)
    #expect(summary.acknowledged == 3)
    #expect(summary.kept == 0)
    #expect(summary.stopped == nil)
    #expect(try bench.files("spool").isEmpty)

    let key = try Ed25519.PrivateKey(rawRepresentation: bench.bytes("machine.key"))
    #expect(server.reports.map { $0.fields["report-id"] } == sent.map(\.id))
    #expect(server.reports.map { $0.fields["agent-seq"] } == ["1", "2", "3"])
    #expect(Set(server.reports.map(\.connection)).count == 1, "the connection is kept open")
    for (request, report) in zip(server.reports, sent) {
      let received = try ReceivedSignature(
        signatureInput: try #require(request.fields["signature-input"]),
        signature: try #require(request.fields["signature"]), tag: .report)
      #expect(received.keyId == "m1.1")
      #expect(received.covered.contains("content-encoding"))
      #expect(received.covered.contains("agent-boot"))
      #expect(abs(received.created - Int(Date().timeIntervalSince1970)) < 60)
      try received.verify(request.components, with: key.publicKey)
      #expect(
        ContentDigest.matches(
          try #require(request.fields["content-digest"]), body: request.body))
      #expect(request.fields["content-encoding"] == "gzip")
      #expect(request.fields["content-type"] == "application/json")
      #expect(request.fields["user-agent"] == "commune-probe/0.1.0")
      #expect(request.fields["expect"] == nil)
      #expect(BootTime(field: try #require(request.fields["agent-boot"])) != nil)
      #expect(try gunzip(request.body) == report.body)
    }
    let status = try AgentStatus.read(in: bench.directory)
    #expect(status.lastAcknowledgement != nil)
    #expect(status.spool.reports == 0)
  }

  @Test func removesADuplicateFromTheSpool() throws {
    let bench = try Workbench()
    let server = try ScriptedServer.centre { .stored($0, .duplicate) }
    try bench.enroll(at: server)
    _ = try bench.spool(["{}"])
    let summary = try bench.deliver(to: server)
    #expect(summary.duplicates == 1)
    #expect(try bench.files("spool").isEmpty)
  }

  @Test func renumbersAndSignsAgain() throws {
    let bench = try Workbench()
    let server = try ScriptedServer.centre { request in
      let sequence = Int(request.fields["agent-seq"] ?? "") ?? 0
      return sequence < 40 ? .problem(409, "sequenceBehind", nextSeq: 40) : .stored(request)
    }
    try bench.enroll(at: server)
    let sent = try bench.spool(["{}", "{}"])
    let summary = try bench.deliver(to: server)
    #expect(summary.acknowledged == 2)
    #expect(server.reports.map { $0.fields["agent-seq"] } == ["1", "40", "41"])
    #expect(server.reports[0].fields["report-id"] == sent[0].id)
    #expect(server.reports[1].fields["report-id"] == sent[0].id)
    #expect(server.reports[0].fields["signature"] != server.reports[1].fields["signature"])
  }

  @Test func limitsRenumbering() throws {
    let bench = try Workbench()
    let server = try ScriptedServer.centre { request in
      let sequence = Int(request.fields["agent-seq"] ?? "") ?? 0
      return .problem(409, "sequenceBehind", nextSeq: sequence + 10)
    }
    try bench.enroll(at: server)
    _ = try bench.spool(["{}"])
    let summary = try bench.deliver(to: server)
    #expect(summary.stopped?.code == .busy)
    #expect(summary.kept == 1)
    #expect(server.reports.count == 4)
  }

  @Test(arguments: [400, 413, 422])
  func quarantinesARejectedReportWithTheReason(_ status: Int) throws {
    let bench = try Workbench()
    let server = try ScriptedServer.centre { request in
      request.fields["agent-seq"] == "1" ? .problem(status, "notJSON") : .stored(request)
    }
    try bench.enroll(at: server)
    let sent = try bench.spool(["{", "{}"])
    let summary = try bench.deliver(to: server)
    #expect(summary.refused == 1)
    #expect(summary.acknowledged == 1)
    #expect(try bench.files("spool").isEmpty)
    let aside = try bench.files("quarantine")
    #expect(aside.count == 2)
    #expect(aside[0].contains(sent[0].id))
    let reason = String(decoding: try bench.bytes("quarantine/\(aside[1])"), as: UTF8.self)
    #expect(reason == "\(status) notJSON: Said by the script.\n")
  }

  /// A faulty centre rejects reports for many nights: two are quarantined, all others are kept.
  @Test(arguments: [400, 413, 422])
  func aFaultyCentreDoesNotEmptyTheSpool(_ status: Int) throws {
    let bench = try Workbench()
    let isMended = Collected<Int>()
    let server = try ScriptedServer.centre { request in
      isMended.all.isEmpty ? .problem(status, "notJSON") : .stored(request)
    }
    try bench.enroll(at: server)
    let sent = try bench.spool((0..<5).map { #"{"format":\#($0)}"# })
    let first = try bench.deliver(to: server)
    #expect(first.refused == 2 && first.kept == 3)
    #expect(first.stopped?.code == .unexpectedReply)
    #expect(first.stopped?.message.contains("--requeue") == true)
    for _ in 0..<3 {
      let night = try bench.deliver(to: server)
      #expect(night.refused == 0 && night.kept == 3 && night.stopped != nil)
    }
    #expect(server.reports.count == 5, "one report a night is at risk")
    #expect(
      server.reports.last?.fields["report-id"] == sent[3].id, "not the newest, which goes last")
    let status = try AgentStatus.read(in: bench.directory).spool
    #expect(status.quarantined == 2 && status.quarantinedBytes > 0)

    isMended.append(1)
    let spool = try Spool(try bench.lock())
    let (requeued, left) = try spool.requeue()
    #expect(requeued == 2 && left == 0)
    #expect(try bench.files("quarantine").isEmpty)
    let mended = try bench.deliver(to: server)
    #expect(mended.acknowledged == 5 && mended.kept == 0)
    #expect(server.reports.suffix(5).map { $0.fields["report-id"] } == sent.map(\.id))
  }

  /// Two reports that are themselves faulty delay others for no longer than one run.
  @Test func faultyReportsDoNotBlockOthers() throws {
    let bench = try Workbench()
    let server = try ScriptedServer.centre { request in
      ((try? gunzip(request.body)) ?? Data()).count > 2
        ? .stored(request) : .problem(422, "notJSON")
    }
    try bench.enroll(at: server)
    _ = try bench.spool(["{", "{", "{", #"{"format":1}"#, #"{"format":2}"#])
    #expect(try bench.deliver(to: server).kept == 3)
    let next = try bench.deliver(to: server)
    #expect(next.acknowledged == 2 && next.refused == 1 && next.kept == 0)
    #expect(try bench.files("quarantine").count == 6)
  }

  /// Any code that is not a verdict on the report keeps it in the spool.
  @Test(arguments: [
    "badRequest", "", "requestMalformed", "argumentMalformed", "digestMismatch", "toBeInvented",
    "NOTJSON",
  ])
  func onlyNamedCodesAreFinal(_ code: String) throws {
    let bench = try Workbench()
    let server = try ScriptedServer.centre { _ in .problem(422, code) }
    try bench.enroll(at: server)
    _ = try bench.spool(["{}", "{}"])
    let summary = try bench.deliver(to: server)
    #expect(summary.kept == 2 && summary.refused == 0 && server.reports.count == 1)
  }

  @Test func keepsDamagedReportsInQuarantine() throws {
    let bench = try Workbench()
    let server = try ScriptedServer.centre()
    try bench.enroll(at: server)
    _ = try bench.spool(["{}"])
    let name = try #require(try bench.files("spool").first)
    try Data("garbage".utf8).write(to: URL(fileURLWithPath: "\(bench.path)/spool/\(name)"))
    #expect(try bench.deliver(to: server).damaged == 1)
    let (requeued, left) = try Spool(try bench.lock()).requeue()
    #expect(requeued == 0 && left == 1)
    #expect(try bench.files("quarantine").count == 2)
  }

  @Test func limitsARunByOneDeadline() throws {
    let bench = try Workbench()
    let clock = Collected<Double>()
    let server = try ScriptedServer.centre { request in
      clock.append(100)
      return .stored(request)
    }
    try bench.enroll(at: server)
    _ = try bench.spool(["{}", "{}", "{}", "{}"])
    let lock = try bench.lock()
    let centre = try CentreAddress(server.address)
    let courier = Courier(
      transport: try CurlTransport(to: centre, agentVersion: "0.1.0"), centre: centre,
      identity: try Membership.read(in: bench.directory).signing,
      deadline: DeliveryDeadline(seconds: 150) { clock.all.reduce(0, +) })
    let summary = DeliveryRun(lock, spool: try Spool(lock), courier: courier).run()
    #expect(summary.acknowledged == 2 && summary.kept == 2)
    #expect(summary.stopped?.code == .timeout)
  }

  @Test(arguments: [
    (401, DeliveryError.Code.notAllowed), (403, .notAllowed), (429, .busy), (503, .busy),
    (500, .busy), (302, .unexpectedReply), (404, .unexpectedReply), (204, .unexpectedReply),
    (409, .unexpectedReply),
  ])
  func keepsTheReportOnOtherStatuses(_ status: Int, _ code: DeliveryError.Code) throws {
    let bench = try Workbench()
    let server = try ScriptedServer.centre { _ in
      var reply = ScriptedServer.Reply.problem(status, "someCode")
      reply.fields.append(("Location", "http://127.0.0.1:1/elsewhere"))
      if status == 204 { reply.body = Data() }
      return reply
    }
    try bench.enroll(at: server)
    _ = try bench.spool(["{}", "{}"])
    let before = try bench.files("spool")
    let summary = try bench.deliver(to: server)
    #expect(summary.stopped?.code == code)
    #expect(summary.kept == 2)
    #expect(server.reports.count == 1, "the run stops")
    #expect(try bench.files("spool") == before)
  }

  @Test(arguments: [
    "<html>Welcome to the hotel</html>", "{}", "",
    #"{"status":"stored","report":"00000000-0000-4000-8000-000000000000","sections":{}}"#,
  ])
  func aForeign200RemovesNothing(_ body: String) throws {
    let bench = try Workbench()
    let server = try ScriptedServer.centre { _ in .init(status: 200, body: Data(body.utf8)) }
    try bench.enroll(at: server)
    _ = try bench.spool(["{}"])
    let summary = try bench.deliver(to: server)
    #expect(summary.stopped?.code == .unexpectedReply)
    #expect(try bench.files("spool").count == 1)
  }

  @Test func keepsReportsUntilTheCentreIsReachable() throws {
    let bench = try Workbench()
    let server = try ScriptedServer.centre()
    try bench.enroll(at: server)
    let sent = try bench.spool(["{}"])
    let closed = try bench.deliver(to: "http://127.0.0.1:1")
    #expect(closed.stopped?.code == .unreachable)
    #expect(closed.stopped?.message.contains("http://127.0.0.1:1") == true)
    #expect(closed.kept == 1)
    #expect(try bench.deliver(to: server).acknowledged == 1)
    #expect(server.reports.map { $0.fields["report-id"] } == [sent[0].id])
    #expect(
      server.reports.map { $0.fields["agent-seq"] } == ["2"], "no sequence number is used twice")
  }

  @Test func resendsAfterALostReplyUnderAnotherNumber() throws {
    let bench = try Workbench()
    let server = try ScriptedServer.centre { request in
      request.fields["agent-seq"] == "1"
        ? .init(status: 0, hangsUp: true) : .stored(request, .duplicate)
    }
    try bench.enroll(at: server)
    _ = try bench.spool(["{}"])
    #expect(try bench.deliver(to: server).stopped?.code == .unreachable)
    #expect(try bench.deliver(to: server).duplicates == 1)
    let sequences = server.reports.compactMap { $0.fields["agent-seq"].flatMap { Int($0) } }
    #expect(sequences.sorted() == sequences)
    #expect(server.reports.first?.body == server.reports.last?.body)
  }

  @Test func writesTheSequenceBeforeTheRequest() throws {
    let bench = try Workbench()
    let path = "\(bench.path)/sequence"
    let seen = Collected<(sent: String, next: String)>()
    let server = try ScriptedServer.centre { request in
      let next = (try? String(contentsOfFile: path, encoding: .utf8)) ?? "none"
      seen.append((request.fields["agent-seq"] ?? "", next))
      return .stored(request)
    }
    try bench.enroll(at: server)
    _ = try bench.spool(["{}", "{}"])
    _ = try bench.deliver(to: server)
    #expect(seen.all.map(\.sent) == ["1", "2"])
    #expect(seen.all.map(\.next) == ["2\n", "3\n"])
  }

  @Test func recoversALostSequenceFromTheCentre() throws {
    let bench = try Workbench()
    let server = try ScriptedServer.centre { request in
      request.fields["agent-seq"] == "1"
        ? .problem(409, "sequenceBehind", nextSeq: 7) : .stored(request)
    }
    try bench.enroll(at: server)
    try Data("garbage\n".utf8).write(to: URL(fileURLWithPath: "\(bench.path)/sequence"))
    _ = try bench.spool(["{}"])
    #expect(try bench.deliver(to: server).acknowledged == 1)
    #expect(server.reports.map { $0.fields["agent-seq"] } == ["1", "7"])
  }

  @Test func ignoresAnImplausibleSequence() throws {
    let bench = try Workbench()
    let server = try ScriptedServer.centre { _ in
      .problem(409, "sequenceBehind", nextSeq: .max)
    }
    try bench.enroll(at: server)
    _ = try bench.spool(["{}"])
    #expect(try bench.deliver(to: server).stopped?.code == .unexpectedReply)
    #expect(String(decoding: try bench.bytes("sequence"), as: UTF8.self) == "2\n")
  }
}

/// Decompresses with the system's gzip, as an independent check.
func gunzip(_ bytes: Data) throws -> Data {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/bin/gzip")
  process.arguments = ["-dc"]
  let (input, output) = (Pipe(), Pipe())
  process.standardInput = input
  process.standardOutput = output
  try process.run()
  try input.fileHandleForWriting.write(contentsOf: bytes)
  try input.fileHandleForWriting.close()
  let result = try output.fileHandleForReading.readToEnd() ?? Data()
  process.waitUntilExit()
  return result
}
