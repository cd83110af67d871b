import Foundation
import Reporting
import Testing

@testable import Probing

/// Binds to OpenLDAP's slapd with its password policy.
struct DirectoryTests {
  typealias Status = AccountFacts.Account.Status

  private static func directory() throws -> AccountServer {
    try AccountServer { bench, port, securePort in
      let path = bench.path
      func date(_ days: Int) -> String {
        let day = Date(timeIntervalSinceNow: Double(days) * 86_400).formatted(.iso8601)
        return "\(day.prefix(10).filter { $0 != "-" })120000Z"
      }
      let people = [
        ("active", "pwdChangedTime: \(date(-1))"),
        ("expired", "pwdChangedTime: \(date(-200))"),
        ("ending", "pwdChangedTime: \(date(-90))"),
        ("locked", "pwdAccountLockedTime: 000001010000Z"),
        ("reset", "pwdReset: TRUE\npwdChangedTime: \(date(-1))"),
      ].map { name, more in
        """
        dn: uid=\(name),dc=example
        objectClass: account
        objectClass: simpleSecurityObject
        uid: \(name)
        userPassword: right
        \(more)


        """
      }.joined()
      try Data(
        """
        dn: dc=example
        objectClass: organization
        objectClass: dcObject
        o: example
        dc: example

        dn: cn=policy,dc=example
        objectClass: device
        objectClass: pwdPolicy
        cn: policy
        pwdAttribute: userPassword
        pwdMaxAge: 8640000
        pwdExpireWarning: 1728000
        pwdLockout: TRUE
        pwdMaxFailure: 3
        pwdMustChange: TRUE

        \(people)
        """.utf8
      ).write(to: bench.folder.appending(path: "data.ldif"))
      try Data(
        """
        include /etc/ldap/schema/core.schema
        include /etc/ldap/schema/cosine.schema
        modulepath /usr/lib/ldap
        moduleload back_mdb
        moduleload ppolicy
        pidfile \(path)/pid
        TLSCACertificateFile \(path)/ca.pem
        TLSCertificateFile \(path)/ok.pem
        TLSCertificateKeyFile \(path)/ok.key
        database mdb
        suffix dc=example
        rootdn cn=admin,dc=example
        directory \(path)/db
        overlay ppolicy
        ppolicy_default cn=policy,dc=example
        ppolicy_use_lockout

        """.utf8
      ).write(to: bench.folder.appending(path: "slapd.conf"))
      try AccountBench.shell(
        "mkdir \(path)/db && /usr/sbin/slapadd -f \(path)/slapd.conf -l \(path)/data.ldif")
      return [
        "/usr/sbin/slapd", "-d", "256", "-f", "\(path)/slapd.conf", "-h",
        "ldap://127.0.0.1:\(port)/ ldaps://127.0.0.1:\(securePort)/",
      ]
    }
  }

  private func binds(_ name: String) -> Int {
    directory.server.lines.count {
      $0.contains("BIND dn=\"uid=\(name),dc=example\" method=128")
    }
  }

  let bench: AccountBench
  let directory: AccountServer

  init() throws {
    bench = try AccountBench()
    directory = try Self.directory()
  }

  func look(_ name: String, _ password: String, secure: Bool) throws -> AccountFacts.Account {
    let address =
      secure
      ? "ldaps://127.0.0.1:\(directory.securePort)" : "ldap://127.0.0.1:\(directory.server.port)"
    return try bench.look(
      "kind = \"ldap\"\nurl = \"\(address)\"\nca = \"\(directory.bench.path)/ca.pem\"\n",
      "user=uid=\(name),dc=example\npassword=\(password)\n")
  }

  @Test func states() throws {
    let cases: [(String, String, Status, String?)] = [
      ("active", "right", .active, nil),
      ("active", "wrong", .unauthorised, AccountDetail.wrongPassword),
      ("expired", "right", .expired, AccountDetail.passwordExpired),
      ("locked", "right", .locked, AccountDetail.accountLocked),
      ("reset", "right", .expired, AccountDetail.mustChange),
      ("ending", "right", .active, nil),
      // slapd does not reveal that a user does not exist.
      ("nobody", "right", .unauthorised, AccountDetail.wrongPassword),
    ]
    for (name, password, status, detail) in cases {
      for isSecure in [true, false] {
        let before = binds(name)
        let account = try look(name, password, secure: isSecure)
        #expect(account.status == status && account.detail == detail, "\(name) \(account)")
        #expect((account.expiresAt != nil) == (name == "ending"))
        #expect(binds(name) == before + 1, "one bind")
      }
    }
    let untrusted = try bench.look(
      "kind = \"ldap\"\nurl = \"ldaps://127.0.0.1:\(directory.securePort)\"\n",
      "user=uid=active,dc=example\npassword=right\n")
    #expect(untrusted.status == .unreachable)
    #expect(untrusted.detail == AccountDetail.certificateUntrusted)
  }
}

/// Bind responses as encoded on the wire.
struct BindReplyTests {
  static func message(
    _ code: UInt8, _ diagnostic: String, controls: [UInt8] = [], id: UInt8 = 1, kind: UInt8 = 0x61
  ) -> [UInt8] {
    let text = Array(diagnostic.utf8)
    var response = [0x0A, 1, code, 4, 0, 4, UInt8(text.count)] + text
    // A notice of disconnection carries its OID.
    if id == 0 { response += [0x8A, 22] + "1.3.6.1.4.1.1466.20036".utf8 }
    let body = [2, 1, id, kind, UInt8(response.count)] + response + controls
    // Lengths in the long form, as Active Directory writes them.
    return [0x30, 0x84, 0, 0, 0, UInt8(body.count)] + body
  }

  @Test(
    arguments: [
      ("52e", .unauthorised, AccountDetail.wrongPassword),
      ("525", .notIssued, AccountDetail.noSuchUser), ("530", .unauthorised, AccountDetail.notNow),
      ("532", .expired, AccountDetail.passwordExpired),
      ("533", .locked, AccountDetail.accountDisabled),
      ("701", .expired, AccountDetail.accountExpired), ("773", .expired, AccountDetail.mustChange),
      ("775", .locked, AccountDetail.accountLocked),
      ("999", .unknown, AccountDetail.unwilling),
    ] as [(String, AccountFacts.Account.Status, String)])
  func activeDirectory(
    _ code: String, _ status: AccountFacts.Account.Status, _ detail: String
  ) throws {
    let said =
      "80090308: LdapErr: DSID-0C09, comment: AcceptSecurityContext error, data \(code), v1"
    let bytes = Self.message(49, said)
    #expect(BindReply.isWhole(bytes) && !BindReply.isWhole(Array(bytes.dropLast())))
    let finding = try #require(BindReply(bytes)).finding(wall: "2026-01-01T00:00:00Z")
    #expect(finding.status == status && finding.detail == detail)
    // The login may be allowed at another time or on another computer; a number that we do not know
    // decides nothing.
    #expect(
      finding.isRefusal == (detail != AccountDetail.notNow && detail != AccountDetail.unwilling))
  }

  @Test(arguments: [1, 2, 3, 49, 51, 52, 53, 80] as [UInt8])
  func noticeOfDisconnection(_ code: UInt8) throws {
    let bytes = Self.message(code, "bye", id: 0, kind: 0x78)
    #expect(BindReply.isWhole(bytes))
    let finding = try #require(BindReply(bytes)).finding(wall: "2026-01-01T00:00:00Z")
    #expect(finding == .later())
    // Neither an unsolicited answer nor a notice with the message ID of the bind is accepted.
    #expect(BindReply(Self.message(code, "bye", id: 0)) == nil)
    #expect(BindReply(Self.message(code, "bye", kind: 0x78)) == nil)
  }

  /// Diagnostic messages of directories, beside their result codes.
  @Test(
    arguments: [
      (53, "NDS error: log account expired (-220)", .expired, true),
      (49, "NDS error: log account expired (-220)", .expired, true),
      (49, "NDS error: bad password (-222)", .expired, true),
      (53, "NDS error: login lockout (-197)", .locked, true),
      (53, "NDS error: time restriction (-218)", .unauthorised, false),
      (49, "NDS error: failed authentication (-669)", .unauthorised, true),
      (53, "NDS error: transport failure (-625)", .unreachable, false),
      (53, "Account inactivated. Contact system administrator.", .locked, true),
      (19, "Exceed password retry limit. Please try later.", .locked, true),
      (53, "user account has expired", .expired, true),
      (53, "unauthenticated bind (DN with no password) disallowed", .unknown, false),
      (53, "server is shutting down", .unreachable, false), (53, "", .unknown, false),
      (53, "(-99999999)", .unknown, false),
      (49, "x AcceptSecurityContext error, data 51f, v1", .unreachable, false),
      (49, "x AcceptSecurityContext error, data 721, v1", .unreachable, false),
      (49, "x AcceptSecurityContext error, data 57, v1", .unknown, false),
      (49, "80090304: LdapErr: AcceptSecurityContext error, data 20ee, v1", .unreachable, false),
      (49, "80090304: LdapErr: AcceptSecurityContext error, data 9, v1", .unreachable, false),
      (49, "80090311: LdapErr: AcceptSecurityContext error, data 0, v1", .unreachable, false),
      (49, "80090346: LdapErr: AcceptSecurityContext error, data 80090346, v1", .unknown, false),
      (49, "8009030C: LdapErr: AcceptSecurityContext error, data 52e, v1", .unauthorised, true),
      (49, "SASL(-16): remote authentication server unavailable", .unreachable, false),
      (49, "SASL(-1): generic failure", .unreachable, false),
      (49, "Proxy: cannot contact backend server, try later", .unreachable, false),
      (49, "Account locked", .locked, true), (49, "account is disabled", .locked, true),
      (49, "Password expired", .expired, true), (49, "Invalid credentials", .unauthorised, true),
      (49, "Bind failed: invalid credentials of uid=busy,dc=later", .unauthorised, true),
      (19, "too many connections from this address", .unreachable, false),
      (32, "no global superior knowledge", .unknown, false),
      (32, "database is shutting down", .unreachable, false),
      (50, "insufficient access, server in maintenance", .unreachable, false),
      (50, "insufficient access", .unauthorised, true),
      (53, "no global superior knowledge", .unknown, false),
      (53, "operation restricted: account is being migrated", .unreachable, false),
      (49, "", .unauthorised, true), (50, "", .unauthorised, true), (32, "", .notIssued, true),
      // Words that are not understood.
      (49, "Device not registered, enrol it first", .unknown, false),
      (49, "Simple Bind Failed: NT_STATUS_NO_LOGON_SERVERS", .unreachable, false),
      (49, "Simple Bind Failed: NT_STATUS_TRUST_FAILURE", .unknown, false),
      (49, "Simple Bind Failed: NT_STATUS_LOGON_FAILURE", .unauthorised, true),
      (
        49, "INVALID_CREDENTIALS: Bind failed: ERR_229 Cannot authenticate user", .unauthorised,
        true
      ),
      (49, "Incorrect password.", .unauthorised, true),
      (50, "permission denied", .unauthorised, true),
      (50, "this unit was dissolved", .unknown, false),
      (19, "the request violates a rule", .unknown, false),
      (32, "No such object", .notIssued, true), (32, "the tree is being rebuilt", .unknown, false),
      (1, "", .unreachable, false), (11, "", .unreachable, false), (80, "", .unreachable, false),
      (2, "", .unknown, false), (7, "", .unknown, false), (8, "", .unknown, false),
      (10, "", .unknown, false), (13, "", .unknown, false), (34, "", .unknown, false),
      (48, "", .unknown, false), (112, "", .unknown, false),
    ] as [(UInt8, String, AccountFacts.Account.Status, Bool)])
  func otherDirectories(
    _ code: UInt8, _ said: String, _ status: AccountFacts.Account.Status, _ isRefusal: Bool
  ) throws {
    let finding = try #require(BindReply(Self.message(code, said)))
      .finding(wall: "2026-01-01T00:00:00Z")
    #expect(finding.status == status && finding.isRefusal == isRefusal, "\(finding)")
  }

  /// 389 Directory Server and its relatives use a control.
  @Test func netscapeControl() throws {
    let type = Array("2.16.840.1.113730.3.4.4".utf8)
    let control = [0x30, UInt8(type.count + 5), 4, UInt8(type.count)] + type + [4, 1, 0x30]
    let controls = [0xA0, UInt8(control.count)] + control
    let refused = try #require(BindReply(Self.message(49, "password expired!", controls: controls)))
    #expect(refused.finding(wall: "x") == .refused(.expired, AccountDetail.passwordExpired))
    let letIn = try #require(BindReply(Self.message(0, "", controls: controls)))
    #expect(letIn.finding(wall: "x") == .refused(.expired, AccountDetail.mustChange))
  }

  @Test func resultCodes() throws {
    func finding(_ code: UInt8) throws -> AccountFinding {
      try #require(BindReply(Self.message(code, ""))).finding(wall: "2026-01-01T00:00:00Z")
    }
    #expect(try finding(0) == AccountFinding(.active))
    #expect(try finding(19).status == .locked)
    #expect(try finding(32).status == .notIssued)
    #expect(try finding(51).status == .unreachable)
    #expect(try finding(53).isUnclear == true)
  }

  @Test func nonsense() {
    for bytes: [UInt8] in [
      [], [0x30], [0x30, 0x80], [0x30, 0xFF], [0x30, 0x84, 1, 0, 0, 0], [1, 2],
    ] {
      _ = BindReply.isWhole(bytes)
      #expect(BindReply(bytes) == nil)
    }
    let whole = Self.message(49, "AcceptSecurityContext, data 52e,", controls: [0xA0, 2, 0x30, 0])
    #expect(BindReply(whole)?.directoryCode == "52e")
    for _ in 0..<50_000 {
      var bytes = whole
      bytes[Int.random(in: bytes.indices)] = UInt8.random(in: .min ... .max)
      bytes[Int.random(in: bytes.indices)] = UInt8.random(in: .min ... .max)
      _ = BindReply.isWhole(bytes)
      _ = BindReply(bytes)?.finding(wall: "x")
    }
  }
}
