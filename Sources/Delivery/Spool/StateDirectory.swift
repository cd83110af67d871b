import Glibc

/// Where this machine keeps its key, its place in the sequence and its spool.
///
/// ```
/// machine.key            Ed25519, 32 bytes, mode 0600
/// identity.json          installation id, centre, machine, commune
/// sequence               the number that the next request carries
/// acknowledgement.json   the last answer of the centre
/// wait.json              how long the centre is left alone after a failure
/// dropped                how many reports the spool's limits have cost
/// refusals               how many reports in a row the centre has refused
/// bundles.json           the exports to sticks whose receipts have not come back
/// bandwidth.json         what measuring the line has cost this month, and when it was last measured
/// attestations.json      what people have said of accounts
/// accounts.json          what each login to a service saw last, so that none is tried twice; 0600
/// accounts.lock          held by the run that logs in
/// key-change.json        a new key that is not yet, or not yet wholly, in use; mode 0600
/// machine.key.previous   the key before this one
/// spool/                 one report a file
/// quarantine/            reports that cannot be sent, each with its reason
/// settled/               reports that a stick's receipt says the centre has
/// lock                   held by the run that is at work
/// ```
public struct StateDirectory: Sendable, Equatable {
  public let path: String

  public init(path: String) { self.path = path }

  var key: String { "\(path)/machine.key" }
  var identity: String { "\(path)/identity.json" }
  var sequence: String { "\(path)/sequence" }
  var acknowledgement: String { "\(path)/acknowledgement.json" }
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

  /// Takes the directory for one run, making it where it is not there yet.
  ///
  /// - Throws: ``DeliveryError`` with code `locked` while another run is at work, `configuration`
  ///   where others may write into the directory.
  public func lock() throws(DeliveryError) -> StateLock { try StateLock(self) }

  func makeIfNeeded() throws(DeliveryError) {
    try check()
    try Directory.make(path)
    try check()
  }

  /// - Throws: ``DeliveryError`` with code `configuration` if anyone but root and this user could
  ///   change what is in it.
  func check() throws(DeliveryError) {
    try FileTrust.checkDirectory(path, isLinkAllowed: true)
    for folder in [spool, quarantine, settled] {
      try FileTrust.checkDirectory(folder, isLinkAllowed: false)
    }
  }
}

/// The right to change a state directory; given back when the last reference goes.
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
