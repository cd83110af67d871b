public import FoundationEssentials
import Prioritization
import Spreadsheets

/// A ranking as a workbook: the communes, the policy, and the source of the figures.
public enum RankingWorkbook {
  /// - Parameter sentences: Further notes, for instance on communes that were left out.
  /// - Returns: Office Open XML; equal documents give equal bytes.
  /// - Throws: `SpreadsheetError`.
  public static func encode(
    _ document: RankingDocument, _ language: Language, messages: Messages,
    sentences: [String] = []
  ) throws -> Data {
    let title = messages("ranking.title", language)
    let columns = columns(document, language, messages)
    let annex = AnnexSheet(of: document, title: title, language, messages)
    let sheets = [
      self.annex(document, annex, sentences),
      Sheet(
        title: messages("sheet.ranking", language), columns: columns.map(\.column),
        rows: document.entries.map { entry in columns.map { $0.cell(entry) } }, frozenColumns: 6),
      PolicySheet.make(document.policy, language, messages),
      MethodSheet.make(
        title: title, document.policy, document.provenance,
        columns: columns.map { ($0.column.title, $0.meaning) }, notes: ["ranking.notSpendingOrder"],
        sentences: sentences, language, messages),
    ]
    return try annex.workbook(sheets)
  }

  /// Ranks, points and their parts, for printing.
  private static func annex(
    _ document: RankingDocument, _ annex: AnnexSheet, _ sentences: [String]
  ) -> Sheet {
    let (language, messages) = (annex.language, annex.messages)
    let counted = document.policy.criteria.indices.filter {
      document.policy.criteria[$0].effect == .need
    }
    func column(_ key: String, _ width: Double) -> Sheet.Column {
      .init(messages("column." + key, language), width: width)
    }
    let showsProvince = document.onlyProvince == nil
    let columns =
      [column("rank", 7), column("code", 8), column("commune", 26)]
      + (showsProvince ? [column("province", 22)] : [])
      + [column("queue", 18), column("points", 9), column("confidence", 9)]
      + counted.map {
        Sheet.Column(document.policy.criteria[$0].label[language], width: 14, wraps: true)
      } + [column("reporting", 14)]
    let rows = document.entries.map { entry -> [Sheet.Cell] in
      let standing = entry.ranked.standing
      let shown = RoundedParts.of(
        standing.contributions, total: standing.points, decimals: 1)
      let state = entry.reportingKey.map { messages($0, language) } ?? ""
      let name = annex.name(entry.name, simulated: entry.simulated)
      return [.integer(entry.ranked.rank), .text(standing.code), name]
        + (showsProvince ? [.text(entry.provinceName)] : [])
        + [
          .text(messages("queue.\(entry.ranked.queue.rawValue)", language)),
          .number(standing.points, .points), .number(standing.confidence, .percent),
        ] + counted.map { .number(shown[$0], .points) } + [.text(state)]
    }
    let ranked = document.entries.count { $0.ranked.queue == .ranked }
    let format = PeopleFormat(language)
    let count = messages(
      "ranking.count", language,
      [
        "ranked": format.number(ranked),
        "verifyFirst": format.number(document.entries.count - ranked),
      ])
    return annex.make(
      named: "sheet.annex", columns: columns, rows: rows, listsCommunes: true,
      sentences: sentences,
      sums: [[.blank, .blank, .heading(count)]])
  }

  private struct Column {
    var column: Sheet.Column
    var meaning: String
    var cell: (RankingDocument.Entry) -> Sheet.Cell
  }

  private static func columns(
    _ document: RankingDocument, _ language: Language, _ messages: Messages
  ) -> [Column] {
    func column(
      _ key: String, _ width: Double, bar: Double? = nil,
      _ cell: @escaping (RankingDocument.Entry) -> Sheet.Cell
    ) -> Column {
      Column(
        column: .init(messages("column." + key, language), width: width, fullBar: bar),
        meaning: messages("meaning." + key, language), cell: cell)
    }
    func yesNo(_ value: Bool) -> Sheet.Cell {
      .text(messages(value ? "value.yes" : "value.no", language))
    }
    var columns = [
      column("rank", 7) { .integer($0.ranked.rank) },
      column("bestRank", 10) { .integer($0.ranked.bestRank) },
      column("worstRank", 10) { .integer($0.ranked.worstRank) },
      column("queue", 20) { .text(messages("queue.\($0.ranked.queue.rawValue)", language)) },
      column("code", 9) { .text($0.ranked.standing.code) },
      column("commune", 24) { .text($0.name) },
      column("province", 24) { .text($0.provinceName) },
      column("points", 12, bar: 1000) { .number($0.ranked.standing.points, .points) },
      column("pointsHigh", 12, bar: 1000) { .number($0.ranked.standing.pointsHigh, .points) },
      column("pointsIfConfirmed", 14, bar: 1000) { .number($0.pointsIfConfirmed, as: .points) },
      column("confidence", 10) { .number($0.ranked.standing.confidence, .percent) },
    ]
    if document.provenance.table == nil {
      columns += [
        column("reporting", 14) { entry in
          entry.reportingKey.map { .text(messages($0, language)) } ?? .blank
        },
        column("simulated", 10) { yesNo($0.simulated) },
        column("machines", 9) { .integer($0.machines) },
        column("lastReport", 17) { .moment($0.lastReport) },
      ]
    }
    for (at, criterion) in document.policy.criteria.enumerated() {
      columns += criterionColumns(at, criterion, language, messages)
    }
    for (at, bonus) in document.policy.context.enumerated() {
      columns.append(
        Column(
          column: .init(bonus.label[language], width: 12),
          meaning: messages("meaning.context", language),
          cell: { .number($0.context.at(at), as: .general) }))
    }
    return columns
  }

  private static func criterionColumns(
    _ at: Int, _ criterion: Criterion, _ language: Language, _ messages: Messages
  ) -> [Column] {
    let isLine = criterion.measure == "lineBitsPerSecond"
    let isShare = CriterionValue.shares.contains(criterion.measure ?? "")
    let arguments = [
      "criterion": criterion.label[language],
      "unit": isLine ? "Mbit/s" : criterion.unit[language],
    ]
    func cell(_ value: Double?) -> Sheet.Cell {
      isLine
        ? .number(value.map { ($0 / 1e5).rounded() / 10 }, as: .points)
        : .number(value, as: isShare ? .percent : .general)
    }
    func column(
      _ key: String, bar: Double? = nil, _ cell: @escaping (RankingDocument.Entry) -> Sheet.Cell
    ) -> Column {
      Column(
        column: .init(messages("column." + key, language, arguments), width: 14, fullBar: bar),
        meaning: messages("meaning." + key, language), cell: cell)
    }
    return [
      column("criterionPoints", bar: 1000 * criterion.share) { entry in
        let points = entry.ranked.standing.contributions
        return at < points.count ? .number(points[at], .points) : .blank
      },
      column("criterionValue") { entry in
        let value: (low: Double, high: Double)? = entry.values.at(at)
        return cell(value?.low)
      },
      column("criterionValueHigh") { entry in
        let value: (low: Double, high: Double)? = entry.values.at(at)
        return value?.low == value?.high ? .blank : cell(value?.high)
      },
    ]
      + (criterion.per == nil
        ? []
        : [
          column("criterionStandard") { entry in
            cell(criterion.standard(factor: entry.ranked.standing.factor(at)))
          }
        ])
  }
}
