#if TLS
public import ArgumentParser
public import CentreTLS

/// `tls issue --name HOST --directory DIR`.
struct TLSCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tls", abstract: "Manage the server's TLS certificate.",
    subcommands: [Issue.self])

  struct Issue: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract:
        "Issue a server certificate, creating a private certificate authority if there is none.",
      discussion: """
        Both are valid from 1970 to 2099, so that computers with a dead clock battery accept them; \
        with --for browsers the certificate is valid for 825 days, which browsers accept. \
        ca.pem has two roots: give it to every agent. The server needs nothing of roots/: move it \
        to a stick that is locked away, bring it back to issue, and the day root 1 is lost sign \
        with --root 2 — no agent needs to be touched. The roots may sign only for the names given \
        when they were made: --permit adds what may be needed later.
        """)

    @Option(help: "Host name or address of the server as used by agents; may be repeated.")
    var name: [String]

    @Option(
      help:
        "What else the roots may ever sign for, such as example.vn with all below it, or an address; may be repeated."
    )
    var permit: [String] = []

    @Option(
      name: .customLong("for"),
      help:
        "agents: valid from 1970 to 2099; browsers: valid for 825 days, its files named HOST-browsers."
    )
    var purpose: CertificateAuthority.Purpose = .agents

    @Flag(
      help:
        "Replace the certificate and key of the same name; then systemctl reload commune-inventory."
    )
    var renew = false

    @Option(help: "Folder for the files.")
    var directory: String

    @Option(help: "Root to sign with: 1 or 2.")
    var root = 1

    @OptionGroup var output: LanguageOption

    func validate() throws {
      guard 1...2 ~= root else { throw ValidationError("--root must be 1 or 2.") }
      guard !name.isEmpty else { throw ValidationError("Give the server's name: --name HOST.") }
    }

    func run() async throws {
      try await Failure.reporting {
        let issued = try CertificateAuthority(folder: directory)
          .issue(names: name, permitted: permit, root: root, for: purpose, renewing: renew)
        let isApart = issued.roots != directory
        try Output.say(
          """
          \(issued.authority)\(issued.isNew ? " (new)" : ""): for agents, commune-probe enroll --ca
          \(issued.certificate): serve --tls-certificate
          \(issued.key): serve --tls-key
          \(isApart ? "\(issued.roots)/" : "\(issued.roots)/root-*.key"): \
          the server does not need \(isApart ? "it" : "them"): move \(isApart ? "it" : "them") \
          to a stick that is locked away
          """)
      }
    }
  }
}

extension CertificateAuthority.Purpose: ExpressibleByArgument {}
#endif
