import Foundation
import Reporting
import Testing

@testable import Probing

/// A login to Dovecot, encrypted from the start and by STARTTLS.
struct DovecotTests {
  private static func mailboxes() throws -> AccountServer {
    try AccountServer { bench, port, securePort in
      let path = bench.path
      // Dovecot's own users, unless the tests do not run as root.
      let me = try AccountBench.shell("id -un; id -gn").split(separator: "\n")
      let isRoot = me[0] == "root"
      try AccountBench.shell("mkdir -m 777 \(path)/mail")
      try Data("officer:{PLAIN}right\nbarred:{PLAIN}right::::::nologin=y\n".utf8)
        .write(to: bench.folder.appending(path: "users"))
      try Data(
        """
        base_dir = \(path)/run
        state_dir = \(path)/state
        log_path = /dev/stderr
        protocols = imap
        default_internal_user = \(isRoot ? "dovecot" : me[0])
        default_internal_group = \(isRoot ? "dovecot" : me[1])
        default_login_user = \(isRoot ? "dovenull" : me[0])
        mail_location = maildir:~/box
        first_valid_uid = 0
        ssl = yes
        ssl_cert = <\(path)/ok.pem
        ssl_key = <\(path)/ok.key
        auth_mechanisms = plain login
        passdb {
          driver = passwd-file
          args = \(path)/users
        }
        userdb {
          driver = static
          args = uid=\(isRoot ? "dovecot" : me[0]) gid=\(isRoot ? "dovecot" : me[1]) home=\(path)/mail
        }
        service imap-login {
          chroot =
          inet_listener imap {
            address = 127.0.0.1
            port = \(port)
          }
          inet_listener imaps {
            address = 127.0.0.1
            port = \(securePort)
          }
        }
        service anvil {
          chroot =
        }

        """.utf8
      ).write(to: bench.folder.appending(path: "dovecot.conf"))
      return ["/usr/sbin/dovecot", "-F", "-c", "\(path)/dovecot.conf"]
    }
  }

  @Test func logins() throws {
    let mailboxes = try Self.mailboxes()
    try logins(mailboxes, isImplicit: true)
    try logins(mailboxes, isImplicit: false)
  }

  func logins(_ mailboxes: AccountServer, isImplicit: Bool) throws {
    let bench = try AccountBench()
    let address =
      isImplicit
      ? "imaps://127.0.0.1:\(mailboxes.securePort)" : "imap://127.0.0.1:\(mailboxes.server.port)"
    func look(_ user: String, _ password: String, _ mechanism: String) throws
      -> AccountFacts.Account
    {
      try bench.look(
        """
        kind = "imap"
        url = "\(address)"
        ca = "\(mailboxes.bench.path)/ca.pem"
        mechanism = "\(mechanism)"

        """, "user=\(user)\npassword=\(password)\n")
    }
    #expect(try look("officer", "right", "PLAIN").status == .active)
    #expect(try look("officer", "right", "LOGIN").status == .active)
    let wrong = try look("officer", "wrong", "PLAIN")
    #expect(wrong.status == .unauthorised && wrong.detail == AccountDetail.wrongPassword)
    let barred = try look("barred", "right", "PLAIN")
    #expect(barred.status == .locked && barred.detail == AccountDetail.accountLocked)
    let failures = mailboxes.server.lines.filter { $0.contains("auth failed") }
    #expect(failures.allSatisfy { $0.contains("1 attempts") }, "\(failures)")
  }
}
