import ArgumentParser
import Foundation
import Nation
import PostgreSQL

/// Options for measures from the national database.
struct PublishedMeasures: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Read what provinces have published to this national database, instead of an inventory.",
      valueName: "postgresql://…"))
  var from: String?

  @OptionGroup var nation: NationOptions
}

/// Options for the connection to the national database.
struct NationOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Seconds to wait for the national database: for a connection, a statement, and without a byte from it.",
      valueName: "seconds"))
  var timeout = 60

  func validate() throws {
    guard 1...3600 ~= timeout else { throw ValidationError("--timeout must be 1 to 3600 seconds.") }
  }

  /// Without PGPASSFILE, lets libpq read the password that the service uses, if this user may.
  private static func useInstalledPassword() {
    guard getenv("PGPASSFILE") == nil, access(passwordFile, R_OK) == 0 else { return }
    setenv("PGPASSFILE", passwordFile, 1)
  }

  private static let passwordFile = "/etc/commune-inventory/nation.pgpass"

  /// - Parameter address: from the command line or the settings, where others can read it.
  /// - Throws: `PostgreSQLError`.
  func connect(_ address: String) throws -> NationDatabase {
    let address = try PostgreSQLAddress(address)
    if address.holdsPassword {
      Warning.say(
        "Every user of this computer can read the password in the address: put it into the file that PGPASSFILE names, or into a service file."
      )
    }
    Self.useInstalledPassword()
    return try NationDatabase(
      address, timeouts: .init(connect: min(timeout, 30), statement: timeout))
  }
}
