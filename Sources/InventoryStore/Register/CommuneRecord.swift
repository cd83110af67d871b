public import GRDB

/// A commune's entry in the register. nil means unknown, never no.
public struct CommuneRecord: Sendable, Equatable {
  public var code, name: String
  /// `xã`, `phường` or `đặc khu`.
  public var kind: String
  /// Two digits.
  public var provinceCode: String
  public var provinceName: String
  /// Degrees north and east (WGS 84).
  public var latitude, longitude: Double?
  public var areaSquareKilometres: Double?
  public var remote, border, island: Bool?
  public var population: Int?
  /// Staff positions at the commune's offices, each of which needs a computer.
  public var officials: Int?
  public var dossiersPerMonth: Int?
  /// Whether the figures were invented for a demonstration.
  public var simulated: Bool

  public init(
    code: String, name: String, kind: String, provinceCode: String, provinceName: String,
    latitude: Double? = nil, longitude: Double? = nil, remote: Bool? = nil, border: Bool? = nil,
    island: Bool? = nil, officials: Int? = nil, dossiersPerMonth: Int? = nil, simulated: Bool
  ) {
    (self.code, self.name, self.kind, self.provinceCode) = (code, name, kind, provinceCode)
    (self.provinceName, self.latitude, self.longitude) = (provinceName, latitude, longitude)
    (self.remote, self.border, self.island, self.officials) = (remote, border, island, officials)
    (self.dossiersPerMonth, self.simulated) = (dossiersPerMonth, simulated)
  }
}

extension CommuneRecord: FetchableRecord {
  /// - Parameter row: a row of `commune`, with the province's name as `provinceName`.
  public init(row: Row) {
    code = row["code"]
    name = row["name"]
    kind = row["kind"]
    provinceCode = row["province"]
    provinceName = row["provinceName"]
    latitude = row["latitude"]
    longitude = row["longitude"]
    areaSquareKilometres = row["areaSquareKilometres"]
    remote = row["remote"]
    border = row["border"]
    island = row["island"]
    population = row["population"]
    officials = row["officials"]
    dossiersPerMonth = row["dossiersPerMonth"]
    simulated = row["simulated"]
  }
}
