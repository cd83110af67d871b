import ArgumentParser

/// Options for a plan to make now, as opposed to a saved one.
struct NewPlanOptions: ParsableArguments {
  @OptionGroup var budgets: BudgetOptions

  @Option(help: "Only this province (two-digit code), for a plan to make now.")
  var province: String?

  @OptionGroup var members: GroupOption

  @Option(
    help:
      "Policy file of a plan to make now. Without it: the one that the settings name, otherwise the standard policy."
  )
  var policy: String?
}
