/// A commune as the register has it. nil is "unknown", never "no".
public struct CommuneRecord: Sendable, Equatable {
  public var code: String
  public var name: String
  /// `xã`, `phường` or `đặc khu`.
  public var kind: String
  /// Two digits.
  public var provinceCode: String
  public var provinceName: String
  /// Degrees north and east (WGS 84).
  public var latitude: Double?
  public var longitude: Double?
  public var areaSquareKilometres: Double?
  public var remote: Bool?
  public var border: Bool?
  public var island: Bool?
  public var population: Int?
  /// Staff positions at the commune's offices: who needs a computer.
  public var officials: Int?
  public var dossiersPerMonth: Int?
  /// Whether the figures above were invented for a demonstration.
  public var simulated: Bool
}
