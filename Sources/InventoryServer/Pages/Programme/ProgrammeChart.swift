import Foundation
import InventoryStore
import Presentation

/// The amounts ordered, delivered and confirmed, month by month, as lines of a chart.
struct ProgrammeChart {
  let document: ProgrammeDocument
  let call: PageCall

  /// nil until something is ordered or delivered.
  func values() -> PageValues? {
    let months = document.months.compactMap { month in
      // A month's amounts are drawn at its end, or at today's date if that is earlier.
      end(of: month.month).map { (month, min($0, call.now)) }
    }
    let most = months.map { max($0.0.ordered, $0.0.delivered) }.max() ?? 0
    guard most > 0 else { return nil }
    let frame = ChartFrame(months.map(\.1), most: Double(most) / 1e6)
    func line(_ amount: (ProgrammeDocument.Month) -> Int) -> String {
      months.map { frame.point($0.1, Double(amount($0.0)) / 1e6) }.joined(separator: " ")
    }
    let people = call.people
    return [
      "frame": frame.values(people), "ordered": line(\.ordered), "delivered": line(\.delivered),
      "confirmed": line(\.confirmed),
      "rows": months.map { month, _ in
        [
          "month": people.month(month.month), "ordered": people.number(month.ordered),
          "delivered": people.number(month.delivered),
          "confirmed": people.number(month.confirmed),
        ] as PageValues
      },
    ]
  }

  /// The end of a month, `YYYY-MM`, to within two days.
  private func end(of month: String) -> Date? {
    VietnamDay.end("\(month)-28")?.addingTimeInterval(2 * 86_400)
  }
}
