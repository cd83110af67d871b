import Foundation
import Reporting
import Testing

@testable import Probing

/// Tokens of SoftHSM and of misbehaving modules.
struct TokenTests {
  typealias Status = AccountFacts.Account.Status

  /// Four tokens in one SoftHSM; its configuration is an environment variable of this process.
  func makeTokens() throws {
    try bench.certificate("valid", to: "20581231235959Z")
    try bench.certificate("old", to: "20210101000000Z")
    try Data("directories.tokendir = \(bench.path)/tokens\n".utf8)
      .write(to: bench.folder.appending(path: "softhsm2.conf"))
    setenv("SOFTHSM2_CONF", "\(bench.path)/softhsm2.conf", 1)
    try AccountBench.shell(
      """
      cd \(bench.path) && mkdir tokens
      for token in valid expired both empty; do
        softhsm2-util --init-token --free --label "$token" --so-pin 123456 --pin 123456
      done
      put() {
        openssl x509 -in "$2.pem" -outform der -out c.der
        pkcs11-tool --module \(Self.softHSM) --token-label "$1" --login --pin 123456 \
          --write-object c.der --type cert --label "$3" --id "$4"
      }
      set -e
      put valid valid signing 01
      put expired old signing 01
      put both old old 01
      put both valid new 02
      """)
  }

  static let softHSM = "/usr/lib/softhsm/libsofthsm2.so"

  let bench: AccountBench

  init() throws { bench = try AccountBench() }

  func account(_ module: String, _ more: String = "") throws -> AccountFacts.Account {
    try bench.define("signature", "kind = \"pkcs11\"\nmodule = \"\(module)\"\n\(more)\n")
    return try #require(try bench.accounts().first)
  }

  @Test func softHSM() throws {
    try makeTokens()
    let cases: [(String, String, Status, String?, String?)] = [
      ("valid", "", .active, "2058-12-31T23:59:59Z", nil),
      ("expired", "", .expired, "2021-01-01T00:00:00Z", AccountDetail.certificateHasExpired),
      ("both", "", .active, "2058-12-31T23:59:59Z", nil),
      (
        "both", "certificate = \"old\"", .expired, "2021-01-01T00:00:00Z",
        AccountDetail.certificateHasExpired
      ),
      ("valid", "certificate = \"x\"", .notIssued, nil, AccountDetail.noTokenCertificate),
      ("empty", "", .notIssued, nil, AccountDetail.noTokenCertificate),
      ("absent", "", .notIssued, nil, AccountDetail.noToken),
    ]
    for (token, more, status, end, detail) in cases {
      let account = try account(Self.softHSM, "token = \"\(token)\"\n\(more)")
      #expect(account.status == status && account.detail == detail, "\(token) \(account)")
      #expect(account.expiresAt == end && account.evidence == .certificate)
    }
  }

  @Test(
    arguments: [
      ("CRASH", .unknown, "the module crashed (signal 11)"),
      ("HANG", .unknown, "the module did not answer in time and was ended"),
      ("SLOTS", .unknown, AccountDetail.moduleFailed),
      ("OBJECTS", .notIssued, AccountDetail.noTokenCertificate),
      ("LENGTH", .notIssued, AccountDetail.noTokenCertificate),
      ("GARBAGE", .notIssued, AccountDetail.noTokenCertificate),
      ("LEAVE", .unknown, "the module gave no answer that can be read"),
      ("LOCKED", .locked, AccountDetail.pinLocked),
      ("EMPTY", .notIssued, AccountDetail.noToken),
      ("REFUSE", .unknown, AccountDetail.moduleFailed),
      ("NULLS", .unknown, AccountDetail.moduleFailed),
    ] as [(String, Status, String)])
  func badModules(_ behaviour: String, _ status: Status, _ detail: String) throws {
    let source = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Faults/pkcs11_module.c").path
    try AccountBench.shell(
      "gcc -shared -fPIC -w -DBEHAVIOUR=\(behaviour) -o \(bench.path)/module.so \(source)")
    let account = try account("\(bench.path)/module.so", "timeoutSeconds = 2")
    #expect(account.status == status && account.detail == detail, "\(account)")
  }

  /// A module could forge the child's answer, so its times are checked.
  @Test func refusesImplausibleTimes() throws {
    func isPlausible(_ end: Int) throws -> Bool {
      let text = #"{"certificate":{"_0":{"notAfter":\#(end),"notBefore":0}}}"#
      return try JSONDecoder().decode(TokenAnswer.self, from: Data(text.utf8)).isPlausible
    }
    #expect(try isPlausible(2_000_000_000) && isPlausible(253_402_300_799))
    for end in [Int.max, Int.min, 253_402_300_800, -62_135_596_801] {
      #expect(try !isPlausible(end))
    }
    #expect(TokenAnswer.noToken.isPlausible)
  }

  @Test func noModule() throws {
    #expect(try account("/nowhere.so").detail == AccountDetail.moduleNotThere)
    try Data("no library".utf8).write(to: bench.folder.appending(path: "x.so"))
    #expect(try account("\(bench.path)/x.so").detail == AccountDetail.moduleNotLoaded)
    let other = try AccountBench.shell("ls /usr/lib/*/libz.so.1").split(separator: "\n")
    #expect(try account(String(try #require(other.first))).detail == AccountDetail.notModule)
  }
}
