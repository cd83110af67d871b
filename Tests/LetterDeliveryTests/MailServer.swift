import Foundation
import LetterDelivery
import TestSupport
import Testing

/// A real mail server on this computer, Debian's Exim, with TLS; it requires a name and a password.
///
/// It rejects `refused@…` permanently and `later@…` temporarily, and delays its acknowledgement for
/// `slow@…` by seconds.
final class MailServer {
  let folder: URL
  let starttls: Int
  let implicit: Int
  private let process: Process

  /// - Parameter queues: keeps mail in its queue instead of delivering it to a file, which is
  ///   faster.
  init(queues: Bool = false) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "mail-\(UUID())")
    for name in ["spool", "log", "mail"] {
      try FileManager.default.createDirectory(
        at: folder.appending(path: name), withIntermediateDirectories: true)
    }
    starttls = try Loopback.freePort()
    implicit = try Loopback.freePort()
    try Self.run(
      "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
      "-keyout", folder.appending(path: "key.pem").path, "-out",
      folder.appending(path: "cert.pem").path, "-days", "30", "-subj", "/CN=localhost", "-addext",
      "subjectAltName=DNS:localhost")
    let settings = folder.appending(path: "exim.conf")
    try Data(Self.settings(folder.path, starttls, implicit, queues: queues).utf8).write(
      to: settings)
    // Exim drops root's privileges for a settings file other than its own.
    if getuid() == 0 {
      try Self.run("chown", "-R", "Debian-exim", folder.path)
      try Self.run("chown", "root", settings.path)
      try Self.run("chmod", "0755", folder.path)
    }
    process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/sbin/exim4")
    process.arguments = ["-C", settings.path, "-bdf"]
    process.standardError = FileHandle.nullDevice
    try process.run()
    for _ in 0..<200 {
      // Only once, because each connection occupies one of the few that Exim accepts at a time.
      if Loopback.answers(implicit) { break }
      usleep(50_000)
    }
    try #require(Loopback.answers(starttls), "exim4 does not start: \(log)")
  }

  deinit {
    // Dispatch's threads block the other signals, and a child inherits that.
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    try? FileManager.default.removeItem(at: folder)
  }

  /// Settings to send through it.
  func destinations(
    _ server: String? = nil, password: String = "secret word", timeoutSeconds: Int = 20
  ) throws -> LetterDestinations {
    try LetterDestinations(
      toml: try settings(server, password: password, timeoutSeconds: timeoutSeconds),
      path: "mail.toml", secret: SecretFile.read)
  }

  func settings(
    _ server: String? = nil, password: String = "secret word", timeoutSeconds: Int = 20
  ) throws -> String {
    let file = folder.appending(path: "password")
    try Data("\(password)\n".utf8).write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
    return """
      pages = "https://centre.example.vn"
      [mail]
      server = "\(server ?? "smtp://localhost:\(starttls)")"
      from = "kiemke@example.vn"
      fromName = "Kiểm kê"
      user = "letters"
      passwordFile = "\(file.path)"
      ca = "\(folder.path)/cert.pem"
      timeoutSeconds = \(timeoutSeconds)

      """
  }

  /// The mails that have arrived, once they are as many as expected or some seconds have passed.
  func mail(_ expected: Int) throws -> [String] {
    let new = folder.appending(path: "mail/new").path
    var names: [String] = []
    for _ in 0..<200 {
      names = (try? FileManager.default.contentsOfDirectory(atPath: new)) ?? []
      if names.count >= expected { break }
      usleep(50_000)
    }
    // An unexpected mail would arrive now.
    usleep(200_000)
    names = (try? FileManager.default.contentsOfDirectory(atPath: new)) ?? []
    return try names.sorted().map { try String(contentsOfFile: "\(new)/\($0)", encoding: .utf8) }
  }

  var log: String {
    (try? String(contentsOf: folder.appending(path: "log/main"), encoding: .utf8)) ?? ""
  }

  private static func run(_ arguments: String...) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "\(arguments)")
  }

  private static func settings(
    _ folder: String, _ starttls: Int, _ implicit: Int, queues: Bool
  ) -> String {
    """
    primary_hostname = mail.example.vn
    exim_user = Debian-exim
    spool_directory = \(folder)/spool
    log_file_path = \(folder)/log/%s
    pid_file_path = \(folder)/pid
    local_interfaces = 127.0.0.1
    daemon_smtp_ports = \(starttls) : \(implicit)
    tls_on_connect_ports = \(implicit)
    tls_advertise_hosts = *
    tls_certificate = \(folder)/cert.pem
    tls_privatekey = \(folder)/key.pem
    acl_smtp_rcpt = rcpt
    acl_smtp_data = data
    queue_only = \(queues)
    smtp_accept_queue_per_connection = 0
    deliver_drop_privilege = true
    keep_environment =
    host_lookup =
    rfc1413_hosts =
    begin acl
    rcpt:
      deny local_parts = refused
           message = 5.1.1 No such user
      defer local_parts = later
           message = 4.2.0 Mailbox busy
      accept authenticated = *
      deny message = 5.7.1 Sign in first
    data:
      warn condition = ${if match{$recipients}{slow}}
           logwrite = thinking
           delay = 4s
      accept
    begin routers
    all:
      driver = accept
      transport = keep
    begin transports
    keep:
      driver = appendfile
      directory = \(folder)/mail
      maildir_format
      create_directory
      envelope_to_add
    begin authenticators
    plain:
      driver = plaintext
      public_name = PLAIN
      server_prompts = :
      server_condition = ${if and{{eq{$auth2}{letters}}{eq{$auth3}{secret word}}}}
      server_set_id = $auth2
      server_advertise_condition = ${if def:tls_in_cipher}

    """
  }
}
