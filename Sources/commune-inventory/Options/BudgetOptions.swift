import ArgumentParser
import Prioritization

/// Options for the money of a plan: one budget, or one for each kind of money.
struct BudgetOptions: ParsableArguments {
  @Option(money: "Whole VND, for example 50_000_000_000 or 50.000.000.000.")
  var budget: Int?

  @Option(
    money: "Capital expenditure (chi đầu tư), in place of --budget and with --recurrent-budget.")
  var capitalBudget: Int?

  @Option(money: "Recurrent expenditure (chi thường xuyên): line contracts, training, visits.")
  var recurrentBudget: Int?

  func validate() throws {
    switch (budget, capitalBudget, recurrentBudget) {
    case (_, nil, nil), (nil, _?, _?): break
    case (_?, _, _):
      throw ValidationError(
        "Give --budget for both kinds of money, or --capital-budget and --recurrent-budget.")
    default:
      throw ValidationError("Give --capital-budget and --recurrent-budget together; 0 for none.")
    }
  }

  /// nil if no budget is given.
  var money: PlanBudget? {
    if let capitalBudget, let recurrentBudget {
      return .apart(Money(capital: capitalBudget, recurrent: recurrentBudget))
    }
    return budget.map(PlanBudget.joint)
  }
}
