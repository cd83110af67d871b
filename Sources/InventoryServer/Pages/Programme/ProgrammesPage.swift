import InventoryStore
import Presentation

/// `/programmes`: the programmes that a principal may see, each with its sums.
struct ProgrammesPage {
  typealias Row = (programme: Programme, money: ProgrammeMoney, anySimulated: Bool)

  let call: PageCall
  let programmes: [Row]
  let range: PageRange

  func values() -> PageValues {
    var values: PageValues = [
      "any": !programmes.isEmpty,
      "anySimulated": programmes.contains(where: \.anySimulated),
      "programmes": programmes.map { programme, money, anySimulated in
        var row: PageValues = [
          "name": programme.name, "address": "\(ProgrammePageRoutes.path)/\(programme.number)",
          "area": programme.areaName ?? call.text("savedPlans.country"),
          "adopted": call.people.date(programme.adoptedAt),
          "by": call.names.actor(programme.adoptedBy),
          "wanted": call.people.number(money.wanted),
          "delivered": call.people.number(money.delivered),
          "confirmed": call.people.number(money.confirmed),
          "unconfirmed": call.people.number(money.unconfirmed),
          "isOverdue": money.unconfirmed > 0,
        ]
        if anySimulated { row["simulated"] = call.text("simulated.mark") }
        return row
      },
    ]
    values.merge(range.values(call, shown: programmes.count))
    return values
  }
}
