import Glibc

/// The directory of this machine's key, sequence number and spool.
///
/// ```
/// machine.key            Ed25519, 32 bytes, mode 0600
/// identity.json          installation id, centre, machine, commune
/// sequence               the number that the next request carries
/// acknowledgement.json   the last answer of the centre
/// failure.json           why the last delivery failed, until one succeeds
/// authority-….pem        the certificates of the centre that this machine was enrolled with
/// wait.json              how long the centre is left alone after a failure
/// dropped                how many reports were dropped because of the spool's limits
/// refusals               how many reports in a row the centre has refused
/// bundles.json           the exports to sticks whose receipts have not come back
/// bandwidth.json         what line measurements have used this month, and the time of the last
/// attestations.json      what people have attested of accounts
/// accounts.json          the last result of each login, so that none is tried twice; mode 0600
/// accounts.lock          held by the run that logs in
/// key-change.json        a new key that is not yet, or not yet wholly, in use; mode 0600
/// machine.key.previous   the key before this one
/// spool/                 one report per file
/// quarantine/            reports that cannot be sent, each with its reason
/// settled/               reports that a stick's receipt says the centre has
/// lock                   held by the run in progress
/// ```
public struct StateDirectory: Sendable, Equatable {
  public let path: String

  public init(path: String) { self.path = path }

  var key: String { "\(path)/machine.key" }
  var identity: String { "\(path)/identity.json" }
  var sequence: String { "\(path)/sequence" }
  var acknowledgement: String { "\(path)/acknowledgement.json" }
  var failure: String { "\(path)/failure.json" }
  var wait: String { "\(path)/wait.json" }
  var dropped: String { "\(path)/dropped" }
  var refusals: String { "\(path)/refusals" }
  var attestations: String { "\(path)/attestations.json" }
  var accounts: String { "\(path)/accounts.json" }
  var accountsLock: String { "\(path)/accounts.lock" }
  var bundles: String { "\(path)/bundles.json" }
  var bandwidth: String { "\(path)/bandwidth.json" }
  var keyChange: String { "\(path)/key-change.json" }
  var previousKey: String { "\(path)/machine.key.previous" }
  var spool: String { "\(path)/spool" }
  var quarantine: String { "\(path)/quarantine" }
  var settled: String { "\(path)/settled" }

  /// Locks the directory for one run, creating it if needed.
  ///
  /// - Throws: ``DeliveryError`` with code `locked` while another run is in progress,
  ///   `configuration` if others may write into the directory.
  public func lock() throws(DeliveryError) -> StateLock { try StateLock(self) }

  func makeIfNeeded() throws(DeliveryError) {
    try check()
    try Directory.make(path)
    try check()
  }

  /// - Throws: ``DeliveryError`` with code `configuration` if anyone but root and this user could
  ///   change its contents.
  func check() throws(DeliveryError) {
    try FileTrust.checkDirectory(path, isLinkAllowed: true)
    for folder in [spool, quarantine, settled] {
      try FileTrust.checkDirectory(folder, isLinkAllowed: false)
    }
  }
}

/// The right to change a state directory, released with its last reference.
public final class StateLock: Sendable {
  public let directory: StateDirectory
  private let lock: FileLock

  init(_ directory: StateDirectory) throws(DeliveryError) {
    try directory.makeIfNeeded()
    lock = try FileLock(
      "\(directory.path)/lock",
      held:
        "Another commune-probe is running in \(directory.path): try again when it has finished.")
    self.directory = directory
    try Directory.removeTemporaries(in: directory.path)
  }
}
