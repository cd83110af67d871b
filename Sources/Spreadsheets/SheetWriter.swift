import CXLSXWriter

/// Writes sheets into an open workbook.
final class SheetWriter {
  typealias FormatPointer = UnsafeMutablePointer<lxw_format>

  private let book: UnsafeMutablePointer<lxw_workbook>
  private var formats: [Sheet.Format: FormatPointer] = [:]
  private let text: FormatPointer?
  private let wrapped: FormatPointer?
  private let heading: FormatPointer?
  private let header: FormatPointer?

  init(_ book: UnsafeMutablePointer<lxw_workbook>) {
    self.book = book
    for format in Sheet.Format.allCases {
      guard let made = workbook_add_format(book) else { continue }
      format_set_num_format(made, format.code)
      format_set_align(made, UInt8(LXW_ALIGN_VERTICAL_TOP.rawValue))
      formats[format] = made
    }
    func textual(_ set: (FormatPointer) -> Void) -> FormatPointer? {
      guard let made = workbook_add_format(book) else { return nil }
      // A text stays a text when it is edited.
      format_set_num_format(made, "@")
      format_set_align(made, UInt8(LXW_ALIGN_VERTICAL_TOP.rawValue))
      set(made)
      return made
    }
    text = textual { _ in }
    wrapped = textual { format_set_text_wrap($0) }
    heading = textual { format_set_bold($0) }
    header = textual {
      format_set_bold($0)
      format_set_text_wrap($0)
      format_set_bg_color($0, 0xE8EEF4)
      format_set_bottom($0, UInt8(LXW_BORDER_THIN.rawValue))
    }
  }

  /// - Parameter footer: printed at the foot of each page, beside its number.
  func write(_ sheet: Sheet, named name: String, footer: String) -> lxw_error {
    guard let page = workbook_add_worksheet(book, name) else {
      return LXW_ERROR_MEMORY_MALLOC_FAILED
    }
    let height =
      sheet.lead.count + sheet.rows.count + sheet.tail.count + (sheet.hasHeader ? 1 : 0)
    guard height <= 1_048_576, sheet.columns.count <= 16_384 else {
      return LXW_ERROR_WORKSHEET_INDEX_OUT_OF_RANGE
    }
    for (at, column) in sheet.columns.enumerated() {
      worksheet_set_column(page, UInt16(at), UInt16(at), min(column.width, 255), nil)
    }
    setPaper(sheet, page, footer)
    var row: UInt32 = 0
    func writeRows(_ rows: [[Sheet.Cell]]) -> lxw_error {
      for cells in rows {
        setHeight(of: row, page, zip(cells, sheet.columns).map { Self.lines($0, $1) }.max() ?? 1)
        for (at, cell) in cells.prefix(sheet.columns.count).enumerated() {
          let error = self.write(cell, sheet.columns[at], page, row, UInt16(at))
          guard error == LXW_NO_ERROR else { return error }
        }
        row += 1
      }
      return LXW_NO_ERROR
    }
    var error = LXW_NO_ERROR
    for cells in sheet.lead where error == LXW_NO_ERROR {
      if let across = across(cells, sheet) {
        error = self.write(across: across, sheet, page, row)
        row += 1
      } else {
        error = writeRows([cells])
      }
    }
    if sheet.hasHeader, error == LXW_NO_ERROR {
      setHeight(
        of: row, page,
        sheet.columns.map {
          WrappedHeight.lines(
            SheetText.cell($0.title), width: $0.width - Self.filterButton, isBold: true)
        }.max() ?? 1)
      for (at, column) in sheet.columns.enumerated() {
        error = self.write(column.title, page, row, UInt16(at), header)
        guard error == LXW_NO_ERROR else { return error }
      }
      decorate(sheet, page, header: row)
      row += 1
    }
    if error == LXW_NO_ERROR { error = writeRows(sheet.rows) }
    return error == LXW_NO_ERROR ? writeRows(sheet.tail) : error
  }

  /// The part of a header's width that the filter's button takes, in digits.
  private static let filterButton = 2.0

  /// Number of lines that a cell takes in its column.
  private static func lines(_ cell: Sheet.Cell, _ column: Sheet.Column) -> Int {
    guard column.wraps, case .text(let words) = cell else { return 1 }
    return WrappedHeight.lines(SheetText.cell(words), width: column.width, isBold: false)
  }

  private func setHeight(
    of row: UInt32, _ page: UnsafeMutablePointer<lxw_worksheet>, _ lines: Int
  ) {
    guard let points = WrappedHeight.points(lines) else { return }
    worksheet_set_row(page, row, points, nil)
  }

  /// The sentence of a row above the table that gets the table's whole width; nil for other rows.
  private func across(_ cells: [Sheet.Cell], _ sheet: Sheet) -> String? {
    guard sheet.hasHeader, sheet.columns.count > 1, cells.count == 1,
      case .text(let words) = cells[0]
    else { return nil }
    let clean = SheetText.cell(words)
    return clean.isEmpty ? nil : clean
  }

  private func write(
    across words: String, _ sheet: Sheet, _ page: UnsafeMutablePointer<lxw_worksheet>,
    _ row: UInt32
  ) -> lxw_error {
    // No wider than one screen or page shows; a wide table extends beyond.
    var (last, width) = (0, sheet.columns[0].width)
    while last + 1 < sheet.columns.count, last == 0 || width + sheet.columns[last + 1].width <= 150
    {
      last += 1
      width += sheet.columns[last].width
    }
    setHeight(of: row, page, WrappedHeight.lines(words, width: width, isBold: false))
    return worksheet_merge_range(page, row, 0, row, UInt16(last), words, wrapped)
  }

  /// A4, landscape. All columns on one page if they can still be read there; else they continue on
  /// the next, beside the columns that name the row.
  private func setPaper(
    _ sheet: Sheet, _ page: UnsafeMutablePointer<lxw_worksheet>, _ footer: String
  ) {
    worksheet_set_paper(page, 9)
    worksheet_set_landscape(page)
    worksheet_set_margins(page, 0.5, 0.5, 0.6, 0.7)
    if sheet.fitsOnPaper {
      worksheet_fit_to_pages(page, 1, 0)
    } else if sheet.frozenColumns > 0 {
      worksheet_repeat_columns(page, 0, UInt16(sheet.frozenColumns - 1))
    }
    // Codes of the footer begin with an ampersand; its maximum is 255 units.
    let text = SheetText.cell(footer).replacing("&", with: "&&")
    worksheet_set_footer(page, "&L&8\(text.prefix(200))&R&8&P / &N")
  }

  private func write(
    _ cell: Sheet.Cell, _ column: Sheet.Column, _ page: UnsafeMutablePointer<lxw_worksheet>,
    _ row: UInt32, _ at: UInt16
  ) -> lxw_error {
    switch cell {
    case .blank: return LXW_NO_ERROR
    case .text(let words): return write(words, page, row, at, column.wraps ? wrapped : text)
    case .heading(let words): return write(words, page, row, at, heading)
    case .number(let value, let format):
      // A workbook has no infinities: such values stay blank.
      guard value.isFinite else { return LXW_NO_ERROR }
      return worksheet_write_number(page, row, at, value, formats[format])
    case .time(let days):
      // From 1900 to 9999, the range of spreadsheets.
      guard days >= 1, days < 2_958_466 else { return LXW_NO_ERROR }
      return worksheet_write_number(page, row, at, days, formats[.dateTime])
    }
  }

  private func write(
    _ words: String, _ page: UnsafeMutablePointer<lxw_worksheet>, _ row: UInt32, _ at: UInt16,
    _ format: FormatPointer?
  ) -> lxw_error {
    let clean = SheetText.cell(words)
    // An empty text becomes a blank cell, which people filter by.
    return clean.isEmpty ? LXW_NO_ERROR : worksheet_write_string(page, row, at, clean, format)
  }

  /// Adds what needs a header: frozen panes, a filter, bars, the header on every printed page.
  private func decorate(
    _ sheet: Sheet, _ page: UnsafeMutablePointer<lxw_worksheet>, header row: UInt32
  ) {
    worksheet_freeze_panes(page, row + 1, UInt16(sheet.frozenColumns))
    worksheet_repeat_rows(page, row, row)
    guard !sheet.rows.isEmpty else { return }
    let last = row + UInt32(sheet.rows.count)
    worksheet_autofilter(page, row, 0, last, UInt16(sheet.columns.count - 1))
    for (at, column) in sheet.columns.enumerated() {
      guard let full = column.fullBar, full > 0 else { continue }
      var bar = lxw_conditional_format()
      bar.type = UInt8(LXW_CONDITIONAL_DATA_BAR.rawValue)
      bar.data_bar_2010 = 1
      bar.bar_solid = 1
      bar.bar_color = 0x9DC3E6
      bar.min_rule_type = UInt8(LXW_CONDITIONAL_RULE_TYPE_NUMBER.rawValue)
      bar.min_value = 0
      bar.max_rule_type = UInt8(LXW_CONDITIONAL_RULE_TYPE_NUMBER.rawValue)
      bar.max_value = full
      worksheet_conditional_format_range(page, row + 1, UInt16(at), last, UInt16(at), &bar)
    }
  }
}

extension Sheet.Format {
  fileprivate var code: String {
    switch self {
    case .general: "General"
    case .integer: "#,##0"
    case .points: "#,##0.0"
    case .money: "#,##0\" ₫\""
    case .percent: "0.0%"
    case .dateTime: "dd/mm/yyyy hh:mm"
    }
  }
}
