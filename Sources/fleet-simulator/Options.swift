import ArgumentParser

/// The centre that machines report to.
struct CentreOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The centre.", valueName: "url"))
  var server: String?

  @Option(help: ArgumentHelp("Tokens, one a commune, JSON.", valueName: "file"))
  var tokenFile: String?

  @Option(help: ArgumentHelp("The centre's CA, a PEM file.", valueName: "file"))
  var ca: String?

  @Flag(help: "Take http:// for another computer too.")
  var allowPlaintext = false
}

/// Options for a past that is filed instead, and its destination.
struct PastOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Instead of a centre: file so many months of a past straight into --database.",
      valueName: "months"))
  var pastMonths: Int?

  @Option(
    help: ArgumentHelp(
      "The inventory that is made with a past, before its centre starts.", valueName: "file"))
  var database: String?

  @Option(help: ArgumentHelp("Figures of the communes for the past, CSV.", valueName: "file"))
  var register: String?
}
