import Cryptography
import FoundationEssentials
import Reporting

/// A new key that is being put into use; one file, so that an interruption at any moment leaves all
/// of it or nothing.
///
/// Created before the centre is asked, completed with the centre's reply, and removed once key and
/// identity are those that it names. A lost reply costs nothing: the same key is requested again.
struct KeyChange: Codable, Equatable {
  enum Reason: String, Codable {
    case rotation
    /// On other hardware: the former key vouches for the new one.
    case reenrolment
    /// With a token, because the former key is no longer accepted.
    case enrolment
  }

  var reason: Reason
  /// Ed25519, 32 bytes.
  var key: Data
  /// The future identity, as far as it is known.
  var identity: Identity
  /// Whether the centre has agreed: then ``install(_:)`` may run, even repeatedly.
  var isAgreed = false

  init(_ reason: Reason, key: Ed25519.PrivateKey, identity: Identity) {
    self.reason = reason
    self.key = key.rawRepresentation
    self.identity = identity
  }

  /// - Throws: ``DeliveryError`` with code `configuration` if the file is damaged.
  func signingKey(_ directory: StateDirectory) throws(DeliveryError)
    -> Ed25519.PrivateKey
  {
    guard let key = try? Ed25519.PrivateKey(rawRepresentation: key) else {
      throw Self.damaged(directory.keyChange)
    }
    return key
  }

  static func read(in directory: StateDirectory) throws(DeliveryError) -> KeyChange? {
    guard let contents = try FileContents.read(directory.keyChange, limit: 64 * 1024) else {
      return nil
    }
    guard contents.mode & 0o077 == 0 else {
      throw DeliveryError(
        .configuration,
        "This computer's new key is readable by others: run chmod 600 \(directory.keyChange)")
    }
    guard let change = try? JSONDecoder().decode(KeyChange.self, from: contents.bytes) else {
      throw damaged(directory.keyChange)
    }
    return change
  }

  func write(in directory: StateDirectory) throws(DeliveryError) {
    guard let bytes = try? CanonicalJSON.encode(self) else {
      throw DeliveryError(.file, "Cannot write \(directory.keyChange): it holds no valid JSON.")
    }
    try DurableFile.write(bytes, to: directory.keyChange)
  }

  /// Moves key and identity into place; the old key is kept beside the new one.
  func install(_ lock: StateLock) throws(DeliveryError) {
    let directory = lock.directory
    let new = try signingKey(directory).rawRepresentation
    let old = try KeyFile.read(in: directory)?.rawRepresentation
    if let old, old != new { try DurableFile.write(old, to: directory.previousKey) }
    if reason != .rotation, let registration = identity.registration, old != new {
      // The new machine first sends a full report, and counts from the number that the centre
      // named. Done before the key changes, so that no old number is sent under the new key.
      try LastAcknowledgement.remove(in: directory)
      try SequenceCounter(lock).set(registration.nextSeq)
    }
    try DurableFile.write(new, to: directory.key)
    try identity.write(in: directory)
    try DurableFile.remove(directory.keyChange)
  }

  /// Finishes a change that the centre agreed to and that was interrupted.
  static func finish(_ lock: StateLock) throws(DeliveryError) {
    guard let change = try read(in: lock.directory), change.isAgreed else { return }
    try change.install(lock)
  }

  private static func damaged(_ path: String) -> DeliveryError {
    DeliveryError(.configuration, "\(path) is damaged: remove it and run again.")
  }
}
