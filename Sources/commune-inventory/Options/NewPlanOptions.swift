import ArgumentParser

/// Options for a plan to make now, as opposed to a saved one.
struct NewPlanOptions: ParsableArguments {
  @Option(money: "Budget of a plan to make now, whole VND.")
  var budget: Int?

  @Option(help: "Only this province (two-digit code), for a plan to make now.")
  var province: String?

  @Option(
    help:
      "Policy file of a plan to make now. Without it: the one that the settings name, otherwise the standard policy."
  )
  var policy: String?
}
