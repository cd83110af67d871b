import ArgumentParser
import Foundation
import InventoryStore
import LetterDelivery

/// Where letters go.
struct MailFile: ParsableArguments {
  /// Where the package's timers look.
  private static let usual = "/etc/commune-inventory/mail.toml"

  @Option(
    help: ArgumentHelp(
      "Settings of the mail server and of webhooks, a TOML file.",
      discussion: "Default: /etc/commune-inventory/mail.toml, if it exists.", valueName: "file"))
  var mail: String?

  /// - Returns: nil if no file is named and the usual one does not exist.
  /// - Throws: ``Failure``, naming file, line and key.
  func read() throws -> LetterRoutes? {
    guard let path = mail ?? (FileManager.default.fileExists(atPath: Self.usual) ? Self.usual : nil)
    else { return nil }
    let bytes = try InputFile.read(path, maximum: 1 << 20, Failure.badConfiguration)
    guard bytes.count <= 1 << 20, let text = String(validating: bytes, as: UTF8.self) else {
      throw Failure(Failure.badConfiguration, "\(path) is not UTF-8 text, or larger than 1 MiB.")
    }
    return try LetterRoutes(toml: text, path: path, secret: SecretFile.read)
  }

  /// As ``read()``, for a command that cannot do without.
  func required() throws -> LetterRoutes {
    guard let routes = try read() else {
      throw Failure(
        Failure.badConfiguration,
        "No mail server is set: write \(Self.usual), or name another file with --mail.")
    }
    return routes
  }
}
