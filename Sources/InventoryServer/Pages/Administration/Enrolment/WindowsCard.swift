import InventoryStore

/// Commands that make GLPI Agent on Windows report here, for an administrator to type into `cmd`.
struct WindowsCard {
  let card: EnrolmentCard
  private let server: String

  /// The last version whose installer runs on Windows 7, 8.1 and 32-bit systems.
  static let legacyVersion = "1.7.3"
  static let folder = #"%ProgramData%\CommuneInventory"#
  static let authority = folder + #"\ca.pem"#
  static let log = #"%ProgramFiles%\GLPI-Agent\logs\glpi-agent.log"#

  /// - Throws: ``InventoryError`` if the address has a character that `cmd` would interpret even
  ///   between quotation marks.
  init(card: EnrolmentCard) throws {
    try Self.check(server: card.server)
    self.card = card
    server = card.server
  }

  static func check(server: String) throws {
    guard server.wholeMatch(of: /[A-Za-z0-9.:\/\[\]_-]+/) != nil else {
      throw InventoryError(
        .argumentMalformed,
        "The server address \(server.debugDescription) cannot be passed to Windows: use letters, digits and . : / - _ only."
      )
    }
  }

  func steps(_ text: (String, [String: String]) -> String) -> [EnrolmentCard.Step] {
    var steps = [
      EnrolmentCard.Step(
        title: text(
          "windows.prepare",
          ["file": "GLPI-Agent-…-x64.msi", "legacy": "GLPI-Agent-\(Self.legacyVersion)-x64.msi"]),
        commands: [#"cd /d "%USERPROFILE%\Downloads""#], outcome: nil)
    ]
    if let digest = card.authorityDigest {
      steps.append(
        EnrolmentCard.Step(
          title: text("windows.certificate", ["address": "\(server)/ca.pem"]),
          commands: [
            #"mkdir "\#(Self.folder)""#,
            EnrolmentCard.lines(
              [
                "curl.exe --insecure", #"--output "\#(Self.authority)""#, #""\#(server)/ca.pem""#,
              ], mark: "^"),
            #"certutil -hashfile "\#(Self.authority)" SHA256"#,
          ], outcome: text("windows.certificateOutcome", ["digest": digest])))
    }
    steps.append(
      EnrolmentCard.Step(
        title: text("windows.install", [:]),
        commands: [
          EnrolmentCard.lines(
            [#"for %f in (GLPI-Agent-*.msi) do start /wait msiexec /i "%f""#] + properties,
            mark: "^")
        ],
        outcome: text(
          "windows.installOutcome", ["commune": "\(card.token.communeName) (\(card.token.commune))"]
        )))
    steps.append(
      EnrolmentCard.Step(
        title: text("windows.status", [:]), commands: [#"findstr /c:"[error]" "\#(Self.log)""#],
        outcome: text("windows.statusOutcome", [:])))
    return steps
  }

  /// Options and properties for msiexec, as documented for GLPI Agent's installer.
  var properties: [String] {
    ["/quiet /norestart", #"SERVER="\#(server)/glpi""#, "USER=\(card.token.commune)"]
      + ["PASSWORD=\(card.token.token)"]
      + (card.authorityDigest == nil ? [] : [#"CA_CERT_FILE="\#(Self.authority)""#])
      + ["RUNNOW=1"]
  }
}
