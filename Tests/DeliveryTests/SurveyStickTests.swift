import Foundation
import Reporting
import Testing

@testable import Delivery

/// What a survey writes to the stick.
struct SurveyStickTests {
  let root = "/tmp/survey-stick-\(UUID().uuidString)"

  init() throws {
    try FileManager.default.createDirectory(
      atPath: "\(root)/survey", withIntermediateDirectories: true)
    try write(
      SurveyEnrolment(
        server: "https://centre.example.vn:8443", commune: "21250", communeName: "Xã", token: "t-1")
    )
  }

  func write(_ enrolment: SurveyEnrolment) throws {
    try CanonicalJSON.encode(enrolment)
      .write(to: URL(fileURLWithPath: "\(root)/survey/enrolment.json"))
  }

  func names(_ folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: "\(root)/survey/\(folder)")) ?? [])
      .sorted()
  }

  func survey(_ identifiers: [String: String]) throws -> SurveyStick.Record {
    try SurveyStick(root).record(
      Report(
        agent: AgentFacts(
          version: "1", clock: ClockReading(bootId: nil, bootSeconds: 1, wall: "w"))),
      identifiers: identifiers)
  }

  /// The fields of a signed file, by name.
  func fields(_ name: String) throws -> [String: String] {
    let text = String(
      decoding: try Data(contentsOf: URL(fileURLWithPath: "\(root)/survey/reports/\(name)")),
      as: UTF8.self)
    var fields: [String: String] = [:]
    for line in text.components(separatedBy: "\n\n")[0].split(separator: "\n").dropFirst(2) {
      let parts = line.split(separator: ":", maxSplits: 1).map(String.init)
      fields[parts[0]] = parts[1].trimmingCharacters(in: .whitespaces)
    }
    return fields
  }

  @Test func makesOneKeyPerComputer() throws {
    defer { try? FileManager.default.removeItem(atPath: root) }
    let first = try survey(["serial": "A1", "uuid": "u"])
    #expect(first == .init(isRecognisable: true, previousSeconds: nil, sequence: 1))
    let other = try survey(["serial": "A2", "uuid": "u"])
    #expect(other.sequence == 1 && other.previousSeconds == nil)
    let again = try survey(["serial": "a1", "uuid": "U"])
    #expect(again.sequence == 2 && again.previousSeconds != nil)
    #expect(names("machines").count == 2)
    let reports = names("reports")
    #expect(reports.count { $0.hasSuffix(".signed-report") } == 3)
    #expect(reports.count { SurveyLayout.isEnrolment($0) } == 2)
    let keys = try Set(
      names("machines").map { name in
        try Data(
          contentsOf: URL(fileURLWithPath: "\(root)/survey/machines/\(name)/machine.key"))
      })
    #expect(keys.count == 2 && keys.allSatisfy { $0.count == 32 })
    // No file name reveals a serial number.
    #expect(names("machines").allSatisfy { $0.count == 32 && !$0.contains("a1") })
  }

  /// Fifty computers that share a serial number and a UUID are distinguished by their network
  /// adapters.
  @Test func adaptersTellTwinsApart() throws {
    defer { try? FileManager.default.removeItem(atPath: root) }
    for adapter in ["00:11:22:33:44:55", "00:11:22:33:44:56"] {
      #expect(try survey(["serial": "S", "uuid": "u", "mac": adapter]).sequence == 1)
    }
    #expect(names("machines").count == 2)
  }

  @Test func aComputerWithoutIdentifiersIsNewEachTime() throws {
    defer { try? FileManager.default.removeItem(atPath: root) }
    for _ in 0..<2 {
      #expect(
        try survey([:]) == .init(isRecognisable: false, previousSeconds: nil, sequence: 1))
    }
    #expect(names("machines").count == 2)
    #expect(Set(names("reports").filter(SurveyLayout.isEnrolment)).count == 2)
  }

  @Test func reportsAreSignedUnderTheKeyItself() throws {
    defer { try? FileManager.default.removeItem(atPath: root) }
    _ = try survey(["serial": "A1"])
    let enrolment = try #require(names("reports").first(where: SurveyLayout.isEnrolment))
    let report = try #require(names("reports").first { $0.hasSuffix(".signed-report") })
    let (asked, told) = (try fields(enrolment), try fields(report))
    let one = try ReceivedSignature(
      signatureInput: try #require(asked["signature-input"]),
      signature: try #require(asked["signature"]), tag: .enrolment)
    let two = try ReceivedSignature(
      signatureInput: try #require(told["signature-input"]),
      signature: try #require(told["signature"]), tag: .report)
    #expect(one.keyId == two.keyId && Data(base64Encoded: one.keyId)?.count == 32)
  }

  /// A stick that was prepared again uses its new token, for computers that it already knows as
  /// well.
  @Test func aNewTokenReplacesTheOldOne() throws {
    defer { try? FileManager.default.removeItem(atPath: root) }
    _ = try survey(["serial": "A1"])
    try write(
      SurveyEnrolment(
        server: "https://centre.example.vn:8443", commune: "21250", communeName: "Xã", token: "t-2")
    )
    _ = try survey(["serial": "A1"])
    let enrolments = names("reports").filter(SurveyLayout.isEnrolment)
    #expect(enrolments.count == 1)
    let text = try String(
      contentsOfFile: "\(root)/survey/reports/\(enrolments[0])", encoding: .utf8)
    #expect(text.contains("t-2") && !text.contains("t-1"))
  }

  @Test(arguments: ["", "{}", "nonsense", #"{"format":2}"#])
  func refusesAnUnusableEnrolmentFile(_ text: String) throws {
    defer { try? FileManager.default.removeItem(atPath: root) }
    try Data(text.utf8).write(to: URL(fileURLWithPath: "\(root)/survey/enrolment.json"))
    let error = #expect(throws: DeliveryError.self) { try SurveyStick(root) }
    #expect(error?.code == .configuration)
  }

  @Test func refusesAnUnpreparedStick() throws {
    try FileManager.default.removeItem(atPath: root)
    let error = #expect(throws: DeliveryError.self) { try SurveyStick(root) }
    #expect(error?.code == .configuration && error?.message.contains("stick prepare") == true)
  }
}
