/// What a centre did with a bundle: the file `receipt-<machine>.json` beside its reports.
public struct BundleReceipt: Codable, Sendable, Equatable {
  /// The format that this code writes and reads.
  public static let format = 1

  public struct Line: Codable, Sendable, Equatable {
    public enum Status: String, Codable, Sendable { case stored, duplicate, refused }
    /// The report's id, a lower-case UUID.
    public var id: String
    /// SHA-256 of the report's body, inflated, 64 lower-case hexadecimal digits.
    public var digest: String
    public var status: Status
    /// With `refused`: the stable code of the reason.
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
}
