import Cryptography
import Foundation
import Reporting
import TestSupport
import Testing

@testable import Delivery

struct ReportBundleTests {
  let centre: CentreAddress

  init() throws { centre = try CentreAddress("https://centre.example.vn") }

  func machine() throws -> (Workbench, folder: String) {
    let bench = try Workbench()
    try bench.enroll(at: try ScriptedServer.centre())
    let folder = "\(bench.path)/stick"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    return (bench, folder)
  }

  /// The names of the reports on the stick.
  func reports(_ bench: Workbench) throws -> [String] {
    try bench.files("stick").filter { $0.hasSuffix(".signed-report") }
  }

  func bundle(_ bench: Workbench) throws -> ReportBundle {
    let lock = try bench.lock()
    return ReportBundle(lock, spool: try Spool(lock), membership: try Membership.read(lock))
  }

  func receipt(_ folder: String, _ lines: [BundleReceipt.Line], machine: String = "m1") throws {
    let bytes = try JSONEncoder().encode(BundleReceipt(machine: machine, reports: lines))
    try bytes.write(to: URL(fileURLWithPath: "\(folder)/receipt-m1.json"))
  }

  @Test func exportsSignedRequests() throws {
    let (bench, folder) = try machine()
    let sent = try bench.spool([#"{"n":1}"#, #"{"n":2}"#])
    let export = try bundle(bench).export(to: folder, centre: centre)
    #expect(export == ReportBundle.Export(written: 2, present: 0, damaged: 0))
    let names = try reports(bench)
    #expect(try bench.files("stick") == names + ["bundle-m1.json"])
    #expect(names == sent.enumerated().map { "00000000000\($0 + 1)-\($1.id).signed-report" })
    #expect(try bench.files("spool").count == 2, "the spool is unchanged")
    #expect(String(decoding: try bench.bytes("sequence"), as: UTF8.self) == "3\n")

    let key = try Ed25519.PrivateKey(rawRepresentation: bench.bytes("machine.key"))
    for (index, name) in names.enumerated() {
      let bytes = try bench.bytes("stick/\(name)")
      let end = try #require(bytes.range(of: Data("\n\n".utf8)))
      let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
        .components(separatedBy: "\n")
      #expect(lines[0] == "commune-bundle 1")
      #expect(lines[1] == "POST centre.example.vn /agent/v1/reports")
      var fields: [String: String] = [:]
      for line in lines.dropFirst(2) {
        let parts = line.components(separatedBy: ": ")
        fields[parts[0]] = parts.dropFirst().joined(separator: ": ")
      }
      #expect(fields["agent-seq"] == "\(index + 1)")
      #expect(fields["report-id"] == sent[index].id)
      let received = try ReceivedSignature(
        signatureInput: try #require(fields["signature-input"]),
        signature: try #require(fields["signature"]), tag: .report)
      try received.verify(
        RequestComponents(
          method: "POST", authority: "centre.example.vn", path: "/agent/v1/reports",
          fields: RequestFields(fields.map { ($0.key, $0.value) })), with: key.publicKey)
      let body = Data(bytes[end.upperBound...])
      #expect(ContentDigest.matches(try #require(fields["content-digest"]), body: body))
      #expect(try gunzip(body) == sent[index].body)
    }
  }

  @Test func exportingAgainIsIdempotent() throws {
    let (bench, folder) = try machine()
    _ = try bench.spool([#"{"n":1}"#, #"{"n":2}"#])
    _ = try bundle(bench).export(to: folder, centre: centre)
    let before = try reports(bench).map { try bench.bytes("stick/\($0)") }
    // One file is truncated, as when the stick is pulled out.
    let cut = try reports(bench)[1]
    try Data(before[1].dropLast(3)).write(to: URL(fileURLWithPath: "\(folder)/\(cut)"))
    _ = try bench.spool([#"{"n":3}"#])
    let export = try bundle(bench).export(to: folder, centre: centre)
    #expect(export == ReportBundle.Export(written: 2, present: 1, damaged: 0))
    let after = try reports(bench).map { try bench.bytes("stick/\($0)") }
    #expect(after[0] == before[0])
    #expect(after[1] != before[1])
    #expect(after.count == 3)
    let elsewhere = try CentreAddress("https://other.example.vn")
    #expect(try bundle(bench).export(to: folder, centre: elsewhere).written == 3)
  }

  @Test func settlesOnlyWhatTheReceiptCovers() throws {
    let (bench, folder) = try machine()
    let sent = try bench.spool((0..<5).map { #"{"n":\#($0)}"# })
    func digest(_ index: Int) -> String { SHA256Digest.hexadecimal(of: sent[index].body) }
    try receipt(
      folder,
      [
        .init(id: sent[0].id, digest: digest(0), status: .stored),
        .init(id: sent[1].id, digest: digest(1), status: .duplicate),
        .init(id: sent[2].id, digest: digest(2), status: .refused, code: "sectionMalformed"),
        .init(id: sent[3].id, digest: digest(0), status: .stored),
        .init(id: sent[4].id, digest: digest(4), status: .refused, code: "machineQuarantined"),
        .init(id: UUID().uuidString.lowercased(), digest: digest(4), status: .stored),
      ])
    let settled = try bundle(bench).settle(from: folder)
    #expect(settled == .init(settled: 2, refused: 1, differing: 1, kept: 2))
    let kept = try bench.files("spool")
    #expect(kept.count == 2)
    #expect(kept[0].contains(sent[3].id) && kept[1].contains(sent[4].id))
    let reason = try #require(try bench.files("quarantine").first { $0.hasSuffix(".reason") })
    #expect(
      String(decoding: try bench.bytes("quarantine/\(reason)"), as: UTF8.self)
        .contains("sectionMalformed"))
    let again = try bundle(bench).settle(from: folder)
    #expect(again == .init(differing: 1, kept: 2), "settling twice changes nothing")
  }

  @Test(arguments: [
    "", "{", "[]", #"{"format":2,"machine":"m1","reports":[]}"#,
    #"{"format":1,"machine":"m9","reports":[]}"#,
    #"{"format":1,"machine":"m1","reports":[{"id":"a","digest":"b","status":"gone"}]}"#,
  ])
  func invalidReceiptsSettleNothing(_ text: String) throws {
    let (bench, folder) = try machine()
    _ = try bench.spool(["{}"])
    try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/receipt-m1.json"))
    let error = #expect(throws: DeliveryError.self) { try bundle(bench).settle(from: folder) }
    #expect(error?.code == .input)
    #expect(try bench.files("spool").count == 1)
  }

  @Test func refusesAMissingFolderOrReceipt() throws {
    let (bench, folder) = try machine()
    for missing in ["\(folder)/none", "\(bench.path)/sequence"] {
      #expect(throws: DeliveryError(.input, "")) {
        try bundle(bench).export(to: missing, centre: centre)
      }
      #expect(throws: DeliveryError(.input, "")) { try bundle(bench).settle(from: missing) }
    }
    #expect(throws: DeliveryError(.input, "")) { try bundle(bench).settle(from: folder) }
  }

  @Test func namesAFullOrReadOnlyStick() throws {
    let (bench, folder) = try machine()
    let noise = (0..<40_000).map { _ in String(UInt8.random(in: 0...255)) }.joined(separator: ",")
    _ = try bench.spool(["{}", "[\(noise)]"])
    for (isReadOnly, code, words) in [
      (false, DeliveryError.Code.diskFull, "No space left on device"),
      (true, .file, "Read-only file system"),
    ] {
      let stick = try SmallDisk(size: "16k", isReadOnly: isReadOnly, at: folder)
      defer { stick.unmount() }
      let error = #expect(throws: DeliveryError.self) {
        try bundle(bench).export(to: folder, centre: centre)
      }
      #expect(error?.code == code)
      #expect(error?.message.contains(words) == true)
      #expect(error?.message.contains(folder) == true)
      #expect(
        try bench.files("stick").allSatisfy {
          $0.hasSuffix(".signed-report") || $0 == "bundle-m1.json"
        })
      #expect(try bench.files("spool").count == 2)
    }
  }
}
