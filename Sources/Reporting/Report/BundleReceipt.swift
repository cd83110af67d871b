/// What the centre says of the reports of one machine that came on a stick:
/// `receipt-<machine>.json` beside them.
///
/// A report that is not named was not decided on, as where its file was damaged: it stays spooled.
public struct BundleReceipt: Codable, Sendable, Equatable {
  public static let format = 1

  public struct Line: Codable, Sendable, Equatable {
    public enum Status: String, Codable, Sendable { case stored, duplicate, refused }

    /// The report's id, a lower-case UUID.
    public var id: String
    /// SHA-256 of the report's body, inflated; 64 lower-case hexadecimal digits.
    public var digest: String
    public var status: Status
    /// With `refused`: why, as in a problem document.
    public var code: String?

    public init(id: String, digest: String, status: Status, code: String? = nil) {
      self.id = id
      self.digest = digest
      self.status = status
      self.code = code
    }
  }

  public var format: Int
  public var machine: String
  public var reports: [Line]

  public init(machine: String, reports: [Line]) {
    format = Self.format
    self.machine = machine
    self.reports = reports
  }

  /// The receipt's name beside the reports.
  public var fileName: String { "receipt-\(machine).json" }
}
