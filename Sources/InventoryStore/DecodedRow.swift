public import GRDB

/// A row of a query whose columns have the names of its properties.
///
/// Decoding takes some ten times as long as reading the columns one by one, as is done for rows
/// that every report writes or that a ranking reads by the thousand.
public protocol DecodedRow: FetchableRecord, Decodable {}

extension DecodedRow {
  public static func databaseDateDecodingStrategy(
    for column: String
  ) -> DatabaseDateDecodingStrategy {
    .custom { Instant.fromDatabaseValue($0)?.date }
  }
}
