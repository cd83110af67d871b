public import FoundationEssentials
import Prioritization
import Spreadsheets

/// A plan as a workbook: the communes, the purchases in total, the policy and the proof.
public enum PlanWorkbook {
  /// - Returns: Office Open XML; equal documents give equal bytes.
  /// - Throws: `SpreadsheetError`.
  public static func encode(
    _ document: PlanDocument, _ language: Language, messages: Messages
  ) throws -> Data {
    let title = messages("plan.title", language)
    let text = PlanText(document.policy, language, messages: messages)
    let columns = columns(document, text, language, messages)
    let annex = AnnexSheet(of: document, title: title, language, messages)
    let sheets = [
      self.annex(document, annex, text),
      Sheet(
        title: messages("sheet.plan", language), columns: columns.map(\.column),
        rows: PlanRows(document.plan).rows.map { row in columns.map { $0.cell(row) } },
        frozenColumns: 3),
      totals(document, text, language, messages),
      PolicySheet.make(document.policy, language, messages),
      MethodSheet.make(
        title: title, document.policy, document.provenance,
        columns: columns.map { ($0.column.title, $0.meaning) },
        notes: ["method.plan", "plan.notRankOrder"],
        sentences: text.running(document) + text.adjustments(document)
          + text.certificate(document.plan) + text.kinds(document), language,
        messages),
    ]
    return try annex.workbook(sheets)
  }

  /// The purchases for each commune, with sums: the annex to a decision.
  private static func annex(
    _ document: PlanDocument, _ annex: AnnexSheet, _ text: PlanText
  ) -> Sheet {
    let (language, messages) = (annex.language, annex.messages)
    func column(_ key: String, _ width: Double, wraps: Bool = false) -> Sheet.Column {
      .init(messages("column." + key, language), width: width, wraps: wraps)
    }
    func name(_ code: String) -> Sheet.Cell {
      annex.name(document.places[code]?.name ?? "", simulated: document.isSimulated(code))
    }
    let plan = document.plan
    var rows: [[Sheet.Cell]] = plan.communes.enumerated().map { at, commune in
      [
        .integer(at + 1), .text(commune.code), name(commune.code),
        .text(text.purchases(commune.purchases)), .money(text.spend(commune, of: .capital)),
        .money(text.spend(commune, of: .recurrent)), .money(commune.spend),
        .number(commune.pointsBefore, .points), .number(commune.pointsAfter, .points),
      ]
    }
    rows += plan.visits.enumerated().map { at, visit in
      [
        .integer(plan.communes.count + at + 1), .text(visit.code), name(visit.code),
        .text(messages("plan.outcome.visit", language)), .blank, .money(visit.cost),
        .money(visit.cost),
      ]
    }
    let kinds = plan.spentByKind
    return annex.make(
      named: "sheet.annex",
      columns: [
        column("number", 6), column("code", 8), column("commune", 26),
        column("purchases", 60, wraps: true), column("capital", 16), column("recurrent", 16),
        column("cost", 16), column("pointsBefore", 9), column("pointsAfter", 9),
      ], rows: rows, listsCommunes: true,
      sentences: text.running(document) + text.adjustments(document),
      sums: [
        [
          .blank, .blank, .heading(messages("plan.sum", language)), .blank,
          .money(kinds?.capital), .money(kinds?.recurrent), .money(plan.spent),
        ]
      ])
  }

  private struct Column {
    var column: Sheet.Column
    var meaning: String
    var cell: (PlanRows.Row) -> Sheet.Cell
  }

  private static func columns(
    _ document: PlanDocument, _ text: PlanText, _ language: Language, _ messages: Messages
  ) -> [Column] {
    func column(
      _ key: String, _ width: Double, wraps: Bool = false, bar: Double? = nil,
      _ cell: @escaping (PlanRows.Row) -> Sheet.Cell
    ) -> Column {
      Column(
        column: .init(
          messages("column." + key, language), width: width, wraps: wraps, fullBar: bar),
        meaning: messages("meaning." + key, language), cell: cell)
    }
    let places = document.places
    return [
      column("code", 9) { .text($0.code) },
      column("commune", 24) { .text(places[$0.code]?.name ?? "") },
      column("outcome", 12) { .text(messages("plan.outcome." + $0.outcome, language)) },
      column("province", 24) { .text(places[$0.code]?.provinceName ?? "") },
      column("simulated", 10) { row in
        document.isSimulated(row.code).map {
          .text(messages($0 ? "value.yes" : "value.no", language))
        } ?? .blank
      },
      column("remote", 10) { row in
        row.bought.map { .text(messages($0.remote ? "value.yes" : "value.no", language)) }
          ?? .blank
      },
      column("spend", 18) { .money($0.bought?.spend) },
      column("capital", 18) { .money($0.bought.flatMap { text.spend($0, of: .capital) }) },
      column("recurrent", 18) { .money($0.bought.flatMap { text.spend($0, of: .recurrent) }) },
      column("visitCost", 16) { .money($0.visit?.cost) },
      column("pointsBefore", 12, bar: 1000) { .number($0.bought?.pointsBefore, as: .points) },
      column("pointsAfter", 12, bar: 1000) { .number($0.bought?.pointsAfter, as: .points) },
      column("officials", 12) {
        .integer($0.bought.flatMap(document.perOfficial)?.officials)
      },
      column("spendPerOfficial", 18) { .money($0.bought.flatMap(document.perOfficial)?.spend) },
      column("pointsPerOfficial", 14) {
        .number($0.bought.flatMap(document.perOfficial)?.points, as: .points)
      },
    ]
      + document.policy.catalogue.map { entry in
        Column(
          column: .init(entry.label[language], width: 14),
          meaning: messages("meaning.count", language),
          cell: { row in
            .integer(row.bought?.purchases.first { $0.item == entry.id }?.count)
          })
      } + [
        column("running", 16) {
          .integer($0.isFunded ? document.runningUnits($0.code) : nil)
        }, column("reason", 90, wraps: true) { .text(text.reason($0)) },
      ]
  }

  private static func totals(
    _ document: PlanDocument, _ text: PlanText, _ language: Language, _ messages: Messages
  ) -> Sheet {
    func column(_ key: String, _ width: Double) -> Sheet.Column {
      .init(messages("column." + key, language), width: width)
    }
    var rows: [[Sheet.Cell]] = document.totals.map { total in
      [
        .text(total.label[language]), .money(total.price), .integer(total.count),
        .money(total.cost), .text(text.kind(total.item) ?? ""),
      ]
    }
    let visits = document.plan.visits
    rows.append([
      .text(messages("plan.outcome.visit", language)), .money(visits.first?.cost),
      .integer(visits.count), .money(visits.reduce(0) { $0 + $1.cost }),
      .text(document.policy.format >= 2 ? text.kind(.recurrent) : ""),
    ])
    if document.policy.format >= 2, let spent = document.plan.spentByKind {
      for (kind, sum) in [(MoneyKind.capital, spent.capital), (.recurrent, spent.recurrent)] {
        rows.append([.heading(text.kind(kind)), .blank, .blank, .money(sum)])
      }
    }
    rows.append([
      .heading(messages("plan.sum", language)), .blank, .blank, .money(document.plan.spent),
    ])
    return Sheet(
      title: messages("sheet.totals", language),
      columns: [
        column("item", 44), column("price", 18), column("count", 12), column("cost", 22),
        column("moneyKind", 18),
      ],
      rows: rows)
  }
}
