import CXLSXWriter
public import Foundation

/// A workbook of sheets in Office Open XML (ECMA-376), by libxlsxwriter.
public struct Workbook: Sendable {
  public var title: String
  /// Stated in the file as the time of creation, so that equal workbooks have equal bytes.
  public var created: Date
  public var sheets: [Sheet]
  /// Printed at the foot of each page, beside its number.
  public var footer: String

  public init(title: String, created: Date, sheets: [Sheet], footer: String = "") {
    self.footer = footer.isEmpty ? title : footer
    (self.title, self.created, self.sheets) = (title, created, sheets)
  }

  /// The file's bytes. libxlsxwriter only writes files, so they pass through a temporary folder.
  ///
  /// - Throws: ``SpreadsheetError`` if temporary files cannot be created or a sheet is larger than
  ///   a workbook's can be.
  public func bytes() throws -> Data {
    let folder = FileManager.default.temporaryDirectory.appending(path: "workbook-\(UUID())")
    do {
      try FileManager.default.createDirectory(
        at: folder, withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
    } catch {
      throw SpreadsheetError(
        message: "temporary files cannot be created in \(folder.deletingLastPathComponent().path)")
    }
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "workbook.xlsx")
    try write(to: file.path, temporary: folder.path)
    return try Data(contentsOf: file)
  }

  private func write(to path: String, temporary: String) throws {
    var error = LXW_ERROR_MEMORY_MALLOC_FAILED
    temporary.withCString { folder in
      var options = lxw_workbook_options()
      // Rows go to a temporary file as they come, so memory does not grow with the sheet.
      options.constant_memory = 1
      options.tmpdir = UnsafeMutablePointer(mutating: folder)
      guard let book = workbook_new_opt(path, &options) else { return }
      setProperties(book)
      let writer = SheetWriter(book)
      var names: [String] = []
      error = LXW_NO_ERROR
      for sheet in sheets where error == LXW_NO_ERROR {
        let name = SheetText.sheetName(sheet.title, taken: names)
        names.append(name)
        error = writer.write(sheet, named: name, footer: footer)
      }
      // Frees the book, whatever happened before.
      let closing = workbook_close(book)
      if error == LXW_NO_ERROR { error = closing }
    }
    guard error == LXW_NO_ERROR else {
      throw SpreadsheetError(
        message: "the workbook cannot be created: \(String(cString: lxw_strerror(error)))")
    }
  }

  private func setProperties(_ book: UnsafeMutablePointer<lxw_workbook>) {
    SheetText.cell(title).withCString { title in
      var properties = lxw_doc_properties()
      // libxlsxwriter copies it.
      properties.title = UnsafeMutablePointer(mutating: title)
      // 0 would mean the present.
      properties.created = max(1, time_t(created.timeIntervalSince1970.rounded(.down)))
      workbook_set_properties(book, &properties)
    }
  }
}
