import Foundation
import Reporting
import Testing

@testable import Probing

/// Certificates in files, read as openssl reads them.
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
    // A file with more in it: the first certificate counts.
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

  /// Whatever is cut or changed: a validity or none, never a crash.
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
