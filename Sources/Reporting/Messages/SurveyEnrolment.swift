public import FoundationEssentials

/// The data that a survey stick brings to computers that have never reached the centre: the file
/// `survey/enrolment.json`, written by `commune-inventory stick prepare`.
public struct SurveyEnrolment: Codable, Sendable, Equatable {
  public static let format = 1
  /// Maximum size of the file, in bytes.
  public static let maximumBytes = 4096

  public var format: Int
  /// The centre's address, `https://centre.example.vn`; requests are signed for its authority.
  public var server: String
  /// The five-digit code of the commune whose computers are surveyed.
  public var commune: String
  /// To be shown on the screen.
  public var communeName: String
  /// An enrolment token of that commune.
  public var token: String
  /// The last day on which the centre accepts new computers with the token, `YYYY-MM-DD`.
  public var validUntil: String?

  public init(
    server: String, commune: String, communeName: String, token: String, validUntil: String? = nil
  ) {
    format = Self.format
    (self.server, self.commune, self.communeName) = (server, commune, communeName)
    (self.token, self.validUntil) = (token, validUntil)
  }

  /// nil if `bytes` are not such a file.
  public init?(_ bytes: Data) {
    guard bytes.count <= Self.maximumBytes,
      let read = try? JSONDecoder().decode(SurveyEnrolment.self, from: bytes),
      read.format == Self.format, (try? CommuneCode(read.commune)) != nil,
      (1...80).contains(read.token.utf8.count), read.server.utf8.count <= 300
    else { return nil }
    self = read
  }
}

/// The files of a survey stick:
///
/// ```
/// survey/enrolment.json                            see ``SurveyEnrolment``
/// survey/machines/<name>/                          a computer's key and counters
/// survey/reports/<name>.signed-enrolment           its enrolment, signed by that key
/// survey/reports/<12 digits>-<UUID>.signed-report  its reports, signed by that key
/// survey/reports/receipt-<machine>.json            the centre's decisions about them
/// ```
///
/// `<name>` is 32 lower-case hexadecimal digits.
public enum SurveyLayout {
  public static let folder = "survey"
  public static let enrolment = "enrolment.json"
  public static let machines = "machines"
  public static let reports = "reports"
  public static let enrolmentSuffix = ".signed-enrolment"
  public static let nameDigits = 32

  /// Whether `name` is the name of a signed enrolment's file.
  public static func isEnrolment(_ name: String) -> Bool {
    guard name.hasSuffix(enrolmentSuffix) else { return false }
    let stem = name.dropLast(enrolmentSuffix.count)
    return stem.utf8.count == nameDigits
      && stem.utf8.allSatisfy { 48...57 ~= $0 || 97...102 ~= $0 }
  }
}

extension FactSource {
  /// The agent name for a computer that was started from a survey stick.
  public static let surveyStick = "survey-stick"

  /// Whether a survey stick collected it: what it lists none of, it may have been unable to see.
  public var isSurveyStick: Bool { agent == Self.surveyStick }
}
