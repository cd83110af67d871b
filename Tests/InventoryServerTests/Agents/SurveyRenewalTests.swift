import Delivery
import Foundation
import InventoryServer
import InventoryStore
import Testing

/// A stick that is prepared again enrols computers that the centre no longer accepted.
struct SurveyRenewalTests {
  func read(
    _ stick: SurveyImportTests.Stick, _ centre: LifecycleCentre
  ) async throws -> BundleImport.Summary {
    try await BundleImport(store: try centre.beside()).run(stick.path)
  }

  /// Preparing a stick again gives retired computers new keys and leaves the others theirs.
  @Test(arguments: ["retired", "revoked"])
  func retiredComputersReturnOnAStickPreparedAnew(_ how: String) async throws {
    let centre = try await LifecycleCentre()
    let stick = try SurveyImportTests.Stick(try await centre.token(uses: 2))
    try stick.survey(SurveyImportTests.pc1, gibibytes: 4)
    let former = try #require(try await read(stick, centre).enrolled.first)
    try stick.survey(SurveyImportTests.pc2)
    #expect(try await read(stick, centre).enrolled.count == 1)
    func renewed() async throws -> Int {
      try await SurveyRenewal(store: try centre.beside(), now: Date()).run(stick.path)
    }
    #expect(try await renewed() == 0, "nothing has ended")
    let beside = try centre.beside()
    if how == "retired" {
      try await beside.machines.retire(former, within: .country, now: Date())
    } else {
      try await beside.keys.revoke(
        "\(former).1", because: "lost", within: .country, now: Date())
    }
    try stick.survey(SurveyImportTests.pc1, gibibytes: 6)
    var summary = try await read(stick, centre)
    #expect(summary.stored == 0 && summary.enrolled.isEmpty)
    let code = how == "retired" ? "machineRetired" : "keyRevoked"
    #expect(Set(summary.refused.map(\.code)) == [code])
    #expect(
      summary.refused.allSatisfy {
        $0.reason.contains(former) && $0.reason.contains("stick prepare")
      })

    try stick.prepare(try await centre.token(uses: 2))
    #expect(try await renewed() == 1)
    #expect(try await renewed() == 0, "once")
    // What was refused is still there, and is no longer read.
    summary = try await read(stick, centre)
    #expect(summary.refused.isEmpty && summary.stored == 0 && summary.duplicates == 1)
    #expect(try stick.files.count { $0.hasSuffix(".signed-report.ended") } == 2)
    let again = try stick.survey(SurveyImportTests.pc1, gibibytes: 8)
    #expect(again.sequence == 1)
    try stick.survey(SurveyImportTests.pc2, gibibytes: 8)
    summary = try await read(stick, centre)
    #expect(summary.refused.isEmpty && summary.stored == 2 && summary.enrolled.count == 1)
    #expect(summary.enrolled != [former])
    #expect(try await read(stick, centre).enrolled.isEmpty, "the same stick again changes nothing")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: "\(stick.path)/survey/machines").count
        == 3)
    let uses = try await centre.store.tokens.list(within: .country).map(\.uses)
    #expect(uses == [1, 2])
    #expect(try Verification.check(centre.path).faults.isEmpty)
  }

  @Test func renewalTakesStrangersFilesForNothing() async throws {
    let centre = try await LifecycleCentre()
    let path = "/tmp/survey-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let renewal = SurveyRenewal(store: try centre.beside(), now: Date())
    #expect(try await renewal.run(path) == 0, "a stick that was never prepared")
    let reports = "\(path)/survey/reports"
    try FileManager.default.createDirectory(atPath: reports, withIntermediateDirectories: true)
    let name = String(repeating: "0", count: 31)
    try Data("commune-bundle 1\n".utf8)
      .write(to: URL(fileURLWithPath: "\(reports)/\(name)1.signed-enrolment"))
    try FileManager.default.createSymbolicLink(
      atPath: "\(reports)/\(name)2.signed-enrolment", withDestinationPath: "/etc/passwd")
    #expect(try await renewal.run(path) == 0)
    #expect(try FileManager.default.contentsOfDirectory(atPath: reports).count == 2)
    await #expect(throws: InventoryError.self) { try await renewal.run("\(path)/nowhere") }
  }
}
