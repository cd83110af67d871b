import ArgumentParser
import CentreConfiguration
import Foundation
import InventoryStore
import LetterDelivery

/// The option for the destinations of letters.
struct MailFile: ParsableArguments {
  /// The path that the package's timers use.
  private static let usual = "/etc/commune-inventory/mail.toml"

  @Option(
    help: ArgumentHelp(
      "Settings of the mail server and of webhooks, a TOML file.",
      discussion: "Default: /etc/commune-inventory/mail.toml, if it exists.", valueName: "file"))
  var mail: String?

  /// - Returns: nil if no file is named and the default one does not exist.
  /// - Throws: ``Failure``, naming file, line and key.
  func read(_ settings: CentreSettings) throws -> LetterDestinations? {
    try Self.path(mail ?? settings.mail).map(Self.destinations)
  }

  /// The file that was named, or the default one if it exists, even if this user may not read it.
  static func path(_ named: String?) -> String? {
    let exists = access(usual, F_OK) == 0 || ![ENOENT, ENOTDIR].contains(errno)
    return named ?? (exists ? usual : nil)
  }

  static func destinations(_ path: String) throws -> LetterDestinations {
    let bytes = try InputFile.read(path, maximum: 1 << 20, Failure.badConfiguration)
    guard bytes.count <= 1 << 20, let text = String(validating: bytes, as: UTF8.self) else {
      throw Failure(Failure.badConfiguration, "\(path) is not UTF-8 text, or larger than 1 MiB.")
    }
    return try LetterDestinations(toml: text, path: path, secret: SecretFile.read)
  }

  /// Like ``read(_:)``, but throws if there is no file.
  func required(_ settings: CentreSettings) throws -> LetterDestinations {
    guard let destinations = try read(settings) else {
      throw Failure(
        Failure.badConfiguration,
        "No mail server is set: write \(Self.usual), or name another file with --mail.")
    }
    return destinations
  }
}
