import Foundation
import Testing

/// The contents of a workbook, as read by openpyxl (Debian's python3-openpyxl).
struct Openpyxl: Decodable {
  struct Cell: Decodable {
    var value: String?
    /// s, n, d or f, as in openpyxl.
    var type: String
    var format: String
    var bold: Bool
  }

  struct Page: Decodable {
    var title: String
    var frozen: String?
    var filter: String?
    /// Ranges with data bars.
    var bars: [String]
    var widths: [Double]
    /// By row; nil for the default height.
    var heights: [Double?]
    var merged: [String]
    var rows: [[Cell]]
  }

  var title: String?
  var created: String
  var sheets: [Page]

  static func read(_ bytes: Data) throws -> Openpyxl {
    let folder = FileManager.default.temporaryDirectory.appending(path: "openpyxl-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "book.xlsx")
    let output = folder.appending(path: "output")
    try bytes.write(to: file)
    #expect(FileManager.default.createFile(atPath: output.path, contents: nil))
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/python3")
    process.arguments = ["-W", "ignore", "-c", script, file.path]
    process.standardOutput = try FileHandle(forWritingTo: output)
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return try JSONDecoder().decode(Openpyxl.self, from: try Data(contentsOf: output))
  }

  private static let script = """
    import sys, json, openpyxl, datetime
    book = openpyxl.load_workbook(sys.argv[1])
    def text(value):
        if value is None: return None
        if isinstance(value, datetime.datetime): return value.isoformat()
        return str(value)
    print(json.dumps({
        "title": book.properties.title, "created": book.properties.created.isoformat(),
        "sheets": [{
            "title": sheet.title, "frozen": sheet.freeze_panes, "filter": sheet.auto_filter.ref,
            "bars": sorted(str(range.sqref) for range, rules in
                sheet.conditional_formatting._cf_rules.items()
                if any(rule.type == "dataBar" for rule in rules)),
            "widths": [round(sheet.column_dimensions[openpyxl.utils.get_column_letter(at)].width)
                for at in range(1, sheet.max_column + 1)],
            "heights": [sheet.row_dimensions[at].height for at in range(1, sheet.max_row + 1)],
            "merged": sorted(map(str, sheet.merged_cells.ranges)),
            "rows": [[{"value": text(cell.value), "type": cell.data_type,
                "format": cell.number_format, "bold": bool(cell.font.b)} for cell in row]
                for row in sheet.iter_rows()],
        } for sheet in book]}))
    """
}
