public import FoundationEssentials
import Glibc

/// What the accounts probe remembers of its logins, in the state directory: `accounts.json`, mode
/// 0600. One run at a time holds it.
public final class AccountRecord: @unchecked Sendable {
  /// Maximum size of the file, in bytes.
  static let maximumBytes = 1 << 20

  private let path: String
  /// Holds the lock until the last reference goes.
  private let descriptor: Int32

  /// Takes the record for one run, making the directory where it is not there yet.
  ///
  /// - Throws: ``DeliveryError`` with code `locked` while another run holds it.
  public init(in directory: StateDirectory) throws(DeliveryError) {
    try directory.makeIfNeeded()
    path = directory.accounts
    let lock = directory.accountsLock
    let descriptor = open(lock, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw .file("open", lock, errno) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let number = errno
      close(descriptor)
      guard number == EWOULDBLOCK else { throw .file("lock", lock, number) }
      throw DeliveryError(
        .locked, "Another commune-probe is checking accounts: try again when it has finished.")
    }
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// nil if it was never written.
  public func read() throws(DeliveryError) -> Data? {
    try FileContents.read(path, limit: Self.maximumBytes)?.bytes
  }

  /// When this returns, the bytes outlive a power cut.
  public func write(_ bytes: Data) throws(DeliveryError) { try DurableFile.write(bytes, to: path) }
}
