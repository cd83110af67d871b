public import FoundationEssentials

/// What the accounts probe remembers of its logins, in the state directory: `accounts.json`, mode
/// 0600. One run at a time holds it.
public final class AccountRecord: Sendable {
  /// Maximum size of the file, in bytes.
  static let maximumBytes = 1 << 20

  private let path: String
  private let lock: FileLock

  /// Takes the record for one run, making the directory where it is not there yet.
  ///
  /// - Throws: ``DeliveryError`` with code `locked` while another run holds it.
  public init(in directory: StateDirectory) throws(DeliveryError) {
    try directory.makeIfNeeded()
    path = directory.accounts
    lock = try FileLock(
      directory.accountsLock,
      held: "Another commune-probe is checking accounts: try again when it has finished.")
  }

  /// nil if it was never written.
  public func read() throws(DeliveryError) -> Data? {
    try FileContents.read(path, limit: Self.maximumBytes)?.bytes
  }

  /// When this returns, the bytes outlive a power cut.
  public func write(_ bytes: Data) throws(DeliveryError) { try DurableFile.write(bytes, to: path) }
}
