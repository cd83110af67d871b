import Cryptography
import Foundation
import Reporting
import Testing

@testable import Delivery

/// Receipts from a stick: only one signed by the centre removes reports from the spool.
struct SignedReceiptTests {
  let key = Ed25519.PrivateKey()
  let address: CentreAddress

  init() throws { address = try CentreAddress("https://centre.example.vn") }

  static func text(_ key: Ed25519.PrivateKey) -> String {
    key.publicKey.rawRepresentation.base64EncodedString()
  }

  static func registration(_ receiptKey: String?) -> EnrolmentReply {
    var reply = ScriptedServer.registration
    reply.receiptKey = receiptKey
    return reply
  }

  /// An agent that knows the centre's receipt key, with two reports on a stick.
  func machine() throws -> (Workbench, reports: [SpooledReport]) {
    let bench = try Workbench()
    try bench.enroll(at: try ScriptedServer.centre(registration: Self.registration(Self.text(key))))
    try FileManager.default.createDirectory(
      atPath: "\(bench.path)/stick", withIntermediateDirectories: true)
    let reports = try bench.spool([#"{"n":1}"#, #"{"n":2}"#])
    try export(bench)
    return (bench, reports)
  }

  func bundle(_ bench: Workbench) throws -> ReportBundle {
    let lock = try bench.lock()
    return ReportBundle(lock, spool: try Spool(lock), membership: try Membership.read(lock))
  }

  func export(_ bench: Workbench) throws {
    _ = try bundle(bench).export(to: "\(bench.path)/stick", centre: address)
  }

  func settle(_ bench: Workbench) throws -> ReportBundle.Settlement {
    try bundle(bench).settle(from: "\(bench.path)/stick")
  }

  /// The receipt that the centre would write for the current contents of the stick.
  func receipt(_ bench: Workbench, _ reports: [SpooledReport]) throws -> BundleReceipt {
    let label = BundleLabel(try bench.bytes("stick/bundle-m1.json"), machine: "m1")
    return BundleReceipt(
      machine: "m1",
      reports: reports.map {
        .init(id: $0.id, digest: SHA256Digest.hexadecimal(of: $0.body), status: .stored)
      }, bundle: try #require(label).bundle)
  }

  func signed(_ receipt: BundleReceipt, by key: Ed25519.PrivateKey) throws -> BundleReceipt {
    var signed = receipt
    signed.signature = key.signature(for: try #require(receipt.statement)).base64EncodedString()
    return signed
  }

  func write(_ receipt: BundleReceipt, _ bench: Workbench) throws {
    try CanonicalJSON.encode(receipt).write(
      to: URL(fileURLWithPath: "\(bench.path)/stick/receipt-m1.json"))
  }

  func expectNothingRemoved(
    _ bench: Workbench, _ words: String, count: Int = 2,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let error = #expect(throws: DeliveryError.self, sourceLocation: sourceLocation) {
      try settle(bench)
    }
    #expect(error?.code == .input, sourceLocation: sourceLocation)
    #expect(
      error?.message.contains(words) == true, "\(error?.message ?? "")",
      sourceLocation: sourceLocation)
    #expect(
      error?.message.contains("No report was removed") == true, sourceLocation: sourceLocation)
    #expect(try bench.files("spool").count == count, sourceLocation: sourceLocation)
    #expect(try bench.files("quarantine").isEmpty, sourceLocation: sourceLocation)
  }

  @Test func theCentresReceiptRemovesReports() throws {
    let (bench, reports) = try machine()
    try write(signed(receipt(bench, reports), by: key), bench)
    #expect(try settle(bench) == .init(settled: 2, isSigned: true))
    #expect(try bench.files("spool").isEmpty)
    #expect(!FileManager.default.fileExists(atPath: "\(bench.path)/settled"))
  }

  @Test func forgedAndAlteredReceiptsRemoveNothing() throws {
    let (bench, reports) = try machine()
    let plain = try receipt(bench, reports)
    try write(plain, bench)
    try expectNothingRemoved(bench, "not signed by the centre")
    try write(signed(plain, by: Ed25519.PrivateKey()), bench)
    try expectNothingRemoved(bench, "valid signature")
    let genuine = try signed(receipt(bench, [reports[0]]), by: key)
    var forms: [BundleReceipt] = []
    // Alter, in turn: an extra line, the content, the status, the code, the bundle, the machine.
    var form = genuine
    form.reports += plain.reports.dropFirst()
    forms.append(form)
    form = genuine
    form.reports[0].digest = String(form.reports[0].digest.reversed())
    forms.append(form)
    form = genuine
    form.reports[0].status = .refused
    forms.append(form)
    form = genuine
    form.reports[0].code = "sectionMalformed"
    forms.append(form)
    form = genuine
    form.bundle = UUID().uuidString.lowercased()
    forms.append(form)
    form = genuine
    form.signature = form.signature.map { String($0.dropLast(4)) }
    forms.append(form)
    form = genuine
    form.signature = ""
    forms.append(form)
    // Values that would make the signed text ambiguous.
    form = genuine
    form.reports[0].code = "-\n\(reports[1].id) \(plain.reports[1].digest) stored -"
    forms.append(form)
    for form in forms {
      try write(form, bench)
      try expectNothingRemoved(bench, "valid signature")
    }
  }

  @Test func usedAndForeignReceiptsRemoveNothing() throws {
    let (bench, reports) = try machine()
    let first = try signed(receipt(bench, reports), by: key)
    // For an export that this computer never made.
    var foreign = try receipt(bench, reports)
    foreign.bundle = UUID().uuidString.lowercased()
    try write(signed(foreign, by: key), bench)
    try expectNothingRemoved(bench, "used already")
    foreign.bundle = nil
    try write(signed(foreign, by: key), bench)
    try expectNothingRemoved(bench, "used already")
    foreign.machine = "m2"
    try write(signed(foreign, by: key), bench)
    #expect(throws: DeliveryError(.input, "")) { try settle(bench) }
    #expect(try bench.files("spool").count == 2)

    try write(first, bench)
    #expect(try settle(bench).settled == 2)
    // The same receipt again, with one report back in the queue, as after --requeue.
    _ = try bench.spool([#"{"n":3}"#])
    try export(bench)
    try expectNothingRemoved(bench, "used already", count: 1)
  }

  @Test func theNextExportNeedsItsOwnReceipt() throws {
    let (bench, reports) = try machine()
    let first = try signed(receipt(bench, reports), by: key)
    let third = try bench.spool([#"{"n":3}"#])
    try export(bench)
    try write(first, bench)
    #expect(try settle(bench) == .init(settled: 2, isSigned: true, kept: 1))
    // The stick can be taken to the centre again unchanged.
    try write(signed(receipt(bench, third), by: key), bench)
    #expect(try settle(bench) == .init(settled: 1, isSigned: true))
  }

  @Test func anAgentOfAnEarlierVersionLearnsTheKey() throws {
    let bench = try Workbench()
    let told = Self.text(key)
    let server = try ScriptedServer.centre { request in
      .json(
        200,
        Acknowledgement(
          status: .stored, report: request.fields["report-id"] ?? "", sections: [:],
          receiptKey: told))
    }
    try bench.enroll(at: server)
    #expect(try Identity.read(in: try bench.lock().directory)?.registration?.receiptKey == nil)
    _ = try bench.spool(["{}"])
    #expect(try bench.visit(server).acknowledged == 1)
    #expect(try Identity.read(in: try bench.lock().directory)?.registration?.receiptKey == told)
  }

  @Test func anUnsignedReplyReplacesNoKnownKey() throws {
    let (bench, _) = try machine()
    let lock = try bench.lock()
    let other = Self.text(Ed25519.PrivateKey())
    let plain = try CentreAddress("http://centre.example.vn", allowPlaintext: true)
    func known() throws -> String? {
      try Identity.read(in: lock.directory)?.registration?.receiptKey
    }
    for (told, from, expected) in [
      (other, plain, Self.text(key)), ("AAAA", address, Self.text(key)),
      (nil, address, Self.text(key)), (other, address, other),
    ] as [(String?, CentreAddress, String)] {
      try LearnedReceiptKey.note(told, from: from, lock)
      #expect(try known() == expected)
    }
  }

  @Test func enrollingAgainAtAnEarlierVersionKeepsTheKey() throws {
    let (bench, _) = try machine()
    try bench.enroll(at: try ScriptedServer.centre())
    #expect(
      try Identity.read(in: try bench.lock().directory)?.registration?.receiptKey
        == Self.text(key))
  }
}
