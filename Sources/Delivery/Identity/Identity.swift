import FoundationEssentials
public import Reporting

/// This machine's identity and the centre that it is enrolled at, kept on disk beside the key.
public struct Identity: Codable, Sendable, Equatable {
  /// Random, made once for this installation.
  public var installId: String
  /// The centre's address as given at enrolment; nil until the first enrolment is sent.
  public var server: String?
  /// A PEM file with the centre's CA, if the system does not trust it.
  public var certificateAuthority: String?
  public var allowPlaintext: Bool
  /// The centre's reply to the enrolment; nil until there is one.
  public var registration: EnrolmentReply?
  /// Hashes of the hardware's identifiers at enrolment, by kind; nil if they were not kept.
  public var evidence: [String: String]?
  /// Seconds since 1970 when the present key came into use; nil if no clock could tell.
  var keySince: Int?
  /// The first sequence number under the present key.
  var keyFirstSequence: Int?

  public init(installId: String) {
    self.installId = installId
    allowPlaintext = false
  }

  /// nil if this installation has none yet.
  ///
  /// - Throws: ``DeliveryError`` with code `configuration` if the file is damaged.
  public static func read(in directory: StateDirectory) throws(DeliveryError) -> Identity? {
    let path = directory.identity
    let contents: FileContents?
    do throws(DeliveryError) {
      contents = try FileContents.read(path, limit: 64 * 1024)
    } catch {
      throw error.code == .damaged ? damaged(path) : error
    }
    guard let contents else { return nil }
    guard let identity = try? JSONDecoder().decode(Identity.self, from: contents.bytes),
      UUID(uuidString: identity.installId) != nil
    else { throw damaged(path) }
    return identity
  }

  func write(in directory: StateDirectory) throws(DeliveryError) {
    guard let bytes = try? CanonicalJSON.encode(self) else {
      throw DeliveryError(.file, "Cannot write \(directory.identity): it holds no valid JSON.")
    }
    try DurableFile.write(bytes, to: directory.identity)
  }

  private static func damaged(_ path: String) -> DeliveryError {
    DeliveryError(
      .configuration,
      "\(path) is damaged: remove it and re-enrol this computer; its key and reports are kept.")
  }
}
