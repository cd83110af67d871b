import Cryptography
import FoundationEssentials
public import Reporting

/// A stick from which a computer was started to be surveyed (``SurveyLayout``).
///
/// Such a computer has no line and has never reached the centre. It enrols and reports by the same
/// requests that would go over the line, written as files, which `commune-inventory bundle import`
/// files. Its reports are signed with the public key itself as `keyid` (base64, as in an
/// enrolment), because no other key id has been assigned yet.
public struct SurveyStick {
  /// Bytes that must be free before anything is written: a report, an enrolment and their folders,
  /// with a margin.
  static let minimumFreeBytes = 256 * 1024
  private static let salt = Data("commune-inventory survey stick 1".utf8)

  private let folder: String
  /// The enrolment that `stick prepare` wrote.
  public let enrolment: SurveyEnrolment
  private let centre: CentreAddress

  /// - Parameter path: the stick's root.
  /// - Throws: ``DeliveryError`` with code `configuration` if the stick was not prepared or its
  ///   enrolment file is damaged.
  public init(_ path: String) throws(DeliveryError) {
    folder = "\(path)/\(SurveyLayout.folder)"
    let file = "\(folder)/\(SurveyLayout.enrolment)"
    let contents: FileContents?
    do throws(DeliveryError) {
      contents = try FileContents.read(file, limit: SurveyEnrolment.maximumBytes)
    } catch {
      throw error.code == .damaged ? Self.damaged(file) : error
    }
    guard let contents else {
      throw DeliveryError(
        .configuration,
        "\(file) does not exist: run commune-inventory stick prepare at the centre first.")
    }
    guard let enrolment = SurveyEnrolment(contents.bytes),
      let centre = try? CentreAddress(enrolment.server, allowPlaintext: true)
    else { throw Self.damaged(file) }
    self.enrolment = enrolment
    self.centre = centre
  }

  /// The result of surveying a computer.
  public struct Record: Sendable, Equatable {
    /// False for a computer without serial number, UUID and network adapter: another survey cannot
    /// recognise it.
    public var isRecognisable: Bool
    /// When this computer was last surveyed from this stick, seconds since 1970 by its own clock;
    /// nil if never.
    public var previousSeconds: Int?
    /// The number of this survey of this computer, from 1.
    public var sequence: Int
  }

  /// Writes the computer's enrolment and report; once this returns, they survive pulling the stick
  /// out.
  ///
  /// - Parameter identifiers: as the computer reports them, by kind (`serial`, `uuid`, `mac`).
  /// - Throws: ``DeliveryError`` with code `diskFull`, or `file` if the stick is read-only or
  ///   failing.
  public func record(
    _ report: Report, identifiers: [String: String], clock: AgentClock = .system
  ) throws(DeliveryError) -> Record {
    let reports = "\(folder)/\(SurveyLayout.reports)"
    try Directory.make(reports)
    let free = try Directory.freeBytes(at: folder)
    guard free >= Self.minimumFreeBytes else {
      throw DeliveryError(
        .diskFull,
        "The stick is full: \(free) bytes are free, \(Self.minimumFreeBytes) are needed; "
          + "import its reports at the centre and write the stick anew.")
    }
    let evidence = IdentifierHashes.of(identifiers)
    let name = Self.name(for: evidence)
    let lock = try StateDirectory(path: "\(folder)/\(SurveyLayout.machines)/\(name)").lock()
    let previous = Self.surveyed(in: lock.directory)

    let key = try KeyFile.readOrMake(in: lock.directory)
    var identity = try? Identity.read(in: lock.directory)
    if identity == nil {
      identity = Identity(installId: UUID().uuidString.lowercased())
      try identity?.write(in: lock.directory)
    }
    let signing = SigningIdentity(
      keyId: key.publicKey.rawRepresentation.base64EncodedString(), key: key)
    try writeEnrolment(
      EnrolmentRequest(
        token: enrolment.token, publicKey: key.publicKey.rawRepresentation,
        installId: identity?.installId ?? "-", agentVersion: report.agent.version,
        evidence: evidence, commune: enrolment.commune),
      key: key, to: "\(reports)/\(name)\(SurveyLayout.enrolmentSuffix)", clock: clock)

    guard let body = try? report.body() else {
      throw DeliveryError(.file, "The report cannot be written as JSON: contact the vendor.")
    }
    let spooled = SpooledReport(body: body)
    let sequence = try SequenceCounter(lock).take()
    let request = try AgentRequest.report(
      spooled, sequence: sequence, by: signing, to: centre, clock: clock)
    let file = SpoolFile.name(number: sequence, id: spooled.id)
    try DurableFile.write(
      SignedReportFile.encode(request, authority: centre.authority),
      to: "\(reports)/\(SignedReportFile.name(for: file))", mode: nil)
    try DurableFile.write(
      Data("\(clock.wallSeconds())\n".utf8), to: Self.surveyedFile(in: lock.directory), mode: nil)
    return Record(
      isRecognisable: !evidence.isEmpty, previousSeconds: previous, sequence: sequence)
  }

  /// Written at each survey: the stick may have received a new token since the last one.
  private func writeEnrolment(
    _ body: EnrolmentRequest, key: Ed25519.PrivateKey, to path: String, clock: AgentClock
  ) throws(DeliveryError) {
    let request = try AgentRequest.enrolment(body, key: key, to: centre, clock: clock)
    try DurableFile.write(
      SignedReportFile.encode(request, authority: centre.authority), to: path, mode: nil)
  }

  /// A stable name for each computer that its hardware identifies; a random one for any other.
  static func name(for evidence: [String: String]) -> String {
    guard !evidence.isEmpty else {
      return (0..<SurveyLayout.nameDigits / 2).map { _ in
        let byte = UInt8.random(in: .min ... .max)
        return (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }.joined()
    }
    let text = evidence.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)\n" }.joined()
    let code = HMACSHA256.authenticationCode(for: Data(text.utf8), key: salt)
    return String(SHA256Digest.hexadecimal(code).prefix(SurveyLayout.nameDigits))
  }

  private static func surveyedFile(in directory: StateDirectory) -> String {
    "\(directory.path)/surveyed"
  }

  private static func surveyed(in directory: StateDirectory) -> Int? {
    guard let contents = try? FileContents.read(surveyedFile(in: directory), limit: 32) else {
      return nil
    }
    return Int(String(decoding: contents.bytes, as: UTF8.self).filter { !$0.isNewline })
  }

  private static func damaged(_ path: String) -> DeliveryError {
    DeliveryError(
      .configuration,
      "\(path) is not a valid enrolment file: run commune-inventory stick prepare again.")
  }
}
