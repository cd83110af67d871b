public import FoundationEssentials

/// A table for spreadsheets.
public enum CSVTable {
  public enum Cell: Sendable {
    /// Shown as text, whatever it looks like.
    case text(String)
    case integer(Int)
    /// RFC 3339 in UTC; empty if nil.
    case time(Date?)
    /// Unknown.
    case empty
  }

  /// - Returns: UTF-8 with a byte order mark, lines ending with CRLF.
  public static func encode(_ head: [String], _ rows: some Sequence<[Cell]>) -> Data {
    var csv = CSVBytes()
    for name in head { csv.text(name) }
    csv.endRow()
    for row in rows {
      for cell in row {
        switch cell {
        case .text(let text): csv.text(text)
        case .integer(let number): csv.integer(number)
        case .time(let date): csv.time(date)
        case .empty: csv.empty()
        }
      }
      csv.endRow()
    }
    return Data(csv.bytes)
  }
}
