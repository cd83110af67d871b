public import FoundationEssentials

/// The source of a ranking or a plan, besides its policy: enough to reproduce it.
public struct Provenance: Sendable, Equatable, Codable {
  /// A planner's table instead of an inventory.
  public struct Table: Sendable, Equatable, Codable {
    /// The file's name, for people.
    public var name: String
    /// SHA-256 of its bytes, in hexadecimal digits.
    public var digest: String

    public init(name: String, digest: String) {
      (self.name, self.digest) = (name, digest)
    }
  }

  /// The time of the measures; `nil` for a table, which has none.
  public var asOf: Date?
  /// The time that was asked for, if nothing is kept of it and ``asOf`` is the nearest one.
  public var asked: Date?
  /// Whether ``asOf`` lies in the past, reconstructed from the history.
  public var isPast: Bool
  /// Whether that past comes from the history of measures, because the reports are no longer kept.
  public var isRecorded: Bool
  public var table: Table?
  /// SHA-256 of the policy's text, in hexadecimal digits; `nil` if unknown.
  public var policyDigest: String?

  public init(
    asOf: Date?, asked: Date? = nil, isPast: Bool = false, isRecorded: Bool = false,
    table: Table? = nil, policyDigest: String? = nil
  ) {
    (self.asOf, self.asked) = (asOf, asked)
    (self.isPast, self.isRecorded) = (isPast, isRecorded)
    (self.table, self.policyDigest) = (table, policyDigest)
  }

  /// Also reads plans that were saved before ``isRecorded`` and ``asked`` existed.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      asOf: try values.decodeIfPresent(Date.self, forKey: .asOf),
      asked: try values.decodeIfPresent(Date.self, forKey: .asked),
      isPast: try values.decode(Bool.self, forKey: .isPast),
      isRecorded: try values.decodeIfPresent(Bool.self, forKey: .isRecorded) ?? false,
      table: try values.decodeIfPresent(Table.self, forKey: .table),
      policyDigest: try values.decodeIfPresent(String.self, forKey: .policyDigest))
  }
}
