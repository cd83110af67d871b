public import Reporting

/// An enrolled machine: all that is needed to send on its behalf.
public struct Membership: Sendable {
  public let identity: Identity
  public let registration: EnrolmentReply
  public let signing: SigningIdentity

  /// Finishes an interrupted change of keys, then reads.
  ///
  /// - Throws: as ``read(in:)``.
  public static func read(_ lock: StateLock) throws(DeliveryError) -> Membership {
    try KeyChange.finish(lock)
    return try read(in: lock.directory)
  }

  /// - Throws: ``DeliveryError`` with code `notEnrolled`, or `configuration` if key or identity is
  ///   damaged.
  public static func read(in directory: StateDirectory) throws(DeliveryError) -> Membership {
    let key = try KeyFile.read(in: directory)
    guard let identity = try Identity.read(in: directory),
      let registration = identity.registration
    else {
      throw DeliveryError(
        .notEnrolled,
        "This computer is not enrolled (nothing in \(directory.path)): "
          + "run commune-probe enroll --server URL --token TOKEN")
    }
    guard let key else {
      throw DeliveryError(
        .configuration,
        "This computer's key is missing (\(directory.key)): re-enrol it with a token.")
    }
    return Membership(
      identity: identity, registration: registration,
      signing: SigningIdentity(keyId: registration.keyId, key: key))
  }
}
