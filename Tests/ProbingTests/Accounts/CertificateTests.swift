import Foundation
import Reporting
import Testing

@testable import Probing

/// Compares certificates in files with what openssl reads.
struct CertificateTests {
  let bench: AccountBench

  init() throws { bench = try AccountBench() }

  func account(_ file: String, _ host: Host = Host()) throws -> AccountFacts.Account {
    try bench.define("signature", "kind = \"certificate\"\nfile = \"\(file)\"\n")
    return try #require(try bench.accounts(host).first)
  }

  @Test(
    arguments: [
      ("20200101000000Z", "20590102030405Z", .active, nil),
      ("20200101000000Z", "20210228235959Z", .expired, AccountDetail.certificateHasExpired),
      ("20580101000000Z", "20590101000000Z", .unknown, AccountDetail.certificateStarts),
    ] as [(String, String, AccountFacts.Account.Status, String?)])
  func validity(
    _ from: String, _ to: String, _ status: AccountFacts.Account.Status, _ detail: String?
  ) throws {
    try bench.certificate("c", from: from, to: to)
    let file = "\(bench.path)/c.pem"
    let pem = try account(file)
    #expect(pem.status == status && pem.detail == detail && pem.evidence == .certificate)
    let said = try AccountBench.shell(
      "date -u -d \"$(openssl x509 -in \(file) -noout -enddate | cut -d= -f2)\" +%FT%TZ")
    #expect(pem.expiresAt == said.trimmingCharacters(in: .whitespacesAndNewlines))
    try AccountBench.shell("openssl x509 -in \(file) -outform der -out \(bench.path)/c.der")
    #expect(try account("\(bench.path)/c.der") == pem)
    // In a file with several certificates, the first counts.
    try AccountBench.shell(
      "cd \(bench.path) && (echo Tiếng Việt; cat c.key c.pem ca.pem) > all.pem")
    #expect(try account("\(bench.path)/all.pem") == pem)
  }

  @Test func deadClock() throws {
    try bench.certificate("c")
    let host = Host(now: { Date(timeIntervalSince1970: 0) })
    let account = try account("\(bench.path)/c.pem", host)
    #expect(account.status == .unknown && account.detail == AccountDetail.wrongDate)
    #expect(account.expiresAt == "2059-01-01T00:00:00Z")
  }

  @Test func files() throws {
    #expect(try account("/nowhere.pem").detail == AccountDetail.certificateNotThere)
    #expect(try account(bench.path).detail == AccountDetail.certificateUnreadable)
    for junk in ["", "x", "0", "-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n"] {
      try Data(junk.utf8).write(to: bench.folder.appending(path: "junk"))
      #expect(try account("\(bench.path)/junk").detail == AccountDetail.notCertificate)
    }
  }

  private struct Pieces {
    let pem: String
    let trusted: String
    let other: String
    let key: String
    let der: [UInt8]

    init(_ bench: AccountBench) throws {
      let path = bench.path
      try bench.certificate("c")
      try bench.certificate("d", to: "20400101000000Z")
      try AccountBench.shell(
        "cd \(path) && openssl x509 -in c.pem -trustout -addtrust serverAuth -out t.pem "
          + "&& openssl x509 -in c.pem -outform der -out c.der")
      func text(_ name: String) throws -> String {
        try String(contentsOf: bench.folder.appending(path: name), encoding: .utf8)
      }
      pem = try text("c.pem")
      trusted = try text("t.pem")
      other = try text("d.pem")
      key = try text("c.key")
      der = [UInt8](try Data(contentsOf: bench.folder.appending(path: "c.der")))
    }

    /// The base64 in one line.
    var base64: String {
      let begun = pem.split(separator: "\n").drop { !$0.hasPrefix("-----BEGIN") }.dropFirst()
      return begun.prefix { !$0.hasPrefix("-----END") }.joined()
    }

    func block(_ name: String, _ content: String) -> String {
      "-----BEGIN \(name)-----\n\(content)\n-----END \(name)-----\n"
    }

    func renamed(_ name: String) -> String {
      pem.replacingOccurrences(of: "CERTIFICATE", with: name)
    }

    func ended(_ end: String) -> String { pem.replacingOccurrences(of: "\n", with: end) }

    /// Files that openssl accepts, and some that it refuses.
    var files: [[UInt8]] {
      let cut = base64.prefix(64) + "\n" + base64.dropFirst(64).prefix(6)
      let uneven = "\(cut)\n\(base64.dropFirst(70))"
      let texts = [
        pem, trusted, other + pem, pem + other, key + pem, renamed("X509 CERTIFICATE"),
        renamed("TRUSTED CERTIFICATE"), renamed("CERTIFICATE REQUEST"), renamed("PKCS7"),
        trusted.replacingOccurrences(of: "TRUSTED ", with: ""),
        ended("\r\n"), ended("  \n"), ended("\t\n"), ended("\r"), ended("\n "), "\u{FEFF}" + pem,
        "0 s:CN=x\n" + pem, "abc " + pem, pem + "rest", String(pem.dropLast()), pem + pem,
        block("CERTIFICATE", base64), block("CERTIFICATE", uneven), base64,
        block("CERTIFICATE", "\n" + base64), block("CERTIFICATE", base64 + "\n"),
        block("CERTIFICATE", "MA==") + pem, block("CERTIFICATE", "!!!!") + pem,
        block("CERTIFICATE", "") + pem, pem + block("CERTIFICATE", "MA=="),
        block("CERTIFICATE", "a: b\n\nMA==") + pem, block("FOO", "a: b\n\nMA==") + pem,
        block("FOO", "abc") + pem, block("FOO", "MA==") + pem, "-----BEGIN FOO-----\n" + pem,
        "-----BEGIN CERTIFICATE-----\n" + pem, pem.replacingOccurrences(of: "END", with: "end"),
        pem.replacingOccurrences(of: "END C", with: "END X509 C"),
        pem.replacingOccurrences(of: "-----\n", with: "-----\n\n"),
        pem.replacingOccurrences(of: "-----BEGIN", with: "a: b\n\n-----BEGIN"),
        block("CERTIFICATE", base64 + "AAAA"), block("CERTIFICATE", base64 + "=="),
        block("CERTIFICATE", String(base64.prefix(99)) + ":" + base64.dropFirst(100)),
        block("CERTIFICATE", Data(der + [0, 0, 0]).base64EncodedString()),
        block("CERTIFICATE", Data(der.dropLast()).base64EncodedString()),
      ].map { Array($0.utf8) }
      let latin: [UInt8] = [0x47, 0x69, 0xE1, 0x79, 0x20, 0x74, 0xFC, 0xFF, 0, 0x0A]
      return texts + [
        latin + pem.utf8, [0xFF, 0xFE, 0x0A] + pem.utf8, pem.utf8 + latin, der, der + [0x0A],
        der + [0x0D, 0x0A], der + der, der.dropLast(), [0x0A] + der, Array("abc\n".utf8) + der,
        der + [0x0A] + other.utf8, pem.utf8 + der,
      ]
    }
  }

  /// Expiry of the certificate that openssl finds in a file, with and without being told that the
  /// file is PEM. The two differ if a block of another kind precedes two certificates: without
  /// being told, openssl skips the first.
  private func peer(_ bytes: [UInt8]) throws -> [String] {
    try Data(bytes).write(to: bench.folder.appending(path: "f"))
    return try ["", "-inform PEM"].compactMap { form in
      let said = try AccountBench.shell(
        "date=$(openssl x509 -in \(bench.path)/f -noout -enddate \(form) 2>/dev/null"
          + " | cut -d= -f2); [ -z \"$date\" ] || date -u -d \"$date\" +%FT%TZ")
      let end = said.trimmingCharacters(in: .whitespacesAndNewlines)
      return end.isEmpty ? nil : end
    }
  }

  /// We read what openssl reads, and choose the same certificate.
  @Test func matchesOpenSSL() throws {
    let files = try Pieces(bench).files
    var read = 0
    for (index, bytes) in files.enumerated() {
      let theirs = try peer(bytes).first
      let ours = CertificateValidity(file: bytes)?.finding(wall: "2026-01-01T00:00:00Z").expiresAt
      #expect(ours == theirs, "file \(index): \(String(decoding: bytes.prefix(80), as: UTF8.self))")
      read += theirs == nil ? 0 : 1
    }
    #expect(read > 25 && read < files.count - 15)
  }

  /// Random combinations of fragments: nothing that openssl refuses is accepted.
  @Test func acceptsNothingThatOpenSSLRefuses() throws {
    let pieces = try Pieces(bench)
    let all = [
      pieces.pem, pieces.trusted, pieces.other, pieces.key, "text\n",
      "-----BEGIN CERTIFICATE-----\n",
      "-----END CERTIFICATE-----\n", "\n", "a: b\n", "MA==\n", pieces.block("FOO", "MA=="), "  \n",
      pieces.base64 + "\n",
    ]
    for _ in 0..<60 {
      let bytes = (0..<Int.random(in: 1...5)).flatMap { _ in
        all.randomElement()?.utf8.map(\.self) ?? []
      }
      guard let ours = CertificateValidity(file: bytes) else { continue }
      let end = ours.finding(wall: "2026-01-01T00:00:00Z").expiresAt
      #expect(
        try peer(bytes).contains(end ?? ""), "\(String(decoding: bytes, as: UTF8.self))")
    }
  }

  /// Damaged files give a validity or none, never a crash.
  @Test func damaged() throws {
    try bench.certificate("c")
    try AccountBench.shell(
      "openssl x509 -in \(bench.path)/c.pem -outform der -out \(bench.path)/c.der")
    let whole = [UInt8](try Data(contentsOf: bench.folder.appending(path: "c.der")))
    for length in 0..<whole.count {
      #expect(CertificateValidity(der: Array(whole.prefix(length))) == nil)
    }
    var random = SystemRandomNumberGenerator()
    for _ in 0..<20_000 {
      var bytes = whole
      for _ in 0..<3 {
        bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: .min ... .max)
      }
      _ = CertificateValidity(file: bytes)?.finding(wall: "2026-01-01T00:00:00Z")
    }
  }
}
