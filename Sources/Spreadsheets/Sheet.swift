/// One sheet of a workbook, as values: a header that stays in sight if its columns have titles, and
/// rows.
public struct Sheet: Sendable, Equatable {
  /// The format of a number.
  public enum Format: Sendable, Hashable, CaseIterable {
    /// As it is, such as a measured value in any unit.
    case general
    /// Whole, with thousands separators.
    case integer
    /// With one decimal.
    case points
    /// Whole VND with thousands separators.
    case money
    /// A fraction, shown in percent.
    case percent
    /// ``Cell/time(daysSince1900:)`` as day, month, year, hour, minute.
    case dateTime
  }

  public enum Cell: Sendable, Equatable {
    case blank
    /// Always a text, whatever it begins with.
    case text(String)
    /// A heading of what follows.
    case heading(String)
    case number(Double, Format)
    /// A moment as spreadsheets count it: days since 1899-12-30, in any time zone.
    case time(daysSince1900: Double)
  }

  public struct Column: Sendable, Equatable {
    /// Empty if the sheet has no header.
    public var title: String
    /// In widths of the standard font's digits.
    public var width: Double
    /// Whether long texts are wrapped.
    public var wraps: Bool
    /// Numbers get a bar, full at this value; nil for none.
    public var fullBar: Double?

    public init(_ title: String, width: Double, wraps: Bool = false, fullBar: Double? = nil) {
      (self.title, self.width, self.wraps, self.fullBar) = (title, width, wraps, fullBar)
    }
  }

  public var title: String
  public var columns: [Column]
  public var rows: [[Cell]]
  /// Number of columns at the left that stay in sight, if there is a header.
  public var frozenColumns: Int
  /// Rows above the header and below the rows: titles, sums, signatures.
  public var lead: [[Cell]]
  public var tail: [[Cell]]

  public init(
    title: String, columns: [Column], rows: [[Cell]], frozenColumns: Int = 0,
    lead: [[Cell]] = [], tail: [[Cell]] = []
  ) {
    (self.title, self.columns, self.rows) = (title, columns, rows)
    (self.frozenColumns, self.lead, self.tail) = (frozenColumns, lead, tail)
  }

  /// Whether it can be read on a landscape A4 page that holds all of its columns.
  var fitsOnPaper: Bool { columns.reduce(0) { $0 + $1.width } <= 170 }

  var hasHeader: Bool { columns.contains { !$0.title.isEmpty } }
}
