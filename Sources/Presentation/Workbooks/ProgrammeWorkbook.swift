public import FoundationEssentials
import Prioritization
import Spreadsheets

/// A programme as a workbook: sums to hand on, every line item, and its effects.
public enum ProgrammeWorkbook {
  /// - Returns: Office Open XML; equal documents give equal bytes.
  /// - Throws: `SpreadsheetError`.
  public static func encode(
    _ document: ProgrammeDocument, _ language: Language, messages: Messages
  ) throws -> Data {
    let text = ProgrammeText(document, language, messages: messages)
    let annex = AnnexSheet(of: document, title: text.title, language, messages)
    return try annex.workbook([
      totals(document, annex, text), items(document, text), effects(document, text),
    ])
  }

  private static func column(
    _ key: String, _ width: Double, _ text: ProgrammeText, wraps: Bool = false
  ) -> Sheet.Column {
    .init(text.text("column." + key), width: width, wraps: wraps)
  }

  private static func totals(
    _ document: ProgrammeDocument, _ annex: AnnexSheet, _ text: ProgrammeText
  ) -> Sheet {
    annex.make(
      named: "sheet.annex",
      columns: [
        column("item", 44, text, wraps: true), column("wanted", 10, text),
        column("ordered", 10, text), column("delivered", 10, text), column("confirmed", 12, text),
        column("unconfirmed", 12, text), column("moneyWanted", 18, text),
        column("moneyDelivered", 18, text), column("moneyConfirmed", 18, text),
        column("moneyUnconfirmed", 18, text),
      ],
      rows: document.totals.map {
        [
          .text(text.label($0.item)), .integer($0.wanted), .integer($0.ordered),
          .integer($0.delivered), .integer($0.confirmed), .integer($0.unconfirmed),
          .money($0.money.wanted), .money($0.money.delivered), .money($0.money.confirmed),
          .money($0.money.unconfirmed),
        ]
      }, listsCommunes: false,
      sentences: text.facts.map { "\(text.text($0.key)): \($0.value)" } + text.overBudget
        + text.effect,
      sums: text.sums.map { label, money in
        [
          .heading(label), .blank, .blank, .blank, .blank, .blank, .money(money.wanted),
          .money(money.delivered), .money(money.confirmed), .money(money.unconfirmed),
        ]
      }, frozenColumns: 1)
  }

  private static func items(_ document: ProgrammeDocument, _ text: ProgrammeText) -> Sheet {
    let columns = ProgrammeColumns(text: text)
    let wide: Set = ["commune", "province", "item", "documents"]
    return Sheet(
      title: text.text("sheet.programmeItems"),
      columns: ProgrammeColumns.keys.map {
        column($0, wide.contains($0) ? 26 : $0.hasPrefix("money") ? 18 : 12, text)
      },
      rows: document.lines.map { line in
        columns.cells(line).map { cell in
          switch cell {
          case .text(let text): .text(text)
          case .count(let number): .integer(number)
          case .money(let amount): .money(amount)
          }
        }
      }, frozenColumns: 2)
  }

  private static func effects(_ document: ProgrammeDocument, _ text: ProgrammeText) -> Sheet {
    Sheet(
      title: text.text("sheet.programmeEffect"),
      columns: [
        column("code", 9, text), column("commune", 26, text), column("pointsBefore", 12, text),
        column("pointsAfter", 12, text), column("effectConfirmed", 16, text),
        column("effectUnconfirmed", 16, text), column("effectOther", 16, text),
        column("pointsPlanned", 14, text), column("moneyPlanned", 18, text),
        column("moneyDelivered", 18, text), column("simulated", 12, text),
      ],
      rows: document.communes.map { commune in
        let effect = ShownEffect(commune.effect)
        return [
          .text(commune.code), .text(commune.name), .number(effect.before, .points),
          .number(effect.after, .points), .number(effect.confirmed, .points),
          .number(effect.unconfirmed, .points), .number(effect.other, .points),
          .number(-commune.plannedPoints, .points), .money(commune.plannedSpend),
          .money(commune.delivered), .text(text.isSimulated(commune.code)),
        ]
      }, frozenColumns: 2)
  }
}
