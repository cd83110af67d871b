public import FoundationEssentials
import Prioritization

/// A programme for spreadsheets: one row per line item.
public enum ProgrammeCSV {
  /// - Returns: Formatted as by ``RankingCSV``; money is whole VND.
  public static func encode(
    _ document: ProgrammeDocument, _ language: Language, messages: Messages
  ) -> Data {
    let columns = ProgrammeColumns(text: ProgrammeText(document, language, messages: messages))
    return CSVTable.encode(
      ProgrammeColumns.keys.map { messages("column." + $0, language) },
      document.lines.map { line in
        columns.cells(line).map { cell in
          switch cell {
          case .text(let text): .text(text)
          case .count(let number), .money(let number): .integer(number)
          }
        }
      })
  }
}
