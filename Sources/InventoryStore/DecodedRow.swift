public import GRDB

/// A row of a query whose columns are named as the properties that they become.
///
/// Decoding takes some ten times as long as reading the columns one by one, which is what the rows do
/// that a report writes or that a ranking has by the thousand.
public protocol DecodedRow: FetchableRecord, Decodable {}

extension DecodedRow {
  public static func databaseDateDecodingStrategy(
    for column: String
  ) -> DatabaseDateDecodingStrategy {
    .custom { Instant.fromDatabaseValue($0)?.date }
  }
}
