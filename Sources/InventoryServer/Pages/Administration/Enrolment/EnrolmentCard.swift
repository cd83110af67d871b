public import InventoryStore
public import Presentation
import Reporting

/// Instructions for making a commune's computer report: every command as typed, from a computer
/// without the agent to its first report.
public struct EnrolmentCard: Sendable {
  /// The operating system. Each has its own way of installing the agent; the rest is the same.
  public enum System: String, Sendable, CaseIterable {
    /// Windows 7 and later, with an unmodified GLPI Agent.
    case windows
    /// Debian, Ubuntu and their derivatives, with apt and commune-probe.
    case debian
  }

  public struct Step: Sendable, Equatable {
    public var title: String
    /// In order. A command may take several lines, each ending so that the next continues it:
    /// people type them from paper, where a line must not break inside an option.
    public var commands: [String]
    /// Expected output; nil if obvious.
    public var outcome: String?
  }

  public let server: String
  public let token: NewToken
  /// SHA-256 of the centre's own authority; nil if computers trust the certificate already.
  let authorityDigest: String?

  public init(server: String, token: NewToken, authorityDigest: String?) {
    (self.server, self.token, self.authorityDigest) = (server, token, authorityDigest)
  }

  private static let authority = "/etc/commune-probe/ca.pem"

  /// The one command that contains the token, on Debian, in one line.
  public var enrolment: String { enrolmentParts.joined(separator: " ") }

  private var enrolmentParts: [String] {
    ["sudo commune-probe enroll", "--server \(ShellWord.quoted(server))"]
      + (authorityDigest == nil ? [] : ["--ca \(Self.authority)"])
      + ["--token \(ShellWord.quoted(token.token))"]
  }

  /// A command in several lines.
  ///
  /// - Parameter mark: Ends each line but the last: a backslash in a shell, a caret in `cmd`.
  static func lines(_ parts: [String], mark: String) -> String {
    parts.joined(separator: " \(mark)\n  ")
  }

  /// - Throws: ``InventoryError`` if the server's address cannot be written in commands for
  ///   `system`.
  public func steps(
    _ system: System, _ language: Language, _ messages: Messages
  ) throws -> [Step] {
    let text = { (key: String, arguments: [String: String]) in
      messages("card." + key, language, arguments)
    }
    return switch system {
    case .windows: try WindowsCard(card: self).steps(text)
    case .debian: debian(text)
    }
  }

  private func debian(_ text: (String, [String: String]) -> String) -> [Step] {
    let package = "commune-probe_\(Release.version)_amd64.deb"
    var steps = [
      Step(
        title: text("install.debian", ["package": package]),
        commands: ["sudo apt install ./\(package)"], outcome: nil)
    ]
    if let authorityDigest {
      let address = ShellWord.quoted("\(server)/ca.pem")
      steps.append(
        Step(
          title: text("certificate", [:]),
          commands: [
            Self.lines(
              ["wget --no-check-certificate", "-O commune-ca.pem", address], mark: #"\"#),
            """
            echo '\(authorityDigest)  commune-ca.pem' |
              LC_ALL=C sha256sum --check &&
              sudo install -D -m 0644 commune-ca.pem \(Self.authority)
            """,
          ], outcome: text("certificateOutcome", ["digest": authorityDigest])))
    }
    steps.append(
      Step(
        title: text("enrol", [:]), commands: [Self.lines(enrolmentParts, mark: #"\"#)],
        outcome: text(
          "enrolOutcome", ["commune": "\(token.communeName) (\(token.commune))"])))
    steps.append(
      Step(
        title: text("report", [:]), commands: ["sudo commune-probe report"],
        outcome: text("reportOutcome", [:])))
    steps.append(
      Step(
        title: text("status", [:]), commands: ["sudo commune-probe status"],
        outcome: text("statusOutcome", [:])))
    return steps
  }
}
