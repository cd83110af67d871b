public import FoundationEssentials

/// The file `accounts.json` in the state directory, mode 0600: what the accounts probe remembers of
/// its logins. One run at a time holds it.
public final class AccountsFile: Sendable {
  /// Maximum size of the file, in bytes.
  static let maximumBytes = 1 << 20

  private let path: String
  private let lock: FileLock

  /// Locks the record for one run, creating the state directory if it does not exist.
  ///
  /// - Throws: ``DeliveryError`` with code `locked` while another run holds it.
  public init(in directory: StateDirectory) throws(DeliveryError) {
    try directory.makeIfNeeded()
    path = directory.accounts
    lock = try FileLock(
      directory.accountsLock,
      held: "Another commune-probe is checking accounts: try again when it has finished.")
  }

  /// The contents of the file; nil if it was never written.
  public func read() throws(DeliveryError) -> Data? {
    try FileContents.read(path, limit: Self.maximumBytes)?.bytes
  }

  /// Writes durably: once this returns, the bytes survive a power cut.
  public func write(_ bytes: Data) throws(DeliveryError) { try DurableFile.write(bytes, to: path) }
}
