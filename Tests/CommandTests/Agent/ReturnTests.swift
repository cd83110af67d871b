import Foundation
import Testing

/// A computer that must be enrolled again can be, with the documented command.
struct ReturnTests {
  struct Machine: Decodable {
    var id, commune, state: String
  }

  enum End: CaseIterable { case retired, mergedAway, revoked, movedCommune }

  @Test(arguments: End.allCases)
  func enrolsAnewAfter(_ end: End) throws {
    let centre = try ServingCentre()
    let former = try centre.enrol("a")
    #expect(try centre.agent("a", "report").status == 0)
    switch end {
    case .retired, .movedCommune:
      #expect(try centre.inventory("machines", "retire", former).status == 0)
    case .mergedAway:
      let other = try centre.enrol("b")
      #expect(try centre.inventory("machines", "merge", former, other).status == 0)
    case .revoked:
      let revoked = try centre.inventory(
        "machines", "revoke-key", "\(former).1", "--reason", "lost")
      #expect(revoked.status == 0, "\(revoked.errors)")
    }
    let refused = try centre.agent("a", "report")
    #expect(refused.status == 1 && refused.errors.contains("re-enrol it with a new token"))

    let commune = end == .movedCommune ? "21028" : "21250"
    let token = try centre.token(commune: commune, uses: 2)
    let enrolled = try centre.agent("a", "enroll", "--server", centre.address, "--token", token)
    #expect(enrolled.status == 0, "\(enrolled.errors)")
    #expect(enrolled.output.contains("(\(commune))") && enrolled.output.contains(former))
    #expect(enrolled.output.contains("recorded in commune 21250") == (end == .movedCommune))
    // The report that the centre had refused is not lost.
    let delivered = try centre.agent("a", "deliver", "--now")
    #expect(
      delivered.output == "\(end == .movedCommune ? 0 : 1) delivered, 0 waiting.\n",
      "\(delivered.errors)")
    #expect(try centre.agent("a", "report").output == "1 delivered, 0 waiting.\n")

    // Enrolled once more, it is the same computer, and the token keeps its second use.
    let again = try centre.agent("a", "enroll", "--server", centre.address, "--token", token)
    let words = try #require(again.output.firstMatch(of: /as machine (\w+) of/))
    let machines = try centre.json([Machine].self, "machines", "list")
    #expect(
      machines.filter { $0.commune == commune && $0.state == "active" }.contains {
        $0.id == words.1
      })
    #expect(words.1 != former)
    _ = try centre.agent("c", "enroll", "--server", centre.address, "--token", token)
    try centre.agent("d", "enroll", "--server", centre.address, "--token", token)
      .expectRefusal(1, "tokenUsedUp")
    #expect(try centre.inventory("verify").status == 0)
  }

  /// The file named at enrolment may lie where the nightly service cannot look, and nobody at a
  /// commune remembers the server's address.
  @Test func theEnrolmentKeepsServerAndCertificates() throws {
    let scratch = try Scratch()
    let (centre, server, authority) = try ServingCentre.overTLS(in: scratch)
    let given = scratch.file("stick.pem").path
    try FileManager.default.copyItem(atPath: authority, toPath: given)
    let enrolled = try centre.agent(
      "a", "enroll", "--server", server, "--ca", given, "--token",
      try centre.token(commune: "21250"))
    #expect(enrolled.status == 0, "\(enrolled.errors)")
    try FileManager.default.removeItem(atPath: given)
    #expect(try centre.agent("a", "report").output == "1 delivered, 0 waiting.\n")
    let machine = try #require(enrolled.output.firstMatch(of: /as machine (\w+) of/)).1
    #expect(try centre.inventory("machines", "retire", String(machine)).status == 0)
    #expect(try centre.agent("a", "report").status == 1)

    let token = try scratch.write(try centre.token(commune: "21250"), "token")
    chmod(token, 0o600)
    let again = try centre.agent("a", "enroll", "--token-file", token)
    #expect(again.status == 0 && again.output.contains(server), "\(again.errors)")
    #expect(try centre.agent("a", "status").output.contains("Last attempt") == false)
    #expect(try centre.agent("a", "deliver", "--now").status == 0)
  }

  /// A failure that waiting does not mend is known at the computer only.
  @Test func statusSaysWhyTheLastAttemptFailed() throws {
    let scratch = try Scratch()
    let (centre, server, authority) = try ServingCentre.overTLS(in: scratch)
    #expect(
      try centre.agent(
        "a", "enroll", "--server", server, "--ca", authority, "--token",
        try centre.token(commune: "21250")
      ).status == 0)
    #expect(try centre.agent("a", "report").status == 0)
    #expect(try !centre.agent("a", "status").output.contains("Last attempt"))
    let folder = scratch.file("a")
    let kept = try #require(
      try FileManager.default.contentsOfDirectory(atPath: folder.path)
        .first { $0.hasPrefix("authority-") })
    let file = folder.appending(path: kept)
    let bytes = try Data(contentsOf: file)
    try FileManager.default.removeItem(at: file)
    let refused = try centre.agent("a", "report")
    #expect(refused.status == 78 && refused.errors.contains("put the file back"))
    let status = try centre.agent("a", "status").output
    #expect(status.contains("Last attempt") && status.contains("put the file back"), "\(status)")
    try bytes.write(to: file)
    #expect(try centre.agent("a", "deliver").status == 0)
    #expect(try !centre.agent("a", "status").output.contains("Last attempt"))
  }

  @Test func quarantineHasNoSuchWayOut() throws {
    let centre = try ServingCentre()
    let machine = try centre.enrol("a")
    #expect(
      try centre.inventory("machines", "quarantine", machine, "--reason", "look").status == 0)
    #expect(
      try centre.inventory("machines", "revoke-key", "\(machine).1", "--reason", "lost").status == 0
    )
    let key = try Data(contentsOf: centre.scratch.file("a/machine.key"))
    try centre.agent(
      "a", "enroll", "--server", centre.address, "--token", try centre.token(commune: "21250")
    ).expectRefusal(1, "quarantined")
    #expect(try Data(contentsOf: centre.scratch.file("a/machine.key")) == key)
    #expect(try centre.json([Machine].self, "machines", "list").count == 1)
  }
}
