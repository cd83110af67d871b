public import FoundationEssentials
import Prioritization

/// A plan for spreadsheets: one row per commune. What holds for the whole plan — its group, and how
/// it deviates from the policy — is repeated in every row, so that no selection of rows loses it.
public enum PlanCSV {
  /// - Returns: Formatted as by ``RankingCSV``; money is whole VND, inapplicable cells are empty.
  public static func encode(
    _ document: PlanDocument, _ language: Language, messages: Messages
  ) -> Data {
    let text = PlanText(document.policy, language, messages: messages)
    var csv = CSVBytes()
    for column in [
      "outcome", "code", "commune", "provinceCode", "province", "remote", "spend", "capital",
      "recurrent", "visitCost", "pointsBefore", "pointsAfter",
      "officials", "spendPerOfficial", "pointsPerOfficial",
    ] { csv.text(messages("column." + column, language)) }
    for entry in document.policy.catalogue { csv.text(entry.label[language]) }
    for column in ["reason", "simulated", "running", "group", "adjustments"] {
      csv.text(messages("column." + column, language))
    }
    csv.endRow()
    let adjustments = text.adjustments(document).joined(separator: " ")
    for row in PlanRows(document.plan).rows {
      let place = document.places[row.code]
      csv.text(messages("plan.outcome." + row.outcome, language))
      csv.text(row.code)
      csv.text(place?.name ?? "")
      csv.text(place?.province ?? "")
      csv.text(place?.provinceName ?? "")
      csv.text(
        row.bought.map { messages($0.remote ? "value.yes" : "value.no", language) } ?? "")
      csv.optional(row.bought?.spend)
      for kind in MoneyKind.allCases {
        csv.optional(row.bought.flatMap { text.spend($0, of: kind) })
      }
      csv.optional(row.visit?.cost)
      csv.number(row.bought?.pointsBefore)
      csv.number(row.bought?.pointsAfter)
      let perOfficial = row.bought.flatMap(document.perOfficial)
      csv.optional(perOfficial?.officials)
      csv.optional(perOfficial?.spend)
      csv.number(perOfficial?.points)
      for count in row.counts(document.policy) { csv.optional(row.bought == nil ? nil : count) }
      csv.text(text.reason(row))
      csv.text(
        document.isSimulated(row.code).map { messages($0 ? "value.yes" : "value.no", language) }
          ?? "")
      csv.optional(row.isFunded ? document.runningUnits(row.code) : nil)
      csv.text(document.group ?? "")
      csv.text(adjustments)
      csv.endRow()
    }
    return Data(csv.bytes)
  }
}
