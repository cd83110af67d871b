/// Columns on a terminal, each as wide as it needs to be; the last one wraps within itself, and so
/// does a column that gives way.
struct ColumnLayout {
  struct Column {
    var title: String
    var toTheRight = false
    /// Whether it wraps if the lines would become too wide.
    var givesWay = false
  }

  static let gap = "  "
  /// The least width of the last column, and of a column that gives way.
  private static let leastRest = 24
  private static let leastGiving = 8

  private let columns: [Column]
  private let widths: [Int]

  /// - Parameter rows: Neutralised texts, one for each column.
  init(_ columns: [Column], rows: [[String]], width: Int) {
    self.columns = columns
    var widths = columns.indices.map { at in
      max(
        DisplayText.width(columns[at].title),
        rows.map { at < $0.count ? DisplayText.width($0[at]) : 0 }.max() ?? 0)
    }
    let last = columns.count - 1
    let gaps = last * Self.gap.count
    let rest = min(widths[last], Self.leastRest)
    let tooWide = widths.dropLast().reduce(0, +) + gaps + rest - width
    if tooWide > 0, let giving = columns.firstIndex(where: \.givesWay) {
      widths[giving] = min(widths[giving], max(Self.leastGiving, widths[giving] - tooWide))
    }
    widths[last] = max(8, width - widths.dropLast().reduce(0, +) - gaps)
    self.widths = widths
  }

  var heading: String { line(columns.map(\.title)) }

  func lines(_ row: [String]) -> [String] {
    let wrapped = row.enumerated().map { at, cell in
      let wraps = columns[at].givesWay || at == columns.count - 1 && !columns[at].toTheRight
      return wraps ? WrappedText.lines(cell, width: widths[at]) : [cell]
    }
    return (0..<(wrapped.map(\.count).max() ?? 1)).map { number in
      line(wrapped.map { number < $0.count ? $0[number] : "" })
    }
  }

  private func line(_ cells: [String]) -> String {
    var line = ""
    for (at, cell) in cells.enumerated() {
      if at > 0 { line += Self.gap }
      let isLast = at == cells.count - 1 && !columns[at].toTheRight
      line +=
        isLast
        ? cell : DisplayText.fitted(cell, widths[at], toTheRight: columns[at].toTheRight)
    }
    return line
  }
}
