import Foundation
import InventoryFixtures
import InventoryStore
import LetterDelivery
import TestSupport
import Testing

/// Letters sent through a real mail server, encrypted and authenticated.
struct LetterSenderTests {
  /// Letters for users age also while `mail.toml` has only webhooks.
  @Test func lettersWithoutAMailServerAreGivenUpInTheEnd() async throws {
    let bench = try LetterWorkbench()
    #expect(try await bench.file(try await bench.add("lan", "lan@example.vn")) == 1)
    let secret = bench.folder.appending(path: "secret")
    try Data("a secret of more than sixteen bytes\n".utf8).write(to: secret)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: secret.path)
    let destinations = try LetterDestinations(
      toml: """
        [[webhook]]
        name = "chat"
        url = "http://127.0.0.1:1/hook"
        secretFile = "\(secret.path)"
        province = "51"
        period = "weekly"
        """, path: "mail.toml", secret: SecretFile.read)
    let tally = try await bench.send(destinations)
    #expect(tally.postponed == 1 && tally.problem == "mail.toml names no mail server.", "\(tally)")
    #expect(try await bench.states() == [.waiting: 1])
    let late = try await bench.send(
      destinations, at: LetterWorkbench.start.addingTimeInterval(4 * 86_400))
    #expect(late.givenUp == 1 && late.postponed == 0, "\(late)")
  }

  @Test func eachRecipientGetsOneLetter() async throws {
    let server = try MailServer()
    let bench = try LetterWorkbench()
    let lan = try await bench.add("lan", "lan@example.vn")
    let bình = try await bench.add("bình", "binh@example.vn", language: .en)
    #expect(try await bench.file(lan, bình) == 2)
    let tally = try await bench.send(try server.destinations())
    #expect(tally.sent == 2 && tally.fault == nil, "\(tally) \(server.log)")
    let mail = try server.mail(2)
    #expect(mail.count == 2)
    let first = try #require(mail.first { $0.contains("Envelope-to: lan@example.vn") })
    let second = try #require(mail.first { $0.contains("Envelope-to: binh@example.vn") })
    #expect(first.contains("To: \"lan\" <lan@example.vn>"))
    #expect(second.contains("To: =?UTF-8?B?YsOsbmg=?=\n <binh@example.vn>"))
    for letter in [first, second] {
      #expect(letter.contains("From: =?UTF-8?B?S2nhu4NtIGvDqg==?=\n <kiemke@example.vn>"))
      #expect(letter.contains("Auto-Submitted: auto-generated"))
      #expect(letter.contains("multipart/alternative"))
      #expect(letter.contains("TLS1.3") && letter.contains("esmtpsa"))
      let plain = Data(LetterWorkbench.content.plain.replacing("\n", with: "\r\n").utf8)
      #expect(letter.contains(plain.base64EncodedString()))
    }
    #expect(first.contains("Content-Language: vi") && second.contains("Content-Language: en"))

    // Neither making nor sending letters again sends a second one.
    #expect(try await bench.file(lan, bình) == 0)
    #expect(try await bench.send(try server.destinations(), early: true).sent == 0)
    #expect(try server.mail(2).count == 2)
    #expect(try await bench.states() == [.sent: 2])
  }

  @Test func encryptedFromTheFirstByte() async throws {
    let server = try MailServer()
    let bench = try LetterWorkbench()
    try await bench.file(try await bench.add("lan", "lan@example.vn"))
    let destinations = try server.destinations("smtps://localhost:\(server.implicit)")
    #expect(try await bench.send(destinations).sent == 1)
    #expect(try server.mail(1).count == 1)
  }

  @Test func aRefusedAddressIsForGoodAndABusyOneForNow() async throws {
    let server = try MailServer()
    let bench = try LetterWorkbench()
    let users = [
      try await bench.add("an", "refused@example.vn"),
      try await bench.add("bo", "later@example.vn"),
      try await bench.add("cu", "cu@example.vn"),
    ]
    #expect(try await bench.file(users) == 3)
    let tally = try await bench.send(try server.destinations())
    #expect(tally.sent == 1 && tally.refused == 1 && tally.postponed == 1, "\(tally)")
    let unsent = try await bench.store.letters.status().unsent
    #expect(unsent.map(\.state) == [.failed, .waiting])
    #expect(unsent[0].problem?.contains("5.1.1 No such user") == true)
    #expect(unsent[1].problem?.contains("4.2.0 Mailbox busy") == true)

    // Each wait is three times the previous one.
    var now = LetterWorkbench.start
    for minutes in [5.0, 15, 45] {
      #expect(
        try await bench.send(try server.destinations(), at: now.addingTimeInterval(1)).postponed
          == 0)
      now = try #require(try await bench.store.letters.status().unsent.last?.nextAt)
      #expect(try await bench.send(try server.destinations(), at: now).postponed == 1)
      let next = try #require(try await bench.store.letters.status().unsent.last?.nextAt)
      #expect(next.timeIntervalSince(now) == minutes * 3 * 60)
    }
    // After three days the letter is given up.
    now = LetterWorkbench.start.addingTimeInterval(3 * 86_400)
    let last = try await bench.send(try server.destinations(), early: true, at: now)
    #expect(last.sent == 0 && last.postponed == 0 && last.givenUp == 1)
    #expect(try await bench.states() == [.sent: 1, .failed: 2])
    #expect(try server.mail(1).count == 1)

    // An operator allows another attempt.
    try await bench.store.letters.set(
      LetterSettings(email: "an@example.vn", period: .weekly), of: "an", now: now)
    try await bench.store.letters.retry(unsent[0].number, now: now)
    #expect(try await bench.send(try server.destinations(), at: now).sent == 1)
    await #expect(throws: InventoryError.self) {
      try await bench.store.letters.retry(unsent[0].number, now: now)
    }
  }

  @Test func whoHasNoRightAnyMoreGetsNothing() async throws {
    let server = try MailServer()
    let bench = try LetterWorkbench()
    var users: [User] = []
    for name in ["gone", "moved", "demoted", "unwilling", "stays"] {
      users.append(try await bench.add(name, "\(name)@example.vn"))
    }
    #expect(try await bench.file(users) == 5)
    let people = bench.store.people
    try await people.remove("gone", now: LetterWorkbench.start)
    try await people.change(
      "moved", role: .officer, scope: .province("01"), now: LetterWorkbench.start)
    try await people.change(
      "demoted", role: .planner, scope: .province("51"), now: LetterWorkbench.start)
    try await bench.store.letters.set(
      LetterSettings(email: "unwilling@example.vn"), of: "unwilling", now: LetterWorkbench.start)
    let tally = try await bench.send(try server.destinations())
    #expect(tally.sent == 1 && tally.cancelled == 4, "\(tally)")
    #expect(try server.mail(1).map { $0.contains("stays@example.vn") } == [true])
  }

  /// With wrong settings nothing is sent and nothing is lost.
  @Test func aPasswordOrCertificateThatIsRefused() async throws {
    let server = try MailServer()
    let other = try MailServer()
    let bench = try LetterWorkbench()
    try await bench.file(try await bench.add("lan", "lan@example.vn"))
    let wrong = try await bench.send(try server.destinations(password: "guess"))
    #expect(wrong.fault == .settings && wrong.problem?.contains("535") == true, "\(wrong)")
    var destinations = try server.destinations()
    destinations.mail?.certificateAuthority = "\(other.folder.path)/cert.pem"
    let untrusted = try await bench.send(destinations, early: true)
    #expect(untrusted.fault == .settings && untrusted.sent == 0, "\(untrusted)")
    #expect(try server.mail(0).isEmpty)
    #expect(try await bench.states() == [.waiting: 1])
    #expect(try await bench.send(try server.destinations(), early: true).sent == 1)
  }

  @Test func threeThousandRecipients() async throws {
    let server = try MailServer(queues: true)
    let bench = try LetterWorkbench()
    let users = try await bench.addMany(3000)
    #expect(try await bench.file(users) == 3000)
    #expect(try await bench.file(users) == 0)
    // An unreachable server is tried once, not 3,000 times.
    let away = try await bench.send(try plainDestinations(Loopback.freePort()))
    #expect(away.postponed == 1 && away.fault == .away, "\(away)")
    #expect(try await bench.states() == [.waiting: 3000])
    #expect(try await bench.send(try server.destinations(), early: true).sent == 3000)
    #expect(try await bench.states() == [.sent: 3000])
    #expect(server.log.matches(of: /<= kiemke@example\.vn/).count == 3000)
  }
}
