import InventoryStore
import Presentation

/// `/programmes`: the programmes that a principal may see, each with its sums.
struct ProgrammesPage {
  let call: PageCall
  let programmes: [(programme: Programme, money: ProgrammeMoney)]
  let range: PageRange

  func values() -> PageValues {
    var values: PageValues = [
      "any": !programmes.isEmpty,
      "programmes": programmes.map { programme, money in
        [
          "name": programme.name, "address": "\(ProgrammePageRoutes.path)/\(programme.number)",
          "area": programme.areaName ?? call.text("savedPlans.country"),
          "adopted": call.people.date(programme.adoptedAt),
          "by": call.names.actor(programme.adoptedBy),
          "wanted": call.people.number(money.wanted),
          "delivered": call.people.number(money.delivered),
          "confirmed": call.people.number(money.confirmed),
          "unconfirmed": call.people.number(money.unconfirmed),
          "isOverdue": money.unconfirmed > 0,
        ] as PageValues
      },
    ]
    values.merge(range.values(call, shown: programmes.count))
    return values
  }
}
