import FoundationEssentials
import Prioritization
import Spreadsheets

/// A document whose workbook begins with an annex.
protocol AnnexedDocument {
  /// The name of the province, if all communes belong to the same one.
  var onlyProvince: String? { get }
  /// The name of the group of communes; `nil` if there is none.
  var group: String? { get }
  var policy: Policy { get }
  var provenance: Provenance { get }
  /// Whether any figure of any commune is simulated.
  var anySimulated: Bool { get }
}

extension ForecastDocument: AnnexedDocument {}
extension PlanDocument: AnnexedDocument {}
extension RankingDocument: AnnexedDocument {}

extension ProgrammeDocument: AnnexedDocument {
  /// Default for documents whose title names the area.
  var onlyProvince: String? { nil }
}

/// The first sheet of a workbook, which a planner can hand on unchanged: title, area, date and
/// policy above the table, sums and signatures below it.
struct AnnexSheet {
  let title: String
  private let document: any AnnexedDocument
  let language: Language
  let messages: Messages
  private let province: String?

  init(
    of document: any AnnexedDocument, title: String, _ language: Language, _ messages: Messages
  ) {
    (self.document, self.title) = (document, title)
    (self.language, self.messages) = (language, messages)
    province = document.onlyProvince
  }

  private var provenance: [String] {
    document.provenance.lines(document.policy, language, messages)
  }

  /// - Parameters:
  ///   - listsCommunes: Whether rows are communes, whose names come from ``name(_:simulated:)``.
  ///   - sentences: Notes below the title.
  ///   - sums: Rows below the table.
  func make(
    named key: String, columns: [Sheet.Column], rows: [[Sheet.Cell]], listsCommunes: Bool,
    sentences: [String] = [],
    sums: [[Sheet.Cell]] = [], frozenColumns: Int = 3
  ) -> Sheet {
    var lead: [[Sheet.Cell]] = [[.heading(heading)]]
    lead += provenance.map { [.text($0)] }
    // The sheet is handed on without the others, so it must itself say what is not real.
    if document.anySimulated {
      let note = listsCommunes ? "demo.simulated" : "demo.simulatedSums"
      lead.append([.text(messages(note, language))])
    }
    lead += sentences.map { [.text($0)] }
    // Two signatures, in the left and right halves.
    let middle = max(1, columns.count * 2 / 3)
    func signatures(_ left: Sheet.Cell, _ right: Sheet.Cell) -> [Sheet.Cell] {
      var cells = [Sheet.Cell](repeating: .blank, count: columns.count)
      cells[min(1, columns.count - 1)] = left
      cells[min(middle, columns.count - 1)] = right
      return cells
    }
    func text(_ key: String) -> String { messages(key, language) }
    return Sheet(
      title: text(key), columns: columns, rows: rows, frozenColumns: frozenColumns,
      lead: lead + [[]],
      tail: sums + [
        [], signatures(.heading(text("paper.author")), .heading(text("paper.head"))),
        signatures(.text(text("paper.signed")), .text(text("paper.sealed"))),
      ])
  }

  /// The name of a commune, with a mark if its figures are simulated.
  func name(_ name: String, simulated: Bool?) -> Sheet.Cell {
    .text(simulated == true ? "\(name) (\(messages("simulated.mark", language)))" : name)
  }

  /// A workbook that begins with this sheet.
  ///
  /// - Returns: Office Open XML; equal documents give equal bytes.
  /// - Throws: `SpreadsheetError`.
  func workbook(_ sheets: [Sheet], title: String? = nil) throws -> Data {
    try Workbook(
      title: title ?? self.title, created: document.provenance.created, sheets: sheets,
      footer: footer
    ).bytes()
  }

  var heading: String {
    title + [province, document.group].compactMap { $0 }.map { " – \($0)" }.joined()
  }

  /// For the footer of every page.
  var footer: String {
    [heading, provenance.first ?? ""].joined(separator: ". ")
  }
}
